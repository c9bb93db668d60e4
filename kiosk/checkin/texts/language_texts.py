"""What clients read about the language they are spoken to in."""

from typing import Final

from kiosk.core.language import ENGLISH, spoken, tr, tr_later

CALL: Final = tr_later("Yes, please call somebody")
CALLED: Final = tr_later("The desk knows. Somebody will come to you.")
GO_ON: Final = tr_later("Go on in English")


def go_on() -> str:
    """Return what goes on in English, in English, too: whoever touches it goes on in it."""
    return GO_ON if spoken() == ENGLISH else f"{tr(GO_ON)} · {GO_ON}"
