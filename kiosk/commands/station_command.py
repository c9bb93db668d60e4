"""`kiosk station write`: what makes a machine start with a kiosk on its screen, and look after the clinic by itself."""

import argparse
import os
import pwd
import re
from pathlib import Path

from kiosk.commands.input_files import folder_of
from kiosk.commands.output import say
from kiosk.commands.parser import Groups, a_path
from kiosk.commands.watch_command import refuse_own_folders
from kiosk.core.clean import clean
from kiosk.core.errors import BadInput
from kiosk.core.paths import path_of
from kiosk.records.keys.clinic_ids import clinic_id

_PLACES = ("kiosk", "desk", "room")
_COMPOSITORS = ("sway", "cage")
_PIXELS = re.compile(r"([1-9]\d{2,4})x([1-9]\d{2,4})")
_LAYOUT = re.compile(r"[a-z]+(,[a-z]+)*")
_ACCOUNT = re.compile(r"[a-z_][a-z0-9_-]*")
_LONGEST = 1000


def register(groups: Groups) -> None:
    """Add `kiosk station` to the front door."""
    parser = groups.add_parser(
        "station",
        help="let a machine start with a kiosk on its screen",
        description="What a machine needs to start with a kiosk on its screen and nothing else.",
    )
    below = parser.add_subparsers(dest="station", metavar="COMMAND", required=True)
    write = below.add_parser(
        "write",
        help="write the units of systemd and the session for this machine",
        description="Write, for this machine: units of systemd for the kiosk's session, a nightly backup with a copy elsewhere, the "
        "purge, a doctor that shouts, and the folder of schedules that is watched; and the session itself, a compositor with one terminal, in which no key or "
        "touch leads anywhere but to the kiosk. Nothing is switched on: the commands that do it are printed. --terminal before "
        "the command names the terminal.",
    )
    write.add_argument(
        "folder", metavar="DIR", type=a_path, help="where the files go, such as /etc/kiosk-station; root's"
    )
    write.add_argument("--role", dest="place", required=True, choices=_PLACES, help="what the machine is for")
    write.add_argument(
        "--compositor",
        choices=_COMPOSITORS,
        default="sway",
        help="what shows the terminal: sway, which can show large print, or cage, which is smaller",
    )
    write.add_argument("--account", help="the kiosk's account; without it, the one whose the clinic's folder is")
    write.add_argument(
        "--backup-to", metavar="DIR", type=a_path, help="where backups go; without it, no backup is written"
    )
    write.add_argument(
        "--copy-to", metavar="DIR", type=a_path, help="where each backup is copied: another disk, or a share"
    )
    write.add_argument(
        "--watch",
        metavar="DIR",
        type=a_path,
        help="take the schedules that are put into this folder; without it, no folder is watched",
    )
    write.add_argument(
        "--shout",
        metavar="COMMAND",
        help="the clinic's command that is told, on its standard input, what needs attention, such as "
        "'mail -s Kiosk it@example.org'; without it, the system's log",
    )
    write.add_argument("--screen", metavar="WxH", help="the screen's pixels; without it, as the machine says")
    write.add_argument("--keyboard", metavar="LAYOUT", help="such as es; without it, as the machine is set up")
    write.set_defaults(run=_write)


def _write(args: argparse.Namespace) -> int:
    from kiosk.operations.station import this_machine  # noqa: PLC0415 - with it comes what --help needs not
    from kiosk.operations.station.station_files import USUAL_SHOUT, Station, files, switched_on, write_files  # noqa: PLC0415

    folder = folder_of(args.data).absolute()
    clinic_id(folder)
    if (args.backup_to is None) != (args.copy_to is None):
        raise BadInput("A backup needs a copy elsewhere: give both --backup-to and --copy-to, or neither.")
    schedules = _place(args.watch)
    if schedules is not None:
        refuse_own_folders(schedules, folder)
    account = _checked("--account", args.account, _ACCOUNT) or this_machine.owner(folder)
    station = Station(
        here=path_of(args.folder),
        place=args.place,
        compositor=args.compositor,
        compositor_program=this_machine.found(args.compositor),
        folder=folder,
        program=tuple(this_machine.this_program()),
        account=account,
        terminal=args.terminal or "",
        keyboard=_checked("--keyboard", args.keyboard, _LAYOUT) or this_machine.keyboard(),
        screen=_pixels(args.screen) or this_machine.screen(),
        foot=this_machine.foot_version(),
        backups=_place(args.backup_to),
        copies=_place(args.copy_to),
        schedules=schedules,
        shout=args.shout or USUAL_SHOUT,
    )
    places = (station.here, folder, station.backups, station.copies, schedules)
    _refuse_unprintable(*places, station.terminal, station.shout, *station.program)
    if str(station.here).endswith("\\"):
        raise BadInput(f"{station.here} ends with a backslash, which joins two lines of a unit: choose another folder.")
    written = files(station)
    became = write_files(station.here, written, group=_group(account))
    for name, what in became.items():
        say(f"{what:8} {station.here / name}")
    _say_next(station.here, [each.name for each in written], switched_on(written), args.compositor)
    return 0


def _say_next(here: Path, names: list[str], units: list[str], compositor: str) -> None:
    from kiosk.operations.station.this_machine import not_installed  # noqa: PLC0415
    from kiosk.operations.station.unit_escapes import in_shell  # noqa: PLC0415

    if lacking := not_installed((compositor, "foot", *(("Xwayland",) if compositor == "cage" else ()))):
        packages = [{"Xwayland": "xwayland"}.get(each, each) for each in lacking]
        say("", f"Not installed yet: apt install {' '.join(packages)} fonts-dejavu-core")
    linked = [str(here / name) for name in names if name.endswith(".service") and name not in units]
    say(
        "",
        "As root, once and after each change:",
        f"  systemctl link --force {in_shell(linked)}",
        f"  systemctl enable --force {in_shell([str(here / each) for each in units])}",
        "  systemctl daemon-reload",
        f"  systemctl restart {in_shell(units)}",
    )


def _pixels(said: str | None) -> tuple[int, int] | None:
    if said is None:
        return None
    found = _PIXELS.fullmatch(said)
    if found is None:
        raise BadInput(f"--screen {clean(said, 40)} is no size of a screen: write it as 1280x800.")
    return int(found[1]), int(found[2])


def _checked(option: str, said: str | None, form: re.Pattern[str]) -> str | None:
    if said is not None and not form.fullmatch(said):
        raise BadInput(f"{option} {clean(said, 40)} cannot be used: correct it.")
    return said


def _place(said: Path | None) -> Path | None:
    return None if said is None else path_of(said)


def _refuse_unprintable(*values: object) -> None:
    """Refuse what would end a line of a unit, or could not be read by whoever looks after it."""
    for value in values:
        if clean(text := str(value), _LONGEST) != text:
            raise BadInput(
                f"“{clean(text, 80)}” holds signs that no unit can hold, or is too long: choose another name."
            )


def _group(account: str) -> int | None:
    """Return the group of the kiosk's account where root writes for it; None where the account writes for itself."""
    try:
        return pwd.getpwnam(account).pw_gid if os.geteuid() == 0 else None
    except KeyError:
        raise BadInput(f"There is no account {account} on this machine: make it first, or correct --account.") from None
