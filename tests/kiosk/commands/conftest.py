"""The command line as a person or a script runs it: real processes, a real clinic, a home of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
DAY = "2099-03-02"
SCHEDULE = f"""\
start,client,date of birth,treatment,practitioner,phone,booking code
{DAY} 09:00,Amélie Fontaine,1985-07-31,parisian-peel,Dr Roca,020 7946 0101,LSC-1001
{DAY} 09:30,Zoë [/x] O'Neil,1979-02-03,medical-facial,Dr Roca,020 7946 0102,LSC-1002
"""
PEEL = {
    "area": ["face"], "acne_inflamed": "no", "pimples_open": "no", "herpes_active": "no", "rash": "no", "strong_sun": "no",
    "lesion": "no", "deep_acne": "no", "eczema": "no", "retinoid": "no", "had_before": "no", "isotretinoin": "never",
    "rosacea": "no", "keratosis": "no", "autoimmune": "no", "concerns": ["dull"],
}  # fmt: skip


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


@dataclass(frozen=True)
class Shell:
    """Runs `kiosk` with a home, a configuration folder and a temporary folder of its own, and with no terminal."""

    home: Path

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
        return [sys.executable, "-m", "screens", *map(str, arguments)]

    def __call__(
        self,
        *arguments: str | Path,
        data: Path | None = None,
        stdin: str | bytes = b"",
        pin: str | None = None,
        env: dict[str, str] | None = None,
    ) -> Ran:
        arguments = (*(("--data", data) if data else ()), *arguments)
        pipe: tuple[int, ...] = ()
        if pin is not None:
            pipe = os.pipe()
            os.write(pipe[1], f"{pin}\n".encode())  # the writing end stays open: only the line may be waited for
            arguments = (*arguments, "--pin-fd", str(pipe[0]))
        try:
            done = subprocess.run(
                self.command(*arguments),
                input=stdin.encode() if isinstance(stdin, str) else stdin,
                capture_output=True,
                env=self.environment(**(env or {})),
                cwd=ROOT,
                pass_fds=pipe[:1],
                start_new_session=True,
                timeout=60,
                check=False,
            )
        finally:
            for end in pipe:
                os.close(end)
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture(scope="module")
def kiosk(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """The command, for all tests of a file."""
    return Shell(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def clinic_folder(kiosk: Shell) -> Path:
    """A clinic made by the command, with a lead, a practitioner and two appointments in a day far ahead."""
    folder = kiosk.home / "clinic"
    assert kiosk("setup", "--lead", "Lena Lead", "--time-zone", "Europe/Madrid", data=folder, pin="736492").status == 0
    assert kiosk("staff", "add", "Dr Roca", "--role", "practitioner", data=folder, pin="482957").status == 0
    assert kiosk("schedule", "import", "-", data=folder, stdin=SCHEDULE).status == 0
    return folder
