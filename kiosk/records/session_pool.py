"""The connections of one process to a store: one for each transaction, kept for the next, and one that watches the others."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from kiosk.core.errors import RecordsDamaged, RecordsUnavailable
from kiosk.records.backend import Store, Watch
from kiosk.records.transaction import StoreSession


class SessionPool:
    """Lends connections to any thread."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._guard = threading.Lock()
        self._idle: list[StoreSession] = []
        self._watcher: Watch | None = None
        self._closed = False

    @contextmanager
    def session(self) -> Iterator[StoreSession]:
        """Lend a connection for one transaction; what the transaction did not commit is undone."""
        session = self._idle_session() or StoreSession(self._store.connect())
        sound = True
        try:
            yield session
        except (RecordsDamaged, RecordsUnavailable):
            sound = False  # SQLCipher may refuse all further reading over this connection; a new one starts clean
            raise
        finally:
            session.stop()
            if not (sound and self._is_kept(session)):
                session.engine.close()

    def data_version(self) -> int:
        """Return a number that changes when anybody has committed. Takes microseconds."""
        with self._guard:
            return self._watching().data_version()

    def trouble(self) -> str | None:
        """Return what to tell a person while a server cannot be reached, else ``None``. Takes microseconds."""
        with self._guard:
            return self._watching().trouble()

    def close(self) -> None:
        """Close every connection that is not in use; one in use is closed when its transaction ends."""
        with self._guard:
            self._closed = True
            engines = [session.engine for session in self._idle]
            self._idle.clear()
            watcher, self._watcher = self._watcher, None
        for engine in engines:
            engine.close()
        if watcher is not None:
            watcher.close()

    def _idle_session(self) -> StoreSession | None:
        with self._guard:
            self._refuse_closed()
            return self._idle.pop() if self._idle else None

    def _is_kept(self, session: StoreSession) -> bool:
        """Undo what was not committed, and keep the connection for the next transaction if it can serve one."""
        with suppress(RecordsDamaged, RecordsUnavailable):
            session.engine.rollback()
            with self._guard:
                if not self._closed:
                    self._idle.append(session)
                    return True
        return False

    def _watching(self) -> Watch:
        self._refuse_closed()
        if self._watcher is None:
            self._watcher = self._store.watch()
        return self._watcher

    def _refuse_closed(self) -> None:
        if self._closed:
            raise RuntimeError("These records are closed.")
