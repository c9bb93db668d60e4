"""What a language is called: by staff, who read English, and by those who read it."""

from functools import cache
from typing import Final

from kiosk.core.language import ENGLISH, languages, locale_of, speaking, tr, tr_later

_ITS_NAME: Final = tr_later("English")
"""Every catalogue has the name of its own language here, as those who speak it write it."""
_ALSO: Final = {"castellano": "es"}
"""Further names, as schedules have them."""


@cache
def english_name(language: str) -> str:
    """Return the English name of a language, as staff know it: "Spanish"; its code, if there is no such language."""
    found = locale_of(language)
    return (found.get_display_name(ENGLISH) if found else None) or language


def name_for_readers(language: str) -> str:
    """Return the name of a language in that language, as its readers know it: "Español".

    Its catalogue says it, so that the first screen has it at once; its code, if there is no such language.
    """
    with speaking(language):
        said = tr(_ITS_NAME)
    return said if said != _ITS_NAME or language == ENGLISH else _known_name(language)


@cache
def _known_name(language: str) -> str:
    found = locale_of(language)
    name = found.get_display_name() if found else None
    return name[:1].upper() + name[1:] if name else language


def named_language(words: str) -> str | None:
    """Return the language that a code, of two letters or three, or a name means, of those that the kiosk speaks."""
    wanted = words.strip().casefold()
    known = languages()
    for language in known:
        if wanted in {each.casefold() for each in (language, english_name(language), name_for_readers(language))}:
            return language
    found = locale_of(_ALSO.get(wanted, wanted).replace("_", "-"))
    return found.language if found and found.language in known else None
