"""What the doctor makes of this machine: terminal, colours, mouse, size, locale, clock, disk, versions, units. Pure.

A look that can't be had here, such as at a terminal from a timer, is `unknown` and says where it can.
"""

import re
from collections.abc import Iterator
from typing import Final

from kiosk.operations.check import Check
from kiosk.operations.machine_facts import Ask, LocaleSeen, Machine, TerminalSeen, UnitSeen, VersionsSeen
from rules import several

LEAST_COLUMNS: Final = 40
LEAST_ROWS: Final = 12
_GOOD_COLUMNS: Final = 80
_GOOD_ROWS: Final = 24
_SLOW_DISK: Final = 0.3
"""Seconds for one forced write after which each answer is waited for."""
_MONOCHROME: Final = re.compile(r"dumb|unknown|vt[1-4]?\d\d(-.*)?|.+-m(ono)?")
_ELSEWHERE: Final = (
    "Not looked at, because there is no terminal here: run `kiosk doctor` in the terminal that shows the kiosk."
)
_HERE: Final = ("terminal", "colours", "mouse", "size")


def look_at_machine(machine: Machine) -> Iterator[Check]:
    """Look at everything but the clinic itself."""
    if machine.terminal is None:
        yield from (Check(name, "unknown", _ELSEWHERE) for name in _HERE)
    else:
        yield from look_at_terminal(machine.terminal)
    yield locale_check(machine.locale)
    yield synchronisation(is_right=machine.is_synchronised)
    yield versions_check(machine.versions)
    yield units_check(machine.units)


def look_at_terminal(seen: TerminalSeen) -> Iterator[Check]:
    """Look at the terminal the doctor runs in."""
    yield _terminal(seen.term)
    yield _colours(seen)
    yield _mouse(reports=seen.reports_touches)
    yield size(seen.columns, seen.rows)


def _terminal(term: str) -> Check:
    if not term or term in ("dumb", "unknown"):
        said = f"calls itself “{term}”" if term else "does not say what it is"
        return Check(
            "terminal",
            "warning",
            f"This terminal {said}: set TERM to the name its program uses, such as foot, xterm-256color or linux.",
        )
    return Check("terminal", "well", f"This terminal calls itself {term}.")


def colours_of(term: str, colour_term: str) -> str:
    """Return how many colours a terminal says it has: "all", "256", "16" or "none"."""
    if term in ("dumb", "unknown"):
        return "none"
    if colour_term.strip().lower() in ("truecolor", "24bit"):
        return "all"
    if term.rpartition("-")[2] in ("256color", "kitty"):
        return "256"
    return "none" if _MONOCHROME.fullmatch(term) else "16"


def _colours(seen: TerminalSeen) -> Check:
    count = colours_of(seen.term, seen.colour_term)
    if count == "none":
        return Check(
            "colours", "warning", "The terminal says it shows no colours. If it does, set TERM to a name that says so."
        )
    if seen.no_colour:
        return Check("colours", "well", "NO_COLOR is set, so everything is in black, white and greys.")
    if count == "16":
        return Check(
            "colours",
            "warning",
            "The terminal says it shows 16 colours. If it shows all, set COLORTERM=truecolor for the kiosk.",
        )
    return Check("colours", "well", f"The terminal shows {'all' if count == 'all' else count} colours.")


def _mouse(*, reports: bool | None) -> Check:
    if reports is None:
        return Check(
            "mouse", "unknown", "The terminal does not say whether it reports touches: touch an answer and see."
        )
    if not reports:
        return Check(
            "mouse",
            "warning",
            "The terminal reports neither touches nor a mouse, so only keys work: use another, such as foot or xterm.",
        )
    return Check("mouse", "well", "The terminal reports touches and the mouse.")


def size(columns: int, rows: int) -> Check:
    """Judge the size of a terminal."""
    here = f"{columns} x {rows}"
    if columns < LEAST_COLUMNS or rows < LEAST_ROWS:
        return Check(
            "size",
            "warning",
            f"The terminal is {here}, and no screen fits in less than {LEAST_COLUMNS} x {LEAST_ROWS}: choose a smaller "
            "font or a larger window.",
        )
    if columns < _GOOD_COLUMNS or rows < _GOOD_ROWS:
        return Check(
            "size",
            "well",
            f"The terminal is {here}: everything fits, in pages. {_GOOD_COLUMNS} x {_GOOD_ROWS} shows more at once.",
        )
    return Check("size", "well", f"The terminal is {here}.")


