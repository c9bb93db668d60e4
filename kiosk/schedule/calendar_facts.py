"""What one event of a calendar says of an appointment, by the names of a schedule's columns.

Calendars have no field for a client, a treatment or a birth date, so programs write them where they like. Looked at in this
order, and the first that says something counts: properties of the program's own (`X-DATE-OF-BIRTH`), lines of the description
("Date of birth: 5 March 1984"), who attends, the categories, the title.
"""

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from icalendar import Event

from kiosk.core.calendar_settings import pattern_of
from kiosk.core.clean import clean
from kiosk.schedule.calendar_files import text_of
from kiosk.schedule.column_titles import ColumnTitles
from kiosk.schedule.conventions import CalendarConventions
from kiosk.schedule.services import Services

NAMES: Final = (
    "start", "client", "family name", "given name", "date of birth", "treatment", "practitioner", "phone", "booking code", "laser",
    "language", "duration", "status", "cancelled", "no show",
)  # fmt: skip
_OWN: Final = frozenset({"start", "day", "end", "duration"})
"""What a calendar has a field for: a description may speak of another time."""
_BREAK: Final = re.compile(r"<\s*(?:br|/p|/div|/li|/tr)\b[^<>]*>", re.IGNORECASE)
_TAG: Final = re.compile(r"<[^<>]*>")
_LABELLED: Final = re.compile(r"\s*[-*•]?\s*([^:=]{2,40}?)\s*[:=]\s*(.*)")
_BETWEEN: Final = re.compile(
    r"\s*[:|;()\[\]]\s*|\s+[-–—/·]\s+|\s+(?:with|for|between|and|con|para|avec|pour)\s+", re.IGNORECASE
)
_MOST_LINES: Final = 200
_LONGEST_LINE: Final = 1000
_LONGEST: Final = 200
_PARTS: Final = {"born": "date of birth", "code": "booking code"}


def facts_of(event: Event, titles: ColumnTitles, services: Services, calendar: CalendarConventions) -> dict[str, str]:
    """Return what an event says, by column; what it does not say is not there."""
    facts: dict[str, str] = {}
    for source in (_own_properties(event, titles), _description(event, titles), _status(event)):
        for name, value in source:
            if name not in _OWN and value:
                facts.setdefault(name, value)
    _people(event, calendar, facts)
    for category in getattr(event.get("CATEGORIES"), "cats", ()):
        if _is_treatment(str(category), services):
            facts.setdefault("treatment", clean(str(category), _LONGEST))
    _title(clean(text_of(event, "SUMMARY"), _LONGEST), services, calendar, facts)
    return facts


def _has_name(facts: Mapping[str, str]) -> bool:
    return "client" in facts or {"family name", "given name"} <= set(facts)


def _own_properties(event: Event, titles: ColumnTitles) -> Iterator[tuple[str, str]]:
    for key in event:
        if key.upper().startswith("X-"):
            words = key[2:].replace("-", " ").casefold()
            name = titles.name_of(words) or titles.name_of(words.partition(" ")[2])  # without the program's own name
            if name is not None:
                yield name, clean(text_of(event, key), _LONGEST)


def _description(event: Event, titles: ColumnTitles) -> Iterator[tuple[str, str]]:
    text = _BREAK.sub("\n", text_of(event, "DESCRIPTION"))
    written = html.unescape(_TAG.sub("", text)).splitlines()[:_MOST_LINES]
    lines = [" ".join(line.split())[:_LONGEST_LINE] for line in written]  # a pattern takes ages over blanks
    for place, line in enumerate(lines):
        found = _LABELLED.fullmatch(line)
        if found is None or (name := titles.name_of(found[1])) is None:
            continue
        below = lines[place + 1] if place + 1 < len(lines) and _LABELLED.fullmatch(lines[place + 1]) is None else ""
        yield name, clean(found[2] or below, _LONGEST)


def _status(event: Event) -> Iterator[tuple[str, str]]:
    if text_of(event, "STATUS").strip().upper() == "CANCELLED":
        yield "cancelled", "yes"


def _people(event: Event, calendar: CalendarConventions, facts: dict[str, str]) -> None:
    """Tell client and practitioner among those who attend, where each can only be one."""
    attendees = event.get("ATTENDEE", [])
    guests = []
    for each in attendees if isinstance(attendees, list) else [attendees]:
        name, address = _common_name(each), str(each)
        if name.casefold() in calendar.staff:
            facts.setdefault("practitioner", name)
        elif name and str(each.params.get("CUTYPE", "INDIVIDUAL")).upper() == "INDIVIDUAL":
            guests.append(each)
            if address.lower().startswith("tel:"):
                facts.setdefault("phone", clean(address[len("tel:") :], _LONGEST))
    organizer = _common_name(event["ORGANIZER"]) if "ORGANIZER" in event else ""
    if organizer.casefold() in calendar.staff:
        facts.setdefault("practitioner", organizer)
    guests = [each for each in guests if _common_name(each) != organizer] or guests
    if len(guests) == 1:
        if not _has_name(facts):
            facts["client"] = _common_name(guests[0])
        if str(guests[0].params.get("PARTSTAT", "")).upper() == "DECLINED":
            facts["cancelled"] = "yes"


def _common_name(person: Any) -> str:
    name = clean(str(getattr(person, "params", {}).get("CN", "")).strip("\"' "), _LONGEST)
    return "" if "@" in name else name


def _title(title: str, services: Services, calendar: CalendarConventions, facts: dict[str, str]) -> None:
    if calendar.title:
        found = pattern_of(calendar.title).fullmatch(title)
        for part, value in (found.groupdict() if found else {}).items():
            if part != "any":
                facts.setdefault(_PARTS.get(part, part), value.strip())
        return
    rest = []
    for part in filter(None, _BETWEEN.split(title)):
        if part.casefold() in calendar.staff:
            facts.setdefault("practitioner", part)
        elif _is_treatment(part, services):
            facts.setdefault("treatment", part)
        else:
            rest.append(part)
    if "treatment" not in facts and _has_name(facts) and rest:
        facts["treatment"] = next((each for each in rest if each != facts.get("client")), rest[0])
    if not _has_name(facts) and "treatment" in facts and rest:
        facts["client"] = rest[0]
    elif not _has_name(facts) and rest[1:]:
        facts["client"], facts["treatment"] = rest[0], rest[1]


def _is_treatment(text: str, services: Services) -> bool:
    return bool(text and services.read(text).treatments)
