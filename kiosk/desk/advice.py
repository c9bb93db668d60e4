"""What the desk says and does at each next step. It begins by offering a private place, and names no condition.

What is said to a client is there in the client's language, too.
"""

from dataclasses import dataclass
from datetime import date

from kiosk.core.language import ENGLISH, languages, speaking, tr, tr_later
from kiosk.core.local_dates import local_long_day
from kiosk.core.phrases import long_day
from kiosk.core.settings import Settings
from kiosk.desk.desk_first import desk_first, missing_at_desk
from kiosk.visits.books import Books
from kiosk.visits.clinic_findings import is_clinic_finding
from kiosk.visits.paper_language import for_clients
from kiosk.visits.visit import Visit, VisitState
from rules import Finding, NextStep, Protocol, Verdict, step_in_words

_PASSED_ON = "Nothing more: the practitioner calls the client."
_AFTER_A_NO = (
    "The client said no to the consent, and was asked to take a seat. Talk with them, or tell the practitioner; then note it (C).",
    "If they change their mind, let them answer again (A).",
)
_GO_TO_THEM = (
    "The client asked at the kiosk to talk in private. Go to them, say no name, and offer a place where nobody listens; "
    "then note it ({key})."
)
_PRIVATE = tr_later("“Would you like to talk somewhere more private?”")


_LOOK_TOGETHER = tr_later("There is one thing we would like to look at with you first.")


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
    with speaking(ENGLISH):
        say = _say(visit, settings, today)
    findings = visit.verdict if settings.desk_sees_conditions else None
    to_client = advice_for_client(findings) if findings else ()
    do = _AFTER_A_NO if visit.said_no else _do(step, visit, settings)
    if visit.asks_private:
        do = (_GO_TO_THEM.format(key="C" if visit.state is VisitState.declined else "N"), *do)
    return Advice(step, _title(step, visit), (*say, *to_client), do)


def say_in(books: Books, visit: Visit, language: str) -> tuple[str, ...]:
    """Return each sentence that the desk says of a visit in a client's language; nothing where the kiosk has no words in it."""
    if language not in languages() or visit.state is VisitState.in_progress:
        return ()
    with speaking(language):
        say = _say(visit, books.settings, books.today())
    return (*say, *_to_client(books, visit, language).values())


def say_no_time(language: str) -> str:
    """Return the words for a client who asked for a time today, of which none is left, in their language."""
    with speaking(language):
        return tr("“I am sorry, there is no time left today.”")


def said_to_client(books: Books, visit: Visit, language: str) -> tuple[str, ...]:
    """Return what the findings say to the client in a language, each once, where the clinic lets the desk read it."""
    return tuple(dict.fromkeys(_to_client(books, visit, language).values()))


def _to_client(books: Books, visit: Visit, language: str) -> dict[str, str]:
    """Return the sentences in a language by their English."""
    verdict = visit.verdict if books.settings.desk_sees_conditions else None
    findings = [each.undated for each in verdict.findings if each.client] if verdict else []
    words = for_clients(books, books.judge.rules_of(visit), language) if findings and language != ENGLISH else None
    with speaking(language):
        return {each.client: each.client if language == ENGLISH else _in_language(each, words) for each in findings}


def _in_language(finding: Finding, words: Protocol | None) -> str:
    """Say a finding to the client by its rule's words; one that is not settled, or whose words nobody signed, in general ones."""
    if is_clinic_finding(finding.rule):
        return tr(finding.client)
    texts = {rule.id: rule.client for rule in words.rules} if words is not None and finding.because == "yes" else {}
    return texts.get(finding.rule) or tr(_LOOK_TOGETHER)


def advice_for_client(verdict: Verdict) -> tuple[str, ...]:
    """Return what the findings say to the client, each once and without a day; some are for staff alone."""
    return tuple(dict.fromkeys(finding.undated.client for finding in verdict.findings if finding.client))


def _title(step: NextStep | None, visit: Visit) -> str:
    words = step_in_words(step, long_day(visit.earliest) if visit.earliest else "") or "check-in is not complete"
    return words[:1].upper() + words[1:]


def _say(visit: Visit, settings: Settings, today: date) -> tuple[str, ...]:
    said = _of_its_step(visit, settings, today)
    return (tr(_PRIVATE), *said) if visit.asks_private and tr(_PRIVATE) not in said else said


def _of_its_step(visit: Visit, settings: Settings, today: date) -> tuple[str, ...]:
    if not visit.said_no and (missing := desk_first(visit, settings)):
        return (tr(missing.say),)
    match NextStep.PRACTITIONER_TALKS if visit.said_no else visit.next_step:
        case NextStep.ROOM:
            return (tr("“Thank you. Everything is ready. We will call you.”"),)
        case NextStep.PRACTITIONER_FIRST:
            return (tr(_PRIVATE), tr("“Before we begin, your practitioner would like to have a look with you.”"))
        case NextStep.BOOK_FROM:
            day = local_long_day(visit.earliest, year=visit.earliest.year != today.year) if visit.earliest else ""
            plan = tr("“Today is not the best day for your skin. From {day} on we can plan it well.”").format(day=day)
            return (tr(_PRIVATE), plan)
        case NextStep.PRACTITIONER_TALKS:
            return (tr(_PRIVATE), tr("“Your practitioner would like to talk with you about what suits you best.”"))
        case None:
            return (tr("“May I help you with the check-in?”"),)


def _do(step: NextStep | None, visit: Visit, settings: Settings) -> tuple[str, ...]:
    check = "Check who it is: name and date of birth."
    raised = (f"{visit.raised.by} asked the practitioner to look first: {visit.raised.reason}",) if visit.raised else ()
    missing = missing_at_desk(visit, settings)
    first = (missing.do,) if missing else ()
    if visit.state is VisitState.confirmed:
        may_book = step is NextStep.BOOK_FROM and settings.desk_may_rebook
        offered = "Offer a new day, or let the client wait for the practitioner."
        return (*raised, *(first or (offered if may_book else _PASSED_ON,)))
    match step:
        case NextStep.ROOM | NextStep.PRACTITIONER_FIRST:
            return (check, *raised, *first, "Pass the visit to the practitioner.")
        case NextStep.BOOK_FROM if settings.desk_may_rebook:
            return (check, *raised, "Offer a new day, or pass the visit to the practitioner.")
        case NextStep.BOOK_FROM:
            return (check, *raised, "Pass the visit to the practitioner, who talks with the client first.")
        case NextStep.PRACTITIONER_TALKS:
            return (check, *raised, "Pass the visit to the practitioner. Book nothing yet, and send nobody home.")
        case None:
            return ("Help at the kiosk, or hand back the answers given so far.",)
