"""The clinic's own findings, added to what a treatment's protocol says: each a reason for the practitioner to look first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from kiosk.core.language import tr_later
from kiosk.visits.visit import Visit
from rules import HOUSE_RULE, Finding, Outcome, Question, Verdict, answer_in_words, day_in_words

TWO_TREATMENTS = "HOUSE-TWO-TREATMENTS"
OTHER_TREATMENT = "HOUSE-OTHER-TREATMENT"
UNSIGNED = "HOUSE-UNSIGNED"
UNDECIDED = "HOUSE-UNDECIDED"
LESS_STRICT = "HOUSE-LESS-STRICT"
OLDER_RULES = "HOUSE-OLDER-RULES"
MILDER_RULES = "HOUSE-MILDER-RULES"
NO_RULES = "HOUSE-NO-RULES"
OTHER_DAY = "HOUSE-OTHER-DAY"
TITLES: Mapping[str, str] = MappingProxyType(
    {
        TWO_TREATMENTS: "Two treatments on one area",
        OTHER_TREATMENT: "An answer for another treatment",
        UNSIGNED: "The rules are not signed",
        OLDER_RULES: "The rules ask for something else now",
        MILDER_RULES: "The rules say less than at the check-in",
        OTHER_DAY: "Answered on another day",
        LESS_STRICT: "Says less than before",
        NO_RULES: "The treatment has no rules any more",
        UNDECIDED: "Extra questions not decided",
    }
)
"""What each is called where none of the client's answers gives it a title."""
_SOURCE = (HOUSE_RULE,)
_OVERLAYS = {"allergy": "allergies", "extended-screening": "extended screening", "pregnancy": "pregnancy"}


def is_clinic_finding(rule: str) -> bool:
    """Tell whether a finding's rule is the clinic's own, and not the protocol's."""
    return rule.startswith("HOUSE-")


def unsigned(title: str) -> Finding:
    """Say that the lead has not signed this content of the protocol."""
    return _finding(
        UNSIGNED,
        client=tr_later("Our team checks every answer before this treatment."),
        staff=f"The rules for {title} in use here have not been signed by the clinic's lead. Check every answer yourself.",
    )


def undecided(title: str, overlays: Sequence[str]) -> Finding:
    """Say that the lead has not decided yet what is asked beyond the treatment's own source."""
    return _finding(
        UNDECIDED,
        client=tr_later("Our team checks every answer before this treatment."),
        staff=f"The clinic's lead has not decided yet whether {title} asks for {overlays_in_words(overlays)}. Ask the client yourself "
        "what they would, and check every answer.",
    )


def overlays_in_words(overlays: Sequence[str]) -> str:
    """Name overlays in a sentence: "allergies, extended screening and pregnancy"."""
    names = [_OVERLAYS.get(each, each) for each in overlays]
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def older_rules(title: str) -> Finding:
    """Say that since the check-in the rules ask for something else, or in other words."""
    return _finding(
        OLDER_RULES,
        client=tr_later("We have a few more questions for you today."),
        staff=f"The rules for {title} changed after this check-in and ask for something else now, or in other words. Reopen the "
        "check-in, or ask what is new.",
    )


def no_rules(title: str) -> Finding:
    """Say that the treatment was taken out of force since the check-in."""
    return _finding(
        NO_RULES,
        client=tr_later("Our team looks at your answers once more."),
        staff=f"{title} has no rules in force any more, so it can't be given. Ask the lead.",
    )


def milder_rules(title: str, lost: Sequence[Finding]) -> Finding:
    """Say what the rules said about these answers when they were given, and no longer say, or say less strictly."""
    said = " ".join(f"{each.staff} ({each.outcome})" for each in lost)
    return _finding(
        MILDER_RULES,
        client=tr_later("Our team looks at your answers once more."),
        staff=f"The rules for {title} changed after this check-in and say less now. Those it was answered under: {said}",
        outcome=min(Outcome.REVIEW, max(each.outcome for each in lost)),
    )


