"""The clients of a schedule: found among those on record, or new."""

from datetime import date

from kiosk.people.client_book import Client
from kiosk.people.names import every_word, phone_digits, plain_words
from kiosk.records import Reader, Writer
from kiosk.schedule.booking_line import BookingLine, Person, Remark, person
from kiosk.visits.books import Books


def person_of(client: Client) -> Person:
    """Return what a schedule can know a client by."""
    return person(client.full_name, client.date_of_birth)


_WITHOUT_PREFIX = 7
"""Digits at the end that +44 20 7946 0101 and 020 7946 0101 have in common."""
_EXCHANGED = (
    "Given and family name are swapped, compared with what is on record for this client; the visit was given to that client. "
    "If it is another person, correct the name in the booking program."
)
_TWO_NUMBERS = (
    "This client has another telephone number here than on line {}, and this one was kept; if these are two people, their "
    "names need to tell them apart."
)


def _exchanged(client: Client, line: BookingLine) -> bool:
    given, family = plain_words(client.given_name), plain_words(client.family_name)
    return given != family and (plain_words(line.family_name), plain_words(line.given_name)) == (given, family)


def birth_of(books: Books, name: str, phone: str) -> date | None:
    """Return the birth date of the only client on record with this name, and with this telephone if both are known."""
    digits = phone_digits(phone)[-_WITHOUT_PREFIX:]
    found = [client for client in books.clients.find_by_name(name) if every_word(client.full_name) == every_word(name)]
    if digits:
        theirs = [client for client in found if phone_digits(client.phone or "")[-_WITHOUT_PREFIX:] == digits]
        found = theirs or [client for client in found if not client.phone]
    return found[0].date_of_birth if len(found) == 1 else None


class People:
    """Finds the client of each line; new clients and new telephone numbers wait here until they are written."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._reader: Reader
        self._found: dict[Person, Client] = {}
        self._new: dict[str, Client] = {}
        self._phones: dict[str, tuple[Client, str]] = {}
        self._said: dict[str, tuple[str, int]] = {}
        self._namesakes: set[Person] = set()
        self.warnings: list[Remark] = []

    def look_at(self, reader: Reader) -> None:
        """Go on with the records as they are now, after what waited here was written."""
        self._reader = reader
        self._found, self._new, self._phones = {}, {}, {}

    def find_or_new(self, line: BookingLine) -> Client:
        """Return the client of a line: the same name, without case and accents, and date of birth is the same client."""
        client = self._found.get(line.person) or self._on_record(line)
        if client is not None and _exchanged(client, line):
            self.warnings.append(Remark(line.number, _EXCHANGED))
        if client is None:
            client = self._books.clients.new(
                line.given_name,
                line.family_name,
                line.date_of_birth,
                phone=line.phone or None,
                language=line.language or "en",
            )
            self._new[client.id] = client
        self._found[line.person] = client
        self.note_phone(client, line)
        return client

    def _on_record(self, line: BookingLine) -> Client | None:
        same = self._books.clients.matching(
            line.date_of_birth, lambda client: person_of(client) == line.person, self._reader
        )
        digits = phone_digits(line.phone)
        same.sort(key=lambda client: (phone_digits(client.phone or "") != digits, client.created_at))
        if len(same) > 1 and line.person not in self._namesakes:
            self._namesakes.add(line.person)
            self.warnings.append(
                Remark(
                    line.number,
                    "Two clients on record have this name and date of birth; the visit was given to the one "
                    + ("with this telephone number." if digits and same[0].phone else "who came first."),
                )
            )
        return same[0] if same else None

    def note_phone(self, client: Client, line: BookingLine) -> None:
        """Keep the telephone number that the schedule has; the last line about a client counts."""
        if not line.phone:
            return
        before, number = self._said.get(client.id, (line.phone, line.number))
        if phone_digits(before)[-_WITHOUT_PREFIX:] != phone_digits(line.phone)[-_WITHOUT_PREFIX:]:
            self.warnings.append(Remark(line.number, _TWO_NUMBERS.format(number)))
        self._said[client.id] = (line.phone, line.number)
        self._phones[client.id] = (client, line.phone)

    def keep(self, writer: Writer) -> None:
        """Write new clients, and new telephone numbers of others."""
        for client in self._new.values():
            phone = self._phones[client.id][1] if client.id in self._phones else client.phone
            self._books.clients.write(writer, client.model_copy(update={"phone": phone}), "client.add")
        for client, phone in self._phones.values():
            if client.id not in self._new and phone_digits(phone) != phone_digits(client.phone or ""):
                changed = client.model_copy(update={"phone": phone})
                self._books.clients.write(writer, changed, "client.phone")
