"""The visits as they are kept: one document each, in the partition of its day."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from kiosk.core.actor import Actor
from kiosk.core.errors import NotFound, StaleWrite
from kiosk.core.phrases import clock_time
from kiosk.governance.library import Library
from kiosk.records import Kind, Reader, Writer, new_id
from kiosk.records.context import Context
from kiosk.visits import bring_back, follow_up, to_phone
from kiosk.visits.id_list import IdList
from kiosk.visits.lots import list_of_lot, note_lots, products_of_lot
from kiosk.visits.visit import Visit, VisitState


class VisitBook:
    """All visits of the clinic."""

    def __init__(self, context: Context, library: Library) -> None:
        self._context = context
        self._library = library

    def get(self, visit_id: str, reader: Reader | None = None) -> Visit:
        """Return a visit; NotFound if there is none of that id."""
        if reader is None:
            with self._context.records.read() as reading:
                return self.get(visit_id, reading)
        document = reader.get(Kind.VISIT, visit_id)
        if document is None:
            raise NotFound("There is no visit with that id in this clinic. Look at the list of visits again.")
        return _visit(document)

    def of_day(self, day: date, reader: Reader | None = None) -> list[Visit]:
        """Return the visits of a day in order of their start."""
        if reader is None:
            with self._context.records.read() as reading:
                return self.of_day(day, reading)
        return _in_order(_visit(document) for document in reader.all(Kind.VISIT, partition=day.isoformat()))

    def of_days(self, first: date, last: date, reader: Reader) -> Iterator[Visit]:
        """Yield the visits of all days from the first to the last, in order of their start."""
        for ahead in range((last - first).days + 1):
            yield from self.of_day(first + timedelta(days=ahead), reader)

    def of_client(self, client_id: str, reader: Reader | None = None) -> list[Visit]:
        """Return all visits of a client, oldest first."""
        return self._find(reader, client_id=client_id)

    def in_state(self, state: VisitState, reader: Reader) -> list[Visit]:
        """Return all visits in a state, of whichever day, oldest first."""
        return self._find(reader, state=state.value)

    def by_code(self, booking_code: str, reader: Reader | None = None) -> list[Visit]:
        return self._find(reader, booking_code=code_key(booking_code))

    def _find(self, reader: Reader | None, **columns: str) -> list[Visit]:
        if reader is None:
            with self._context.records.read() as reading:
                return self._find(reading, **columns)
        return _in_order(_visit(document) for document in reader.find(Kind.VISIT, **columns))

    def to_bring_back(self, reader: Reader, client_id: str | None = None) -> tuple[Visit, ...]:
        """Return the visits on the bring-back list, oldest first, all or one client's; erased ones are not on it."""
        found = self._on(bring_back.LIST, reader)
        return tuple(visit for visit in found if client_id in {None, visit.client_id})

    def to_follow_up(self, reader: Reader) -> tuple[Visit, ...]:
        """Return the visits after which something is left to do, oldest first; erased ones are not among them."""
        return self._on(follow_up.LIST, reader)

    def left_to_do(self, reader: Reader) -> Iterator[follow_up.LeftToDo]:
        """Yield what is left to do after visits; only those are read beside whose ids it was not kept."""
        for visit_id, facts in follow_up.LIST.facts(reader).items():
            if facts is not None:
                yield follow_up.LeftToDo.model_validate(facts)
                continue
            with suppress(NotFound):
                yield follow_up.left_to_do(self.get(visit_id, reader))

    def to_phone(self, reader: Reader) -> tuple[Visit, ...]:
        """Return the visits about which a client is to be phoned, oldest first; erased ones are not among them."""
        return self._on(to_phone.LIST, reader)

    def of_lot(self, lot: str, reader: Reader) -> tuple[Visit, ...]:
        """Return the visits whose record names a lot, oldest first; erased ones are not among them."""
        found = self._on(list_of_lot(lot), reader)
        return tuple(visit for visit in found if products_of_lot(visit, lot))

    def _on(self, listed: IdList, reader: Reader) -> tuple[Visit, ...]:
        found = []
        for visit_id in listed.ids(reader):
            with suppress(NotFound):
                found.append(self.get(visit_id, reader))
        return tuple(_in_order(found))

    def new_id(self) -> str:
        return new_id("V")

    def save(self, visit: Visit, actor: Actor, event: str, **detail: Any) -> Visit:
        """Keep a visit. StaleWrite, which names who changed it, if somebody else was faster."""
        with self._context.records.write(actor) as writer:
            return self.write(writer, visit, event, **detail)

    def write(self, writer: Writer, visit: Visit, event: str, **detail: Any) -> Visit:
        """Keep a visit as part of a larger change, together with the rules that judged it."""
        for sha256 in visit.rules_used:
            self._library.keep(writer, sha256)
        try:
            revision = writer.put(
                Kind.VISIT,
                visit.model_dump(mode="json", exclude={"revision"}),
                partition=visit.day.isoformat(),
                expect=visit.revision or None,
                index=_index(visit),
            )
        except StaleWrite as error:
            raise self._with_its_author(error) from error
        bring_back.note_bring_back(writer, visit)
        follow_up.note_follow_up(writer, visit)
        to_phone.note_to_phone(writer, visit)
        note_lots(writer, visit)
        writer.audit(event, subject=visit.client_id, detail={"visit": visit.id, **detail})
        return visit.model_copy(update={"revision": revision})

    def _with_its_author(self, error: StaleWrite) -> StaleWrite:
        who = {"client": "The client", "": "Somebody"}.get(error.who, error.who)
        when = f" at {clock_time(self._context.local(error.at))}" if error.at else ""
        sentence = f"{who} changed this visit{when}, so nothing was written. Look at it again, then decide."
        return StaleWrite(sentence, who=error.who, at=error.at, current=error.current)


def code_key(text: str) -> str:
    """Return a booking code as it is compared: capitals, without spaces and hyphens."""
    return "".join(character for character in text.upper() if character.isalnum())


def _visit(document: Any) -> Visit:
    return Visit.model_validate(document)


def _in_order(visits: Iterable[Visit]) -> list[Visit]:
    return sorted(visits, key=lambda visit: (visit.day, visit.start, visit.id))


def _index(visit: Visit) -> dict[str, str | list[str]]:
    index: dict[str, str | list[str]] = {
        "client_id": visit.client_id,
        "treatment": visit.treatment,
        "state": visit.state.value,
    }
    if visit.booking_code:
        index["booking_code"] = code_key(visit.booking_code)
    return index
