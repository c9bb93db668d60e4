"""Reaching a PostgreSQL server: what an address may be, and the server's errors as sentences that a person can act on."""

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Final

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from kiosk.core.errors import BadInput, KioskError, RecordsDamaged, RecordsUnavailable
from kiosk.records.lock_holders import own_name
from kiosk.records.postgresql.server_timeouts import COPYING_SECONDS, SILENCE_SECONDS, PatientConnection
from kiosk.records.translated_errors import translated_errors

Connection = psycopg.Connection[Any]

LOCK_SECONDS: Final = 10
"""How long one terminal waits for another one's change."""

LOST: Final = (
    "The clinic's records cannot be reached just now: nothing was lost, and the kiosk goes on by itself once they answer; "
    "if it lasts, have the network and the PostgreSQL server checked."
)
UNCLEAR: Final = (
    "The connection broke at the moment of saving: look whether the last change is there before making it again."
)
_BUSY: Final = "Another terminal has been writing for too long: try again; nothing was lost."
_NOT_SET_UP: Final = (
    "The PostgreSQL database is not set up for a clinic, or its role may not use it: run the SQL of docs/postgresql.md."
)
# https://www.postgresql.org/docs/current/errcodes-appendix.html
_SENTENCES: Final = {
    "25006": "The PostgreSQL server takes no changes now (it is read-only): ask who runs it, then try again; nothing was lost.",
    "28000": _NOT_SET_UP,
    "28P01": _NOT_SET_UP,
    "3D000": _NOT_SET_UP,
    "3F000": _NOT_SET_UP,
    "40001": _BUSY,
    "40P01": _BUSY,
    "42501": _NOT_SET_UP,
    "42P01": _NOT_SET_UP,
    "53100": "The disk of the PostgreSQL server is full: make room there and try again; nothing was lost.",
    "53200": "The PostgreSQL server has no memory left: try again; nothing was lost.",
    "57014": "The PostgreSQL server took too long: try again; nothing was lost.",
    "53300": "The PostgreSQL server takes no more connections: raise its max_connections; nothing was lost.",
    "55P03": _BUSY,
    "58030": "The disk of the PostgreSQL server does not answer: check it and try again; nothing was lost.",
}
_DAMAGED: Final = {"XX001", "XX002"}
_GONE: Final = {"57P01", "57P02", "57P03", "57P05", "25P03", "25P04"}
# A server that vanished is noticed within seconds, on this side by these and on its side by those in _SESSION.
_DEFAULTS: Final[dict[str, str | int]] = {
    "connect_timeout": 3,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 8000,
}
_SESSION: Final = (
    "SET client_encoding = 'UTF8'; SET statement_timeout = '{limit}s'; SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 3;"
    # What is acknowledged is durable, whatever the server's default; stricter defaults stay.
    " SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'"
)


def checked_address(url: str) -> str:
    """Return the address with what it leaves open filled in. Raises `BadInput` if it cannot be used or holds a password.

    To another machine the connection is encrypted and the server's certificate checked, unless the address says otherwise.
    """
    try:
        parts = conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        raise BadInput(
            'The setting store is not an address of PostgreSQL: write it as "postgresql://HOST/DATABASE".'
        ) from None
    if "password" in parts or "sslpassword" in parts:
        raise BadInput("The address of PostgreSQL holds a password: take it out and put it into libpq's passfile.")
    defaults = {"application_name": own_name(), **_DEFAULTS}
    filled = {name: value for name, value in defaults.items() if name not in parts}
    if "sslmode" not in parts and "PGSSLMODE" not in os.environ and _is_elsewhere(parts):
        filled["sslmode"] = "verify-full"
    return make_conninfo(url, **filled)


def _is_elsewhere(parts: dict[str, Any]) -> bool:
    hosts = str(parts.get("host") or parts.get("hostaddr") or os.environ.get("PGHOST", "")).split(",")
    return any(
        host and not host.startswith(("/", "@")) and host not in {"localhost", "127.0.0.1", "::1"} for host in hosts
    )


def connect_server(
    conninfo: str, *, patience: float = SILENCE_SECONDS, given_up: Callable[[], bool] | None = None
) -> PatientConnection:
    """Return a connection, ready for work. Raises `RecordsUnavailable`.

    `patience` is for how many seconds the server may be silent; `given_up` tells that it is known not to answer.
    """
    with server_errors():
        connection = PatientConnection.connect(conninfo, autocommit=True)
        connection.patience = patience
        if given_up is not None:
            connection.given_up = given_up
        try:
            connection.execute(_SESSION.format(limit=round(patience + LOCK_SECONDS)).encode())
        except psycopg.Error:
            connection.close()
            raise
    return connection


def is_lost(error: psycopg.Error) -> bool:
    """Tell whether an error means that the connection is gone, so that a new one may do what this one could not."""
    if error.sqlstate is None:
        return isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)
    return error.sqlstate in _GONE or error.sqlstate.startswith("08")


def server_failure(error: psycopg.Error) -> KioskError | None:
    """Return what to tell a person, or ``None`` if the error is a mistake in this program."""
    if is_lost(error):
        return RecordsUnavailable(LOST)
    if error.sqlstate in _DAMAGED:
        return RecordsDamaged("The PostgreSQL server found its own files damaged: bring back its last backup.")
    sentence = _SENTENCES.get(error.sqlstate or "")
    return None if sentence is None else RecordsUnavailable(sentence)


def first_connect(conninfo: str, *, patience: float = COPYING_SECONDS) -> Connection:
    """Do as `connect_server` does, and tell whoever sets the clinic up why the server cannot be used."""
    try:
        return connect_server(conninfo, patience=patience)
    except RecordsUnavailable as error:
        lines = str(error.__cause__).strip().splitlines()
        reason = lines[-1].strip().rstrip(".") if lines else "no reason given"
        raise RecordsUnavailable(
            f"The PostgreSQL server cannot be reached, or refuses the kiosk ({reason}): check the setting store, the network, "
            "and libpq's passfile."
        ) from error


def server_errors() -> AbstractContextManager[None]:
    """Turn what the server or the network raises inside into the kiosk's own errors."""
    return translated_errors(psycopg.Error, server_failure)
