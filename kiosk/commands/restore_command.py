"""`kiosk restore`: a backup, brought back into an empty folder or into one whose records are damaged."""

import argparse
from collections.abc import Sequence
from datetime import UTC, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.commands.clinic_key import key_for, key_of, other_keys, present_key, present_key_file
from kiosk.commands.input_files import folder_of
from kiosk.commands.open_clinic import system_actor
from kiosk.commands.output import print_json, say
from kiosk.commands.parser import Groups, a_path
from kiosk.commands.progress import progress
from kiosk.core.clock import Clock
from kiosk.core.errors import BadInput, KeyMissing
from kiosk.core.paths import path_of
from kiosk.core.phrases import day_and_time
from kiosk.core.settings import FILE as SETTINGS
from kiosk.core.settings import load
from kiosk.governance.shared_rules import records_in_folder
from kiosk.records import Records
from kiosk.records.keys.clinic_ids import clinic_id
from kiosk.records.keys.key_files import keep_key, new_key_file, retire_key
from kiosk.records.store_choice import store_of
from rules import several

if TYPE_CHECKING:
    from kiosk.records.backup.restoration import Restored

_MOST_NAMED = 20


def register(groups: Groups) -> None:
    """Add `kiosk restore` to the front door."""
    parser = groups.add_parser(
        "restore",
        help="bring a backup back",
        description="Bring a backup back into the folder that --data (before the command) or KIOSK_DATA names: an empty "
        "one, or the clinic's own if its records are damaged. What can still be read there and is newer than the backup "
        "is kept; the damaged records are put aside in the folder, where a purge removes them after keep_put_aside_days. Where the folder's settings name a PostgreSQL server, the "
        "backup comes back there, into an empty database.",
    )
    parser.add_argument("file", metavar="FILE", type=a_path, help="a file made by kiosk backup")
    source = parser.add_mutually_exclusive_group()
    source.add_argument(
        "--key-file",
        metavar="KEY",
        type=a_path,
        help="the clinic's key; without it, one of this account that opens FILE",
    )
    source.add_argument(
        "--words",
        action="store_true",
        help="the words of the recovery sheet, asked for at the terminal or read from standard input",
    )
    parser.add_argument(
        "--newer-from",
        metavar="URL",
        help="damaged records on a PostgreSQL server: keep what can still be read there and is newer than FILE",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document: what came back")
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    from kiosk.records.backup.backups import clinic_of  # noqa: PLC0415  (slow to load)
    from kiosk.records.backup.restoration import restore  # noqa: PLC0415
    from kiosk.records.embedded.sqlite_connection import opens  # noqa: PLC0415

    folder, file = folder_of(args.data), path_of(args.file)
    if not file.is_file():
        raise BadInput(f"There is no file {file}: choose a backup.")
    key = key_for(folder, file, args.key_file, words=args.words)
    name = clinic_of(file, key) if opens(file, key) else None
    own = _own_key(folder, name) if name else None
    with progress() as tell:
        tell("Bringing the backup back, and reading every record")
        done = restore(
            file,
            folder,
            key,
            actor=system_actor(),
            clock=args.clock,
            newer_from=args.newer_from,
            own=own,
            others=other_keys(folder, name) if name else (),
        )
    kept_at = _keep(folder, key) if name and own is None else None
    other_key = own is not None and own != key
    drafts: tuple[str, ...] = ()
    if name:
        drafts = _see_that_it_opens(folder, args.clock)
    stood_at = done.backup_of.astimezone(_zone(folder)) if done.backup_of else None
    if args.json:
        print_json(
            {
                "folder": str(folder),
                "backup_of": stood_at.isoformat() if stood_at else None,
                "newer": done.newer,
                "lost": list(done.lost),
                "entries_lost": done.entries_lost,
                "untold": done.without_entry,
                "kept_in": str(done.kept_in) if done.kept_in else None,
                "key_file": str(kept_at) if kept_at else None,
                "on_server": done.on_server,
                "behind": done.behind,
                "under_present_key": other_key,
            }
        )
    else:
        say(
            f"{folder} is back as it was on {day_and_time(stood_at, seconds=True)}."
            if stood_at
            else f"{folder} is back; the backup holds no change at all."
        )
        _tell(
            done,
            key_file=kept_at,
            other_key=other_key,
            tried=done.kept_in is not None or bool(args.newer_from),
            drafts=drafts,
        )
    return 0


def _own_key(folder: Path, name: str) -> bytes | None:
    """Return the clinic's present key, if this account has one. Raises `KeyMissing` if it has one that is spoiled."""
    try:
        return present_key(folder, name)
    except KeyMissing as error:
        raise KeyMissing(
            f"{error} Or move that file away and restore again: then the key of the backup is the clinic's."
        ) from None


def _zone(folder: Path) -> tzinfo:
    """Return the time zone of the clinic that came back."""
    return load(folder).zone if (folder / SETTINGS).exists() else UTC


def _tell(done: "Restored", *, key_file: Path | None, other_key: bool, tried: bool, drafts: Sequence[str]) -> None:
    """Say what came back; `other_key` says that its key is not the backup's, `tried` that newer documents were looked for."""
    if done.on_server:
        say(
            "Its records are on the PostgreSQL server again, each read back and compared.",
            "The other machines can go on once their setting store names this database.",
        )
        if done.behind:
            say(f"Lost: {several(done.behind, 'change', 'changes')} that this machine had seen after the backup.")
    elif done.was_on_server:
        say(
            "Its records were on a PostgreSQL server and are in the folder now; `kiosk migrate --to URL` moves "
            "them back."
        )
    if drafts:
        say(
            f"No lead had signed {' and '.join(drafts)} in the folder protocols, so it is put aside there as NAME.draft, and what "
            "was in force is back."
        )
    if tried:
        say(f"Kept: {several(done.newer, 'newer document', 'newer documents')} that could still be read.")
    if done.kept_in:
        say(f"What was there is now in {done.kept_in}.")
    if done.lost:
        say(
            f"{several(len(done.lost), 'document', 'documents')} had a newer version that cannot be read; the "
            "backup's stands:"
        )
        say(*(f"  {each}" for each in done.lost[:_MOST_NAMED]))
        if len(done.lost) > _MOST_NAMED:
            say(f"  and {len(done.lost) - _MOST_NAMED} more; --json names them all")
    _tell_of_the_trail(done, tried=tried)
    if other_key:
        say(
            "It is under the clinic's present key, not the backup's; the recovery sheet of the present key is the "
            "one to keep."
        )
    if key_file:
        say(f"The key is kept in {key_file}, so that this account can open the clinic.")


def _tell_of_the_trail(done: "Restored", *, tried: bool) -> None:
    if done.entries_lost:
        say(
            f"Lost: {several(done.entries_lost, 'entry', 'entries')} of the trail, and with that, who did what "
            "after the last one left."
        )
    elif done.entries_lost is None and tried:
        say("Nothing here shows any longer whether entries of the trail are lost: look at the last ones.")
    if done.without_entry:
        say(
            f"{several(done.without_entry, 'newer document', 'newer documents')} came back without the entry that says "
            "who made the last change."
        )


def _keep(folder: Path, key: bytes) -> Path:
    """Keep the key for this account, which has none yet, as on a new machine; return its file."""
    return keep_key(clinic_id(folder), key)


def _see_that_it_opens(folder: Path, clock: Clock) -> tuple[str, ...]:
    """Open what came back just as the next command will: raises what would stop that one. Return which drafts are put aside."""
    waiting = new_key_file(present_key_file(folder))
    if waiting.exists():  # it may open what was put aside, and the present key now opens the records
        retire_key(waiting)
    with Records.open(folder, key_of(folder), clock=clock, store=store_of(folder)) as records:
        return records_in_folder(records, folder, system_actor()) if records.is_embedded else ()
