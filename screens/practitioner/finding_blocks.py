"""The parts of the summary: a finding with its reason and source, the unsure ones as a group, the panel beside them."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from kiosk.core.phrases import Tone
from kiosk.room.summary import Summary
from kiosk.room.verdict_words import UnsureNote


def finding_block(title: str, reason: str, source: str, tone: Tone, *, new: bool = False) -> Static:
    """Return a finding: what was answered, why it counts, where that stands."""
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
        lines.append(Content.assemble(f"{each.short}: {each.answer}", *new, (f"   {each.rule}", "$quiet")))
    return Static(Content("\n").join(lines), classes=f"finding -{Tone.LOOK}", markup=False)


def panel(told: Summary) -> list[Widget]:
    """Return what is beside the findings; the client's note first, because it must be read."""
    parts: list[Widget] = []
    if told.note:
        parts.append(_part("The client's note", Content(f"“{told.note}”"), id="note"))
    if told.changed_since:
        changed = [
            Content.assemble(f"{each.short}  {each.before} → ", (each.now, "bold")) for each in told.changes
        ] or [Content("nothing")]
        parts.append(_part(f"Changed since {told.changed_since}", Content("\n").join(changed)))
    if len(told.course_dots) > 1:
        parts.append(_part("Course", Content.assemble(told.course_dots, "\n", (told.course_days, "$quiet"))))
    if told.concerns:
        parts.append(_part("Would like help with", Content(told.concerns)))
    if told.steps:
        parts.append(_part("Steps", Content("\n".join(told.steps))))
    if told.also_today:
        parts.append(_part("Also today", Content("\n".join(told.also_today))))
    parts.append(Static(_sentence(told.answered), classes="part quiet small", markup=False))
    parts.append(Static(Content(f"{told.consent}\n{told.protocol}"), classes="part quiet", markup=False))
    return parts


def _part(title: str, content: Content, *, id: str | None = None) -> Static:  # noqa: A002 - Textual's word
    return Static(Content.assemble((title, "bold"), "\n", content), classes="part", id=id, markup=False)


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"
