"""The forms of one visit at the desk: who the client is, what came after the session, paper and drafts."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar, cast

from kiosk.core.errors import NotFound
from kiosk.core.phrases import long_day
from kiosk.desk.desk import Desk
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
from screens.staff.pick_screens import Pick, PickScreen
from screens.staff.reaction_asking import ask_called, ask_reaction
from screens.staff.text_screens import TextScreen

_FORMS = {
    "raise": "Look first",
    "accept": "Take in",
    "move": "Another day",
    "reassign": "Reassign",
    "name": "Correct the name",
    "wishes": "Calling, needs",
    "paper": "Paper form",
    "consent": "Consent on paper",
    "guardian": "Guardian seen",
    "hand": "Hand back answers",
    "reaction": "Reaction",
    "called_back": "Called back",
}


class ClientForms(DeskScreen):
    """A visit at the desk, with what is asked about its client. Each form writes at its end, and only then."""

    forms: ClassVar[Mapping[str, str]] = MappingProxyType(_FORMS)

    def __init__(self, visit: Visit, client: Client) -> None:
        super().__init__()
        self.visit = visit
        self.client = client
        self.changed: tuple[str, ...] = ()
        """What somebody else changed since this desk changed something itself."""

    def form_of(self, name: str) -> tuple[str, str]:  # noqa: ARG002
        """Return this visit and its client."""
        return self.visit.id, self.client.full_name

    @property
    def desk(self) -> Desk:
        """What this member of staff may do at the desk."""
        return self.clinic.desk(self.member)

    async def done(self, visit: Visit, sentence: str) -> None:
        """Show the visit as it is after a change of this desk's own, and say what was done."""
        self.form_is_over()
        self.visit, self.client, self.changed = visit, self.clinic.clients.get(visit.client_id), ()
        await self.refresh_facts()
        self.say(sentence, good=True)

    # -- who it is -------------------------------------------------------------------------------------------------

    async def do_name(self) -> None:
        client = self.client
        given = await self.ask(TextScreen("Correct the name", "Given name", value=client.given_name))
        if given is None:
            return
        needed = "A family name is needed."
        family = await self.ask(TextScreen("Correct the name", "Family name", value=client.family_name, needed=needed))
        if family is not None:
            self.desk.correct_name(client, given, family)
            await self.done(self.visit, "The name is corrected.")

    async def do_wishes(self) -> None:
        """Note how the client is called and what they need."""
        said = await ask_wishes(self, self.client)
        if said is not None:
            self.desk.note_wishes(self.client, said.call_by, said.name, said.needs)
            await self.done(self.visit, "Noted: how to call the client, and what they need.")

    async def do_private(self) -> None:
        """Have whoever opens this record asked for a reason, and the lead told."""
        picks = [Pick(why, f"{words[:1].upper()}{words[1:]}") for why, words in PRIVATE_WORDS.items()]
        lead = "Whoever opens this record is then asked why, and the lead is told. Only a lead can undo it."
        why = await self.ask(PickScreen("Private record", picks, lead=lead))
        if why:
            mark_private(self.clinic, self.client.id, cast("PrivateWhy", why), self.member)
            await self.done(self.visit, "This record is private now.")

    async def do_public(self) -> None:
        """Take the mark away, as the lead."""
        lines = ["Whoever opens this record is not asked for a reason any more, and you are not told."]
        if await self.ask(SureScreen("Not private", lines, go="Yes ›")):
            mark_public(self.clinic, self.client.id, self.member)
            await self.done(self.visit, "This record is not private any more.")

    async def do_prove(self) -> None:
        lines = [
            "You know this person, or have seen proof of who they are.",
            "The kiosk may then show what they answered last time.",
        ]
        if await self.ask(SureScreen("I know them", lines, go="Yes ›")):
            await self.done(self.desk.prove_by_staff(self.visit), "Noted: you vouch for this client.")

    # -- after the session -----------------------------------------------------------------------------------------

    async def do_reaction(self) -> None:
        """Note what the client reports after the session."""
        found = await ask_reaction(self)
        if found is not None:
            said, due = found
            visit = self.desk.note_reaction(self.visit, said, due)
            await self.done(visit, f"Noted. Call back by {long_day(due, year=False)}; the practitioner reads it, too.")

    async def do_called_back(self) -> None:
        """Note what came of the call."""
        found = await ask_called(self)
        if found is not None:
            visit = self.desk.note_call(self.visit, *found)
            await self.done(visit, "Noted: another call is due." if found[1] else "Noted: the call is closed.")

    # -- paper and drafts ------------------------------------------------------------------------------------------

    async def do_paper(self) -> None:
        visit = await enter_paper_form(self, self.visit)
        if visit is not None:
            await self.done(visit, "The paper form is entered.")

    async def do_consent(self) -> None:
        """Keep a consent that was given on paper."""
        title = "Consent on paper"
        picks = [Pick("yes", "It is signed"), Pick("no", "It was refused")]
        said = await self.ask(PickScreen(title, picks, lead="What does the signed paper say?"))
        if said == "yes":
            name = await self.ask(
                TextScreen(title, "Signed by", value=self.client.full_name, needed="Whose name is on it?")
            )
            if name:
                await self.done(self.desk.paper_consent(self.visit, "yes", name), "The consent is saved.")
        elif said == "no":
            await self.done(self.desk.paper_consent(self.visit, "no"), "Saved: the consent was refused.")

    async def do_guardian(self) -> None:
        """Note who the guardian is that signed."""
        found = await ask_guardian(self, guardian_words(self.visit))
        if found:
            await self.done(self.desk.saw_guardian(self.visit, *found), "Noted: the guardian was seen.")

    async def do_hand(self) -> None:
        """Hand a draft back to a kiosk."""
        kiosks = [terminal for terminal in self.clinic.terminals.all() if terminal.role == "client"]
        if not kiosks:
            raise NotFound("No kiosk has been used yet today. Start one first.")
        picks = [Pick(each.name, each.name, "free" if each.state == "idle" else "in use") for each in kiosks]
        name = await self.ask(
            PickScreen("Hand back answers", picks, lead="To which kiosk? The client goes on where they stopped.")
        )
        if name:
            self.desk.hand_back_draft(self.visit.id, name)
            await self.done(self.visit, f"{name} goes on where the client stopped.")
