"""Starts what a unit of systemd names as systemd would: its account, its environment, its folder, and again as it says."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final, Self

from tests.end_to_end.session.ordinary_account import Ordinary
from tests.kiosk.operations.station.unit_reading import UnitRead

HEADLESS: Final = {"WLR_BACKENDS": "headless", "WLR_RENDERER": "pixman", "WLR_LIBINPUT_NO_DEVICES": "1"}
PATIENCE: Final = 60.0
_STEP: Final = 0.02


def until(seen: Callable[[], object], what: str, patience: float = PATIENCE) -> None:
    """Wait for what can be seen from outside alone; fail if it never is."""
    deadline, over = time.monotonic() + patience, threading.Event()
    while not seen():
        assert time.monotonic() < deadline, f"never saw {what}"
        over.wait(_STEP)


class UnitRunner:
    """One unit, running."""

    def __init__(self, ours: Ordinary, name: str, *, instance: str = "", more: Mapping[str, str] | None = None) -> None:
        self.unit = UnitRead.at(ours.station / name)
        self.ours = ours
        self.status: int | None = None
        self.log = ours.place / f"{name}.log"
        self._command = self.unit.command(instance)
        self._environment = {
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "HOME": str(ours.place / "home"),
            "SHELL": "/bin/sh",
            "USER": self.unit.settings["User"],
            "LOGNAME": self.unit.settings["User"],
            "XDG_RUNTIME_DIR": str(ours.runtime),
            **self.unit.environment(),
            **(more or {}),
        }
        self._process: subprocess.Popen[bytes] | None = None
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._keep, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._end_all(signal.SIGTERM)
        self._thread.join(float(self.unit.settings.get("TimeoutStopSec", PATIENCE)))
        self._end_all(signal.SIGKILL)
        self._thread.join(PATIENCE)

    def finish(self) -> int:
        """Wait for the end of a unit that runs once; return its status."""
        self._thread.join(PATIENCE)
        assert self.status is not None, self.said
        return self.status

    @property
    def said(self) -> str:
        """Return what the journal would hold."""
        return self.log.read_text("utf-8", errors="replace")

    def processes(self) -> dict[int, str]:
        """Return every process of the session by its number, with its name; the keyboard that a test plugs in is none."""
        return {pid: name for pid, (name, _) in _of(self.ours.runtime).items() if name != "wtype"}

    def newest(self, name: str) -> int:
        """Return the youngest process of this name: of a kiosk and its supervisor, the kiosk."""
        return max(pid for pid, (called, _) in _of(self.ours.runtime).items() if called == name)

    def _keep(self) -> None:
        while True:
            self.status = self._run()
            self._end_all(signal.SIGKILL)  # KillMode=control-group
            if self._over.is_set() or not self._comes_back():
                return
            self._over.wait(float(self.unit.settings["RestartSec"]))

    def _comes_back(self) -> bool:
        when = self.unit.settings.get("Restart")
        return when == "always" or (when == "on-failure" and self.status != 0)

    def _run(self) -> int:
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command,
                cwd=self.unit.path("WorkingDirectory"),
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **self.ours.as_account,  # type: ignore[call-overload]
            )
        return self._process.wait()

    def _end_all(self, number: int) -> None:
        for pid in _of(self.ours.runtime):
            with suppress(ProcessLookupError):
                os.kill(pid, number)


def _of(runtime: Path) -> dict[int, tuple[str, list[str]]]:
    mark, found = f"XDG_RUNTIME_DIR={runtime}".encode(), {}
    for folder in Path("/proc").iterdir():
        if not folder.name.isdecimal():
            continue
        with suppress(OSError):
            if mark not in (folder / "environ").read_bytes().split(b"\0"):
                continue
            words = (folder / "cmdline").read_bytes().decode(errors="replace").split("\0")
            if words != [""]:  # one that has ended has none
                found[int(folder.name)] = ((folder / "comm").read_text().strip(), words)
    return found
