"""The languages in which a client can be spoken to here: each that has a catalogue, and which are in force for which treatments.

A language is in force for a treatment while the lead's signature under its texts holds. English always is.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from kiosk.core.language import ENGLISH, languages
from kiosk.core.language_names import name_for_readers
from kiosk.visits.books import Books


@dataclass(frozen=True, slots=True)
class ClientLanguage:
    """A language that a client may ask for. `in_force`: at least one treatment can be checked in for in it."""

    code: str
    name: str
    in_force: bool


def client_languages(books: Books) -> tuple[ClientLanguage, ...]:
    """Return every language that the kiosk has words of, English first; cheap enough to be asked each second."""
    return tuple(ClientLanguage(code, name_for_readers(code), in_force_for_any(books, code)) for code in languages())


def in_force_for(books: Books, language: str, treatments: Iterable[str]) -> bool:
    """Tell whether a client may be asked in a language about all of these treatments."""
    if language == ENGLISH:
        return True
    return language in languages() and all(language in books.library.translations(each) for each in treatments)


def in_force_for_any(books: Books, language: str) -> bool:
    """Tell whether a client may be asked in a language about at least one treatment."""
    return any(in_force_for(books, language, (each,)) for each in books.protocols)
