"""The parts of the summary: what is told in lines, what can be done about it, and the panel beside them."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from kiosk.core.phrases import Tone
from kiosk.room.course_line import course_rows
from kiosk.room.next_decisions import is_open
from kiosk.room.summary import Summary
from kiosk.room.verdict_words import ChangedAnswer
from kiosk.visits.consent import is_guardian_unseen
from kiosk.visits.follow_up import call_due, without_lot
from kiosk.visits.visit import Visit
from rules import Outcome, day_in_words
from screens.practitioner.finding_line import SummaryLine
from screens.staff.staff_screen import act
from screens.widgets import Action
from screens.widgets.braille import rows_of
from screens.widgets.wrapping import wrap

_SIGNATURE = (24, 5)
"""Columns and rows of a signature beside the findings."""


SUMMARY_KEYS = {
    "settle": "U",
    "advise": "V",
    "doctor_saw": "L",
    "sign": "I",
    "take_back": "B",
    "kind": "K",
    "guardian": "N",
    "consent": "P",
    "called_back": "T",
    "next": "Y",
    "lot": "X",
    "reaction": "E",
    "answers": "A",
}
"""The letter of each thing that can be done about what is told."""


def lines(summary: Summary) -> list[SummaryLine]:
    """Return the findings, worst first, and what else is to be looked at."""
    found: list[SummaryLine] = []
    if summary.decided:
        found.append(SummaryLine(f"The rules say: {summary.band.word}", summary.band.detail, tone=summary.band.tone))
    found += [SummaryLine("Overridden", each, tone=Tone.STOP) for each in summary.overridden]
    if summary.asked_by_desk and (summary.decided or summary.asked_by_desk != summary.band.detail):
        found.append(SummaryLine("The desk", summary.asked_by_desk))
    found += [
        SummaryLine(
            each.title,
            each.reason,
            each.brief,
            each.document,
            each.tone,
            new=each.new,
            end=each.until,
            cites=each.source,
            is_care=summary.band.outcome is Outcome.CAUTION,
        )
        for each in summary.findings
    ]
    if summary.unsure:
        found.append(SummaryLine("Look or ask", ends_group=False))
        found += [
            SummaryLine(
                f"{each.short}: {each.answer}",
                each.reason,
                source=each.document,
                cites=each.source,
                new=each.new,
                in_group=True,
                ends_group=each is summary.unsure[-1],
            )
            for each in summary.unsure
        ]
    if summary.to_bring_back:
        days = " and ".join(day_in_words(each.day) for each in summary.to_bring_back)
        advised = f"Advised to see a doctor, slip given: {'; '.join(summary.advised)}"
        found.append(SummaryLine(f"Ask what the doctor said of the spot of {days}", f"{advised}."))
    found += [SummaryLine("Reported later", each) for each in summary.reported]
    if summary.unsigned:
        found.append(SummaryLine("Not signed yet", ends_group=False))
        found += [
            SummaryLine(each, in_group=True, ends_group=each is summary.unsigned[-1]) for each in summary.unsigned
        ]
    looks = (
        ("Check the consent", summary.interpreted),
        ("Go through again", summary.go_through),
        ("Answered fast: ask again", ", ".join(summary.answered_fast)),
        *(("Look at this", each) for each in summary.notes),
    )
    found += [SummaryLine(title, words) for title, words in looks if words]
    found += [SummaryLine("Settled", each, tone=Tone.GO) for each in summary.settled]
    return found + [SummaryLine("Corrected", each) for each in summary.corrected]


def summary_actions(summary: Summary, visit: Visit, *, goes_ahead: bool = False) -> list[Action]:
    """Return what can be done about them; no consent is taken to what is not done, unless somebody `goes_ahead` all the same."""
    possible = is_open(visit)
    is_against = summary.band.outcome is not None and summary.band.outcome >= Outcome.DEFERRED
    to_settle = sum(bool(each.question) for each in summary.unsure)
    can = {
        "settle": f"I looked: settle {'one' if to_settle == 1 else 'them'} ›" if possible and to_settle else "",
        "advise": "Advised to see a doctor, slip given ›" if summary.to_advise else "",
        "doctor_saw": "A doctor has looked ›" if summary.to_bring_back else "",
        "sign": "Sign this, decide later ›" if summary.unsigned else "",
        "take_back": "Take the last one back ›" if summary.unsigned else "",
        "kind": "Name the kind ›" if possible and summary.kinds else "",
        "guardian": "The guardian: note who it is ›" if possible and is_guardian_unseen(visit) else "",
        "consent": f"{summary.consent}: take it on paper ›"
        if possible and visit.checkin and summary.lacks_consent and (goes_ahead or not is_against)
        else "",
        "called_back": "Called back ›" if call_due(visit) is not None else "",
        "next": "Book the next session ›" if summary.may_book_next else "",
        "lot": f"Note the lot of {missing[0]} ›" if (missing := without_lot(visit)) else "",
        "reaction": "A reaction is reported ›" if visit.done is not None else "",
        "answers": (f"{summary.rest} ›" if summary.rest else "All answers ›") if visit.checkin else "",
    }
    main = "called_back" if can["called_back"] else "settle" if summary.looks_first else ""
    return [
        act(name, label, SUMMARY_KEYS[name], f"{'-main' if name == main else '-card'} wide")
        for name, label in can.items()
        if label
    ]


class LastTimePart(Static):
    """What was done and noted last time; `rows` is what it takes."""

    def __init__(self, title: str, said: tuple[tuple[str, str], ...], columns: int) -> None:
        lines = [Content.assemble((f"{name}: ", "$quiet"), words) for name, words in said]
        super().__init__(
            Content.assemble((title, "bold"), "\n", Content("\n").join(lines)), classes="part", markup=False
        )
        self.rows = 2 + sum(len(wrap(f"{name}: {words}", columns)) for name, words in said)


def last_time_part(summary: Summary, columns: int) -> LastTimePart | None:
    """Return what is summary of the last session within so many columns, if there was one."""
    if summary.last_time is None:
        return None
    by = f", {summary.last_time.by}" if summary.last_time.by else ""
    return LastTimePart(f"Last time, {summary.last_time.when}{by}", summary.last_time.lines, columns)


def panel(summary: Summary, columns: int, *, names_who_answered: bool, tells_last_time: bool) -> list[Widget]:
    """Return what is beside the findings, within so many columns; the client's note first, because it must be read."""
    parts: list[Widget] = []
    if summary.note:
        parts.append(_part(summary.note_title, Content(f"“{summary.note}”"), id="note"))
    if summary.wishes:
        parts.append(_part("Calling, needs", Content("\n".join(summary.wishes))))
    if summary.choices:
        parts.append(_part("What would change it", Content("\n".join(summary.choices))))
    parts += [
        _part(f"Answered at {each.first}, again at {each.again}", _changed(each.changes))
        for each in summary.answered_again
    ]
    if summary.changed_since:
        nothing = "" if summary.changes else ": nothing"
        parts.append(_part(f"Changed since {summary.changed_since}{nothing}", _changed(summary.changes)))
    last = last_time_part(summary, columns) if tells_last_time else None
    if last is not None:
        parts.append(last)
    if len(summary.course) > 1:
        dots, days = course_rows(summary.course, columns)
        parts.append(_part("Course", Content.assemble(dots, "\n", (days, "$quiet"))))
    if summary.concerns:
        parts.append(_part("Would like help with", Content(summary.concerns)))
    if summary.steps:
        parts.append(_part("Steps", Content("\n".join(summary.steps))))
    if summary.also_today:
        parts.append(_part("Also today", Content("\n".join(summary.also_today))))
    who = [_sentence(summary.answered)] if names_who_answered else []
    parts.append(
        Static(Content("\n".join((*who, summary.consent, summary.protocol))), classes="part quiet", markup=False)
    )
    signed = (Content("\n".join(rows_of(each, *_SIGNATURE))) for each in summary.signatures)
    return [*parts, *(_part("Signature", each) for each in signed)]


def _part(title: str, content: Content, *, id: str | None = None) -> Static:  # noqa: A002 - Textual's word
    return Static(
        Content("\n").join([Content.styled(title, "bold"), *([content] if content.plain else [])]),
        classes="part",
        id=id,
        markup=False,
    )


def _changed(changes: tuple[ChangedAnswer, ...]) -> Content:
    lines = [Content.assemble(f"{each.short}  {each.before} → ", (each.now, "bold")) for each in changes]
    return Content("\n").join(lines)


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"
