"""A kiosk's session as a test sees it: what the kiosk paints, the pixels of its screen, and keys that a keyboard presses."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import struct
import subprocess
import termios
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import pyte

from kiosk.operations.paper import PAPER
from tests.end_to_end.session.ordinary_account import Ordinary
from tests.end_to_end.session.pictures import Picture, unlike
from tests.end_to_end.session.unit_runner import PATIENCE, UnitRunner, until
from tests.end_to_end.terminal import _NOT_FOR_PYTE, Terminal

SCREEN: Final = (1280, 720)
CELLS: Final = (85, 24)
"""What has room on a screen without hardware, with the letters that the station chose for it."""
CELL: Final = (15, 30)
MOST_MEMORY: Final = 200 * 1024
"""KiB for compositor, terminal and kiosk."""
BACK_IN: Final = 5.0
"""Within how many seconds a kiosk is in view again, whatever of it was killed."""
_BEGIN: Final = b"\x1b[?1049h"
"""What a kiosk writes first."""
_KEYS: Final = {"\r": "Return", "\t": "Tab", "\x1b": "Escape", "\x1bOP": "F1", "\x1bOR": "F3"}
_TRIES, _PATIENT = 5, 5.0
_PAPER: Final = (int(PAPER[:2], 16), int(PAPER[2:4], 16), int(PAPER[4:], 16))


class WatchedSession(Terminal):
    """The session of a kiosk."""

    def __init__(self, ours: Ordinary) -> None:
        self._taking = threading.Lock()
        self.beside = ()
        self.empty(*CELLS)
        self._ours = ours
        self._keyboard: subprocess.Popen[bytes] | None = None
        self._fd = os.open(ours.pipe, os.O_RDWR | os.O_NONBLOCK)

    def close(self) -> None:
        os.close(self._fd)
        if self._keyboard is not None:
            self._keyboard.kill()
            self._keyboard.wait()

    def forget(self) -> None:
        """Begin with nothing that was painted."""
        self.catch_up()
        self.empty(*CELLS)

    # -- the keyboard ----------------------------------------------------------------------------------------------

    def plug_in(self, start: str) -> None:
        """Plug in a keyboard for good, and see that the kiosk takes its keys: one that just came, or goes at once, is for nobody."""
        self._keyboard = subprocess.Popen(["wtype", "-s", str(10**8)], env=self._environment(), **self._ours.as_account)  # type: ignore[call-overload]
        for _ in range(_TRIES):
            self.press("\x1bOP")
            with suppress(AssertionError):
                self.see("What would help you?", patience=_PATIENT)
                break
        self.press("\x1b")
        self.wait(lambda text: start in text and "What would help" not in text, what=start)

    def press(self, keys: str) -> None:
        """Press keys one after the other, as a keyboard does."""
        named = _KEYS.get(keys)
        self.type_keys(*(("-k", named) if named else ("--", keys)))

    def type_keys(self, *arguments: str) -> None:
        """Let `wtype` press."""
        self._run("wtype", *arguments)

    def send(self, data: bytes) -> None:
        """Press what is text; what a terminal would answer, this one answers itself."""
        if not data.startswith(b"\x1b[?"):
            self.press(data.decode())

    # -- the screen ------------------------------------------------------------------------------------------------

    def picture(self) -> Picture:
        return Picture.of(self._run("grim", "-t", "ppm", "-"))

    def see_picture(self, *words: str) -> Picture:
        """Wait until these words are in view and the screen shows, pixel by pixel, what the kiosk painted."""
        self.see(*words)
        picture, wrong = self.picture(), [""]

        def is_shown() -> bool:
            nonlocal picture, wrong
            painted = self._painted()
            picture = self.picture()
            wrong = unlike(picture, painted, CELL, _PAPER)
            return not wrong and all(word in "\n".join(painted.display) for word in words)

        try:
            until(is_shown, "the picture of what was painted")
        except AssertionError as error:
            raise AssertionError(f"{error}: {wrong[:9]}") from None
        return picture

    def see_begin(self, word: str) -> None:
        """Wait until a kiosk that has begun since `forget` shows a word; the one before it may still have painted."""
        until(lambda: word in "\n".join(self._painted().display) and _BEGIN in self.raw, f"{word} of a new kiosk")

    def _painted(self) -> pyte.Screen:
        """Return what the kiosk that began last has painted."""
        self.catch_up()
        painted = pyte.Screen(*CELLS)
        pyte.ByteStream(painted).feed(_NOT_FOR_PYTE.sub(b"", bytes(self.raw[max(0, self.raw.rfind(_BEGIN)) :])))
        return painted

    def views(self) -> list[str]:
        """Return the windows that the compositor shows, by the program they are of."""
        return list(_views(json.loads(self._run("swaymsg", "-t", "get_tree"))))

    def _run(self, *command: str) -> bytes:
        done = subprocess.run(
            command,
            env=self._environment(),
            capture_output=True,
            check=True,
            timeout=PATIENCE,
            **self._ours.as_account,  # type: ignore[call-overload]
        )
        out: bytes = done.stdout
        return out

    def _environment(self) -> dict[str, str]:
        sockets = sorted(self._ours.runtime.glob("wayland-?"))
        # One that was killed leaves its own behind.
        control = sorted(self._ours.runtime.glob("sway-ipc.*.sock"), key=lambda each: each.stat().st_mtime_ns)
        return {
            "PATH": os.environ["PATH"],
            "XDG_RUNTIME_DIR": str(self._ours.runtime),
            "WAYLAND_DISPLAY": sockets[-1].name if sockets else "",
            "SWAYSOCK": str(control[-1]) if control else "",
        }


def _views(node: dict[str, Any]) -> list[str]:
    below = [found for each in (*node.get("nodes", ()), *node.get("floating_nodes", ())) for found in _views(each)]
    return [str(node["app_id"]), *below] if node.get("pid") and node.get("app_id") is not None else below


def back_after_a_kill(seen: WatchedSession, session: UnitRunner, name: str, opening: str) -> None:
    """Kill a program of a session, and see that another kiosk is in view within five seconds, and none of the one before left."""
    before = session.newest("kiosk")
    seen.forget()
    began = time.monotonic()
    os.kill(session.newest(name), signal.SIGKILL)
    seen.see_begin(opening)
    took = time.monotonic() - began
    print(f"{name} was killed: back after {took:.1f} s")
    assert took < BACK_IN * busy()
    assert before not in session.processes()


def busy() -> float:
    """Return how many times as long everything takes here because others compute, too; 1 on a quiet machine."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def size_of(process: int) -> tuple[int, int]:
    """Return the columns and rows of the terminal a process runs in."""
    terminal = os.open(f"/proc/{process}/fd/0", os.O_RDONLY | os.O_NOCTTY)
    try:
        rows, columns = struct.unpack("HHHH", fcntl.ioctl(terminal, termios.TIOCGWINSZ, b"\0" * 8))[:2]
    finally:
        os.close(terminal)
    return columns, rows


def proportional(processes: list[int]) -> int:
    """Return the memory of processes in KiB, what they share counted once."""
    lines = (line for each in processes for line in Path(f"/proc/{each}/smaps_rollup").read_text().splitlines())
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
