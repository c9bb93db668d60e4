"""The people who come to the clinic: who they are, and how they are found."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from kiosk.core.actor import Actor
from kiosk.core.clean import clean
from kiosk.core.errors import BadInput, NotFound
from kiosk.core.local_dates import local_name
from kiosk.people.names import initial, name_key, name_words, phone_digits, same_family
from kiosk.people.private_mark import PrivateMark
from kiosk.people.wishes import Wishes
from kiosk.records import Kind, Reader, Writer, new_id
from kiosk.records.context import Context

_LAST_DIGITS = 4


class Merged(BaseModel):
    """That this record is another's twin: everything under it belongs to the other now."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    into: str
    by: str
    at: datetime
    visits: tuple[str, ...] = ()
    """The visits that were moved, so that they can come back."""
    drafts: tuple[str, ...] = ()
    wishes: bool = False
    """Whether what the client wishes went over, because the other record said nothing of it."""


class Client(BaseModel):
    """One client. If the schedule gives a name only as a whole, it is in `family_name` and `given_name` is empty."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    revision: int = 0
    given_name: str = ""
    family_name: str
    date_of_birth: date
    phone: str | None = None
    language: str = "en"
    chose_language: bool = False
    """Whether the client chose it at a kiosk: from then on no booking says otherwise."""
    created_at: datetime
    merged: Merged | None = None
    private: PrivateMark | None = None
    """Set where opening the record asks for a reason."""
    wishes: Wishes | None = None
    """None until the client was asked."""

    @property
    def full_name(self) -> str:
        """The name as staff read it."""
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def local_name(self) -> str:
        """The name as the client reads it, in the order of the language that is spoken now."""
        return local_name(self.given_name, self.family_name)

    @property
    def initials(self) -> str:
        """Return `A. F.`: enough to recognise yourself by, in a public room; in the order of the language that is spoken now."""
        if self.given_name:
            return local_name(initial(self.given_name), initial(self.family_name))
        names = self.family_name.split()
        ends = [names[0], names[-1]] if len(names) > 1 else names
        return " ".join(initial(name) for name in ends)

    @property
    def phone_last4(self) -> str | None:
        """The last four digits of the telephone, if there are so many."""
        digits = phone_digits(self.phone or "")
        return digits[-_LAST_DIGITS:] if len(digits) >= _LAST_DIGITS else None

    def age(self, on: date) -> int:
        """Return the age in full years; for somebody born on 29 February it rises on 1 March in other years."""
        had_birthday = (on.month, on.day) >= (self.date_of_birth.month, self.date_of_birth.day)
        return on.year - self.date_of_birth.year - (0 if had_birthday else 1)


class ClientBook:
    """All clients. Whatever offers a look to staff audits it; see `kiosk.desk.desk`."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def get(self, client_id: str, reader: Reader | None = None) -> Client:
        """Return a client; NotFound if there is none of that id."""
        if reader is None:
            with self._context.records.read() as reading:
                return self.get(client_id, reading)
        document = reader.get(Kind.CLIENT, client_id)
        if document is None:
            raise NotFound("This client is not in the records. Look at the list again.")
        return _client(document)

    def find(self, family_name: str, date_of_birth: date, reader: Reader | None = None) -> list[Client]:
        """Return the clients born that day whose family name this may be, however it is written."""
        return self.matching(date_of_birth, lambda client: same_family(family_name, client.family_name), reader)

    def born_on(self, date_of_birth: date, reader: Reader | None = None) -> list[Client]:
        return self.matching(date_of_birth, lambda _: True, reader)

    def matching(
        self, date_of_birth: date, meant: Callable[[Client], bool], reader: Reader | None = None
    ) -> list[Client]:
        """Return the clients with a record of that date of birth that is `meant`; a merged record counts as its twin."""
        return self._find(reader, meant, date_of_birth=date_of_birth.isoformat())

    def find_by_phone(self, phone: str, reader: Reader | None = None) -> list[Client]:
        """Return the clients with this telephone number, however it is written."""
        return self._find(reader, lambda _: True, phone=phone_digits(phone))

    def find_by_name(self, text: str, reader: Reader | None = None) -> list[Client]:
        """Return the clients whose name, family or given, has every word typed."""
        words = name_words(text)
        if not words:
            return []
        first = min(words)
        found = {
            client.id: client
            for column in ("family_words", "given_words")
            for client in self._find(reader, lambda client: words <= name_words(client.full_name), **{column: first})
        }
        return sorted(found.values(), key=lambda client: (name_key(client.family_name), client.given_name))

    def look_up(self, text: str, born: date | None, reader: Reader) -> list[Client]:
        """Return the clients with a name or telephone number, a date of birth, or both."""
        words = clean(text)
        if not words:
            return self.born_on(born, reader) if born else []
        found = self.find_by_name(words, reader) or self.find_by_phone(words, reader)
        if born is None:
            return found
        named = {client.id for client in found}
        return [client for client in self.born_on(born, reader) if client.id in named]

    def _find(self, reader: Reader | None, meant: Callable[[Client], bool], **columns: str) -> list[Client]:
        if reader is None:
            with self._context.records.read() as reading:
                return self._find(reading, meant, **columns)
        found = (_client(document) for document in reader.find(Kind.CLIENT, **columns))
        return self._twins_as_one((client for client in found if meant(client)), reader)

    def _twins_as_one(self, clients: Iterable[Client], reader: Reader) -> list[Client]:
        kept = (self.current(client, reader) for client in clients)
        return list({client.id: client for client in kept}.values())

    def current(self, client: Client, reader: Reader) -> Client:
        """Return the record that counts for this client: itself, or the one it was merged into."""
        while client.merged is not None:
            client = self.get(client.merged.into, reader)
        return client

    def family(self, client_id: str, reader: Reader) -> tuple[Client, ...]:
        """Return all records of a client, found by the id of any of them; the one that counts comes first."""
        found = [self.current(self.get(client_id, reader), reader)]
        for client in found:  # which grows while it is walked
            found += [Client.model_validate(document) for document in reader.find(Kind.CLIENT, merged_into=client.id)]
        return tuple(found)

    def new(
        self, given_name: str, family_name: str, date_of_birth: date, *, phone: str | None = None, language: str = "en"
    ) -> Client:
        """Return a client who is not in the records yet, with clean texts."""
        client = Client(
            id=new_id("C"),
            given_name=clean(given_name),
            family_name=clean(family_name),
            date_of_birth=date_of_birth,
            phone=clean(phone, 40) or None if phone else None,
            language=language,
            created_at=self._context.clock.now(),
        )
        if not client.family_name:
            raise BadInput("A name is missing: write at least the family name.")
        return client

    def add(self, client: Client, actor: Actor) -> Client:
        """Keep a new client."""
        with self._context.records.write(actor) as writer:
            return self.write(writer, client, "client.add")

    def correct_name(self, client: Client, given_name: str, family_name: str, actor: Actor) -> Client:
        given, family = clean(given_name), clean(family_name)
        if not family:
            raise BadInput("A name is missing: write at least the family name.")
        with self._context.records.write(actor) as writer:
            return self.write(
                writer, client.model_copy(update={"given_name": given, "family_name": family}), "client.name"
            )

    def correct(  # noqa: PLR0917  (what a person may have corrected)
        self, client_id: str, given_name: str, family_name: str, born: date | None, phone: str, actor: Actor
    ) -> tuple[str, ...]:
        """Correct what is given and leave the rest; a phone of "-" removes it. Return in words what was changed."""
        said: dict[str, object] = {
            "given_name": clean(given_name),
            "family_name": clean(family_name),
            "date_of_birth": born,
        }
        if born is not None and born > self._context.today():
            raise BadInput("A date of birth can't be in the future: nothing was changed.")
        said = {name: value for name, value in said.items() if value}
        if number := clean(phone, 40):
            said["phone"] = None if number == "-" else number
        with self._context.records.write(actor) as writer:
            client = self.get(client_id, writer)
            update = {name: value for name, value in said.items() if value != getattr(client, name)}
            if update:
                self.write(writer, client.model_copy(update=update), "client.correct")
        return tuple(name.replace("_", " ") for name in update)

    def write(self, writer: Writer, client: Client, event: str) -> Client:
        """Keep a client as part of a larger change; StaleWrite if somebody else changed it since it was read."""
        revision = writer.put(
            Kind.CLIENT,
            client.model_dump(mode="json", exclude={"revision"}),
            expect=client.revision or None,
            index=_index(client),
        )
        writer.audit(event, subject=client.id)
        return client.model_copy(update={"revision": revision})


def _client(document: Any) -> Client:
    return Client.model_validate(document)


def _index(client: Client) -> dict[str, str | list[str]]:
    index: dict[str, str | list[str]] = {
        "date_of_birth": client.date_of_birth.isoformat(),
        "name_key": name_key(client.full_name),
        "family_words": sorted(name_words(client.family_name)),
        "given_words": sorted(name_words(client.given_name)),
    }
    if client.phone:
        index["phone"] = phone_digits(client.phone)
    if client.phone_last4:
        index["phone_last4"] = client.phone_last4
    if client.merged:
        index["merged_into"] = client.merged.into
    return index
