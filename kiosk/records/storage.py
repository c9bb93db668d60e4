"""TinyDB's side of the records: a storage that reads and writes single rows, and a table that needs no whole file.

A TinyDB table is one partition of one kind (``visit/2026-07-30``), or all of a kind (``visit``). TinyDB hands an
updater a mapping from identifier to document; ours is a view that fetches a row when it is asked for and writes back
only what the updater changed.
"""

import json
import re
from collections.abc import Callable, Collection, ItemsView, Iterator, Mapping, MutableMapping
from itertools import count
from types import MappingProxyType
from typing import Any

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Document, Table

from kiosk.records.backend import DocumentRow, Engine
from kiosk.records.kinds import COLUMNS, PASSING, Kind

Json = dict[str, Any]


Index = Mapping[str, Collection[str]]
"""Values by look-up column."""

_HASH = "~"
"""The field in which a passing document carries a keyed hash of itself."""
_CAME = "#"
"""The field in which every document carries its place in the order in which documents came, so that a keyed hash of the
document covers it: the number of the commit, and its own among those that came by it. Older than format 2, it has none."""
_CAME_FIRST = re.compile(r'\{"#":(\d+),')  # it comes first in a canonical text
_AT_ONCE = 1 << 20
_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def came(row: DocumentRow) -> int:
    """Return the place of a document in the order in which documents came; 0 if it carries none."""
    found = _CAME_FIRST.match(row.body)
    return int(found[1]) if found else 0


def commit_of(row: DocumentRow) -> int:
    """Return the number of the commit that stored a document; 0 if it does not say."""
    return came(row) // _AT_ONCE


def encode(document: Mapping[str, Any]) -> str:
    """Return the canonical text of a document, without the revision: equal documents give equal texts."""
    return _CANONICAL.encode({name: value for name, value in document.items() if name != "revision"})


def decode(row: DocumentRow) -> Json:
    """Return the document of a row, its revision included."""
    document: Json = json.loads(row.body)
    document.pop(_HASH, None)
    document.pop(_CAME, None)
    document["revision"] = row.revision
    return document


def bare(row: DocumentRow) -> tuple[DocumentRow, str]:
    """Return a row without the keyed hash that it carries, and the hash; an empty one if it carries none."""
    document = json.loads(row.body)
    carried = document.pop(_HASH, "")
    return row._replace(body=encode(document)), carried


def carrying(row: DocumentRow, carried: str) -> DocumentRow:
    """Return a row with a keyed hash of itself in it."""
    return row._replace(body=encode({**json.loads(row.body), _HASH: carried}))


def table_name(kind: str, partition: str | None) -> str:
    """Return the TinyDB name of a partition, or of a whole kind for ``None``."""
    return str(kind) if partition is None else f"{kind}/{partition}"


class KeyedDocument(Document):
    """A TinyDB document with an identifier of ours."""

    def __init__(self, value: Mapping[str, Any], doc_id: str) -> None:
        super().__init__(value, doc_id)  # type: ignore[arg-type]


Change = Callable[[Kind, str, DocumentRow | None, DocumentRow | None], None]
"""Told of each change: kind, id, and what is kept before and after."""

Sealing = Callable[[str, DocumentRow], str]
"""Gives the keyed hash of a row."""


