"""The parts of the summary: a finding with its reason and source, the unsure ones as a group, the panel beside them."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from kiosk.core.phrases import Tone
from kiosk.room.course_line import course_rows
from kiosk.room.finding_words import UnsureNote
from kiosk.room.next_decisions import is_open
from kiosk.room.summary import Summary
from kiosk.room.verdict_words import ChangedAnswer
from kiosk.visits import bring_back
from kiosk.visits.consent import is_guardian_unseen
from kiosk.visits.follow_up import call_due
from kiosk.visits.visit import Visit
from rules import day_in_words
from screens.staff.staff_screen import act
from screens.widgets.body_map import BodyMap
from screens.widgets.braille import rows_of

_SIGNATURE = (24, 5)
"""Columns and rows of a signature beside the findings."""

_COLUMNS = 24
"""Columns of the panel's text where it is narrowest."""


def blocks(told: Summary, visit: Visit) -> list[Widget]:
    """Return the findings, and what else is to be looked at or done."""
    blocks: list[Widget] = []
    if told.decided:
        blocks.append(finding_block(f"{told.band.word}: {told.band.detail}", "", "", told.band.tone))
    blocks += [finding_block("Overridden", each, "", Tone.STOP) for each in told.overridden]
    if told.asked_by_desk:
        blocks.append(finding_block("The desk", told.asked_by_desk, "", Tone.LOOK))
    blocks += [finding_block(each.title, each.reason, each.source, each.tone, new=each.new) for each in told.findings]
    if told.unsure:
        blocks.append(unsure_block(told.unsure))
        if is_open(visit) and any(each.question for each in told.unsure):
            blocks.append(
                act("settle", "I looked: settle one ›", "U", "-main wide" if told.looks_first else "-card wide")
            )
    if told.to_advise:
        blocks.append(act("advise", "Advised to see a doctor, slip given ›", "V", "-card wide"))
    if told.to_bring_back:
        blocks.append(finding_block("Bring back", _bring_back(told), "", Tone.LOOK))
        blocks.append(act("doctor_saw", "A doctor has looked ›", "L", "-card wide"))
    blocks += _unsigned(told)
    if told.kinds and is_open(visit):
        blocks.append(act("kind", "Name the kind ›", "K", "-card wide"))
    blocks += _afterwards(told, visit)
    looks = (
        ("Go through again", told.go_through),
        ("Answered fast: ask again", ", ".join(told.answered_fast)),
        *(("Look at this", each) for each in told.notes),
    )
    blocks += [finding_block(title, words, "", Tone.LOOK) for title, words in looks if words]
    blocks += [finding_block("Settled", each, "", Tone.GO) for each in told.settled]
    blocks += [finding_block("Corrected", each, "", Tone.LOOK) for each in told.corrected]
    if visit.checkin is not None:
        rest = f"{told.rest}, nothing else to see: show all ›" if told.rest else "All answers ›"
        blocks.append(act("answers", rest, "A", "-card wide"))
    if is_open(visit) and is_guardian_unseen(visit):
        blocks.append(act("guardian", "The guardian: note who it is ›", "N", "-card wide"))
    if is_open(visit) and visit.checkin is not None and told.lacks_consent:
        blocks.append(act("consent", f"{told.consent}: take it on paper ›", "P", "-card wide"))
    if told.area_ids:
        blocks.append(BodyMap(told.area_ids, chosen=frozenset(told.area_ids)))
    return blocks


def _unsigned(told: Summary) -> Iterator[Widget]:
    if told.unsigned:
        yield finding_block("Not signed yet", "\n".join(told.unsigned), "", Tone.LOOK)
        yield act("sign", "Sign this, decide later ›", "I", "-card wide")
        yield act("take_back", "Take the last one back ›", "B", "-card wide")


