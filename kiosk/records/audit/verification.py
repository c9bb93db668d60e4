"""Checking the whole of the records: every entry, both ends of the chain, every document, and what they are found by."""

from kiosk.core.errors import RecordsDamaged
from kiosk.records.audit.trail_check import RecordsProblem, TrailCheck
from kiosk.records.audit.trimming import anchor
from kiosk.records.kinds import Kind
from kiosk.records.secrets import SEALED
from kiosk.records.store import Records


def verify(records: Records) -> list[RecordsProblem]:
    """Check every entry, both ends of the chain, every document with all its columns, and what documents are found by."""
    mark = records.mark()  # before the snapshot: the records may be newer than their mark, never older
    key, signing = records.secret("audit"), records.secret("signing")
    with records.read() as reader:
        check = TrailCheck(key, anchor(reader, signing))
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
