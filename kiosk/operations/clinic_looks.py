"""What the doctor sees of a clinic that opens: its clock, its rules, its backups, and what it keeps too long."""

from collections.abc import Iterator
from datetime import UTC, timedelta
from pathlib import Path

from kiosk.clinic import Clinic
from kiosk.core.errors import NotAllowed, command
from kiosk.core.phrases import clock_time, day_and_time
from kiosk.operations.check import Check
from kiosk.operations.language_looks import look_at_languages
from kiosk.operations.shared_looks import look_at_shared
from kiosk.privacy.leftover_files import names, put_aside
from kiosk.privacy.purge import find_due
from kiosk.records.backup.backups import DONE, key_tag
from kiosk.records.keys import recovery_words
from kiosk.records.keys.clinic_ids import clinic_id
from kiosk.records.keys.key_sources import find_key
from kiosk.records.kinds import Kind
from kiosk.replay.engine_change import awaits_upgrade
from rules import day_in_words, several

_BACKUP_DAYS = 7
_SLOW = 0.5
"""Seconds after which the records answer too late for somebody who waits."""


def look_inside(clinic: Clinic, key: Path | None) -> Iterator[Check]:
    """Look at a clinic that is open; `key` is the key file, where it is not the account's own."""
    yield _clock(clinic)
    yield _store(clinic)
    yield from _protocols(clinic)
    yield from look_at_languages(clinic)
    yield from look_at_shared(clinic)
    yield _sheet(clinic, key)
    yield _backup(clinic, key)
    yield _retention(clinic)
    yield _put_aside(clinic)


def _clock(clinic: Clinic) -> Check:
    doubt = clinic.clock_doubt()
    if doubt is not None:
        return Check("clock", "problem", doubt)
    return Check("clock", "well", f"It is {day_and_time(clinic.now())} in {clinic.settings.time_zone}.")


def _store(clinic: Clinic) -> Check:
    before = clinic.clock.monotonic()
    with clinic.records.read() as reader:
        visits = reader.count(Kind.VISIT)
    return answers_in(clinic.clock.monotonic() - before, visits, is_embedded=clinic.records.is_embedded)


def answers_in(seconds: float, visits: int, *, is_embedded: bool) -> Check:
    """Judge how long the records took to answer."""
    where = "The file in the folder" if is_embedded else "The PostgreSQL server"
    if seconds > _SLOW:
        look = "the disk" if is_embedded else "the server and the network to it"
        return Check(
            "store", "warning", f"{where} took {seconds:.1f} s to answer, and people wait for it: look at {look}."
        )
    return Check("store", "well", f"{where} holds {several(visits, 'visit', 'visits')} and answers at once.")


def _protocols(clinic: Clinic) -> Iterator[Check]:
    titles = clinic.titles()
    unsigned = [treatment for treatment in clinic.protocols if not clinic.library.is_signed(treatment)]
    for treatment in unsigned:
        if awaits_upgrade(clinic, treatment):
            yield Check(
                "protocols",
                "warning",
                f"{titles.get(treatment, treatment)} was signed under an earlier version: {command(clinic.folder, 'upgrade')} finds "
                "out whether that still holds, and until then the practitioner looks first at every visit.",
            )
            continue
        yield Check(
            "protocols",
            "warning",
            f"No lead has signed {titles.get(treatment, treatment)} as it stands, so the practitioner looks first at every visit: "
            f"{command(clinic.folder, f'rules sign {treatment} --by LEAD')}.",
        )
    if not unsigned:
        yield Check(
            "protocols",
            "well",
            f"Signed as they stand: {', '.join(titles.get(each, each) for each in clinic.protocols)}.",
        )
    undecided = {overlay: None for treatment in clinic.protocols for overlay in clinic.library.undecided(treatment)}
    for overlay in undecided:
        yield Check(
            "protocols",
            "warning",
            f"No lead has adopted or refused {overlay} yet, so the practitioner looks first at every visit: "
            f"{command(clinic.folder, f'rules adopt {overlay} --by LEAD')}, or `rules refuse {overlay} --because TEXT --by LEAD`.",
        )


def _sheet(clinic: Clinic, key: Path | None) -> Check:
    if clinic.demo:
        return Check("recovery sheet", "well", "A demo clinic needs none.")
    held = find_key(clinic_id(clinic.folder), file=key)
    if recovery_words.has_recovery_words(clinic.records, held):
        return Check("recovery sheet", "well", "Somebody has confirmed holding it.")
    return Check(
        "recovery sheet",
        "warning",
        "Nobody has confirmed holding it: if this machine is lost, so is the clinic's key. Print it with "
        f"{command(clinic.folder, 'recovery sheet --pdf FILE')}, then {command(clinic.folder, 'recovery confirm')}.",
    )


def _backup(clinic: Clinic, key: Path | None) -> Check:
    if clinic.demo:
        return Check("backup", "well", "A demo clinic needs none.")
    held, do = key_tag(find_key(clinic_id(clinic.folder), file=key)), command(clinic.folder, "backup FILE")
    today = clinic.clock.now().astimezone(UTC).date()
    with clinic.records.read() as reader:
        for ago in range(_BACKUP_DAYS + 1):
            day = (today - timedelta(days=ago)).isoformat()
            made = [entry for entry in reader.trail(day=day) if entry.event == DONE]
            if made:
                then = clinic.local(made[-1].at)
                at = f"The last one was made on {day_in_words(then.date())} at {clock_time(then)}"
                if made[-1].detail.get("key") != held:
                    return Check("backup", "warning", f"{at}, and opens with a former key only: {do}.")
                return Check("backup", "well", f"{at}, and was read back.")
    return Check("backup", "warning", f"None was made in the last {_BACKUP_DAYS} days: {do}.")


def _retention(clinic: Clinic) -> Check:
    try:
        found = find_due(clinic)
    except NotAllowed as doubt:
        return Check("retention", "warning", f"Nothing is purged: {doubt}")
    over = len(found.visits) + len(found.drafts)
    if over:
        return Check(
            "retention",
            "warning",
            f"{several(over, 'visit or draft', 'visits and drafts')} need not be kept any longer: {command(clinic.folder, 'purge')}.",
        )
    return Check("retention", "well", "Nothing is kept longer than the settings say.")


def _put_aside(clinic: Clinic) -> Check:
    found = put_aside(clinic.folder)
    if not found:
        return Check("put aside", "well", "There are no older records in the clinic's folder.")
    return Check(
        "put aside",
        "warning",
        f"There are older records in the clinic's folder ({names(found)}), which may hold clients who were "
        f"erased since. A purge removes them {several(clinic.settings.keep_put_aside_days, 'day', 'days')} "
        f"after they were put there; {command(clinic.folder, 'purge --put-aside')} does so at once.",
    )
