"""The whole of one visit on paper: what was shown, answered, judged, decided and done, for a complaint or a regulator."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from kiosk.core.answer_words import written
from kiosk.core.language_names import english_name
from kiosk.core.phrases import clock_time, day_and_time
from kiosk.handouts.page import DrawnLine, LabelledLine, Line, Paper, Paragraph, Section, pair, section
from kiosk.people.client_book import Client
from kiosk.records import Reader
from kiosk.records.audit_trail import AuditEntry
from kiosk.records.context import Context
from kiosk.visits.books import Books
from kiosk.visits.consent import RELATION_WORDS
from kiosk.visits.interpreting import NOTE, answered_by, note_written
from kiosk.visits.override_words import override_words
from kiosk.visits.session import Session
from kiosk.visits.standing import standing
from kiosk.visits.visit import CheckInRecord, ConsentRecord, Visit
from kiosk.visits.visit_parts import DECISION_WORDS, DESK_STEP_WORDS, SecondSignature
from rules import Protocol, Verdict, answer_in_words, day_in_words, explain

_HANDS = {"typed": "typed name", "paper": "signed on paper", "drawn": "drawn signature"}
_UNDERSTOOD = {True: "explained well", False: "to be gone through again in the room"}
_PROOFS = {
    "name": "family name and date of birth",
    "code": "booking code",
    "phone": "last four digits of the telephone",
    "staff": "staff",
}
_CAME_BY = {"schedule": "the schedule", "walk_in": "walking in", "desk": "the desk"}
_READ = {
    "title": "",
    "short": "",
    "full": "",
    "indications": "What it is for",
    "results": "What you may expect",
    "cons": "Good to know",
    "risks": "What can go wrong",
    "paragraphs": "Your consent",
    "parts": "",
    "english": "The same in English",
}
"""The parts of a text in the order in which the screens show them, with their headings there; a consent is kept as `parts` today."""
_NO_RULES = "The rules this was answered under are not on record; questions are shown by their ids."


def visit_file(books: Books, reader: Reader, visit: Visit, entries: Iterable["AuditEntry"]) -> Paper:
    """Return the whole of a visit; `entries` are those of the audit trail about it."""
    client = books.clients.get(visit.client_id, reader)
    made_at = books.now()
    return Paper(
        title="Visit file",
        lead=f"{books.settings.clinic_name}. Everything on record about one visit, as of {_moment(books, made_at)}. "
        f"Times are those of {books.settings.time_zone}.",
        foot=f"Visit {visit.id}",
        made_at=made_at,
        sections=(
            _who(client),
            *sections_of(books, visit),
            texts_shown(books, reader, (visit,)),
            trail_section(books, entries),
        ),
    )


def sections_of(books: Books, visit: Visit, *, for_client: bool = False) -> tuple[Section, ...]:
    """Return what is on record about a visit, except the texts and the audit trail; a client's copy is not marked as overridden."""
    checkins = [
        section(
            _version(number, len(visit.checkins)),
            _checkin(books, visit, record),
        )
        for number, record in enumerate(visit.checkins, start=1)
    ]
    return (
        section("The visit", _appointment(books, visit, for_client=for_client)),
        *checkins,
        section("Verdict as it stands", _standing(visit), empty="No check-in was completed, so nothing was judged."),
        section("Settled and corrected by staff", _changed_answers(books, visit), empty="Nothing."),
        section("Sign-offs", _signoffs(books, visit, for_client=for_client), empty="Nobody signed anything."),
        section("What was done", _session(books, visit), empty="No treatment was given on this visit."),
        *([section("Reported later", _reactions(books, visit))] if visit.reactions else []),
        section("Steps of the desk that could still be taken back", _desk(books, visit)),
    )


def texts_shown(books: Books, reader: Reader, visits: Iterable[Visit]) -> Section:
    """Return every notice and consent that was shown, whole, by its hash."""
    shas: dict[str, None] = {}
    for visit in visits:
        for record in visit.checkins:
            shas.update(dict.fromkeys(record.texts_named))
    lines: list[Line] = []
    for sha in shas:
        kept = books.text(sha, reader)
        if kept is None:
            lines.append(Paragraph(f"The text {sha} is not on record."))
        else:
            lines += [
                Paragraph(f"{str(kept['subject']).capitalize()} (in {english_name(kept['language'])})", strong=True),
                *_words(kept["content"]),
                LabelledLine("Hash", sha),
            ]
    return section("Texts that were shown", lines, empty="None.")


