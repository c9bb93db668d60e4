"""What the desk notes of a client with a visit: who they are, what came after the session, paper and drafts.

A form is a function. It asks over a screen, writes at its end, and says what was noted.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias, cast

from kiosk.core.errors import NotFound
from kiosk.core.phrases import long_day
from kiosk.people.client_book import Client
from kiosk.people.private_mark import PRIVATE_WORDS, PrivateWhy
from kiosk.visits.consent import guardian_words
from kiosk.visits.private_record import mark_private, mark_public
from kiosk.visits.visit import Visit
from screens.reception.desk_screen import DeskScreen
from screens.reception.enter_paper_form import enter_paper_form
from screens.reception.wishes_asking import ask_wishes
from screens.staff.guardian_asking import ask_guardian
from screens.staff.page_screens import SureScreen
from screens.staff.paper_language_asking import ask_paper_language
from screens.staff.pick_screens import Pick, PickScreen
from screens.staff.reaction_asking import ask_called, ask_reaction
from screens.staff.text_screens import TextScreen

Filled: TypeAlias = tuple[Visit, str]
"""The visit as it is after a form was filled in, and a sentence that says what was noted."""


@dataclass
class ShownVisit:
    """The visit that a screen of the desk shows, and its client, as they are now: others may change them while a form is open."""

    visit: Visit
    client: Client


# who it is


async def _correct_name(screen: DeskScreen, shown: ShownVisit) -> Filled | None:
    client = shown.client
    given = await screen.ask(TextScreen("Correct the name", "Given name", value=client.given_name))
    if given is None:
        return None
    needed = "A family name is needed."
    family = await screen.ask(TextScreen("Correct the name", "Family name", value=client.family_name, needed=needed))
    if family is not None:
        screen.desk.correct_name(client, given, family)
        return shown.visit, "The name is corrected."
    return None


async def _note_wishes(screen: DeskScreen, shown: ShownVisit) -> Filled | None:
    """Note how the client is called and what they need."""
    said = await ask_wishes(screen, shown.client)
    if said is not None:
        screen.desk.note_wishes(shown.client, said.call_by, said.name, said.needs)
        return shown.visit, "Noted: how to call the client, and what they need."
    return None


async def _make_private(screen: DeskScreen, shown: ShownVisit) -> Filled | None:
    """Have whoever opens this record asked for a reason, and the lead told."""
    picks = [Pick(why, f"{words[:1].upper()}{words[1:]}") for why, words in PRIVATE_WORDS.items()]
    lead = "Whoever opens this record is then asked why, and the lead is told. Only a lead can undo it."
    why = await screen.ask(PickScreen("Private record", picks, lead=lead))
    if why:
        mark_private(screen.clinic, shown.client.id, cast("PrivateWhy", why), screen.member)
        return shown.visit, "This record is private now."
    return None


async def _make_public(screen: DeskScreen, shown: ShownVisit) -> Filled | None:
    """Take the mark away, as the lead."""
    lines = ["Whoever opens this record is not asked for a reason any more, and you are not told."]
    if await screen.ask(SureScreen("Not private", lines, go="Yes ›")):
        mark_public(screen.clinic, shown.client.id, screen.member)
        return shown.visit, "This record is not private any more."
    return None


async def _vouch(screen: DeskScreen, shown: ShownVisit) -> Filled | None:
    lines = [
        "You know this person, or have seen proof of who they are.",
        "The kiosk may then show what they answered last time.",
    ]
    if await screen.ask(SureScreen("I know them", lines, go="Yes ›")):
        return screen.desk.prove_by_staff(shown.visit), "Noted: you vouch for this client."
    return None


# after the session


async def _note_reaction(screen: DeskScreen, shown: ShownVisit) -> Filled | None:
    """Note what the client reports after the session."""
    found = await ask_reaction(screen)
    if found is not None:
        said, due = found
        visit = screen.desk.note_reaction(shown.visit, said, due)
        return visit, f"Noted. Call back by {long_day(due, year=False)}; the practitioner reads it, too."
    return None


async def _note_call(screen: DeskScreen, shown: ShownVisit) -> Filled | None:
    """Note what came of the call."""
    found = await ask_called(screen)
    if found is not None:
        visit = screen.desk.note_call(shown.visit, *found)
        return visit, "Noted: another call is due." if found[1] else "Noted: the call is closed."
    return None


# paper and drafts


async def _enter_paper(screen: DeskScreen, shown: ShownVisit) -> Filled | None:
    visit = await enter_paper_form(screen, shown.visit)
    return None if visit is None else (visit, "The paper form is entered.")


async def _note_consent(screen: DeskScreen, shown: ShownVisit) -> Filled | None:
    """Keep a consent that was given, or refused, on paper: to the words of the language in which it is."""
    title = "Consent on paper"
    picks = [Pick("yes", "It is signed"), Pick("no", "It was refused")]
    said = await screen.ask(PickScreen(title, picks, lead="What does the signed paper say?"))
    if said == "yes":
        name = await screen.ask(
            TextScreen(title, "Signed by", value=shown.client.full_name, needed="Whose name is on it?")
        )
        language = await ask_paper_language(screen, shown.visit) if name else None
        if name and language:
            return screen.desk.paper_consent(shown.visit, "yes", name, language=language), "The consent is saved."
    elif said == "no":
        language = await ask_paper_language(screen, shown.visit)
        if language:
            return screen.desk.paper_consent(shown.visit, "no", language=language), "Saved: the consent was refused."
    return None


async def _note_guardian(screen: DeskScreen, shown: ShownVisit) -> Filled | None:
    """Note who the guardian is that signed."""
    found = await ask_guardian(screen, guardian_words(shown.visit))
    if found:
        return screen.desk.saw_guardian(shown.visit, *found), "Noted: the guardian was seen."
    return None


async def _hand_back(screen: DeskScreen, shown: ShownVisit) -> Filled | None:
    """Hand a draft back to a kiosk."""
    kiosks = [terminal for terminal in screen.clinic.terminals.all() if terminal.role == "client"]
    if not kiosks:
        raise NotFound("No kiosk has been used yet today. Start one first.")
    picks = [Pick(each.name, each.name, "free" if each.state == "idle" else "in use") for each in kiosks]
    name = await screen.ask(
        PickScreen("Hand back answers", picks, lead="To which kiosk? The client goes on where they stopped.")
    )
    if name:
        screen.desk.hand_back_draft(shown.visit.id, name)
        return shown.visit, f"{name} goes on where the client stopped."
    return None


CLIENT_FORMS: Mapping[str, Callable[[DeskScreen, ShownVisit], Awaitable[Filled | None]]] = MappingProxyType(
    {
        "name": _correct_name,
        "wishes": _note_wishes,
        "private": _make_private,
        "public": _make_public,
        "prove": _vouch,
        "reaction": _note_reaction,
        "called_back": _note_call,
        "paper": _enter_paper,
        "consent": _note_consent,
        "guardian": _note_guardian,
        "hand": _hand_back,
    }
)
"""Each form by the name of its action."""
