"""Consent to a treatment: its text, with what the client reads before it, bound together by one hash."""

from typing import Literal

from kiosk.checkin_steps.shapes import ConsentText, Information
from kiosk.errors import BadInput
from kiosk.hashes import content_sha
from kiosk.visit import Visit
from rules import INCOMPLETE, Outcome, Protocol, Verdict

_LONGEST_NAME = 200


def consent_text(visit_id: str, protocol: Protocol, by: Literal["client", "guardian"] = "client") -> ConsentText:
    """Return the text of a treatment's consent; a claim that its source qualifies comes with what qualifies it."""
    information = Information(
        indications=tuple(each.text for each in protocol.indications),
        results=tuple(each.text for each in protocol.results),
        cons=tuple(each.text for each in protocol.cons),
        risks=tuple(each.text for each in protocol.risks),
    )
    title, paragraphs = protocol.consent.title, protocol.consent.paragraphs
    sha = content_sha(
        title, paragraphs, information.indications, information.results, information.cons, information.risks
    )
    return ConsentText(
        visit_id=visit_id,
        treatment=protocol.id,
        title=title,
        paragraphs=paragraphs,
        information=information,
        sha=sha,
        by=by,
    )


def content(text: ConsentText) -> dict[str, object]:
    """Return a consent's words as they are kept under its hash."""
    return {
        "title": text.title,
        "paragraphs": list(text.paragraphs),
        "indications": list(text.information.indications),
        "results": list(text.information.results),
        "cons": list(text.information.cons),
        "risks": list(text.information.risks),
    }


def is_asked(verdict: Verdict) -> bool:
    """Tell whether consent is asked under a verdict: only where the treatment may be given today, if only after a look."""
    return verdict.outcome != INCOMPLETE and verdict.outcome <= Outcome.REVIEW


def is_missing(visit: Visit) -> bool:
    """Tell whether a visit cannot go ahead for want of a consent."""
    return visit.checkin is None or visit.checkin.consent is None or not visit.checkin.consent.given


def typed_name(text: str) -> str:
    """Check a typed name that stands for a signature."""
    if not any(character.isalpha() for character in text):
        raise BadInput("Please type your full name to say yes.")
    return text[:_LONGEST_NAME]
