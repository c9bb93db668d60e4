"""Which paper a client takes away: shown, printed or saved."""

from __future__ import annotations

from typing import Any

from kiosk.core.errors import NotFound
from kiosk.core.language import ENGLISH
from kiosk.handouts import take_away
from kiosk.handouts.take_away import LABELS, SaidToClient, TakeAway, nothing_said
from kiosk.visits.visit import Visit
from screens.staff.paper_screen import PaperScreen
from screens.staff.pick_screens import Pick, PickScreen
from screens.staff.staff_screen import StaffScreen

_TITLE = "To take away"


async def ask_at_desk(screen: StaffScreen[Any], visit: Visit, said: SaidToClient) -> None:
    """Ask which paper the desk hands out; `said` says what the slip tells the client besides."""
    picked = await _pick(screen, take_away.at_desk(screen.clinic, visit))
    if picked is not None:
        shown = take_away.is_shown_at_desk(picked, screen.clinic.settings)
        await _show(screen, visit, picked, said, shown=shown)


async def ask_in_room(screen: StaffScreen[Any], visit: Visit) -> None:
    """Ask which paper the practitioner hands out."""
    picked = await _pick(screen, take_away.possible(screen.clinic, visit))
    if picked is not None:
        await _show(screen, visit, picked)


async def show_slip(screen: StaffScreen[Any], visit: Visit, said: SaidToClient) -> None:
    """Show the appointment that took this visit's place."""
    await _show(screen, visit, TakeAway.SLIP, said)


async def show_after_care(screen: StaffScreen[Any], visit: Visit) -> None:
    """Show what the client does at home."""
    await _show(screen, visit, TakeAway.AFTER_CARE, go="Handed out ›")


async def show_advice(screen: StaffScreen[Any], visit: Visit) -> bool:
    """Show the advice to see a doctor; tell whether it was said and given."""
    return await _show(screen, visit, TakeAway.ADVICE, go="Said, slip given ›", back="‹ Back")


async def _pick(screen: StaffScreen[Any], papers: tuple[TakeAway, ...]) -> TakeAway | None:
    """Ask which, where there are several."""
    if not papers:
        raise NotFound("There is nothing to take away for this visit yet.")
    if len(papers) == 1:
        return papers[0]
    picked = await screen.ask(PickScreen(_TITLE, [Pick(each, LABELS[each]) for each in papers]))
    return TakeAway(picked) if picked else None


async def _show(
    screen: StaffScreen[Any],
    visit: Visit,
    what: TakeAway,
    said: SaidToClient = nothing_said,
    *,
    shown: bool = True,
    go: str = "Done ›",
    back: str | None = None,
) -> bool:
    paper = take_away.paper_of(screen.clinic, visit, what, said)
    codes = take_away.codes_of(screen.clinic, visit, what, paper.language)
    english = None
    if paper.language != ENGLISH and what is not TakeAway.CONSENT:
        in_english = take_away.paper_of(screen.clinic, visit, what, said, english=True)
        english = in_english, take_away.codes_of(screen.clinic, visit, what)
    asked = PaperScreen(visit, paper, english=english, codes=codes, go=go, back=back, shown=shown)
    gone_on: bool | None = await screen.ask(asked)
    return gone_on is True
