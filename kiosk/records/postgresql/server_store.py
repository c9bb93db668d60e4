"""The one door to records on a PostgreSQL server: making and opening them, and all that is done with them as a whole."""

from collections.abc import Mapping
from pathlib import Path

from kiosk.core.errors import BadInput, KeyMissing, RecordsDamaged
from kiosk.records import location
from kiosk.records.audit_trail import FIRST, GENESIS, REKEYED, StateSealer, entries
from kiosk.records.backend import Engine, RecordsState
from kiosk.records.counter import FILE, CommitCounter, CommitMark
from kiosk.records.postgresql.commit_listener import CommitListener, Pulse
from kiosk.records.postgresql.damaged_server import read_damaged_server
from kiosk.records.postgresql.sealing import RowSeal
from kiosk.records.postgresql.server_connection import checked_address, first_connect, server_errors
from kiosk.records.postgresql.server_copy import copy
from kiosk.records.postgresql.server_engine import PostgresEngine
from kiosk.records.postgresql.server_key_change import ServerKeyChange, refuse_others
from kiosk.records.postgresql.server_tables import check_server, put_first, stands
from kiosk.records.postgresql.server_timeouts import SILENCE_SECONDS
from kiosk.records.readable import Readable
from kiosk.records.secrets import SEALED, new_secret, seal, unseal


class PostgresStore:
    """One clinic's records on a server, as this process reaches them."""

    def __init__(self, url: str, folder: Path, key: bytes) -> None:
        self._conninfo = checked_address(url)
        self._folder = folder
        self._root = key
        self._pulse = Pulse()
        self._seal: RowSeal | None = None

    def create(self) -> None:
        """Make the records of a new clinic in a database that has the tables and nothing in them."""
        location.make_private_folder(self._folder)
        with server_errors(), first_connect(self._conninfo) as connection:
            check_server(connection)
            with connection.transaction():
                secrets = {name: new_secret() for name in SEALED}
                sealed = {name: seal(self._root, name, secret) for name, secret in secrets.items()}
                put_first(connection, sealed, StateSealer(secrets).sealed(FIRST))
        CommitCounter(self._folder, self._root).create(CommitMark(0, 0, GENESIS))

    def open(self) -> CommitMark:
        """Check that server, tables and key fit, and return what the records must hold at least."""
        with server_errors(), first_connect(self._conninfo, patience=SILENCE_SECONDS) as connection:
            check_server(connection)
            state = stands(connection)
            if state is None:
                raise BadInput(
                    "The PostgreSQL database that the setting store names holds no clinic: move this one there with "
                    "kiosk migrate --to URL."
                )
            found = connection.execute("SELECT sealed FROM kiosk.secret WHERE name = 'index'").fetchone()
        if found is None:
            raise RecordsDamaged("The clinic's records lack a secret (index): bring back the server's last backup.")
        self._seal = RowSeal(self._root, self._opened(bytes(found[0])))
        self._pulse.beat(state.commits)
        counter = CommitCounter(self._folder, self._root)
        if not (self._folder / FILE).exists():  # the first time at this machine
            counter.create(CommitMark(state.commits, state.audit_seq, state.audit_mac))
        try:
            return counter.read()
        except RecordsDamaged:
            if not self._has_new_key_since(counter.claim(), state):
                raise
        counter.create(CommitMark(state.commits, state.audit_seq, state.audit_mac))
        return counter.read()

    def _has_new_key_since(self, claim: CommitMark | None, state: RecordsState) -> bool:
        """Tell whether the records once were where a counter of another key says, and have had their key changed since."""
        if claim is None or claim.commits > state.commits:
            return False
        there = self.connect()
        try:
            rows = there.audit(after=max(0, claim.audit_seq - 1))
            if claim.audit_seq:
                first = next(rows, None)
                if first is None or (first.seq, first.mac) != (claim.audit_seq, claim.audit_mac):
                    return False
            return any(entry.event == REKEYED for entry in entries(rows))
        finally:
            there.close()

    def connect(self) -> PostgresEngine:
        if self._seal is None:
            raise RuntimeError("The store is opened first.")
        return PostgresEngine(self._conninfo, self._seal, self._pulse, patience=SILENCE_SECONDS)

    def refuse_others(self) -> None:
        refuse_others(self._conninfo)

    def keep_older(self) -> None:
        """Keep nothing: the owner of the database changes the tables, and the server has backups of its own."""

    def watch(self) -> CommitListener:
        """Return what follows the others' commits."""
        return CommitListener(self._conninfo, self._pulse)

    def key_change(self) -> ServerKeyChange:
        """Return what seals everything under another key."""
        return ServerKeyChange(self._conninfo, self._folder)

    def holds(self) -> RecordsState | None:
        """Return the state of the records in the database; None if it holds no clinic but could."""
        with server_errors(), first_connect(self._conninfo) as connection:
            check_server(connection)
            return stands(connection)

    def copy(self, here: Engine, state: RecordsState) -> None:
        """Write all records of another store to the server, and compare them; `state` is theirs."""
        copy(here, state, self._conninfo, self._root)

    def read_damaged(self, secrets: Mapping[str, bytes], after: tuple[int, bytes]) -> Readable:
        """Read what can still be read; `after` is number and hash of the last audit entry that is known already."""
        return read_damaged_server(self._conninfo, RowSeal(self._root, secrets["index"]), secrets["audit"], after)

    def _opened(self, sealed: bytes) -> bytes:
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415  (as in kiosk.records.secrets)

        try:
            return unseal(self._root, "index", sealed)
        except InvalidTag:
            raise KeyMissing(
                "The key does not open the records on the PostgreSQL server: use this clinic's key, or correct the setting "
                "store."
            ) from None
