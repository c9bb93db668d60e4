"""A PostgreSQL server of our own: in a folder of its own, on a socket in it, run by an account that is not root's."""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

SQL = Path(__file__).parents[4] / "kiosk" / "records" / "postgresql" / "postgresql.sql"
MISSING = "PostgreSQL is missing: install it with  apt-get install postgresql"
_PATIENCE_SECONDS = 60.0


def binaries() -> Path:
    """Return the folder of the server's programs. Debian keeps them out of the way, one folder a version."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda file: int(file.parts[-3]))
    on_path = shutil.which("initdb")
    if not found and on_path is None:
        raise RuntimeError(MISSING)
    return found[-1].parent if found else Path(str(on_path)).resolve().parent


class Server:
    """One server. Stop it when done."""

    def __init__(self, **settings: str) -> None:
        self.programs = binaries()
        self.base = Path(tempfile.mkdtemp(prefix="pg-"))
        self.data = self.base / "data"
        self._account: dict[str, Any] = {"cwd": self.base}
        if os.geteuid() == 0:  # as whom it refuses to run
            owner = pwd.getpwnam("postgres")
            os.chown(self.base, owner.pw_uid, owner.pw_gid)
            self._account |= {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
        self._run(
            "initdb", "--pgdata", str(self.data), "--username", "owner", "--auth", "trust", "--no-sync",
            "--encoding", "UTF8", "--locale", "C",
        )  # fmt: skip
        settings = {
            "unix_socket_directories": str(self.base),
            "listen_addresses": "",
            "max_connections": "250",
        } | settings
        self.settings = settings
        self._process: subprocess.Popen[bytes] | None = None
        self._number = 0
        self._has_role = False
        self._empty: str | None = None

    def start(self) -> None:
        """Start it, and wait until it answers; it knows the role of the kiosks from its first start on."""
        options = [part for name, value in self.settings.items() for part in ("-c", f"{name}={value}")]
        with (self.base / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self.programs / "postgres", "-D", self.data, *options],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, **self._account,
            )  # fmt: skip
        until = time.monotonic() + _PATIENCE_SECONDS
        while True:
            try:
                self.admin("SELECT 1")
            except psycopg.OperationalError:
                if time.monotonic() > until or self._process.poll() is not None:
                    raise RuntimeError((self.base / "log").read_text(errors="replace")) from None
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self._process.wait(0.02)
            else:
                break
        if not self._has_role:
            self.admin("CREATE ROLE kiosk LOGIN")
            self._has_role = True

    def revive(self) -> None:
        """Start it again if it ended by itself; a server that is only recovering is left to it."""
        if self._process is not None and self._process.poll() is not None:
            self.start()

    def kill(self) -> None:
        """Stop it as a power cut of the program would: nothing is written, no connection is closed in good order."""
        assert self._process is not None
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait(_PATIENCE_SECONDS)
        self._process = None

    def end(self) -> None:
        """Stop it and leave nothing behind."""
        if self._process is not None:
            self.kill()
        shutil.rmtree(self.base)

    def admin(self, statement: str, *values: Any, database: str = "postgres") -> list[Any]:
        """Run a statement as the owner of everything."""
        with psycopg.connect(self.url(database, "owner"), autocommit=True) as connection:
            cursor = connection.execute(statement.encode(), values or None)
            return cursor.fetchall() if cursor.description else []

    def url(self, database: str, user: str = "kiosk") -> str:
        """Return the address of a database, for the role of the kiosks."""
        port = self.settings.get("port", "5432")
        return f"postgresql://{user}@/{database}?host={quote(str(self.base), safe='')}&port={port}"

    def new_database(self, *, tables: bool = True) -> str:
        """Make a database with the clinic's tables; return its name."""
        self._number += 1
        name = f"clinic{self._number}"
        self.admin(f"CREATE DATABASE {name}")
        if tables:
            self.admin(SQL.read_text(), database=name)
        return name

    def empty_database(self) -> str:
        """Return a database with the clinic's tables and nothing in them: always the same one, which is much faster."""
        if self._process is None:  # a test that failed has left it so
            self.start()
        if self._empty is None:
            self._empty = self.new_database()
        else:
            tables = "kiosk.document, kiosk.lookup, kiosk.audit, kiosk.state, kiosk.secret"
            self.admin(f"TRUNCATE {tables} RESTART IDENTITY", database=self._empty)
        return self._empty

    def _run(self, program: str, *words: str) -> None:
        done = subprocess.run(
            [self.programs / program, *words], capture_output=True, text=True, check=False, **self._account
        )
        if done.returncode != 0:
            raise RuntimeError(done.stderr)
