"""The day's figures, counted by hand from the table of clients."""

from __future__ import annotations

import csv
from typing import Final

from tests.end_to_end.saturday_clients import SATURDAY
from tests.end_to_end.saturday_clinic import DayHouse

_PEEL, _FACIAL = "Parisian Peel: not sure, and seconds", "Medical facial: not sure, and seconds"
_NOT_SHOWN: Final = "not shown"
_SIX_SECONDS: Final = ("6.0", "6.0")
"""So long each client looks at a question."""
_ASKED_BEFORE_A_PEEL: Final = (
    *("Areas", "Red or sore spots", "Open spots", "Cold sore", "Rash or wound", "Strong sun today"),
    *("New or changing spot", "Deep, painful lumps", "Eczema", "Retinoid cream", "Had a peel before"),
)
_ASKED_BEFORE_A_FACIAL: Final = (
    *("Areas", "Goal", "Skin type", "Laser planned", "Clearing pores by hand is fine", "Open spots", "Cold sore"),
    *("Rash or wound", "New or changing spot", "Retinoid cream", "Had a facial before"),
)
_COUNTED: Final = (
    ("section", "what", "count", "of", "p50", "p90"),
    ("Check-ins", "Parisian Peel", "26", "", "", ""),
    ("Check-ins", "Medical facial", "28", "", "", ""),
    # 24 of 14 questions, 4 of 15, 19 of 17, 3 of 18, and one who was away in between; three were on paper.
    ("Minutes to complete", "at the kiosk", "51", "", "1.5", "1.7"),
    *((_PEEL, asked, "0", "26", *_SIX_SECONDS) for asked in _ASKED_BEFORE_A_PEEL),
    (_PEEL, "Last peel", _NOT_SHOWN, "", "", ""),
    (_PEEL, "Accutane (isotretinoin)", "0", "26", *_SIX_SECONDS),
    (_PEEL, "Last Accutane", _NOT_SHOWN, "", "", ""),
    (_PEEL, "Rosacea", "0", "26", *_SIX_SECONDS),
    (_PEEL, "Keratosis", _NOT_SHOWN, "26", *_SIX_SECONDS),
    (_PEEL, "Autoimmune disease", "0", "26", *_SIX_SECONDS),
    (_PEEL, "Would like help with", "0", "26", *_SIX_SECONDS),
    (_PEEL, "Note", _NOT_SHOWN, "", *_SIX_SECONDS),  # it can be left empty, and nobody is unsure of it
    *((_FACIAL, asked, "0", "28", *_SIX_SECONDS) for asked in _ASKED_BEFORE_A_FACIAL),
    (_FACIAL, "Last facial", _NOT_SHOWN, "", "", ""),
    (_FACIAL, "Accutane (isotretinoin)", "0", "28", *_SIX_SECONDS),
    (_FACIAL, "Skin product hurt before", "0", "28", *_SIX_SECONDS),
    ("Outcomes", "YES", "35", "54", "", ""),
    ("Outcomes", "YES, WITH CARE", "7", "54", "", ""),
    ("Outcomes", "LOOK FIRST", _NOT_SHOWN, "54", "", ""),  # five: with it the two below would be what is left of 54
    ("Outcomes", "NOT TODAY", "5", "54", "", ""),
    ("Outcomes", "NOT THIS TREATMENT", _NOT_SHOWN, "54", "", ""),
    ("Rules that fired", "Laser planned (MF-LASER)", "5", "", "", ""),
    ("Rules that fired", "Skin type (MF-SENSITIVE)", _NOT_SHOWN, "", "", ""),
    ("Rules that fired", "Open spots (PP-PIMPLES-OPEN)", _NOT_SHOWN, "", "", ""),
    ("Rules that fired", "Strong sun today (PP-SUN)", _NOT_SHOWN, "", "", ""),
    ("Rules that fired", "Last Accutane (PP-ACCUTANE-6M)", _NOT_SHOWN, "", "", ""),
    ("Rules that fired", "Red or sore spots (PP-ACNE-INFLAMED)", _NOT_SHOWN, "", "", ""),
    ("Rules that fired", "Autoimmune disease (PP-AUTOIMMUNE)", _NOT_SHOWN, "", "", ""),
    ("Rules that fired", "Rosacea (PP-ROSACEA)", _NOT_SHOWN, "", "", ""),
    ("Overridden", "Red or sore spots (PP-ACNE-INFLAMED)", _NOT_SHOWN, "", "", ""),
    ("Put off", "came back", _NOT_SHOWN, "", "", ""),
)


def check_the_figures(house: DayHouse) -> None:
    """Hold what `kiosk figures` writes against what was counted."""
    file = house.home / "figures.csv"
    ran = house.run("figures", "--day", SATURDAY.isoformat(), "--csv", str(file))
    assert ran.returncode == 0, ran.stderr
    with file.open(encoding="utf-8", newline="") as text:
        assert [tuple(line) for line in csv.reader(text)] == list(_COUNTED)