def less_strict_finding(question: Question, then: object, now: object, said_on: date, today: date) -> Finding:
    """Say that an answer became less strict than it was: the practitioner asks again, and nobody tells the client."""
    before, after = (answer_in_words(question, raw, today=today) for raw in (then, now))
    when = "earlier today" if said_on == today else f"on {day_in_words(said_on, today)}"
    return replace(
        _finding(
            LESS_STRICT,
            client="",
            staff=f"{question.short}: said {before} {when}, and {after} now. Ask again.",
            questions=(question.id,),
        ),
        outcome=Outcome.CAUTION,
    )


def other_day(shorts: Sequence[str], answered_on: date, today: date) -> Finding:
    """Say what was answered about another day's skin: the practitioner asks again."""
    return replace(
        _finding(
            OTHER_DAY,
            client="",
            staff=f"Answered on {day_in_words(answered_on, today)} and of that day: {', '.join(shorts)}. Ask again.",
        ),
        outcome=Outcome.CAUTION,
    )


def two_treatments(areas: Iterable[str], other_title: str) -> Finding:
    """Two treatments of one day meet on the same area; `areas` in words."""
    where = ", ".join(areas)
    return _finding(
        TWO_TREATMENTS,
        client=tr_later("You have two treatments today. We will plan them together with you."),
        staff=f"{other_title} is planned on the same area today ({where}). Decide whether both, and in which order.",
        questions=("area",),
    )


def other_treatment(found: Finding, other_title: str, said_on: date) -> Finding:
    """Another treatment was put off or ruled out, today or lately."""
    word = "rules out" if found.outcome is Outcome.CONTRAINDICATED else "puts off"
    return _finding(
        OTHER_TREATMENT,
        client=tr_later("We would like to look at what you told us for another treatment."),
        staff=f"On {day_in_words(said_on)} an answer was given that {word} {other_title}: {found.staff}",
    )


def _finding(
    rule: str, *, client: str, staff: str, questions: tuple[str, ...] = (), outcome: Outcome = Outcome.REVIEW
) -> Finding:
    return Finding(
        rule=rule,
        outcome=outcome,
        because="yes",
        client=client,
        staff=staff,
        source=_SOURCE,
        questions=questions,
    )


def against_others(
    visit: Visit, others: Sequence[Visit], titles: dict[str, str], *, on: date, valid_days: int
) -> tuple[Finding, ...]:
    """Return what other treatments of the same client say against this one.

    `others` are the client's other visits. A contraindication counts for ever, a deferral for `valid_days`.
    """
    found: dict[str, Finding] = {}
    for other in sorted(others, key=lambda each: (each.day, each.start), reverse=True):
        verdict = other.verdict
        if verdict is None or other.id == visit.id or other.treatment == visit.treatment:
            continue
        said_on = _said_on(other, verdict, on)
        for finding in verdict.findings if said_on <= on else ():
            if finding.rule not in found and _counts(finding, said_on, on=on, valid_days=valid_days):
                title = titles.get(other.treatment, other.treatment)
                found[finding.rule] = other_treatment(finding, title, said_on)
    return tuple(found.values())


def _said_on(other: Visit, verdict: Verdict, on: date) -> date:
    """Return since when a visit's findings are known: one that is still to come is judged for its day, and was told before."""
    if verdict.on <= on or other.checkin is None:
        return verdict.on
    return date.fromisoformat(other.checkin.answers["answered_on"])


def _counts(finding: Finding, said_on: date, *, on: date, valid_days: int) -> bool:
    if finding.outcome is Outcome.CONTRAINDICATED:
        return True
    return finding.outcome is Outcome.DEFERRED and (on - said_on).days <= valid_days


def same_areas(visit_areas: frozenset[str], other_areas: frozenset[str]) -> frozenset[str]:
    """Return the areas that two treatments share; `other` in both may be the same place, so it counts."""
    return visit_areas & other_areas
