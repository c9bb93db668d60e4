"""Whether the consent was explained well: one thing asked back at the first reading of a text, and then once a year. Never a trap."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Final

from kiosk.checkin.texts import answering_texts, signing_texts
from kiosk.core.errors import BadInput
from kiosk.core.language import tr
from kiosk.visits.consent import ConsentText, asked_back_on
from kiosk.visits.visit import Visit
from kiosk.visits.visit_parts import AskedBack
from rules import Period

IN_THE_ROOM: Final = "ask"
"""The answer of a client who would rather ask in the room."""
_YEAR: Final = Period.of("12 months")


@dataclass(frozen=True)
class AskingBack:
    """What is asked back: a heading, the question, and each answer with its words; to ask in the room stands among them."""

    heading: str
    ask: str
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Explanation:
    """What is read after an answer that is not the right one; then the client goes on."""

    heading: str
    paragraphs: tuple[str, ...]


def asking_back(text: ConsentText) -> AskingBack | None:
    """Return what a consent asks back; None where its protocol asks nothing."""
    asked = text.teach_back
    if asked is None:
        return None
    answers = ((each.id, each.label) for each in asked.options)
    return AskingBack(
        tr(signing_texts.EXPLAINED_WELL), asked.ask, (*answers, (IN_THE_ROOM, tr(signing_texts.ASK_IN_THE_ROOM)))
    )


def is_due(visits: Iterable[Visit], text: ConsentText, today: date, zone: tzinfo) -> bool:
    """Tell whether a consent asks back: nobody asked this client about these words, or it was a year ago."""
    if text.teach_back is None:
        return False
    asked = (each for visit in visits for each in asked_back_on(visit))
    days = [each.at.astimezone(zone).date() for each in asked if each.wording == text.wording]
    again = _YEAR.passed_on(max(days)) if days else None
    return again is None or again <= today


def judge_teach_back(text: ConsentText, answer: str, at: datetime) -> tuple[AskedBack, Explanation | None]:
    """Return an answer as it is kept, and what is explained after it; BadInput if it is not one."""
    asked = text.teach_back
    if asked is None or answer not in (IN_THE_ROOM, *(each.id for each in asked.options)):
        raise BadInput(tr(answering_texts.CHOOSE))
    kept = AskedBack(wording=text.wording, answer=answer, right=answer == asked.right, risk=asked.risk, at=at)
    is_wrong = not kept.right and answer != IN_THE_ROOM
    return kept, Explanation(
        tr(signing_texts.SAY_AGAIN), (asked.explain, tr(signing_texts.IN_THE_ROOM_TOO))
    ) if is_wrong else None


def of_these_words(answered: Mapping[str, AskedBack], texts: Iterable[ConsentText]) -> dict[str, AskedBack]:
    """Return what was answered about these texts, by visit, and not about what was in force when the client read before."""
    wording = {text.visit_id: text.wording for text in texts}
    return {visit_id: kept for visit_id, kept in answered.items() if wording.get(visit_id) == kept.wording}
