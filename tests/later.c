/* Another day, for every program that loads this: the wall clock goes on from LATER seconds away, the monotonic clock stays
 * true, so that whoever waits or measures is not misled. Files still get their times from the kernel, unmoved.
 *
 *   cc -shared -fPIC -O1 -o later.so tests/later.c -ldl && LATER=86400 LD_PRELOAD=$PWD/later.so date
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

typedef int (*teller)(clockid_t, struct timespec *);

int clock_gettime(clockid_t clock, struct timespec *now) {
  static teller machine;
  if (machine == NULL) machine = (teller)dlsym(RTLD_NEXT, "clock_gettime");
  int failed = machine(clock, now);
  const char *away = getenv("LATER");
  if (!failed && away != NULL && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) now->tv_sec += atol(away);
  return failed;
}

time_t time(time_t *kept) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (kept != NULL) *kept = now.tv_sec;
  return now.tv_sec;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
  (void)zone;
  struct timespec precise;
  clock_gettime(CLOCK_REALTIME, &precise);
  now->tv_sec = precise.tv_sec;
  now->tv_usec = precise.tv_nsec / 1000;
  return 0;
}
