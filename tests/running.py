"""`kiosk`, run for a test: in this process, or, where only a process shows it, in one of its own."""

import io
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn
from unittest.mock import patch

from kiosk.commands import main
from kiosk.core.clock import Clock, SystemClock
from tests.proven import kept_for_this_run

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Ran:
    """What a command printed and how it ended."""

    status: int
    out: str
    err: str

    @property
    def complaint(self) -> str:
        """The one sentence on standard error; fails if there is anything else."""
        assert self.status == 2, (self.status, self.out, self.err)
        assert self.out == ""
        assert self.err.count("\n") == 1, self.err
        assert self.err.startswith("kiosk: ")
        assert "Traceback" not in self.err
        return self.err.removeprefix("kiosk: ").rstrip("\n")

    @property
    def json(self) -> Any:
        """The one JSON document on standard output."""
        assert self.status == 0, self.err
        assert self.err == ""
        return json.loads(self.out)


class _Input(io.TextIOWrapper):
    """Standard input; somebody may sit at it."""

    is_terminal = False

    def isatty(self) -> bool:
        return self.is_terminal


def run(
    arguments: Sequence[str | Path],
    environment: Mapping[str, str],
    *,
    stdin: str | bytes = b"",
    typed: str | None = None,
    clock: Clock | None = None,
) -> Ran:
    """Run `kiosk` in this process, with no terminal but somebody at standard input if something is `typed`.

    Nothing of it stays behind: the environment, the standard streams and the hooks are put back.
    """
    given = stdin.encode() if isinstance(stdin, str) else stdin
    encoding = environment.get("PYTHONIOENCODING", "utf-8")
    entered = _Input(io.BytesIO(given if typed is None else typed.encode()), encoding="utf-8")
    entered.is_terminal = typed is not None
    with (
        tempfile.TemporaryFile() as out,
        tempfile.TemporaryFile() as err,
        io.TextIOWrapper(out, encoding=encoding, write_through=True) as told,
        io.TextIOWrapper(err, encoding=encoding, write_through=True) as complained,
        _put_back(),
        kept_for_this_run(),
        patch.dict(os.environ, environment, clear=True),
        patch.multiple(sys, stdin=entered, stdout=told, stderr=complained),
        patch("kiosk.commands.pin_input._has_terminal", lambda: False),
    ):
        status = main([str(argument) for argument in arguments], _no_app, clock or SystemClock())
        told.flush()
        complained.flush()
        return Ran(status, *(os.pread(file.fileno(), 1 << 24, 0).decode() for file in (out, err)))


def _no_app(*_: object) -> NoReturn:
    raise AssertionError("a command opened the app")


@contextmanager
def _put_back() -> Iterator[None]:
    hooks = sys.excepthook, sys.unraisablehook, threading.excepthook
    folder, tempfile.tempdir = tempfile.tempdir, None
    try:
        yield
    finally:
        sys.excepthook, sys.unraisablehook, threading.excepthook = hooks
        tempfile.tempdir = folder


@dataclass(frozen=True)
class Shell:
    """Runs `kiosk` with a home, a configuration folder and a temporary folder of its own, and with no terminal."""

    home: Path
    clock: Clock = field(default_factory=SystemClock)

    @property
    def config(self) -> Path:
        return self.home / "config" / "clinic-kiosk"

    def environment(self, **more: str) -> dict[str, str]:
        (self.home / "tmp").mkdir(exist_ok=True)
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "XDG_CONFIG_HOME": str(self.home / "config"),
            "TMPDIR": str(self.home / "tmp"),
            "LANG": "C.UTF-8",
            **more,
        }

    def command(self, *arguments: str | Path) -> Sequence[str]:
        """Return the command line of a process of its own."""
        return [sys.executable, "-m", "screens", *map(str, arguments)]

    def __call__(
        self,
        *arguments: str | Path,
        data: Path | None = None,
        stdin: str | bytes = b"",
        pin: str | None = None,
        env: Mapping[str, str] | None = None,
    ) -> Ran:
        """Run it in this process; a PIN goes in by a pipe."""
        with pin_by_pipe(pin) as by_pipe:
            return run(
                (*_of(data), *arguments, *by_pipe), self.environment(**(env or {})), stdin=stdin, clock=self.clock
            )

    def process(
        self,
        *arguments: str | Path,
        data: Path | None = None,
        stdin: str | bytes = b"",
        pin: str | None = None,
        env: Mapping[str, str] | None = None,
        **more: Any,
    ) -> Ran:
        """Run it in a process of its own, for what only a process shows; mark the test with `process`."""
        with pin_by_pipe(pin) as by_pipe:
            done = subprocess.run(
                self.command(*_of(data), *arguments, *by_pipe),
                input=stdin.encode() if isinstance(stdin, str) else stdin,
                env=self.environment(**(env or {})),
                cwd=ROOT,
                pass_fds=tuple(map(int, by_pipe[1:])),
                start_new_session=True,
                timeout=120,
                check=False,
                **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **more},
            )
        return Ran(done.returncode, (done.stdout or b"").decode(), done.stderr.decode())


def _of(data: Path | None) -> tuple[str | Path, ...]:
    return ("--data", data) if data else ()


@contextmanager
def pin_by_pipe(pin: str | None) -> Iterator[tuple[str, ...]]:
    """Give the option that reads this PIN."""
    if pin is None:
        yield ()
        return
    reading, writing = os.pipe()
    os.write(writing, f"{pin}\n".encode())  # the writing end stays open: only the line may be waited for
    try:
        yield "--pin-fd", str(reading)
    finally:
        os.close(reading)
        os.close(writing)