def trail_section(context: Context, entries: Iterable["AuditEntry"]) -> Section:
    """Return entries of the audit trail as they are read."""
    lines = (
        LabelledLine(
            _moment(context, entry.at),
            f"{entry.event}, by {entry.actor}"
            + (f" at {entry.actor.terminal}" if entry.actor.terminal else "")
            + "".join(f"; {name}: {_short(value)}" for name, value in entry.detail.items())
            + f" (entry {entry.seq})",
        )
        for entry in entries
    )
    return section("Audit trail", lines, empty="No entry.")


def answers_in_words(books: Books, record: CheckInRecord) -> list[tuple[str, str]]:
    """Return each question as it was asked, with the answer that was given."""
    return [(asked, answered) for _, asked, answered in answers_by_question(books, record)]


def answers_by_question(books: Books, record: CheckInRecord) -> list[tuple[str, str, str]]:
    """Return the id of each question that was asked, its words, and the answer that was given."""
    protocol = books.library.by_hash(record.sha256)
    raw = record.answers.get("raw", record.answers)
    order = [question.id for question in protocol.in_order] if protocol else []
    ids = sorted(raw, key=lambda id_: order.index(id_) if id_ in order else len(order))
    written = {NOTE: note_written(record)}
    return [(id_, _asked(protocol, id_), f"{_answered(protocol, id_, raw[id_])}{written.get(id_, '')}") for id_ in ids]


def _who(client: Client) -> Section:
    return section(
        "The client",
        [
            pair("Name", client.full_name),
            pair("Date of birth", day_in_words(client.date_of_birth)),
            pair("Telephone", client.phone),
            pair("Language", english_name(client.language)),
            pair("Id", client.id),
        ],
    )


def _version(number: int, total: int) -> str:
    return "Check-in" if total == 1 else f"Check-in, version {number} of {total}"


def _appointment(books: Books, visit: Visit, *, for_client: bool) -> Iterator[Line | None]:
    yield pair("Visit", visit.id)
    yield pair("Appointment", f"{day_in_words(visit.day)} at {clock_time(visit.start)}")
    yield pair("Treatment", books.titles().get(visit.treatment, visit.treatment))
    yield pair("Practitioner", visit.practitioner)
    yield pair("Came by", _CAME_BY[visit.source])
    yield pair("Booking code", visit.booking_code)
    yield pair("Moved from", visit.moved_from)
    yield pair("Moved to", visit.moved_to)
    yield pair("State", standing(visit, marked=not for_client))
    yield pair("Remarks", ", ".join(word for word in ("late", "stopped") if getattr(visit, word)))
    yield pair("Identity shown by", _PROOFS.get(visit.proof or ""))
    for label, at in (
        ("Arrived", visit.arrived_at),
        ("Came back", visit.returned_at),
        ("Checked in", visit.screened_at),
        ("Identity confirmed", visit.confirmed_at),
        ("Started", visit.started_at),
        ("Ended", visit.ended_at),
    ):
        yield pair(label, _moment(books, at) if at else None)
    if visit.raised:
        yield pair("Raised", f"by {visit.raised.by}, {_moment(books, visit.raised.at)}: {visit.raised.reason}")


