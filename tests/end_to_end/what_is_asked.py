"""What is asked before each treatment, what somebody answers who has nothing to tell, and what is then on record."""

from __future__ import annotations

from tests.end_to_end.at_the_kiosk import Said

PEEL: tuple[tuple[str, Said], ...] = (
    ("Which areas would", ["Face"]),
    ("Do you have spots that are red", "No"),
    ("Do you have spots that are open", "No"),
    ("Do you have a cold sore", "No"),
    ("Do you have a rash", "No"),
    ("Will you be in strong sun", "No"),
    ("Do you have a new, changing", "No"),
    ("Do you have deep, painful", "No"),
    ("Do you have eczema", "No"),
    ("Have you used a retinol", "No"),
    ("Have you had a Parisian Peel", "No"),
    ("Have you ever taken Accutane", "No, never"),
    ("Have you ever had rosacea", "No"),
    ("Have you ever had a keratosis", "No"),
    ("Do you have an autoimmune", "No"),
    ("What would you like help with", ["Dull skin"]),
    ("Is there anything else", None),
)
"""What is asked before a peel, in this order, and what somebody answers who has nothing to tell."""
PEEL_ON_RECORD = {
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
}
FACIAL: tuple[tuple[str, Said], ...] = (
    ("Which areas would", ["Face"]),
    ("What would you like most", "Keep my"),
    ("What is your skin like", "Normal"),
    ("Is a laser part of", "No"),
    ("May we clear clogged", "Yes"),
    ("Do you have spots that are open", "No"),
    ("Do you have a cold sore", "No"),
    ("Do you have a rash", "No"),
    ("Do you have a new, changing", "No"),
    ("Have you used a retinol", "No"),
    ("Have you had a medical", "No"),
    ("Have you ever taken Accutane", "No, never"),
    ("Has a skin product", "No"),
    ("Is there anything else", None),
)
FACIAL_ON_RECORD = {
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
}
STILL_SO = "Yes, this is"


def differently(answers: tuple[tuple[str, Said], ...], **said: Said) -> list[tuple[str, Said]]:
    """Return the answers, but for those to the questions in which a word occurs."""
    return [(asks, next((other for word, other in said.items() if word in asks), usual)) for asks, usual in answers]
