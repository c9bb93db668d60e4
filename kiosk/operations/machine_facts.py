"""What the doctor is told about this machine: its terminal, its locale, its programs. Found out here, judged elsewhere."""

import locale
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib import metadata
from typing import Final

from kiosk.operations.terminal_question import reports_touches

PACKAGE: Final = "clinic-kiosk"
_PATIENCE: Final = 5.0
"""Seconds after which a program of the system that does not answer says nothing."""
_NEED: Final = re.compile(r"([A-Za-z0-9._-]+)(?:\[[^]]*\])?\s*(==|>=)\s*([0-9.]+)")

Ask = Callable[..., str | None]
"""Runs a program of the system: what it printed, or None where there is none or it failed."""


@dataclass(frozen=True, slots=True)
class TerminalSeen:
    """The terminal the doctor runs in."""

    term: str
    colour_term: str
    no_colour: bool
    columns: int
    rows: int
    reports_touches: bool | None
    """Whether it reports touches and the mouse; None where it does not say."""


@dataclass(frozen=True, slots=True)
class LocaleSeen:
    """The language settings of this account."""

    name: str
    is_installed: bool


@dataclass(frozen=True, slots=True)
class UnitSeen:
    """A unit of systemd that belongs to the kiosk."""

    name: str
    active: str
    """As systemd calls it; `auto-restart` while one that ended waits to be started again."""


@dataclass(frozen=True, slots=True)
class VersionsSeen:
    """What runs here. `wrong` names each package that is not as the kiosk needs it."""

    kiosk: str
    python: str
    textual: str
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Machine:
    """What was found out; None is what can't be."""

    terminal: TerminalSeen | None
    locale: LocaleSeen
    is_synchronised: bool | None
    units: tuple[UnitSeen, ...] | None
    versions: VersionsSeen | None


def this_machine() -> Machine:
    """Find out what can be told of the machine and terminal this runs on."""
    return Machine(
        _terminal(os.environ), _locale(os.environ), synchronised(ask_system), units(ask_system), versions(_installed)
    )


def ask_system(program: str, *arguments: str) -> str | None:
    """Run a program of the system, in plain English; return what it printed, or None."""
    found = shutil.which(program)
    if found is None:
        return None
    try:
        done = subprocess.run(  # noqa: S603 - the words are ours, and no shell reads them
            [found, *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
            env={**os.environ, "LC_ALL": "C"},
        )
    except (subprocess.TimeoutExpired, OSError):
        return None
    return done.stdout.decode(errors="replace") if done.returncode == 0 else None


def _terminal(environment: Mapping[str, str]) -> TerminalSeen | None:
    streams = (sys.stdin, sys.stdout)
    if not all(stream is not None and stream.isatty() for stream in streams):
        return None
    try:
        size = os.get_terminal_size(sys.stdout.fileno())
        reports = reports_touches(sys.stdin.fileno(), sys.stdout.fileno())
    except (OSError, ValueError):
        return None
    return TerminalSeen(
        environment.get("TERM", ""),
        environment.get("COLORTERM", ""),
        bool(environment.get("NO_COLOR")),
        size.columns,
        size.lines,
        reports,
    )


def _locale(environment: Mapping[str, str]) -> LocaleSeen:
    named = next((environment[name] for name in ("LC_ALL", "LC_CTYPE", "LANG") if environment.get(name)), "")
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        locale.setlocale(locale.LC_CTYPE, named or "C")
    except locale.Error:
        return LocaleSeen(named, is_installed=False)
    finally:
        with suppress(locale.Error):
            locale.setlocale(locale.LC_CTYPE, before)
    return LocaleSeen(named, is_installed=True)


def synchronised(ask: Ask) -> bool | None:
    """Return whether the machine's clock is kept right by a time server, as systemd says."""
    said = ask("timedatectl", "show", "--property=NTPSynchronized", "--value")
    return {"yes": True, "no": False}.get(said.strip()) if said is not None else None


_AGAIN: Final = "auto-restart"


def units(ask: Ask) -> tuple[UnitSeen, ...] | None:
    """Return the kiosk's units of this machine, as systemd says."""
    said = ask("systemctl", "list-units", "--all", "--plain", "--no-legend", "--no-pager", "kiosk*")
    if said is None:
        return None
    rows = [line.split() for line in said.splitlines()]
    return tuple(
        UnitSeen(name, _AGAIN if sub == _AGAIN else active)
        for name, _, active, sub, *_ in (row for row in rows if len(row) > 3)  # noqa: PLR2004 - name, load, active, sub
    )


def versions(installed: Callable[[str], str | None]) -> VersionsSeen | None:
    """Return what runs here, and each package that is missing or not as the kiosk's own metadata asks for."""
    kiosk = installed(PACKAGE)
    if kiosk is None:
        return None
    wrong = []
    for need in metadata.requires(PACKAGE) or ():
        found = _NEED.match(need)
        if found is None or "extra" in need:
            continue
        name, how, least = found.groups()
        is_there = installed(name)
        if is_there is None:
            wrong.append(f"{name} is missing")
        elif (is_there != least) if how == "==" else _numbers(is_there) < _numbers(least):
            wrong.append(f"{name} is {is_there} and should be {'' if how == '==' else 'at least '}{least}")
    return VersionsSeen(kiosk, platform.python_version(), installed("textual") or "", tuple(wrong))


def _installed(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])