def _checkin(books: Books, visit: Visit, record: CheckInRecord) -> Iterator[Line | None]:
    protocol = books.library.by_hash(record.sha256)
    yield pair("Began", _moment(books, record.started_at))
    yield pair("Completed", _moment(books, record.finished_at))
    yield pair("At", record.terminal)
    yield pair("Answered by", answered_by(record))
    if record.guardian_present is not None:
        yield pair("Guardian", "was there" if record.guardian_present else "was not there")
    yield pair("Entered by", record.entered_by)
    yield pair("Filled in on paper", _filled(books, record))
    yield pair("Rules", f"{record.protocol}, version {record.version}")
    yield pair("Hash of the rules", record.sha256)
    yield Paragraph("Answers", strong=True)
    yield Paragraph(_NO_RULES) if protocol is None else None
    for asked, answered in answers_in_words(books, record):
        yield LabelledLine(asked, answered)
    if record.changed:
        yield pair("Changed since last time", ", ".join(_asked(protocol, id_) for id_ in record.changed))
    yield Paragraph("Verdict of the rules", strong=True)
    for sentence in explain(Verdict.from_json(record.verdict)):
        yield Paragraph(sentence)
    yield from _consent(books, visit, record)


def _filled(context: Context, record: CheckInRecord) -> str:
    if record.filled_at:
        return _moment(context, record.filled_at)
    return day_in_words(record.filled_on) if record.filled_on else ""


def _consent(context: Context, visit: Visit, record: CheckInRecord) -> Iterator[Line | None]:
    yield Paragraph("Consent", strong=True)
    consent = record.consent
    if consent is None:
        yield Paragraph(f"No consent to {visit.treatment} was asked for or given.")
        return
    yield pair("Answer", "given" if consent.given else "declined")
    yield pair("By", RELATION_WORDS[consent.relation] if consent.by == "guardian" else consent.by)
    if consent.assent is not None:
        yield pair("The young person", "wants it, too" if consent.assent else "said no themselves")
    if (seen := consent.guardian_seen) is not None:
        words = f"{seen.relation}, by {seen.document}; {seen.by}, {_moment(context, seen.at)}"
        yield pair("Guardian seen", words)
    yield pair("How", _HANDS[consent.how])
    yield from _signature(consent)
    if (other := consent.second) is not None:
        yield pair("Second signature by", RELATION_WORDS[other.relation])
        yield from _signature(other)
    yield pair("When", _moment(context, consent.at))
    if consent.asked_back:
        yield pair("Asked back", f"{_UNDERSTOOD[consent.asked_back.right]}: {consent.asked_back.risk}")
    yield pair("Language of its text", english_name(consent.language))
    yield pair("Hash of its text", consent.text_sha)
    for signed in visit.signoffs:
        if signed.completes == consent.text_sha:
            words = f"{signed.by}, {_moment(context, signed.at)}: all questions answered, agreed to that day"
            yield pair("Completed by", words)
    for each in record.earlier_consents:
        said = "given" if each.given else "declined"
        yield pair("Before that", f"{said} by {each.by}, {_moment(context, each.at)}; hash of its text {each.text_sha}")


def _signature(signed: ConsentRecord | SecondSignature) -> Iterator[Line | None]:
    yield pair("Signed as", signed.name)
    yield DrawnLine("Signature", signed.drawn) if signed.drawn else None
    yield pair("Name", "not the one that was expected" if signed.other_name else None)


def _standing(visit: Visit) -> Iterator[Line | None]:
    if visit.judgement is None:
        return
    yield pair("Judged for", day_in_words(visit.judgement.on))
    for sentence in explain(Verdict.from_json(visit.judgement.verdict)):
        yield Paragraph(sentence)
    for note in visit.judgement.notes:
        yield Paragraph(f"Note: {note}")


def _changed_answers(books: Books, visit: Visit) -> Iterator[Line | None]:
    protocol = books.library.by_hash(visit.checkin.sha256) if visit.checkin else None
    for settled in visit.settled:
        yield LabelledLine(
            f"Settled {_moment(books, settled.at)}",
            f"{_asked(protocol, settled.question)} — was: {_answered(protocol, settled.question, settled.raw)}; "
            f"{settled.by} says: {_answered(protocol, settled.question, settled.says)}" + _also(protocol, settled.also),
        )
    for correction in visit.corrections:
        yield LabelledLine(
            f"Corrected {_moment(books, correction.at)}",
            f"{_asked(protocol, correction.question)} — was: {_answered(protocol, correction.question, correction.was)}; "
            f"now: {_answered(protocol, correction.question, correction.raw)}; by {correction.by}: {correction.reason}"
            + _also(protocol, correction.also),
        )


