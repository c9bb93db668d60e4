"""Where a clinic's records are kept: the encrypted file in its folder, or a PostgreSQL server."""

from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.core.errors import BadInput
from kiosk.core.settings import EMBEDDED, load
from kiosk.core.settings import FILE as SETTINGS
from kiosk.records.backend import Store
from kiosk.records.embedded.file_store import EmbeddedStore

if TYPE_CHECKING:
    from kiosk.records.postgresql.server_store import PostgresStore


def store_of(folder: Path) -> str:
    """Return the setting ``store`` of the clinic in a folder; it is embedded where nothing else is said."""
    return load(folder).store if (folder / SETTINGS).exists() else EMBEDDED


def chosen(store: str, folder: Path, key: bytes) -> Store:
    """Return the store that the setting names."""
    return EmbeddedStore(folder, key) if store == EMBEDDED else on_server(store, folder, key)


def on_server(url: str, folder: Path, key: bytes) -> "PostgresStore":
    """Return the store on a server. Raises `BadInput` for an address that cannot be used, or if psycopg is not there."""
    try:
        from kiosk.records.postgresql.server_store import PostgresStore  # noqa: PLC0415  (it needs psycopg)
    except ModuleNotFoundError:
        raise BadInput(
            "These records are on PostgreSQL, which needs the package psycopg: install it with "
            'pip install "clinic-kiosk[postgresql]".'
        ) from None
    return PostgresStore(url, folder, key)