def locale_check(seen: LocaleSeen) -> Check:
    """Judge the language settings: names need UTF-8."""
    called = seen.name or "not set"
    if not seen.is_installed:
        return Check(
            "locale",
            "warning",
            f"The locale {called} is not installed on this machine, so names may be shown wrong: set LANG=C.UTF-8.",
        )
    if "utf8" not in called.lower().replace("-", ""):
        return Check(
            "locale", "warning", f"The locale is {called}, in which names may be shown wrong: set LANG=C.UTF-8."
        )
    return Check("locale", "well", f"The locale is {called}.")


def synchronisation(*, is_right: bool | None) -> Check:
    """Judge whether a time server keeps the clock right."""
    name = "clock synchronisation"
    if is_right is None:
        return Check(
            name, "unknown", "The machine does not say whether a time server keeps its clock right: see that one does."
        )
    if not is_right:
        return Check(
            name,
            "warning",
            "No time server keeps this machine's clock right: run `timedatectl set-ntp true`, and see that it is reached.",
        )
    return Check(name, "well", "A time server keeps the clock right.")


def forced_write(seconds: float) -> Check:
    """Judge how long the disk takes to keep a small write, as each answer is kept."""
    thousandths = round(seconds * 1000)
    shown = f"{thousandths or 'less than 1'} ms"
    if seconds > _SLOW_DISK:
        return Check(
            "fsync",
            "warning",
            f"A forced write to the disk takes {shown}, and everybody waits for it: look for what else writes there, and "
            "whether the disk is failing.",
        )
    return Check("fsync", "well", f"A forced write to the disk takes {shown}.")


def versions_check(seen: VersionsSeen | None) -> Check:
    """Judge whether what runs here fits together."""
    if seen is None:
        return Check("versions", "unknown", "The kiosk is not installed as a package, so its versions are not known.")
    named = f"Kiosk {seen.kiosk}, Python {seen.python}, Textual {seen.textual}."
    if seen.wrong:
        return Check("versions", "warning", f"{named} Install the kiosk again: {', '.join(seen.wrong)}.")
    return Check("versions", "well", named)


def units_check(seen: tuple[UnitSeen, ...] | None) -> Check:
    """Judge what systemd says of the kiosk's units."""
    if seen is None:
        return Check("units", "unknown", "systemd does not answer here, so it is not known what starts the kiosk.")
    if not seen:
        return Check(
            "units",
            "unknown",
            "systemd has no unit of the kiosk, so nothing of it starts at boot: `kiosk station write` writes them.",
        )
    failed = [unit.name for unit in seen if unit.active == "failed"]
    if failed:
        return Check(
            "units",
            "warning",
            f"systemd says that {' and '.join(failed)} failed: `journalctl -u {failed[0]}` says why, and "
            f"`systemctl restart {failed[0]}` starts it again.",
        )
    again = [unit.name for unit in seen if unit.active == "auto-restart"]
    if again:
        return Check(
            "units",
            "warning",
            f"{' and '.join(again)} ended and waits to be started again: `journalctl -u {again[0]}` says why.",
        )
    return Check("units", "well", f"systemd has {several(len(seen), 'unit', 'units')} of the kiosk, and none failed.")


def printer_trouble(name: str, known: tuple[str, ...] | None, ask: Ask) -> str:
    """Say what keeps papers from a printer and what to do, or nothing. `known` are the machine's printers, None without CUPS."""
    if known is None:
        return f"Nothing can be printed on “{name}”: this machine has no `lp`. Install CUPS."
    if name not in known:
        return f"This machine knows no printer “{name}”: `lpstat -e` lists those there are. Correct printing.printer."
    if " disabled since " in (ask("lpstat", "-p", name) or ""):
        return f"The printer “{name}” is stopped, and papers wait: see to it, then run `cupsenable {name}`."
    if " not accepting requests since " in (ask("lpstat", "-a", name) or ""):
        return f"The printer “{name}” takes no papers: run `cupsaccept {name}`."
    return ""
