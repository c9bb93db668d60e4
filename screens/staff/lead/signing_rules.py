"""Which rules are in force: read what changed, old and new, then sign; adopt or refuse an overlay."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from kiosk.commands.rules.review_text import review_in_words
from kiosk.core.errors import NotAllowed
from kiosk.core.language_names import english_name
from kiosk.governance.sign_offs import OverlayDecision
from kiosk.lead.languages_signed import readable_reviews, review_language
from kiosk.lead.rulings import keeps_from_signing, to_adopt, to_refuse, weaker_than_signed
from kiosk.replay.sign_off_review import Review, review
from screens.staff.lead.signing_languages import sign_in_app
from screens.staff.page_screens import SureScreen
from screens.staff.pick_screens import Pick, PickScreen
from screens.staff.pin_screen import PinScreen
from screens.staff.staff_screen import StaffScreen
from screens.staff.text_screens import TextScreen

_REASON = 300


async def look_at_rules(screen: StaffScreen[Any]) -> None:
    """Show each treatment's protocol and each overlay; sign, adopt or refuse the one that is picked."""
    clinic = screen.clinic
    picks = []
    for treatment, protocol in clinic.protocols.items():
        signed = clinic.library.in_force(treatment).signed
        by = f"signed by {signed.by}" if signed else "not signed: every visit goes to the practitioner first"
        picks.append(Pick(f"protocol {treatment}", f"{protocol.title}, version {protocol.version}", by))
        languages, problem = readable_reviews(clinic, treatment)
        picks += [
            Pick(
                f"language {each.language} {treatment}",
                f"{protocol.title} in {english_name(each.language)}",
                each.state,
            )
            for each in languages
        ]
        if problem:
            screen.say(problem)
    decided = clinic.library.decided()
    for overlay in clinic.library.overlays():
        ruled = decided.get(overlay)
        state = {"adopt": "adopted", "refuse": "refused"}.get(ruled.decision, "") if ruled else "not decided"
        picks.append(Pick(f"overlay {overlay}", clinic.library.overlay(overlay).says.title, state))
    picked = await screen.ask(PickScreen("Rules in force", picks))
    if picked is None:
        return
    kind, _, name = picked.partition(" ")
    if kind == "language":
        language, _, treatment = name.partition(" ")
        await sign_in_app(screen, review_language(clinic, treatment, language))
    else:
        await (_sign_protocol(screen, name) if kind == "protocol" else _decide(screen, name))


async def _sign_protocol(screen: StaffScreen[Any], treatment: str) -> None:
    screen.say("Reading and proving the rules…", good=True)
    reviewed = await asyncio.to_thread(review, screen.clinic, treatment)
    if reviewed.is_signed and reviewed.signed is not None:
        screen.say(f"{reviewed.protocol.title} is signed already: {reviewed.signed.by}.", good=True)
    else:
        await _sign(screen, [reviewed])


async def _decide(screen: StaffScreen[Any], overlay: str) -> None:
    clinic = screen.clinic
    says = clinic.library.overlay(overlay).says
    picks = [Pick("adopt", "Adopt", "Its questions are asked."), Pick("refuse", "Refuse", "With a reason.")]
    decision = await screen.ask(PickScreen(says.title, picks, lead=says.summary))
    if decision is None:
        return
    because = ""
    if decision == "refuse":
        typed = await screen.ask(
            TextScreen(says.title, "Why is it refused?", needed="A reason is needed.", limit=_REASON)
        )
        if typed is None:
            return
        because = typed
    screen.say("Reading and proving the rules…", good=True)
    reviews = await asyncio.to_thread(to_adopt if decision == "adopt" else to_refuse, clinic, overlay)
    ruling: OverlayDecision = "adopt" if decision == "adopt" else "refuse"
    await _sign(screen, reviews, {overlay: ruling}, {overlay: because})


async def _sign(
    screen: StaffScreen[Any],
    reviews: Sequence[Review],
    decisions: dict[str, OverlayDecision] | None = None,
    reasons: dict[str, str] | None = None,
) -> None:
    """Show what would be signed, then ask for the PIN; what is weaker than before takes a reason."""
    for each in reviews:
        lines = [line or " " for line in review_in_words(each)]
        if not await screen.ask(SureScreen(each.protocol.title, lines, go="I have read it ›")):
            return
    if why := keeps_from_signing(reviews):
        raise NotAllowed(why)
    because = None
    if lead := weaker_than_signed(reviews):
        because = await screen.ask(
            TextScreen("Weaker rules", "Why is it meant?", lead=lead, needed="A reason is needed.", limit=_REASON)
        )
        if because is None:
            return
    words = ", ".join(f"{each.protocol.title}, version {each.protocol.version}" for each in reviews)
    words = words or f"Refuses {', '.join(decisions or {})}."
    member = await screen.ask(PinScreen(screen.member.name, title="Sign the rules", lead=words, go="Sign ›"))
    if member is not None:
        proven = [each.proven(because) for each in reviews]
        await asyncio.to_thread(screen.clinic.sign_protocols, proven, member, decisions, reasons)
        screen.say("Signed." if reviews else "Noted.", good=True)
