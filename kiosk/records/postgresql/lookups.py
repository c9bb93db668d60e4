"""Checks that the keyed hashes on the server, which find documents, are those of the documents."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Final, NamedTuple

from kiosk.records.kinds import UNNAMED, Kind
from kiosk.records.postgresql.server_connection import Connection, server_errors

INDEXED: Final = (
    "SELECT EXISTS (SELECT FROM kiosk.lookup) OR NOT EXISTS (SELECT FROM kiosk.document WHERE kind = 'client')"
)
_AT_ONCE: Final = 1000
_MISSING: Final = b"""SELECT DISTINCT wanted.id FROM unnest(%s::bytea[], %s::bytea[]) AS wanted (id, value)
    WHERE NOT EXISTS (SELECT FROM kiosk.document JOIN kiosk.lookup ON lookup.n = document.n
        WHERE document.kind = %s AND document.id = wanted.id AND lookup.value = wanted.value)"""


class Findable(NamedTuple):
    """What a document is found by."""

    id: str
    hidden: bytes
    """The keyed hash of its id."""
    values: set[bytes]
    """The keyed hashes of its look-up values."""


def lookup_problems(connection: Connection, documents: Mapping[Kind, Iterator[Findable]]) -> Iterator[str]:
    """Return what is wrong, as sentences."""
    wanted = 0
    for kind, all_of_it in documents.items():
        while some := list(islice(all_of_it, _AT_ONCE)):
            ids = {each.hidden: each.id for each in some}
            pairs = [(each.hidden, value) for each in some for value in each.values]
            wanted += len(pairs)
            values = ([name for name, _ in pairs], [value for _, value in pairs], kind)
            with server_errors():
                missing = connection.execute(_MISSING, values).fetchall()
            for (name,) in missing:
                said = f"The {kind} {ids[bytes(name)]}" if kind not in UNNAMED else f"An {kind}"
                yield f"{said} is not found by all that it should be: the index was changed from outside."
    with server_errors():
        ((present,),) = connection.execute(b"SELECT count(*) FROM kiosk.lookup").fetchall()
    if present > wanted:
        yield f"{present - wanted} look-up values lead to no document that has them: the index was changed from outside."
