"""Reading the audit trail: checking it, showing it, and signing where it stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

from kiosk.actor import Actor
from kiosk.records.engine import AuditRow
from kiosk.records.kinds import AUDITED
from kiosk.records.signing import anchor_holds, sign_anchor
from kiosk.records.store import Records
from kiosk.records.trail import GENESIS, Entry, fingerprint, link
from kiosk.records.transaction import Reader

CUT: Final = "audit_cut"
"""What an anchor is called: the entry that tells which older ones were removed when their time was over."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One place where the trail is not as it was written."""

    seq: int | None
    """The entry, if it is about one."""
    sentence: str

    def __str__(self) -> str:
        return self.sentence


def verify(records: Records) -> list[Problem]:
    """Check every entry, both ends of the chain, and every document against the last entry that speaks of it."""
    mark = records.mark()  # before the snapshot: the records may be newer than their mark, never older
    key, signing = records.secret("audit"), records.secret("signing")
    with records.read() as reader:
        check = _Check(key, anchor(reader, signing))
        for row in reader.trail_rows():
            check.entry(row)
            if row.seq == mark.audit_seq and row.mac != mark.audit_mac:
                check.found(row.seq, f"Entry {row.seq} is not the one the counter file knows: the trail was rewritten.")
        check.end(reader.state.audit_seq, reader.state.audit_mac, mark.audit_seq)
        for kind in sorted(AUDITED):
            check.documents(kind, reader.bodies(kind))
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

    Only the oldest end is removed: the first entry that is new enough ends it, even if the clock once stood wrong.
    """
    signing = records.secret("signing")
    with records.write(actor) as writer:
        last: AuditRow | None = None
        for row in writer.trail_rows():
            if row.day >= before.isoformat():
                break
            last = row
        if last is None:
            return 0
        removed = writer.cut_trail(last.seq)
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


def parsed(row: AuditRow) -> Entry | None:
    """Return the entry, or ``None`` if the text is not one that was ever written."""
    try:
        entry = Entry.parse(row.entry)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return entry if entry.canonical() == row.entry else None


class _Check:
    """The state of one walk along the chain."""

    def __init__(self, key: bytes, start: tuple[int, bytes]) -> None:
        self.problems: list[Problem] = []
        self._key = key
        self._last, self._mac = start
        self._whole = start[0] == 0  # no entry was removed, so that every document must be spoken of
        self._after: dict[tuple[str, str], str | None] = {}

    def found(self, seq: int | None, sentence: str) -> None:
        self.problems.append(Problem(seq, sentence))

    def entry(self, row: AuditRow) -> None:
        """Check one entry against the one before it."""
        gap = row.seq != self._last + 1
        if gap:
            self._missing(self._last + 1, row.seq - 1)
        entry = parsed(row)
        if entry is None:
            self.found(row.seq, f"Entry {row.seq} was altered: it is not written as entries are.")
        elif entry.seq != row.seq:
            self.found(row.seq, f"Entry {row.seq} is in another's place: it was written as entry {entry.seq}.")
        elif not gap and link(self._key, self._mac, row.entry) != row.mac:
            self.found(row.seq, f"Entry {row.seq} was altered, or what it follows was.")
        elif row != entry.row(self._key, self._mac)._replace(mac=row.mac):
            self.found(
                row.seq, f"Entry {row.seq} was altered: it is filed under a day, id or person that is not its own."
            )
        if entry is not None:
            self._after.update({(kind, id_): after for kind, id_, _, after in entry.changes})
        self._last, self._mac = row.seq, row.mac

    def end(self, seq: int, mac: bytes, marked: int) -> None:
        """Check the newest end."""
        if self._last < max(seq, marked):
            self._missing(self._last + 1, max(seq, marked), " at the end")
        elif self._last > seq:
            self.found(self._last, f"Entries after {seq} were put in from outside.")
        elif self._mac != mac:
            self.found(seq, f"Entry {seq}, the last one, is not the one that was written last.")

    def documents(self, kind: str, bodies: Iterator[tuple[str, str]]) -> None:
        """Check every document of a kind against the last entry that speaks of it."""
        expected = {id_: after for (of, id_), after in self._after.items() if of == kind}
        for id_, body in bodies:
            if id_ not in expected:
                if self._whole:
                    self.found(None, f"No entry tells where {kind} {id_} comes from.")
            elif expected.pop(id_) != fingerprint(self._key, body):
                self.found(
                    None, f"The {kind} {id_} is not as the last entry about it says: it was changed from outside."
                )
        for id_ in (id_ for id_, after in expected.items() if after is not None):
            self.found(None, f"The {kind} {id_} is gone, and no entry tells who removed it.")

    def _missing(self, first: int, last: int, where: str = "") -> None:
        if last < first:  # a number that is there twice, or goes back
            self.found(first, f"Entry {first} does not follow the one before it.")
        elif first == last:
            self.found(first, f"Entry {first} is missing{where}.")
        else:
            self.found(first, f"Entries {first} to {last} are missing{where}.")
