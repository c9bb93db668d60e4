"""The language of the client at a terminal: chosen by whoever is there, and English again for the next one. Staff read English."""

from __future__ import annotations

from kiosk.core.language import ENGLISH, speak


class TerminalLanguage:
    """What is spoken to the client, whoever reads the screen in view."""

    def __init__(self) -> None:
        self.code = ENGLISH
        self.wished: str | None = None
        """What a client has asked for before anything is known of them: it counts more than what is on record."""
        self.reset()

    def choose(self, code: str) -> None:
        """Speak a language from now on."""
        self.code = code
        speak(code)

    def wish(self, code: str) -> None:
        """Speak the language that somebody has asked for, who is not known yet."""
        self.wished = code
        self.choose(code)

    def reset(self) -> None:
        self.wished = None
        self.choose(ENGLISH)

    def speak_to(self, *, client: bool) -> None:
        """Speak the client's language for a screen that they read, and English for one of staff."""
        speak(self.code if client else ENGLISH)