def _also(protocol: Protocol | None, also: dict[str, Any]) -> str:
    return "".join(f"; {_asked(protocol, id_)} {_answered(protocol, id_, raw)}" for id_, raw in also.items())


def _signoffs(context: Context, visit: Visit, *, for_client: bool) -> Iterator[Line | None]:
    for each in visit.signoffs:
        besides = f" and {each.second.by} ({each.second.role})" if each.second else ""
        words = [f"{DECISION_WORDS[each.decision]}, by {each.by} ({each.role}){besides}"]
        if each.is_override and not for_client:
            words.append(override_words(each))
        elif each.reason:
            words.append(f"reason: {each.why}")
        words += [f"with care: {', '.join(each.care)}"] if each.care else []
        words += [f"until {day_in_words(each.until)}"] if each.until else []
        yield LabelledLine(_moment(context, each.at), f"{'; '.join(words)}; hash of what was seen: {each.seen}")


def _session(books: Books, visit: Visit) -> Iterator[Line | None]:
    done = visit.done
    if done is None:
        return
    protocol = books.library.by_hash(visit.checkin.sha256) if visit.checkin else None
    if isinstance(done, Session):
        yield pair("When", _moment(books, done.done_at))
    else:
        yield pair("When", f"{_moment(books, done.since)}; filled in by {done.by}, not signed yet")
    yield pair("Areas", _answered(protocol, "area", list(done.areas)))
    titles = {step.id: step.title for step in protocol.steps} if protocol else {}
    yield pair("Steps", ", ".join(titles.get(step, step) for step in done.steps or ()))
    if isinstance(done, Session):
        yield pair("Steps left out", ", ".join(titles.get(step, step) for step in done.left_out))
    yield pair("Machine", done.machine.words)
    yield pair("Skin before", ", ".join(done.skin_before))
    yield pair("Skin after", ", ".join(done.skin_after))
    for product in done.products:
        yield pair("Product", product.words)
    yield pair("Notes", done.notes)


def _reactions(context: Context, visit: Visit) -> Iterator[Line | None]:
    for each in visit.reactions:
        words = f"{each.said}; noted by {each.by} ({each.role}), to be called by {day_in_words(each.due)}"
        yield LabelledLine(_moment(context, each.at), words)
        for call in each.calls:
            again = f"; to be called again by {day_in_words(call.again)}" if call.again else ""
            yield LabelledLine(_moment(context, call.at), f"called by {call.by}: {call.said}{again}")


def _desk(context: Context, visit: Visit) -> Iterator[Line | None]:
    for step in visit.desk_steps:
        yield LabelledLine(_moment(context, step.at), f"{DESK_STEP_WORDS.get(step.what, step.what)}, by {step.by}")


def _asked(protocol: Protocol | None, question_id: str) -> str:
    return protocol.question(question_id).ask if protocol and protocol.has_question(question_id) else question_id


def _answered(protocol: Protocol | None, question_id: str, raw: Any) -> str:
    if protocol and protocol.has_question(question_id):
        return answer_in_words(protocol.question(question_id), raw)
    return written(raw)


def _words(content: Any) -> Iterator[Line]:
    """Yield every text in a kept content, in the order in which it was read, under the headings it was read under."""
    if isinstance(content, str):
        yield from (Paragraph(part) for part in content.split("\n\n") if part.strip())
    elif isinstance(content, dict) and "heading" in content:
        yield from [Paragraph(content["heading"], strong=True)] if content["heading"] else []
        yield from _words(content["text"])
    elif isinstance(content, dict):
        for name in sorted(content, key=_place):
            words = list(_words(content[name]))
            if words and name in _READ:
                yield from [Paragraph(_READ[name], strong=True)] if _READ[name] else []
            yield from words
    elif isinstance(content, list):
        for value in content:
            yield from _words(value)


def _place(name: str) -> int:
    return list(_READ).index(name) if name in _READ else len(_READ)


def _moment(context: Context, at: datetime) -> str:
    return day_and_time(context.local(at), seconds=True)


def _short(value: object) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    most = 80
    return text if len(text) <= most else f"{text[: most - 1]}…"
