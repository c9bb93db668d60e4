#!/usr/bin/env bash
# moved_clock.sh WHEN [ZONE] -- COMMAND ...: runs a command on another day. WHEN is what `date --date` reads, such as
# "+400 days" or "2028-02-29 23:58 UTC". Only the wall clock moves; see later.c, which this compiles.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
when=$1; shift
zone=UTC
if [ "$1" != -- ]; then zone=$1; shift; fi
shift
command -v cc >/dev/null || { echo "moved_clock.sh needs a C compiler: apt-get install gcc libc6-dev" >&2; exit 2; }
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
cc -shared -fPIC -O1 -Wall -Werror -o "$made/later.so" "$here/later.c" -ldl
seconds=$(($(date --date="$when" +%s) - $(date +%s)))
echo "the clock says $(TZ=$zone LATER=$seconds LD_PRELOAD=$made/later.so date '+%A %-d %B %Y, %H:%M %Z')"
TZ=$zone LATER=$seconds LD_PRELOAD=$made/later.so "$@"
