"""What clients read about the language they are spoken to in. It is on the opening screen, and imports next to nothing."""

from typing import Final

from kiosk.core.language import ENGLISH, languages, speaking, spoken, tr, tr_later

LANGUAGE: Final = tr_later("Language")
CALL: Final = tr_later("Yes, please call somebody")
CALLED: Final = tr_later("The desk knows. Somebody will come to you.")
GO_ON: Final = tr_later("Go on in English")


def go_on() -> str:
    """Return what goes on in English, in English, too: whoever touches it goes on in it."""
    return GO_ON if spoken() == ENGLISH else f"{tr(GO_ON)} · {GO_ON}"


def language_in_all(most: int = 60) -> str:
    """Say "Language" in every language, for those who read only one of them, in at most so many characters."""
    said = ""
    for language in languages():
        with speaking(language):
            further = f"{said} · {tr(LANGUAGE)}" if said else tr(LANGUAGE)
        if len(further) > most:
            break
        said = further
    return said
