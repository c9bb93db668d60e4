"""Going ahead against the rules: a reason from a list and a line typed, and against "not this treatment" a second PIN."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from kiosk.core.clean import clean_note
from kiosk.core.errors import BadInput, NotAllowed
from kiosk.people.staff import StaffMember
from kiosk.visits.books import Books
from kiosk.visits.visit import SignOff
from kiosk.visits.visit_parts import SecondPin
from rules import Finding, Outcome, Verdict

REASONS: Final = (
    "I looked: it is no obstacle",
    "It is not in the area to be treated",
    "Who prescribes it agrees",
    "The client's doctor agrees",
    "Another reason",
)
"""Why the rules may be overridden; a line typed says the rest."""
_LONGEST_LINE: Final = 200


@dataclass(frozen=True)
class Override:
    """Why a practitioner goes ahead although the rules say less, and who signs it besides."""

    reason: str
    line: str
    second: StaffMember | None = None
    """Whose PIN was checked besides the practitioner's own."""


def overridden(verdict: Verdict | None) -> tuple[Finding, ...]:
    """Return the findings that going ahead overrides: those that say not today, or not this treatment."""
    return tuple(each for each in verdict.findings if each.outcome >= Outcome.DEFERRED) if verdict else ()


def needs_second(books: Books, verdict: Verdict | None) -> bool:
    """Tell whether going ahead takes a second PIN."""
    against = any(each.outcome is Outcome.CONTRAINDICATED for each in overridden(verdict))
    return against and books.settings.second_pin


def second_signers(books: Books, first: StaffMember) -> tuple[StaffMember, ...]:
    """Return who may sign besides: leads, and prescribers whom the lead named, but never the first again."""
    return tuple(each for each in books.staff.all() if _may_be_second(each) and each.id != first.id)


def require_signers(books: Books, first: StaffMember, verdict: Verdict | None) -> None:
    """Refuse at once to go ahead where a second PIN is needed and there is nobody who could give it."""
    if needs_second(books, verdict) and not second_signers(books, first):
        raise NotAllowed(
            "The rules say not this treatment: a lead, or a prescriber whom the lead named, signs besides you, and there is "
            "nobody who can. Put off or decline; or ask who runs the kiosk to add a lead (kiosk staff add)."
        )


def signers_line(signers: Sequence[StaffMember]) -> str:
    """Say who has to sign besides, before anything is asked; nothing where nobody has to."""
    if not signers:
        return ""
    named = " or ".join(f"{each.name} ({'lead' if each.role == 'lead' else 'prescriber'})" for each in signers)
    return f"{named} signs besides you, with their own PIN: ask them to come."


def signed_over(
    books: Books, first: StaffMember, verdict: Verdict, override: Override | None, at: datetime
) -> dict[str, Any]:
    """Return what the sign-off of going ahead says of an override; nothing where nothing is overridden."""
    findings = overridden(verdict)
    if not findings:
        return {}
    reason = override.reason if override else ""
    line = clean_note(override.line, _LONGEST_LINE) if override else ""
    if reason not in REASONS:
        raise BadInput("The rules say less than you do. Choose why you go ahead.")
    if not line:
        raise BadInput("Write why you go ahead, in a line.")
    second = override.second if override else None
    if needs_second(books, verdict):
        _require_second(first, second)
    return {
        "reason": reason,
        "line": line,
        "overrides": "contraindicated" if verdict.outcome is Outcome.CONTRAINDICATED else "deferred",
        "overridden": tuple(each.rule for each in findings),
        "second": SecondPin(by=second.name, by_id=second.id, role=second.role, at=at) if second else None,
    }


def still_covers(decided: SignOff, verdict: Verdict) -> bool:
    """Tell whether a decision to go ahead says yes to all that speaks against it now."""
    if decided.is_override and decided.overrides is None:
        return True  # of a record from before it was kept what was overridden
    return {each.rule for each in overridden(verdict)} <= set(decided.overridden)


def _may_be_second(member: StaffMember) -> bool:
    return member.active and (member.role == "lead" or member.prescriber)


def _require_second(first: StaffMember, second: StaffMember | None) -> None:
    if second is None or second.id == first.id or not _may_be_second(second):
        raise NotAllowed(
            "The rules say not this treatment: a lead, or a prescriber whom the lead named, signs besides you, with their own "
            "PIN."
        )
