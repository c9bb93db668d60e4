"""What a practitioner is asked before a decision is signed: why, which care, until when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from kiosk.core.phrases import long_day
from kiosk.people.staff import StaffMember
from kiosk.room.next_decisions import advised_decision, next_decisions
from kiosk.room.override import REASONS, Override, signers_line
from kiosk.room.room import Room
from kiosk.room.summary import Summary
from kiosk.visits.visit import Visit
from rules import day_in_words
from screens.staff.pick_screens import OTHER, Pick, PickManyScreen, PickScreen
from screens.staff.reason_asking import ask_reason
from screens.staff.staff_screen import StaffScreen
from screens.staff.text_screens import DateScreen, TextScreen

DECLINE_REASONS = (
    "This treatment does not suit this skin",
    "Another treatment suits better",
    "The client does not want it",
)
CARES = (
    "Gentler setting",
    "Shorter session",
    "Leave an area out",
    "Test a small place first",
    "Soothe and cool afterwards",
)
DECISIONS = (
    ("start", "Call in", "S", "-plain"),
    ("go_ahead", "Go ahead", "G", "-card"),
    ("with_care", "With care", "C", "-card"),
    ("put_off", "Put off", "O", "-card"),
    ("decline", "Decline", "D", "-card"),
    ("finish", "Finish ›", "F", "-card"),
    ("papers", "To take away", "R", "-card"),
)
"""The decisions in the order of the foot: name, label, key, look."""
EARLIER_REASONS = ("The exact day is known now", "I looked: it has healed")
_NO_DAY = "\0none"
_WEEKS = (1, 2, 4)


def put_off_label(summary: Summary, today: date, *, whole: bool) -> str:
    """Name the decision to put off: where only the usual interval asks for a look, it is to wait; with its day in the `whole` of it."""
    if summary.wait_until:
        return f"Wait until {day_in_words(summary.wait_until, today)}" if whole else "Wait"
    return f"Put off to {day_in_words(summary.earliest, today)}" if summary.earliest and whole else "Put off"


async def ask_decision(screen: StaffScreen[Any], summary: Summary, visit: Visit) -> str | None:
    """Ask which decision, of those that can be made; the one that follows from the verdict is above them."""
    possible, advised = next_decisions(visit), advised_decision(visit, summary)
    put_off = put_off_label(summary, screen.clinic.today(), whole=True)
    labels = {name: label.rstrip(" ›") for name, label, *_ in DECISIONS} | {"put_off": put_off}
    picks = [Pick(name, label) for name, label in labels.items() if name in possible]
    if len(picks) == 1:
        return picks[0].value
    follows = next((pick.label.lower() for pick in picks if pick.value == advised), "")
    lead = f"{summary.band.word.capitalize()}{f': {follows}?' if follows else '.'}"
    return await screen.ask(PickScreen(summary.name, picks, lead=lead))


async def ask_override(
    screen: StaffScreen[Any], summary: Summary, signers: Sequence[StaffMember], given: Override | None
) -> Override | None:
    """Ask why a practitioner goes ahead although the rules say less: a reason from the list, and a line typed.

    Who signs besides is said first; what was `given` before, and not everybody signed, is filled in again.
    """
    title, lead = f"{summary.band.word}: why go ahead?", f"You override: {summary.overrides} {signers_line(signers)}"
    picks = [Pick(each, each) for each in REASONS]
    reason = await screen.ask(PickScreen(title, picks, lead=lead.strip(), chosen=given.reason if given else None))
    if reason is None:
        return None
    needed = "A line is needed: type what you saw or were told."
    asked = f"{reason}. What did you see?"
    typed = given.line if given else ""
    line = await screen.ask(TextScreen(title, "In a line", lead=asked, value=typed, needed=needed))
    return Override(reason, line) if line else None


async def ask_second(screen: StaffScreen[Any], signers: Sequence[StaffMember]) -> StaffMember | None:
    """Ask who signs besides."""
    if len(signers) == 1:
        return signers[0]
    picks = [Pick(each.id, each.name, each.role) for each in signers]
    lead = "The rules say not this treatment: somebody else signs, too."
    picked = await screen.ask(PickScreen("Who signs besides you?", picks, lead=lead))
    return next((each for each in signers if each.id == picked), None)


async def ask_care(screen: StaffScreen[Any]) -> tuple[str, ...] | None:
    """Ask which care will be taken: some of the usual, or in own words."""
    picks = [*(Pick(each, each) for each in CARES), Pick(OTHER, "Something else…")]
    cares = await screen.ask(PickManyScreen("With care", picks, lead="What care will you take?", least=1))
    if not cares or OTHER not in cares:
        return cares or None
    typed = await screen.ask(TextScreen("With care", "What care?", needed="Type a few words."))
    return (*(each for each in cares if each != OTHER), typed) if typed else None


async def ask_until(screen: StaffScreen[Any], summary: Summary) -> tuple[date | None, str] | None:
    """Ask until which day to put off, if any, and why where it is sooner than the rules say."""
    today = screen.clinic.today()
    first = summary.earliest or summary.wait_until
    days = [first] if first else []
    days += [today + timedelta(weeks=weeks) for weeks in _WEEKS]
    why = "the first possible day" if summary.earliest else "the usual interval is over"
    picks = [Pick(day.isoformat(), long_day(day), why if day == first else "") for day in dict.fromkeys(days)]
    picks += [Pick(OTHER, "Another day…"), Pick(_NO_DAY, "No day yet", "look again at the next visit")]
    title = "Wait until" if summary.wait_until else "Put off until"
    picked = await screen.ask(PickScreen(title, picks))
    if picked == _NO_DAY:
        return None, ""
    if picked == OTHER:
        day = await screen.ask(DateScreen(title, least=today + timedelta(days=1)))
    else:
        day = date.fromisoformat(picked) if picked else None
    if day is None:
        return None
    if summary.earliest is None or day >= summary.earliest:
        return day, ""
    lead = f"The rules say: {summary.band.detail}."
    reason = await ask_reason(screen, "Why sooner?", EARLIER_REASONS, lead=lead)
    return (day, reason) if reason else None


async def ask_why_decline(screen: StaffScreen[Any], room: Room, visit: Visit) -> str | None:
    """Ask why this treatment is declined; name what is possible today instead."""
    titles = screen.clinic.titles()
    lead = "".join(f"Possible today instead: {titles[other]}. " for other, _ in room.alternatives(visit))
    return await ask_reason(screen, "Decline", DECLINE_REASONS, lead=lead)
