"""For which treatments a language is in force that clients may be spoken to in: it has a catalogue, and words that the lead signed.

A language is in force for a treatment while the lead's signature under its texts holds. English always is.
"""

from collections.abc import Iterable

from kiosk.core.language import ENGLISH, languages
from kiosk.visits.books import Books


def in_force_for(books: Books, language: str, treatments: Iterable[str]) -> bool:
    """Tell whether a client may be asked in a language about all of these treatments."""
    if language == ENGLISH:
        return True
    return language in languages() and all(language in books.library.translations(each) for each in treatments)


def in_force_for_any(books: Books, language: str) -> bool:
    """Tell whether a client may be asked in a language about at least one treatment; cheap enough to be asked each second."""
    return any(in_force_for(books, language, (each,)) for each in books.protocols)
