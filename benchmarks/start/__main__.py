"""`python -m benchmarks.start`: from `kiosk demo` to its first screen, beside a bare Textual app, each in a terminal of its own.

Both are installed, and started in turns. Exit status 1 if the demo takes more than eight times as long.
"""

import fcntl
import os
import pty
import signal
import struct
import sys
import termios
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.report import keep, machine, table

COMMAND = "python -m benchmarks.start"
ROUNDS = 5
MOST = 8.0
_SIZE = struct.pack("HHHH", 24, 80, 0, 0)
_SCREEN = b"\x1b[?1049h"
"""What opens the full-screen window: before it, the demo prints its sheet."""
_BARE = """
from textual.app import App
from textual.widgets import Static

class Bare(App):
    def compose(self):
        yield Static("bare app")

Bare().run()
"""


def first_paint(command: Sequence[str], shows: bytes) -> float:
    """Start a program in a terminal, and return the seconds until its full-screen window shows some words."""
    start = perf_counter()
    pid, terminal = pty.fork()
    if pid == 0:
        os.execve(command[0], command, {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"})
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, _SIZE)
    try:
        return _seen(terminal, shows) - start
    finally:
        os.kill(pid, signal.SIGTERM)
        _drain(terminal)
        os.close(terminal)
        os.waitpid(pid, 0)


def _seen(terminal: int, shows: bytes) -> float:
    written = b""
    while _SCREEN not in written or shows not in written.split(_SCREEN, 1)[1]:
        try:
            written += os.read(terminal, 65536)
        except OSError:
            sys.exit(f"it ended without showing {shows.decode()}")
    return perf_counter()


def _drain(terminal: int) -> None:
    """Read what is still written: a program whose terminal is full can't end."""
    try:
        while os.read(terminal, 65536):
            pass
    except OSError:
        return


def main() -> int:
    kiosk = Path(sys.executable).with_name("kiosk")
    if not kiosk.exists():
        sys.exit("The kiosk is not installed beside this Python: run it by `make bench`.")
    bare, demo = [], []
    first_paint([str(kiosk), "demo"], b"Check in here")  # both from a warm disk
    for _ in range(ROUNDS):
        bare.append(first_paint([sys.executable, "-c", _BARE], b"bare app"))
        demo.append(first_paint([str(kiosk), "demo"], b"Check in here"))
    text = _report(bare, demo)
    print(text)
    keep("start", text)
    return 0 if median(demo) / median(bare) <= MOST else 1


def _report(bare: Sequence[float], demo: Sequence[float]) -> str:
    rows = [
        (name, f"{median(times) * 1000:.0f}", f"{min(times) * 1000:.0f}", f"{median(times) / median(bare):.1f}")
        for name, times in (("a bare Textual app", bare), ("kiosk demo", demo))
    ]
    return f"""## Start: the demo's first screen

`{COMMAND}` · {machine()}

From the command to the first painted screen in a terminal of 80 x 24; in between the demo makes a clinic of today, with
22 check-ins, and prints whom to check in as. Medians of {ROUNDS} starts, in turns; at most {MOST:.0f} times is what we allow.

{table(("", "ms", "best", "ratio"), rows)}
"""


if __name__ == "__main__":
    sys.exit(main())
