"""Who was erased, so that a schedule which still names them does not bring them back: a keyed fingerprint, and for how long.

Nothing leads from a fingerprint to a person. Whoever has the clinic's records and a name with its birth date can ask whether
that one was erased; that is the purpose, and it ends with the fingerprint.
"""

import hmac
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, Final

from kiosk.people.client_book import Client
from kiosk.people.names import every_word
from kiosk.records import Kind, Reader, Writer
from kiosk.records.context import Context

_DOCUMENT: Final = "erased"
"""One document for all: the trail names documents by their ids, and must not keep a fingerprint longer than this does."""


class ErasedBefore:
    """Those who were erased, in one snapshot of the records."""

    def __init__(self, context: Context, reader: Reader) -> None:
        document = reader.get(Kind.META, _DOCUMENT)
        self._context = context
        self._revision: int | None = document["revision"] if document else None
        self._kept: dict[str, dict[str, Any]] = document["people"] if document else {}

    def when(self, full_name: str, born: date) -> datetime | None:
        """Return when somebody of this name and birth date was erased, or None if nobody was or that is forgotten."""
        kept = self._kept.get(self._fingerprint(full_name, born)) if self._kept else None
        if kept is None or date.fromisoformat(kept["until"]) < self._context.today():
            return None
        return datetime.fromisoformat(kept["at"])

    def add(self, writer: Writer, clients: Iterable[Client]) -> None:
        """Keep the fingerprints of clients who are being erased, for as long as the settings say."""
        days = self._context.settings.keep_erased_days
        if days == 0:
            return
        until = self._context.today() + timedelta(days=days)
        entry = {"at": self._context.clock.now().isoformat(), "until": until.isoformat()}
        new = {self._fingerprint(client.full_name, client.date_of_birth): entry for client in clients}
        self._write(writer, self._kept | new)

    def welcome_back(self, writer: Writer, client_id: str, full_name: str, born: date) -> None:
        """Forget the fingerprint of somebody whom the desk lets come back, as this client."""
        known = self._fingerprint(full_name, born)
        self._write(writer, {each: kept for each, kept in self._kept.items() if each != known})
        writer.audit("client.brought_back", subject=client_id)

    def forget_over(self, writer: Writer) -> int:
        """Remove the fingerprints whose time is over; return how many."""
        today = self._context.today().isoformat()
        left = {each: kept for each, kept in self._kept.items() if kept["until"] >= today}
        gone = len(self._kept) - len(left)
        if gone:
            self._write(writer, left)
        return gone

    def _write(self, writer: Writer, people: dict[str, dict[str, Any]]) -> None:
        self._revision = writer.put(Kind.META, {"id": _DOCUMENT, "people": people}, expect=self._revision)
        self._kept = people

    def _fingerprint(self, full_name: str, born: date) -> str:
        who = "\n".join(("erased", every_word(full_name), born.isoformat()))
        return hmac.digest(self._context.records.secret("index"), who.encode(), "sha256").hex()