class RowStorage(Storage):
    """A TinyDB storage over an `Engine`: one row per document instead of one file for all."""

    def __init__(self, engine: Engine, on_change: Change) -> None:
        self.engine = engine
        self.note = on_change
        """To be told of every change."""
        self._stamp: tuple[str, str, Sealing] | None = None
        self._arrivals = count()

    def stamp(self, stamp: tuple[str, str, Sealing] | None, commit: int = 0) -> None:
        """Say when, by whom and in which commit the coming changes are made, and what seals them; ``None`` forbids changes."""
        self._stamp = stamp
        self._arrivals = count(commit * _AT_ONCE + 1)

    def rows(self, name: str) -> "Rows":
        """Return the view of one table."""
        kind, slash, partition = name.partition("/")
        return Rows(self, Kind(kind), partition if slash else None)

    def read(self) -> dict[str, dict[str, Any]]:
        """Return every table that holds something, as views."""
        return {
            table_name(kind, partition): self.rows(table_name(kind, partition))  # type: ignore[misc]
            for kind in Kind
            for partition in self.engine.partitions(kind)
        }

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Make the records equal to `data`; tables that are not in it are emptied."""
        for name, present in self.read().items():
            for id_ in [id_ for id_ in present if id_ not in data.get(name, {})]:
                del present[id_]
        for name, wanted in data.items():
            if not isinstance(wanted, Rows):
                self.rows(name).update(wanted)

    def put(
        self, kind: Kind, id_: str, partition: str, document: Mapping[str, Any], *, index: Index = MappingProxyType({})
    ) -> int:
        """Write one document and return its new revision.

        Look-up values come from `index`, else from the document's field of the same name; a column named by neither
        keeps what it has.
        """
        return self.replace(self.engine.fetch(kind, id_), kind, id_, partition, document, index=index)

    def replace(
        self,
        before: DocumentRow | None,
        kind: Kind,
        id_: str,
        partition: str,
        document: Mapping[str, Any],
        *,
        index: Index = MappingProxyType({}),
    ) -> int:
        """Do as `put` does, where the caller has fetched what is there before."""
        at, by, sealed = self._writing()
        keys = {**({} if before is None else json.loads(before.keys)), **_own_index(kind, document), **index}
        arrival = next(self._arrivals) if before is None else came(before)
        body = encode({**document, _CAME: arrival} if arrival else document)
        revision = 1 if before is None else before.revision + 1
        kept = _CANONICAL.encode({column: sorted(set(values)) for column, values in keys.items() if values})
        row = DocumentRow(id_, partition, revision, at, by, kept, body)
        if kind in PASSING:
            row = carrying(row, sealed(kind, row))
        self.engine.store(kind, row, before)
        self.note(kind, id_, before, row)
        return revision

    def drop(self, kind: Kind, id_: str) -> None:
        """Remove one document."""
        self._writing()
        before = self.engine.fetch(kind, id_)
        if before is not None:
            self.engine.delete(kind, before)
            self.note(kind, id_, before, None)

    def _writing(self) -> tuple[str, str, Sealing]:
        if self._stamp is None:
            raise RuntimeError("Documents are changed inside Records.write() only.")
        return self._stamp


def _own_index(kind: Kind, document: Mapping[str, Any]) -> Index:
    return {column: values_of(document[column]) for column in COLUMNS[kind] if column in document}


def values_of(value: object) -> tuple[str, ...]:
    """Return the look-up values that a field gives: none, one, or several."""
    if value is None:
        return ()
    if isinstance(value, str):
        return (value,)
    if isinstance(value, Collection):
        return tuple(str(each) for each in value)
    return (str(value),)


class Rows(MutableMapping[str, Json]):
    """The documents of one table by identifier, fetched when asked for."""

    def __init__(self, storage: RowStorage, kind: Kind, partition: str | None) -> None:
        self._storage = storage
        self._kind = kind
        self._partition = partition
        self._lent: dict[str, tuple[DocumentRow, Json]] = {}

    def __getitem__(self, id_: str) -> Json:
        if id_ in self._lent:
            return self._lent[id_][1]
        row = self._storage.engine.fetch(self._kind, id_)
        if row is None or self._partition not in {None, row.partition}:
            raise KeyError(id_)
        return self._lend(row)

    def __setitem__(self, id_: str, document: Mapping[str, Any]) -> None:
        self._lent.pop(id_, None)
        self._storage.put(self._kind, id_, self._home(id_), document)

    def __delitem__(self, id_: str) -> None:
        self[id_]  # raises KeyError if it is not in this table
        self._lent.pop(id_, None)
        self._storage.drop(self._kind, id_)

    def __iter__(self) -> Iterator[str]:
        return (row.id for row in self._storage.engine.scan(self._kind, self._partition))

    def __len__(self) -> int:
        return self._storage.engine.count(self._kind, self._partition)

    def items(self) -> ItemsView[str, Json]:
        """Return identifiers and documents, read in one go instead of one by one."""
        rows = sorted(self._storage.engine.scan(self._kind, self._partition), key=came)
        return {row.id: self._lend(row) for row in rows}.items()

    def flush(self) -> None:
        """Write back the documents that were changed in place."""
        for id_, (row, document) in list(self._lent.items()):
            if encode(document) != encode(decode(row)):
                self[id_] = document

    def _lend(self, row: DocumentRow) -> Json:
        document = decode(row)
        self._lent[row.id] = (row, document)
        return document

    def _home(self, id_: str) -> str:
        if self._partition is not None:
            return self._partition
        row = self._storage.engine.fetch(self._kind, id_)
        return "" if row is None else row.partition


class RowTable(Table):
    """A TinyDB table that works on rows. Its identifiers are ours: TinyDB's own counter collides between processes."""

    document_class = KeyedDocument  # type: ignore[assignment]
    document_id_class = str  # type: ignore[assignment]
    default_query_cache_capacity = 0

    def __init__(self, storage: Storage, name: str, cache_size: int = 0, persist_empty: bool = False) -> None:
        super().__init__(storage, name, cache_size=cache_size, persist_empty=persist_empty)
        if not isinstance(storage, RowStorage):
            raise TypeError("A RowTable needs a RowStorage.")
        self._row_storage = storage

    def _read_table(self) -> Any:
        return self._row_storage.rows(self.name)

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        rows = self._row_storage.rows(self.name)
        updater(rows)
        rows.flush()

    def _get_next_id(self) -> int:
        raise ValueError("A document needs an identifier: insert a Sheet made with new_id().")


class RowDB(TinyDB):
    """TinyDB with row tables."""

    table_class = RowTable

    def __init__(self, storage: RowStorage) -> None:
        super().__init__(storage=lambda: storage)
