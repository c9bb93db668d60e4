"""What the ids of questions stand for: the kiosk and its protocols know them by these, so none is free for another matter.

An answer goes by the id of its question: into the record, to other treatments, to what the practitioner settles once for all.
"""

import re
from collections.abc import Iterator
from typing import Final

from rules.checks.results import Counterexample
from rules.model.fields import QuestionType
from rules.model.protocol import Protocol, Question

WORDS_OF_ID: Final = {
    "acids": "acid|scrub|peroxide",
    "acne_inflamed": "red|sore|swollen|inflamed",
    "allergy": "allerg",
    "area": "area|place|where|part",
    "autoimmune": "autoimmun",
    "blood_thinner": "thin|blood|clot",
    "breastfeeding": "breast|nurs",
    "chemical_peel": "peel",
    "cold_sores_often": "cold sore|herpes|fever blister",
    "contact_lenses": "lens",
    "current_planned": "current",
    "deep_acne": "deep|lump|cyst",
    "eczema": "eczema",
    "extraction_ok": "pore|extract|blackhead",
    "filler": "filler",
    "had_before": "before|ever had|first",
    "herpes_active": "cold sore|herpes|fever blister",
    "isotretinoin": "isotretinoin|accutane",
    "keloid": "scar|keloid",
    "keratosis": "keratos",
    "laser_planned": "laser",
    "lesion": "mole|lump|lesion|growth",
    "light_medicine": "sun|light",
    "low_immunity": "defence|defense|immun",
    "pacemaker": "pacemaker",
    "pimples_open": "open|weep|pimple",
    "pregnant": "pregnan|expecting",
    "rash": "rash",
    "rash_where": "rash|wound|sore skin|where is it",
    "reacted_here": "here|last visit|last time",
    "reaction": "product|cream|react",
    "retinoid": "retin",
    "rosacea": "rosacea",
    "skin_type": "skin",
    "slow_healing": "heal",
    "strong_sun": "sun",
    "sunburn": "sunburn|burn",
    "toxin": "botox|toxin",
    "waxed": "wax",
}
"""For each id that ships, the words that say what it is about: a question with that id uses one of them."""
TYPES: Final = {"area": QuestionType.AREAS, "concerns": QuestionType.ANY_OF, "note": QuestionType.NOTE}
"""Questions that the kiosk itself looks at, and so knows by their type."""


def judge(protocol: Protocol) -> Iterator[Counterexample]:
    """Find a question under an id that stands for something else."""
    for question in protocol.questions:
        known = TYPES.get(question.id)
        if known is not None and question.type is not known:
            yield Counterexample(
                f'questions.{question.id} is of type {question.type.value}; the kiosk knows "{question.id}" as a question of '
                f"type {known.value}. Give it another id."
            )
        words = WORDS_OF_ID.get(question.id)
        if words is not None and not _speaks_of(question, words):
            named = words.replace("|", ", ")
            yield Counterexample(
                f'questions.{question.id}.ask does not speak of what "{question.id}" stands for (no word of: {named}): '
                f'"{question.ask}" Ask for that, or give it another id.'
            )


def _speaks_of(question: Question, words: str) -> bool:
    return re.search(rf"\b(?:{words})", question.ask, re.IGNORECASE) is not None
