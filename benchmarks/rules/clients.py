"""A thousand clients from a seed: most healthy, every rule met by some, every answer known and given."""

from datetime import date, timedelta
from random import Random
from typing import Any

from benchmarks.rules.rulebook import AREAS, FAR_AWAY

ON = date(2026, 9, 15)
COUNT = 1_000
SEED = 20_260_915
_YES_NO = {
    "parisian-peel": (
        "acne_inflamed", "pimples_open", "herpes_active", "strong_sun", "lesion",
        "deep_acne", "eczema", "rosacea", "keratosis", "autoimmune",
    ),
    "medical-facial": ("laser_planned", "reaction", "herpes_active", "pimples_open", "lesion"),
}  # fmt: skip
_OFTEN_YES = 0.08
Client = dict[str, dict[str, Any]]


def clients(protocol: str) -> list[Client]:
    """Return each client's answers as given ("raw"), and the facts that the peers are handed ("facts")."""
    dice = Random(f"{SEED} {protocol}")
    return [_client(protocol, dice) for _ in range(COUNT)]


def _client(protocol: str, dice: Random) -> Client:
    peel = protocol == "parisian-peel"
    area = _some(dice, ("face", "neck", "decollete", *(("hands",) if peel else ())))
    if dice.random() < _OFTEN_YES:
        area.append("other")
    raw: dict[str, Any] = {question: _yes(dice) for question in _YES_NO[protocol]}
    raw |= {"area": area, "note": "A word to the practitioner." if dice.random() < _OFTEN_YES else ""}
    if peel:
        raw["concerns"] = ["none"]
    else:
        raw["goal"] = dice.choice(("upkeep", "acne", "dark_spots", "aging", "dull"))
        raw["skin_type"] = dice.choice(("dry", "oily", "combination", "sensitive", "normal"))
        raw["extraction_ok"] = "no" if dice.random() < _OFTEN_YES else "yes"
    facts = {"isotretinoin_months": FAR_AWAY, "retinoid_days": FAR_AWAY, "session_days": FAR_AWAY, "rash_where": []}
    raw["rash"] = _yes(dice)
    if raw["rash"] == "yes":
        # Two places called "other" may or may not be one; that is for a person, and none of the peers can say so.
        raw["rash_where"] = facts["rash_where"] = _some(dice, AREAS[:-1] if "other" in area else AREAS)
    raw["isotretinoin"] = dice.choices(("never", "now", "stopped"), (80, 5, 15))[0]
    if raw["isotretinoin"] == "stopped":
        facts["isotretinoin_months"] = _full_months(_last(dice, raw, "isotretinoin_last", 400))
    for gate, last, longest in (("retinoid", "retinoid_last", 10), ("had_before", "session_last", 60)):
        raw[gate] = "yes" if dice.random() < 0.4 else "no"
        if raw[gate] == "yes":
            facts[last.replace("_last", "_days")] = (ON - _last(dice, raw, last, longest)).days
    return {"raw": raw, "facts": {**raw, **facts}}


def _yes(dice: Random) -> str:
    return "yes" if dice.random() < _OFTEN_YES else "no"


def _some(dice: Random, places: tuple[str, ...]) -> list[str]:
    return dice.sample(places, dice.randint(1, 2))


def _last(dice: Random, raw: dict[str, Any], question: str, longest: int) -> date:
    day = ON - timedelta(days=dice.randint(0, longest))
    raw[question] = day.isoformat()
    return day


def _full_months(since: date) -> int:
    """Count the calendar months that have fully passed, with a reckoning of its own."""
    months = 0
    while _months_later(since, months + 1) <= ON:
        months += 1
    return months


def _months_later(since: date, months: int) -> date:
    years, month = divmod(since.month - 1 + months, 12)
    for day in range(since.day, 32):
        try:
            return date(since.year + years, month + 1, day)
        except ValueError:
            continue
    return date(since.year + years + (month + 1) // 12, (month + 1) % 12 + 1, 1)
