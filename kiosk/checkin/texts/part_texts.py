"""What clients read on the parts that screens are made of: cards that turn pages, fields of a date, keys, the drawing of areas."""

from typing import Final

from kiosk.core.language import tr, tr_later

MORE: Final = tr_later("More ›")
AREAS: Final = {
    "face": tr_later("Face"),
    "neck": tr_later("Neck"),
    "decollete": tr_later("Upper chest"),
    "hands": tr_later("Hands"),
}
WHY: Final = tr_later("Why we ask")
WHAT: Final = tr_later("What is this?")
WHAT_UNDER_HELP: Final = tr_later("What is this? Touch Help.")
"""Where the words that explain have no room."""
DATE_PARTS: Final = {"d": tr_later("Day"), "m": tr_later("Month"), "y": tr_later("Year")}
BIRTH_PARTS: Final = {"d": tr_later("Birth day"), "m": tr_later("Birth month"), "y": tr_later("Birth year")}
"""For the first part of a date of birth, where nothing else says what the date is."""
SPACE: Final = tr_later("space")
LESS: Final = "‹"
"""The key that leads from the letters of a group back to the groups."""
ARROWS: Final = ("‹", "›")
"""What shows the way on an action: no word, and left out where it would have a line of its own."""
OWN_LETTERS: Final = tr_later("The letters of this language besides A to Z, in capitals")
"""A catalogue says them in its own order, and after them signs such as ¿; the keyboard shows them first. English has none."""


def more_cards(page: int, pages: int, *, short: bool) -> str:
    """Return what turns to further cards, and how far one is; `short` where there is little room."""
    words = tr("More {page}/{pages}") if short else tr("More ›  {page} of {pages}")
    return words.format(page=page, pages=pages)


def more_text(page: int, pages: int) -> str:
    """Return what turns to the next page of a text, and how far one is."""
    return tr("More  {page}/{pages} ›").format(page=page, pages=pages)


def how_far(number: int, total: int) -> str:
    """Return which question this is, and of how many."""
    return tr("{number} of {total}").format(number=number, total=total)


def how_to_write(sample: str, *, whole: bool) -> str:
    """Say how a date is written here, `whole` or without its day."""
    words = (
        tr("Please write the date like this: {sample}.") if whole else tr("Please write the month like this: {sample}.")
    )
    return words.format(sample=sample)
