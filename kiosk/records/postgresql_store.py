"""The records of a clinic on a PostgreSQL server: making them, and the first look when they are opened."""

from pathlib import Path
from typing import Any, Final

from kiosk.errors import BadInput, KeyMissing, RecordsDamaged, RecordsUnavailable, SchemaTooNew
from kiosk.records import place
from kiosk.records.counter import FILE, Counter, Mark
from kiosk.records.engine import State, state_of
from kiosk.records.postgresql import PostgresEngine
from kiosk.records.postgresql_connection import Connection, checked, first_connect, told
from kiosk.records.postgresql_patience import SILENCE_SECONDS
from kiosk.records.postgresql_pulse import Listener, Pulse
from kiosk.records.sealed import Seal
from kiosk.records.secrets import KEY_BYTES, SEALED, new_secret, seal, unseal
from kiosk.records.setup import FIRST
from kiosk.records.trail import GENESIS, REKEYED, Sealer, entries

FORMAT: Final = 2
SQL: Final = Path(__file__).with_name("postgresql.sql")
_OLDEST_SERVER: Final = 130000


class PostgresStore:
    """One clinic's records on a server, as this process reaches them."""

    def __init__(self, url: str, folder: Path, key: bytes) -> None:
        self._conninfo = checked(url)
        self._folder = folder
        self._root = key
        self._pulse = Pulse()
        self._seal: Seal | None = None

    def create(self) -> None:
        """Make the records of a new clinic in a database that has the tables and nothing in them."""
        if len(self._root) != KEY_BYTES:
            raise BadInput(f"The key of a clinic has {KEY_BYTES} bytes, this one has {len(self._root)}.")
        place.make_private_folder(self._folder)
        with told(), first_connect(self._conninfo) as connection:
            check_server(connection)
            with connection.transaction():
                secrets = {name: new_secret() for name in SEALED}
                sealed = {name: seal(self._root, name, secret) for name, secret in secrets.items()}
                put_first(connection, sealed, Sealer(secrets).sealed(FIRST))
        Counter(self._folder, self._root).create(Mark(0, 0, GENESIS))

    def open(self) -> Mark:
        """Check that server, tables and key fit, and return what the records must hold at least."""
        if len(self._root) != KEY_BYTES:
            raise KeyMissing(
                f"The key of a clinic has {KEY_BYTES} bytes, this one has {len(self._root)}: look for the right key."
            )
        with told(), first_connect(self._conninfo, patience=SILENCE_SECONDS) as connection:
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
        self._seal = Seal(self._root, self._opened(bytes(found[0])))
        self._pulse.beat(state.commits)
        counter = Counter(self._folder, self._root)
        if not (self._folder / FILE).exists():  # the first time at this machine
            counter.create(Mark(state.commits, state.audit_seq, state.audit_mac))
        try:
            return counter.read()
        except RecordsDamaged:
            if not self._has_new_key_since(counter.claim(), state):
                raise
        counter.create(Mark(state.commits, state.audit_seq, state.audit_mac))
        return counter.read()

    def _has_new_key_since(self, claim: Mark | None, state: State) -> bool:
        """Tell whether the records stood where a counter says that no key of ours wrote, and had their key changed then."""
        if claim is None or claim.commits > state.commits:
            return False
        there = self.connect()
        try:
            rows = there.audit(after=max(0, claim.audit_seq - 1))
            if claim.audit_seq:
                first = next(rows, None)
                if first is None or (first.seq, first.mac) != (claim.audit_seq, claim.audit_mac):
                    return False
            return any(entry.what == REKEYED for entry in entries(rows))
        finally:
            there.close()

    def connect(self) -> PostgresEngine:
        """Return a connection."""
        if self._seal is None:
            raise RuntimeError("The store is opened first.")
        return PostgresEngine(self._conninfo, self._seal, self._pulse, patience=SILENCE_SECONDS)

    def watch(self) -> Listener:
        """Return what follows the others' commits."""
        return Listener(self._conninfo, self._pulse)

    def _opened(self, sealed: bytes) -> bytes:
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415  (as in kiosk.records.secrets)

        try:
            return unseal(self._root, "index", sealed)
        except InvalidTag:
            raise KeyMissing(
                "The key does not open the records on the PostgreSQL server: use this clinic's key, or correct the setting "
                "store."
            ) from None


def check_server(connection: Connection) -> None:
    """Refuse a server that is too old or does not keep what it acknowledges, and tables that are not ours."""
    if connection.info.server_version < _OLDEST_SERVER:
        raise BadInput("The PostgreSQL server is older than version 13: update it.")
    for name in ("fsync", "full_page_writes"):
        ((value,),) = connection.execute("SELECT current_setting(%s)", (name,)).fetchall()
        if value != "on":
            raise BadInput(
                f"The PostgreSQL server has {name} turned off, so a power cut would lose what was saved: turn it on."
            )
    found = connection.execute("SELECT version FROM kiosk.format").fetchone()
    version = found[0] if found else 0
    if version > FORMAT:
        raise SchemaTooNew(
            f"The tables on the PostgreSQL server are a newer kiosk's (format {version}, this one knows up to {FORMAT}): "
            "start the newer version."
        )
    if version == 0:
        raise RecordsUnavailable(
            "The tables on the PostgreSQL server are not complete: run the SQL of docs/postgresql.md."
        )
    if version < FORMAT:
        raise RecordsUnavailable(
            f"The tables on the PostgreSQL server are an older kiosk's (format {version}, this one needs {FORMAT}): close the "
            "kiosk everywhere and run, as their owner, the SQL that docs/postgresql.md gives for it; nothing was lost."
        )


def stands(connection: Connection) -> State | None:
    """Return where the records on the server stand, or ``None`` if it holds no clinic."""
    row = connection.execute("SELECT commits, audit_seq, audit_mac, last_at, seal FROM kiosk.state").fetchone()
    return None if row is None else state_of(row)


def put_first(connection: Connection, secrets: dict[str, bytes], state: State) -> None:
    """Write what makes an empty database a clinic's, as part of a transaction."""
    values: list[Any] = [*state]
    made = connection.execute(
        "INSERT INTO kiosk.state VALUES (1, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING", values
    ).rowcount
    if made != 1:
        raise BadInput("There is a clinic in that PostgreSQL database already: choose another database.")
    for name, sealed in secrets.items():
        connection.execute("INSERT INTO kiosk.secret VALUES (%s, %s)", (name, sealed))