def _afterwards(told: Summary, visit: Visit) -> list[Widget]:
    """Return what was reported after the session, and what there is to do about it."""
    if visit.session is None:
        return []
    shown: list[Widget] = [finding_block("Reported later", each, "", Tone.LOOK) for each in told.reported]
    if call_due(visit) is not None:
        shown.append(act("called_back", "Called back ›", "T", "-main wide"))
    return [*shown, act("reaction", "A reaction is reported ›", "E", "-card wide")]


def _bring_back(told: Summary) -> str:
    days = " and ".join(day_in_words(each.day) for each in told.to_bring_back)
    advised = "; ".join(dict.fromkeys(map(bring_back.advised_by, told.to_bring_back)))
    return f"On {days} the client mentioned a spot that no doctor had looked at. {advised}. Ask about it."


def finding_block(title: str, reason: str, source: str, tone: Tone, *, new: bool = False) -> Static:
    """Return a finding: what was answered, why it counts, and its source."""
    head = Content.assemble((title, "bold"), *((("   new", "bold $error"),) if new else ()))
    lines = [
        head,
        *(Content(text) for text in (reason,) if text),
        *(Content.styled(text, "$quiet") for text in (source,) if text),
    ]
    return Static(Content("\n").join(lines), classes=f"finding -{tone}", markup=False)


def unsure_block(unsure: tuple[UnsureNote, ...]) -> Static:
    """Return the unsure answers as one group, a line each."""
    lines = [Content.styled("Look or ask", "bold")]
    for each in unsure:
        new = (("  new", "bold $error"),) if each.new else ()
        lines.append(Content.assemble(f"{each.short}: {each.answer}", *new))
    return Static(Content("\n").join(lines), classes=f"finding -{Tone.LOOK}", markup=False)


def panel(told: Summary) -> list[Widget]:
    """Return what is beside the findings; the client's note first, because it must be read."""
    parts: list[Widget] = []
    if told.note:
        parts.append(_part("The client's note", Content(f"“{told.note}”"), id="note"))
    if told.wishes:
        parts.append(_part("Calling, needs", Content("\n".join(told.wishes))))
    if told.choices:
        parts.append(_part("What would change it", Content("\n".join(told.choices))))
    parts += [
        _part(f"Answered at {each.first}, again at {each.again}", _changed(each.changes))
        for each in told.answered_again
    ]
    if told.changed_since:
        parts.append(_part(f"Changed since {told.changed_since}", _changed(told.changes)))
    if told.last_time is not None:
        lines = [Content.assemble((f"{title}: ", "$quiet"), words) for title, words in told.last_time.lines]
        by = f", {told.last_time.by}" if told.last_time.by else ""
        parts.append(_part(f"Last time, {told.last_time.when}{by}", Content("\n").join(lines)))
    if len(told.course) > 1:
        dots, days = course_rows(told.course, _COLUMNS)
        parts.append(_part("Course", Content.assemble(dots, "\n", (days, "$quiet"))))
    if told.concerns:
        parts.append(_part("Would like help with", Content(told.concerns)))
    if told.steps:
        parts.append(_part("Steps", Content("\n".join(told.steps))))
    if told.also_today:
        parts.append(_part("Also today", Content("\n".join(told.also_today))))
    parts.append(Static(_sentence(told.answered), classes="part quiet small", markup=False))
    parts.append(Static(Content(f"{told.consent}\n{told.protocol}"), classes="part quiet", markup=False))
    if told.signature is not None:
        parts.append(_part("Signature", Content("\n".join(rows_of(told.signature, *_SIGNATURE))), id="signature"))
    return parts


def _part(title: str, content: Content, *, id: str | None = None) -> Static:  # noqa: A002 - Textual's word
    return Static(Content.assemble((title, "bold"), "\n", content), classes="part", id=id, markup=False)


def _changed(changes: tuple[ChangedAnswer, ...]) -> Content:
    lines = [Content.assemble(f"{each.short}  {each.before} → ", (each.now, "bold")) for each in changes]
    return Content("\n").join(lines or [Content("nothing")])


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"
