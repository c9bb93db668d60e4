"""The wheel, built and installed as docs/install.md says, far from this folder: it holds all it needs, and opens the demo."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.end_to_end.terminal import Terminal
from tests.once import of_this_run, once
from tests.running import ROOT

pytestmark = [pytest.mark.system, pytest.mark.thorough]

FLOORS = ("kiosk", "rules", "screens")
CTRL_Q = "\x11"
RELEASED = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
PINNED = re.compile(r"^([a-z0-9.-]+)==[^ ;\\]+", re.MULTILINE)


def of_nobody(home: Path, **more: str | Path) -> dict[str, str]:
    """Return the environment of an account that has nothing of ours."""
    kept = {
        name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR", "PIP_CERT", "SSL_CERT_FILE") if name in os.environ
    }
    return {**kept, "HOME": str(home), **{name: str(value) for name, value in more.items()}}


def done(*command: str | Path, env: Mapping[str, str] | None = None) -> str:
    ran = subprocess.run(command, env=env, cwd="/", capture_output=True, text=True, check=False, timeout=600)
    assert ran.returncode == 0, f"{command}:\n{ran.stdout}\n{ran.stderr}"
    return ran.stdout


@pytest.fixture(scope="session")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with uv and pipx in it."""

    def make(place: Path) -> None:
        done(sys.executable, "-m", "venv", place)
        done(place / "bin/python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "uv", "pipx")

    return once(of_this_run(tmp_path_factory) / "installers", make) / "bin"


@pytest.fixture(scope="session")
def release(tools: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a release: the wheel, built from what git keeps, and the versions it was tried with."""

    def make(place: Path) -> None:
        source = place / "source"
        done("git", "clone", "--quiet", "--no-hardlinks", ROOT, source)
        done(tools / "uv", "build", "--quiet", "--wheel", "--out-dir", place, source)
        lock = (source / "requirements.lock").read_text(encoding="utf-8")
        (place / "versions.txt").write_text("".join(f"{each[0]}\n" for each in PINNED.finditer(lock)), encoding="utf-8")

    return once(of_this_run(tmp_path_factory) / "release", make)


def wheel_of(release: Path) -> Path:
    (found,) = release.glob("*.whl")
    return found


def opens_the_demo(kiosk: Path, home: Path) -> None:
    """Open the demo and leave it."""
    terminal = Terminal([kiosk, "demo"], environment=of_nobody(home, TERM="xterm-256color", COLORTERM="truecolor"))
    try:
        terminal.see("Check in here", "DEMO")
        while terminal.alive():
            terminal.press(CTRL_Q)
            with contextlib.suppress(AssertionError):
                terminal.wait_for_end(patience=1)
        assert terminal.status == 0, terminal.text
    finally:
        terminal.close()


def needs_no_more(python: Path, release: Path) -> None:
    """Fail if anything is installed that running does not need, or in another version than was tried."""
    look = (
        "from importlib.metadata import distributions as d; print(*(f'{x.name}=={x.version}' for x in d()), sep='\\n')"
    )
    tried = _named((release / "versions.txt").read_text(encoding="utf-8"))
    installed = _named(done(python, "-c", look))
    assert {each for each in installed - tried if not each.startswith("pip==")} == {f"clinic-kiosk=={RELEASED}"}


def _named(listed: str) -> set[str]:
    """Return the packages of a list, one a line, by the name that a registry gives them."""
    parts = (line.partition("==") for line in listed.split())
    return {f"{re.sub(r'[-_.]+', '-', name).lower()}=={version}" for name, _, version in parts}


def test_every_file_of_the_three_floors_is_in_the_wheel_and_each_catalogue_compiled(release: Path) -> None:
    kept = done("git", "-C", release / "source", "ls-files", *FLOORS).split()
    compiled = {name.removesuffix(".po") + ".mo" for name in kept if name.endswith(".po")}
    assert len(compiled) > 1
    assert compiled.isdisjoint(kept)
    with zipfile.ZipFile(wheel_of(release)) as opened:
        held = {name for name in opened.namelist() if name.startswith(tuple(f"{floor}/" for floor in FLOORS))}
    assert held == {*kept, *compiled}
    assert any(name.endswith(".ttf") for name in held)


def test_uv_installs_it_and_the_demo_opens(tools: Path, release: Path, tmp_path: Path) -> None:
    place = {"UV_TOOL_DIR": tmp_path / "opt", "UV_TOOL_BIN_DIR": tmp_path / "bin", "UV_CACHE_DIR": tmp_path / "cache"}
    outside = of_nobody(tmp_path / "home", **place)
    python = ("--python", Path(sys.executable).resolve())
    done(
        tools / "uv",
        "tool",
        "install",
        *python,
        "--constraints",
        release / "versions.txt",
        wheel_of(release),
        env=outside,
    )
    needs_no_more(tmp_path / "opt/clinic-kiosk/bin/python", release)
    shutil.rmtree(tmp_path / "cache")
    opens_the_demo(tmp_path / "bin/kiosk", tmp_path / "home")


def test_pipx_installs_it_and_the_demo_opens(tools: Path, release: Path, tmp_path: Path) -> None:
    outside = of_nobody(tmp_path / "home", PIPX_HOME=tmp_path / "opt", PIPX_BIN_DIR=tmp_path / "bin")
    constraint = f"--pip-args=--constraint={release / 'versions.txt'}"
    python = ("--python", Path(sys.executable).resolve())
    done(tools / "pipx", "install", *python, constraint, wheel_of(release), env=outside)
    needs_no_more(tmp_path / "opt/venvs/clinic-kiosk/bin/python", release)
    opens_the_demo(tmp_path / "bin/kiosk", tmp_path / "home")
