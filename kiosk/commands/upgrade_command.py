"""`kiosk upgrade`: what a clinic needs after a new version was installed."""

import argparse
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from kiosk.commands.clinic_key import key_of
from kiosk.commands.input_files import folder_of
from kiosk.commands.open_clinic import system_actor
from kiosk.commands.output import print_json, say
from kiosk.commands.parser import Groups
from kiosk.commands.progress import progress

if TYPE_CHECKING:
    from kiosk.operations.upgrade import Upgraded
    from kiosk.replay.engine_change import SignOffFate


def register(groups: Groups) -> None:
    """Add `kiosk upgrade` to the front door."""
    parser = groups.add_parser(
        "upgrade",
        help="bring a clinic to a new version",
        description="After a new version was installed: back up, bring the records to this version's format, and carry over the sign-offs "
        "of rules that this version judges and words as before. It names what the lead signs again. Refused while another terminal has "
        "the clinic open. If it is killed, run it again. docs/update.md tells how to go back.",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document: what was done")
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    from kiosk.operations.upgrade import upgrade  # noqa: PLC0415  (brings the prover)

    folder = folder_of(args.data)
    with progress() as tell:
        done = upgrade(
            folder, key_of(folder), version("clinic-kiosk"), actor=system_actor(), clock=args.clock, tell=tell
        )
    if args.json:
        print_json(_as_json(done))
    else:
        _say(done)
    return 0


def _as_json(done: "Upgraded") -> dict[str, Any]:
    return {
        "from": done.before,
        "to": done.now,
        "backups": [str(file) for file in done.backups],
        "new_format": done.new_format,
        "protocols": [
            {
                "id": fate.treatment,
                "version": fate.version,
                "carried_over_by": sorted({each.same_by for each in fate.carried}),
                "to_sign": fate.to_sign or None,
            }
            for fate in done.fates
        ],
    }


def _say(done: "Upgraded") -> None:
    if not done.backups:
        say(f"This clinic is at version {done.now} already; nothing was to be done.")
    else:
        formed = " Its records have a new format, which older versions can't open." if done.new_format else ""
        say(
            f"This clinic is at version {done.now} now.{formed}",
            f"As it was before, it is in {' and in '.join(map(str, done.backups))}. Copy that to another disk; docs/update.md tells how "
            "to go back.",
        )
    say(*(sentence for fate in done.fates if (sentence := _of(fate))))


def _of(fate: "SignOffFate") -> str:
    name = f"{fate.title}, version {fate.version}"
    said = []
    if fate.carried:
        by = fate.carried[-1].same_by
        why = "every verdict and sentence is" if by == "digest" else "worked examples and all verdicts on record are"
        said.append(f"{name}: the lead's sign-off is carried over, because {why} the same.")
        if fate.carried[-1].content.proof is None:
            said.append(f"`kiosk rules check {fate.treatment}` finds something that no earlier version looked at.")
    if fate.to_sign:
        said.append(
            f"{name}: the lead signs it, because {fate.to_sign}: `kiosk rules sign {fate.treatment} --by LEAD`."
        )
    return " ".join(said)
