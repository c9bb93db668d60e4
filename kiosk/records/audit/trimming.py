"""Removing the oldest entries of the audit trail once they are old enough, and signing an anchor in their place."""

from datetime import date
from typing import Final

from kiosk.core.actor import Actor
from kiosk.records.audit.checkpoints import anchor_holds, sign_anchor
from kiosk.records.audit.trail_check import parsed
from kiosk.records.audit_trail import GENESIS
from kiosk.records.backend import AuditRow
from kiosk.records.store import Records
from kiosk.records.transaction import Reader

CUT: Final = "audit_cut"
"""The name of an anchor: the entry that tells which older ones were removed once they were old enough."""


def cut(records: Records, actor: Actor, *, before: date) -> int:
    """Remove the entries made before a day (UTC), with a signed anchor in their place; return how many.

    Only the oldest end is removed: the first entry that is new enough ends it, even if the clock was once wrong. The
    anchor keeps the hash of each document that no newer entry names, so that none can vanish unseen afterwards.
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
            if entry is not None and entry.event == CUT and anchor_holds(signing, entry.detail):
                through, mac = int(entry.detail["through"]), bytes.fromhex(entry.detail["mac"])
    return through, mac


def _after(row: AuditRow) -> dict[tuple[str, str], str | None]:
    """Return the current state of the documents that an entry names."""
    entry = parsed(row)
    return {(kind, id_): after for kind, id_, _, after in entry.changes} if entry is not None else {}
