"""Clients who check in with one finger, and how often they touch the screen for it."""

from __future__ import annotations

from datetime import date, timedelta

from kiosk.core.actor import Actor
from kiosk.visits.visit import Visit
from screens.client.question_screens import REST_SECONDS, QuestionScreen
from screens.widgets import Choice
from tests.screens.leading import harmless
from tests.screens.stage import Stage
from tests.screens.widgets.test_signature_pad import LETTER, draw

MOST_FIRST = 48
"""Touches of a first peel: a name of six letters, no telephone, a drawn signature, the question whether we explained it well."""
MOST_RETURNING = 32
"""Touches of a client with a scanned code who was here before."""
RETURNING = "LU113"
_NAME, _BORN = "Morgan", date(1985, 3, 2)
_MOST_SCREENS = 60
_BOOKING = Actor(name="tests", role="system")


class Finger:
    """Touches what it needs, and counts; waits where the kiosk goes on by itself."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.touches = 0
        self.screens: list[str] = []
        self.asked: list[str] = []

    async def touch(self, target: str) -> None:
        """Touch what says this."""
        self.touches += 1
        await self.stage.tap(target)

    async def key(self, sign: str) -> None:
        """Touch a key of the screen."""
        self.touches += 1
        await self.stage.tap(
            next(key for key in self.stage.app.screen.query("Key") if key.value.upper() == sign.upper())
        )

    async def card(self, value: object) -> None:
        """Touch an answer."""
        self.touches += 1
        await self.stage.tap(next(card for card in self.stage.app.screen.query(Choice) if card.value == value))

    async def to_the_end(self) -> None:
        """Check in, harmless in every answer, from the screen in view to "Thank you"."""
        for _ in range(_MOST_SCREENS):
            screen = self.stage.screen
            if screen == "DoneScreen":
                return
            self.screens.append(screen)
            await self._past(screen)
        raise AssertionError(f"no end in view: {self.stage.text}")

    async def _past(self, screen: str) -> None:
        stage = self.stage
        if isinstance(stage.app.screen, QuestionScreen):
            await self._answer(stage.app.screen)
            return
        match screen:
            case "OpeningScreen":
                await self.touch("#by-name")
            case "NameScreen":
                for letter in _NAME:
                    await self.key(letter)
                await self.touch("#go")
            case "BirthScreen":
                for digit in f"{_BORN:%d%m%Y}":
                    await self.key(digit)
                await self.touch("#go")
            case "YourVisitScreen":
                await self.touch("Yes, this is my visit")
            case "TeachBackScreen":
                asking = stage.app.screen.check_in.asked_back  # type: ignore[attr-defined]
                await self.card(asking.answers[0][0])
            case "SignatureScreen":
                self.touches += 2
                await draw(stage, LETTER)
                await draw(stage, LETTER[:2])
                await self.touch("#go")
            case _:
                await self.touch("#go")

    async def _answer(self, screen: QuestionScreen) -> None:
        self.asked.append(screen.asked.question.id)
        kind = type(screen).__name__
        if kind == "LastAnswerScreen":
            await self.card("same")
        elif kind == "ChoiceScreen":
            await self.card(harmless(screen.asked))
        else:
            if not screen.asked.may_be_left:
                await self.card(harmless(screen.asked)[0])
            await self.touch("#go")
            return
        await self.stage.rest(REST_SECONDS)


async def first_peel(stage: Stage) -> Finger:
    """Check in as somebody who is here for the first time, for a peel, and whose telephone nobody knows."""
    clients = stage.clinic.clients
    morgan = clients.add(clients.new("Ada", _NAME, _BORN), _BOOKING)
    now = stage.clinic.now()
    visits = stage.clinic.visits
    visit = Visit(
        id=visits.new_id(),
        client_id=morgan.id,
        day=now.date(),
        start=(now + timedelta(minutes=10)).time().replace(second=0, microsecond=0),
        treatment="parisian-peel",
    )
    visits.save(visit, _BOOKING, "visit.book")
    finger = Finger(stage)
    await finger.to_the_end()
    return finger


async def returning(stage: Stage) -> Finger:
    """Check in as somebody who was here before, and whose booking code a scanner reads."""
    await stage.burst(*RETURNING, "enter")
    finger = Finger(stage)
    await finger.to_the_end()
    return finger
