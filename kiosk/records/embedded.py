"""Which store a clinic's records stand on, and the embedded one: the encrypted file in the clinic's folder."""

from pathlib import Path
from typing import Protocol

from kiosk.records import place
from kiosk.records.counter import Mark
from kiosk.records.engine import Engine
from kiosk.records.secrets import derive
from kiosk.records.setup import create_database, open_database
from kiosk.records.sqlcipher import SqlCipherEngine
from kiosk.settings import EMBEDDED, load
from kiosk.settings import FILE as SETTINGS


class Watch(Protocol):
    """Notices what others commit."""

    def data_version(self) -> int:
        """Return a number that changes when somebody committed."""
        ...

    def trouble(self) -> str | None:
        """Return what to tell a person while the records cannot be reached."""
        ...

    def close(self) -> None:
        """Stop watching."""
        ...


class Store(Protocol):
    """Where records are kept."""

    def create(self) -> None:
        """Make empty records."""
        ...

    def open(self) -> Mark:
        """Check that the records can be used with this key, and return what they must hold at least."""
        ...

    def connect(self) -> Engine:
        """Return a connection."""
        ...

    def watch(self) -> Watch:
        """Return what notices the commits of others."""
        ...


class EmbeddedStore:
    """The encrypted file in a clinic's folder."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._folder = folder
        self._key = key

    def create(self) -> None:
        """Make the file."""
        create_database(self._folder, self._key)

    def open(self) -> Mark:
        """Check the file, and bring its tables up to date."""
        return open_database(self._folder, self._key)

    def connect(self) -> SqlCipherEngine:
        """Return a connection."""
        return SqlCipherEngine(self._folder / place.DATABASE, derive(self._key, "records"))

    def watch(self) -> "EmbeddedWatch":
        """Return a connection of its own that looks at the file."""
        return EmbeddedWatch(self.connect())


class EmbeddedWatch:
    """Looks at the file whenever it is asked."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def data_version(self) -> int:
        """Return a number that changes when somebody committed."""
        return self._engine.data_version()

    def trouble(self) -> str | None:
        """Return nothing: there is no connection that could break."""
        return None

    def close(self) -> None:
        """Close the connection."""
        self._engine.close()


def store_of(folder: Path) -> str:
    """Return the setting ``store`` of the clinic in a folder; it is embedded where nothing else is said."""
    return load(folder).store if (folder / SETTINGS).exists() else EMBEDDED


def chosen(store: str, folder: Path, key: bytes) -> Store:
    """Return the store that the setting names."""
    if store == EMBEDDED:
        return EmbeddedStore(folder, key)
    from kiosk.records.postgresql_store import PostgresStore  # noqa: PLC0415  (psycopg is there only where it is needed)

    return PostgresStore(store, folder, key)
