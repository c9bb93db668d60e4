"""An account that is nobody's but the kiosk's, and a place it can read the product in: no compositor starts as root."""

from __future__ import annotations

import os
import pwd
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from tests.end_to_end.conftest import House

ROOT: Final = Path(__file__).parents[3]
NAME: Final = os.environ.get("KIOSK_TEST_ACCOUNT", "kiosk-run")
PACKAGES: Final = {
    "Xwayland": "xwayland",
    "fc-match": "fontconfig",
    "systemd-analyze": "systemd",
    "swaymsg": "sway",
}
"""The Debian package of a program where it is called otherwise."""
_SHARED: Final = Path("/dev/shm")  # noqa: S108
_FONT: Final = Path("/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf")
_NOT_TO_RUN: Final = shutil.ignore_patterns(
    ".*", "mypy*", "*__mypyc*", "ruff*", "hypothesis*", "build", "data", "*.ambr"
)


def needs(*programs: str) -> None:
    """Fail with the command that installs what a test lacks."""
    for program in programs:
        if shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin:/sbin") is None:
            pytest.fail(f"this test needs {program}: apt-get install {PACKAGES.get(program, program)}")
    if not _SHARED.stat().st_mode & 0o002:
        pytest.fail(
            "this test needs a /dev/shm that any account may write into, as systems have it: chmod 1777 /dev/shm"
        )
    if not _FONT.exists():
        pytest.fail("this test needs DejaVu Sans Mono: apt-get install fonts-dejavu-core")


@dataclass(frozen=True)
class Ordinary:
    """The account, and a folder with the product, the clinic and the account's home."""

    place: Path
    number: int
    group: int

    @property
    def program(self) -> Path:
        return self.place / "bin" / "kiosk"

    @property
    def clinic(self) -> Path:
        return self.place / "home" / "clinic"

    @property
    def station(self) -> Path:
        """Return the folder of the station's files; its name is hard on purpose."""
        return self.place / "sta tion 100%"

    @property
    def runtime(self) -> Path:
        """Return what `XDG_RUNTIME_DIR` is; every process of the session bears it."""
        return self.place / "run"

    @property
    def pipe(self) -> Path:
        return self.place / "painted"

    @property
    def as_account(self) -> dict[str, object]:
        """Return what makes a process the account's."""
        return {"user": self.number, "group": self.group, "extra_groups": ()} if os.geteuid() == 0 else {}

    def give(self, folder: Path) -> None:
        """Make a folder, and all in it, the account's."""
        for each in (folder, *folder.rglob("*")):
            os.chown(each, self.number, self.group, follow_symlinks=False)


def account() -> pwd.struct_passwd:
    """Return the account; whoever is not root is ordinary enough."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    try:
        return pwd.getpwnam(NAME)
    except KeyError:
        pytest.fail(f"this test needs an ordinary account: useradd --create-home {NAME}")


@contextmanager
def ordinary(house: House) -> Iterator[Ordinary]:
    """Put a clinic and the product where the account can read them, for as long as a test takes."""
    entry = account()
    place = Path(tempfile.mkdtemp(prefix="kiosk-session-", dir="/var/tmp"))
    ours = Ordinary(place, entry.pw_uid, entry.pw_gid)
    try:
        place.chmod(0o755)
        _product(ours, house.seconds)
        shutil.copytree(house.folder, ours.clinic)
        shutil.copytree(house.home, place / "home" / ".config", dirs_exist_ok=True)
        ours.runtime.mkdir(mode=0o700)
        os.mkfifo(ours.pipe, 0o622)
        ours.pipe.chmod(0o622)
        for folder in (place / "home", ours.runtime):
            ours.give(folder)
            folder.chmod(0o700)
        yield ours
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _product(ours: Ordinary, seconds: float) -> None:
    library = [str(_readable(each, ours.place)) for each in (ROOT, Path(pytest.__file__).parents[1])]
    ours.program.parent.mkdir()
    ours.program.write_text(
        f"#!{_python()}\nimport sys\nfrom pathlib import Path\nsys.path[:0] = {library!r}\n"
        f"from tests.end_to_end.session.watched_kiosk import run\nrun({seconds!r}, Path({str(ours.pipe)!r}))\n"
    )
    ours.program.chmod(0o755)


def _readable(folder: Path, place: Path) -> Path:
    """Return a folder of programs, or a copy of it where only whoever runs the tests may read it."""
    if _is_open(folder):
        return folder
    return Path(shutil.copytree(folder, place / folder.name, ignore=_NOT_TO_RUN))


def _is_open(path: Path) -> bool:
    return all(each.stat().st_mode & 0o001 for each in (path, *path.parents))


def _python() -> str:
    """Return an interpreter of this version that any account can start."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for each in (Path(sys.executable).resolve(), Path("/usr/bin") / version):
        if each.exists() and _is_open(each):
            return str(each)
    pytest.fail(f"this test needs an interpreter that any account can start: apt-get install {version}")
