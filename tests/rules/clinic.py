"""What the tests of the rules say: answers of a client against whom nothing speaks, and short ways to judge them."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from rules import Finding, Verdict, evaluate, protocol
from rules.compare.worked_cases import WorkedCases, cases_beside, load_cases
from rules.reading.loader import shipped_file

PEEL, FACIAL = "parisian-peel", "medical-facial"
TODAY = date(2026, 9, 15)


def shipped_cases(protocol_id: str) -> Path:
    """Where the worked cases of a shipped protocol stand."""
    return cases_beside(shipped_file(protocol_id))


_HEALTHY: dict[str, dict[str, Any]] = {
    PEEL: {
        "area": ["face"],
        "acne_inflamed": "no",
        "pimples_open": "no",
        "herpes_active": "no",
        "rash": "no",
        "strong_sun": "no",
        "lesion": "no",
        "deep_acne": "no",
        "eczema": "no",
        "retinoid": "no",
        "had_before": "no",
        "isotretinoin": "never",
        "rosacea": "no",
        "keratosis": "no",
        "autoimmune": "no",
        "concerns": ["dull"],
    },
    FACIAL: {
        "area": ["face"],
        "goal": "upkeep",
        "skin_type": "normal",
        "laser_planned": "no",
        "extraction_ok": "yes",
        "pimples_open": "no",
        "herpes_active": "no",
        "rash": "no",
        "lesion": "no",
        "retinoid": "no",
        "had_before": "no",
        "isotretinoin": "never",
        "reaction": "no",
    },
}


@cache
def cases_in(file: Path) -> WorkedCases:
    """Read a file of worked examples once, for all tests that look at it."""
    return load_cases(file)


def healthy(treatment: str, **changes: Any) -> dict[str, Any]:
    """Answers against which nothing speaks, but for the changes; None leaves a question unanswered."""
    answers = {**_HEALTHY[treatment], **changes}
    return {question: answer for question, answer in answers.items() if answer is not None}


def judge(treatment: str, on: date = TODAY, **changes: Any) -> Verdict:
    return evaluate(protocol(treatment), healthy(treatment, **changes), on=on)


def peel(on: date = TODAY, **changes: Any) -> Verdict:
    return judge(PEEL, on, **changes)


def facial(on: date = TODAY, **changes: Any) -> Verdict:
    return judge(FACIAL, on, **changes)


def fired(verdict: Verdict) -> list[tuple[str, str, str]]:
    return [(finding.rule, str(finding.outcome), finding.because) for finding in verdict.findings]


def only(verdict: Verdict) -> Finding:
    (finding,) = verdict.findings
    return finding
