"""Reading the audit trail: checking it, showing it, and signing where it stands."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

from kiosk.actor import Actor
from kiosk.errors import RecordsDamaged
from kiosk.records.checking import Check, Problem, parsed
from kiosk.records.engine import AuditRow
from kiosk.records.kinds import Kind
from kiosk.records.secrets import SEALED
from kiosk.records.signing import anchor_holds, sign_anchor
from kiosk.records.store import Records
from kiosk.records.trail import GENESIS, Entry
from kiosk.records.transaction import Reader

CUT: Final = "audit_cut"
"""What an anchor is called: the entry that tells which older ones were removed when their time was over."""


def verify(records: Records) -> list[Problem]:
    """Check every entry, both ends of the chain, every document with all its columns, and what documents are found by."""
    mark = records.mark()  # before the snapshot: the records may be newer than their mark, never older
    key, signing = records.secret("audit"), records.secret("signing")
    with records.read() as reader:
        check = Check(key, anchor(reader, signing))
        for row in reader.trail_rows():
            check.entry(row)
            if row.seq == mark.audit_seq and row.mac != mark.audit_mac:
                check.found(row.seq, f"Entry {row.seq} is not the one the counter file knows: the trail was rewritten.")
        check.end(reader.state.audit_seq, reader.state.audit_mac, mark.audit_seq)
        for kind in Kind:
            check.documents(kind, reader.rows(kind))
        check.state(reader.state)
        state = None if reader.is_unsealed() else reader.state
        for sentence in reader.outer_problems():
            check.found(None, sentence)
    secrets = {}
    for name in SEALED:
        try:
            secrets[name] = records.open_secret(name)
        except RecordsDamaged as damage:
            check.found(None, damage.sentence)
    if state is not None and len(secrets) == len(SEALED):
        check.seal(state, secrets)
    return check.problems


def show(
    records: Records,
    *,
    subject: str | None = None,
    staff: str | None = None,
    day: date | None = None,
    zone: tzinfo = UTC,
) -> list[Entry]:
    """Return the entries about an id, by a member of staff's id, of a day in a time zone, or all; oldest first."""
    with records.read() as reader:
        if day is None:
            return list(reader.trail(subject=subject, staff=staff))
        start = datetime.combine(day, time(), zone).astimezone(UTC).date()
        end = datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC).date()
        found = [
            entry
            for step in range((end - start).days + 1)
            for entry in reader.trail(subject=subject, staff=staff, day=(start + timedelta(days=step)).isoformat())
        ]
    return [entry for entry in found if entry.at.astimezone(zone).date() == day]


def cut(records: Records, actor: Actor, *, before: date) -> int:
    """Remove the entries made before a day (UTC), behind an anchor entry that is signed; return how many.

    Only the oldest end is removed: the first entry that is new enough ends it, even if the clock once stood wrong. The
    anchor says how each document stood of which no newer entry speaks, so that none can vanish unseen afterwards.
    """
    signing = records.secret("signing")
    with records.write(actor) as writer:
        last: AuditRow | None = None
        noted: dict[tuple[str, str], str | None] = {}
        for row in writer.trail_rows():
            if row.day >= before.isoformat():
                break
            last = row
            noted.update(_after(row))
        if last is None:
            return 0
        for row in writer.trail_rows(after=last.seq):
            for spoken_of in _after(row):
                noted.pop(spoken_of, None)
        removed = writer.cut_trail(last.seq)
        for (kind, id_), after in noted.items():
            if after is not None:
                writer.keep_noted(kind, id_, after)
        detail = {"through": last.seq, "mac": last.mac.hex(), "removed": removed}
        writer.audit(CUT, detail={**detail, "signature": sign_anchor(signing, last.seq, last.mac)})
    return removed


def anchor(reader: Reader, signing: bytes) -> tuple[int, bytes]:
    """Return the number and keyed hash of the entry that the oldest kept one follows, by the newest sound anchor."""
    through, mac = 0, GENESIS
    for row in reader.trail_rows():
        # Parsed only if it may be one: a trail is long, and anchors are rare.
        if f'"what":"{CUT}"' in row.entry:
            entry = parsed(row)
            if entry is not None and entry.what == CUT and anchor_holds(signing, entry.detail):
                through, mac = int(entry.detail["through"]), bytes.fromhex(entry.detail["mac"])
    return through, mac


def _after(row: AuditRow) -> dict[tuple[str, str], str | None]:
    """Return how the documents stand of which an entry speaks."""
    entry = parsed(row)
    return {(kind, id_): after for kind, id_, _, after in entry.changes} if entry is not None else {}
