"""What clients read on the parts that screens are made of: cards that turn pages, fields of a date, keys, the drawing of areas."""

from typing import Final

MORE: Final = "More ›"
AREAS: Final = {"face": "Face", "neck": "Neck", "decollete": "Upper chest", "hands": "Hands"}
WHY: Final = "Why we ask"
WHAT: Final = "What is this?"
WHAT_UNDER_HELP: Final = f"{WHAT} Touch Help."
"""Where the words that explain have no room."""
DATE_PARTS: Final = {"d": "Day", "m": "Month", "y": "Year"}
BIRTH: Final = "Birth"
"""Before the first part of a date of birth, where nothing else says what the date is."""
SPACE: Final = "space"
LESS: Final = "‹"
"""The key that leads from the letters of a group back to the groups."""


def more_cards(page: int, pages: int, *, short: bool) -> str:
    """Return what turns to further cards, and how far one is; `short` where there is little room."""
    return f"{page}/{pages} More" if short else f"{MORE}  {page} of {pages}"


def more_text(page: int, pages: int) -> str:
    """Return what turns to the next page of a text, and how far one is."""
    return f"More  {page}/{pages} ›"


def how_far(number: int, total: int) -> str:
    """Return which question this is, and of how many."""
    return f"{number} of {total}"


def with_lead(lead: str, part: str) -> str:
    """Return the label of the first part of a date, where it says what the date is, too."""
    return f"{lead} {part.lower()}"


def how_to_write(sample: str, *, whole: bool) -> str:
    """Say how a date is written here, `whole` or without its day."""
    return f"Please write the {'date' if whole else 'month'} like this: {sample}."
