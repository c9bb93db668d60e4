"""Whether the keyed hashes by which documents on the server are found are those that the documents give."""

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Final

from kiosk.records.kinds import UNNAMED, Kind
from kiosk.records.postgresql_connection import told

if TYPE_CHECKING:
    from kiosk.records.postgresql import PostgresEngine

INDEXED: Final = (
    "SELECT EXISTS (SELECT FROM kiosk.lookup) OR NOT EXISTS (SELECT FROM kiosk.document WHERE kind = 'client')"
)
_AT_ONCE: Final = 1000
_MISSING: Final = b"""SELECT DISTINCT wanted.id FROM unnest(%s::bytea[], %s::bytea[]) AS wanted (id, value)
    WHERE NOT EXISTS (SELECT FROM kiosk.document JOIN kiosk.lookup ON lookup.n = document.n
        WHERE document.kind = %s AND document.id = wanted.id AND lookup.value = wanted.value)"""


def lookup_problems(engine: "PostgresEngine") -> Iterator[str]:
    """Return what is wrong, as sentences."""
    wanted = 0
    for kind in Kind:
        rows = engine.scan(kind, None)
        while some := list(islice(rows, _AT_ONCE)):
            ids = {engine.hidden(kind, row.id): row.id for row in some}
            pairs = [(engine.hidden(kind, row.id), value) for row in some for value in engine.found_by(kind, row)]
            wanted += len(pairs)
            values = ([name for name, _ in pairs], [value for _, value in pairs], kind)
            with told():
                missing = engine.connection.execute(_MISSING, values).fetchall()
            for (name,) in missing:
                said = f"The {kind} {ids[bytes(name)]}" if kind not in UNNAMED else f"An {kind}"
                yield f"{said} is not found by all that it should be: the index was changed from outside."
    with told():
        ((present,),) = engine.connection.execute(b"SELECT count(*) FROM kiosk.lookup").fetchall()
    if present > wanted:
        yield f"{present - wanted} look-up values lead to no document that has them: the index was changed from outside."
