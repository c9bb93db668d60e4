"""Which servers and addresses are taken, and how they are reached."""

import os
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from kiosk.core.clock import SystemClock
from kiosk.core.errors import BadInput, RecordsUnavailable, SchemaTooNew
from kiosk.core.settings import Settings
from kiosk.records import Records
from kiosk.records.postgresql.server_connection import checked_address

pytestmark = pytest.mark.system
CLINIC = {"clinic_name": "Piel Clara", "time_zone": "Europe/Madrid"}


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://kiosk:geheim@db/clinic",
        "postgresql://kiosk@db/clinic?password=geheim",
        "postgresql://kiosk@db/clinic?sslpassword=geheim",
    ],
)
def test_an_address_with_a_password_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(BadInput, match="passfile") as refused:
        Settings.checked({**CLINIC, "store": url})
    assert "geheim" not in str(refused.value)
    with pytest.raises(BadInput, match="passfile") as refused:
        checked_address(url)
    assert "geheim" not in str(refused.value)


def test_a_password_in_disguise_is_refused_too() -> None:
    with pytest.raises(BadInput):
        checked_address("postgresql://kiosk@db/clinic?%70assword=geheim")


@pytest.mark.parametrize(
    ("url", "mode"),
    [
        ("postgresql://kiosk@db.example/clinic", "sslmode=verify-full"),
        ("postgresql://kiosk@db.example/clinic?sslmode=verify-ca", "sslmode=verify-ca"),
        ("postgresql://kiosk@/clinic?host=db.example", "sslmode=verify-full"),
        ("postgresql://kiosk@/clinic?host=/run/postgresql", ""),
        ("postgresql://kiosk@localhost/clinic", ""),
    ],
)
def test_another_machine_must_prove_who_it_is_unless_the_address_says_otherwise(
    url: str, mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PGSSLMODE", raising=False)
    assert [word for word in checked_address(url).split() if word.startswith("sslmode=")] == [mode] * bool(mode)


def test_a_database_without_tables_or_without_a_clinic_is_told_apart(
    server: Any, store: str, folder: Path, key: bytes
) -> None:
    folder.mkdir(mode=0o700)
    with pytest.raises(BadInput, match="holds no clinic: move this one there with kiosk migrate"):
        Records.open(folder, key, store=store, clock=SystemClock())
    bare = server.new_database(tables=False)
    with pytest.raises(RecordsUnavailable, match=r"run the SQL of docs/postgresql\.md"):
        Records.open(folder, key, store=server.url(bare), clock=SystemClock())


def test_a_second_clinic_never_takes_the_place_of_one(records: Records, store: str, tmp_path: Path) -> None:
    records.close()
    with pytest.raises(BadInput, match="There is a clinic in that PostgreSQL database already"):
        Records.create(tmp_path / "other", bytes(32), store=store, clock=SystemClock())


def test_tables_of_a_newer_kiosk_are_refused(records: Records, server: Any, database: str, store: str) -> None:
    records.close()
    server.admin("UPDATE kiosk.format SET version = version + 1", database=database)
    try:
        with pytest.raises(SchemaTooNew, match="start the newer version"):
            Records.open(records.folder, bytes(range(32)), store=store, clock=SystemClock())
    finally:
        server.admin("UPDATE kiosk.format SET version = version - 1", database=database)


@pytest.mark.usefixtures("records")
def test_a_server_that_would_lose_what_it_acknowledged_is_refused(
    server: Any, store: str, folder: Path, key: bytes
) -> None:
    with restarted(server, fsync="off"), pytest.raises(BadInput, match="fsync turned off"):
        Records.open(folder, key, store=store, clock=SystemClock())


@pytest.mark.usefixtures("records")
def test_a_hasty_server_is_made_to_wait_for_its_disk(server: Any, store: str, folder: Path, key: bytes) -> None:
    with (
        restarted(server, synchronous_commit="off"),
        Records.open(folder, key, store=store, clock=SystemClock()) as records,
    ):
        engine: Any = records._pool._store.connect()
        assert engine.connection.execute("SHOW synchronous_commit").fetchone() == ("on",)
        engine.close()


class restarted:  # noqa: N801  (read as a sentence)
    """Runs the server with other settings."""

    def __init__(self, server: Any, **settings: str) -> None:
        self._server = server
        self._usual = server.settings
        self._settings = settings

    def __enter__(self) -> None:
        self._server.kill()
        self._server.settings = {**self._usual, **self._settings}
        self._server.start()

    def __exit__(self, *_: object) -> None:
        self._server.kill()
        self._server.settings = self._usual
        self._server.start()


class TestOverTheNetwork:
    """By TLS, and with a password from libpq's passfile."""

    @pytest.fixture
    def port(self, server: Any, tmp_path: Path) -> Iterator[int]:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = int(taken.getsockname()[1])
        certificate(server.base / "server.crt", server.base / "server.key")
        if os.geteuid() == 0:
            for name in ("server.crt", "server.key"):
                os.chown(server.base / name, server.base.stat().st_uid, server.base.stat().st_gid)
        (tmp_path / "ca.pem").write_bytes((server.base / "server.crt").read_bytes())
        rules = server.data / "pg_hba.conf"
        usual = rules.read_text()
        rules.write_text(
            "hostssl all kiosk 127.0.0.1/32 scram-sha-256\nhostnossl all all 127.0.0.1/32 reject\n" + usual
        )
        settings = {
            "listen_addresses": "127.0.0.1", "port": str(port), "ssl": "on",
            "ssl_cert_file": str(server.base / "server.crt"), "ssl_key_file": str(server.base / "server.key"),
        }  # fmt: skip
        try:
            with restarted(server, **settings):
                server.admin("ALTER ROLE kiosk PASSWORD 'geheim'")
                yield port
        finally:
            rules.write_text(usual)

    @pytest.fixture
    def passfile(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        file = tmp_path / "passfile"
        file.touch(mode=0o600)
        file.write_text("*:*:*:kiosk:geheim\n")
        monkeypatch.setenv("PGPASSFILE", str(file))
        return file

    def test_the_connection_is_encrypted_and_the_server_proves_its_name(
        self, port: int, passfile: Path, database: str, tmp_path: Path
    ) -> None:
        folder, key = tmp_path / "clinic", bytes(32)
        url = f"postgresql://kiosk@localhost:{port}/{database}?hostaddr=127.0.0.1&sslmode=verify-full"
        with Records.create(
            folder, key, store=f"{url}&sslrootcert={tmp_path / 'ca.pem'}", clock=SystemClock()
        ) as records:
            engine: Any = records._pool._store.connect()
            statement = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
            assert engine.connection.execute(statement).fetchone() == (True,)
            engine.close()
        certificate(tmp_path / "other.pem", tmp_path / "other.key")
        with pytest.raises(RecordsUnavailable, match="certificate verify failed"):
            Records.open(folder, key, store=f"{url}&sslrootcert={tmp_path / 'other.pem'}", clock=SystemClock())
        passfile.unlink()
        with pytest.raises(RecordsUnavailable, match="no password supplied"):
            Records.open(folder, key, store=f"{url}&sslrootcert={tmp_path / 'ca.pem'}", clock=SystemClock())


def certificate(file: Path, key_file: Path) -> None:
    """Write a certificate for localhost that is its own authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(2000, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2100, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    key_file.touch(mode=0o600)
    key_file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
