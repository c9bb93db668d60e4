"""What the desk says and does at each next step. It begins by offering a private place, and names no condition."""

from dataclasses import dataclass
from datetime import date

from kiosk.core.phrases import long_day
from kiosk.core.settings import Settings
from kiosk.visits.visit import Visit, VisitState
from rules import NextStep, Verdict, step_in_words

_PASSED_ON = "Nothing more: the practitioner calls the client."
_PRIVATE = "“Would you like to talk somewhere more private?”"


@dataclass(frozen=True)
class Advice:
    """What to say, and what to do."""

    next_step: NextStep | None
    title: str
    say: tuple[str, ...]
    do: tuple[str, ...]


def advice(visit: Visit, settings: Settings, today: date) -> Advice:
    """Return the desk's advice for a visit."""
    step = visit.next_step
    if visit.state is VisitState.in_progress:
        return Advice(step, _title(step, visit), (), ("The client is with the practitioner: there is nothing to do.",))
    say, do = _say(step, visit, today), _do(step, visit, settings)
    return Advice(step, _title(step, visit), (*say, *said_to_client(visit, settings)), do)


def said_to_client(visit: Visit, settings: Settings) -> tuple[str, ...]:
    """Return what the findings say to the client, where the clinic lets the desk read it."""
    if not settings.desk_sees_conditions or visit.verdict is None:
        return ()
    return advice_for_client(visit.verdict)


def advice_for_client(verdict: Verdict) -> tuple[str, ...]:
    """Return what the findings say to the client, each once and without a day; some are for staff alone."""
    return tuple(dict.fromkeys(finding.undated.client for finding in verdict.findings if finding.client))


def _title(step: NextStep | None, visit: Visit) -> str:
    words = step_in_words(step, long_day(visit.earliest) if visit.earliest else "") or "check-in is not complete"
    return words[:1].upper() + words[1:]


def _say(step: NextStep | None, visit: Visit, today: date) -> tuple[str, ...]:
    match step:
        case NextStep.ROOM:
            return ("“Thank you. Everything is ready. We will call you.”",)
        case NextStep.PRACTITIONER_FIRST:
            return (_PRIVATE, "“Before we begin, your practitioner would like to have a look with you.”")
        case NextStep.BOOK_FROM:
            day = long_day(visit.earliest, year=visit.earliest.year != today.year) if visit.earliest else ""
            return (_PRIVATE, f"“Today is not the best day for your skin. From {day} on we can plan it well.”")
        case NextStep.PRACTITIONER_TALKS:
            return (_PRIVATE, "“Your practitioner would like to talk with you about what suits you best.”")
        case None:
            return ("“May I help you with the check-in?”",)


def _do(step: NextStep | None, visit: Visit, settings: Settings) -> tuple[str, ...]:
    check = "Check who it is: name and date of birth."
    raised = (f"{visit.raised.by} asked the practitioner to look first: {visit.raised.reason}",) if visit.raised else ()
    if visit.state is VisitState.confirmed:
        may_book = step is NextStep.BOOK_FROM and settings.desk_may_rebook
        return (*raised, "Offer a new day, or let the client wait for the practitioner." if may_book else _PASSED_ON)
    match step:
        case NextStep.ROOM | NextStep.PRACTITIONER_FIRST:
            return (check, *raised, "Pass the visit to the practitioner.")
        case NextStep.BOOK_FROM if settings.desk_may_rebook:
            return (check, *raised, "Offer a new day, or pass the visit to the practitioner.")
        case NextStep.BOOK_FROM:
            return (check, *raised, "Pass the visit to the practitioner, who talks with the client first.")
        case NextStep.PRACTITIONER_TALKS:
            return (check, *raised, "Pass the visit to the practitioner. Book nothing yet, and send nobody home.")
        case None:
            return ("Help at the kiosk, or hand back the answers given so far.",)
