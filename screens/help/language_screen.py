"""Which language is spoken at this screen: each is written in its own words, and speaks at a touch."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from kiosk.checkin.texts import language_texts
from kiosk.core.language import languages
from kiosk.core.language_names import name_for_readers
from screens.overlay_screen import OverlayScreen
from screens.widgets.cards import Cards
from screens.widgets.choice import Choice


class LanguageScreen(OverlayScreen):
    """A card for each language leads back to where one was, in that language; Back, in the one before."""

    def compose_body(self) -> ComposeResult:
        """Say "Language" in every language: whoever looks for theirs reads none of the others."""
        spoken = self.kiosk.language.code
        yield Static(language_texts.language_in_all(), id="ask", markup=False)
        yield Cards(
            [Choice(name_for_readers(code), value=code, chosen=code == spoken) for code in languages()],
            most_columns=2,
        )

    @on(Choice.Chosen)
    def _choose(self, event: Choice.Chosen) -> None:
        event.stop()
        if self.is_current:
            kiosk = self.kiosk
            self.dismiss(None)
            kiosk.choose_language(event.choice.value)

    def action_go(self) -> None:
        """Back to where one was."""
        self.action_back()

    def action_languages(self) -> None:
        """F2 closes what F2 has opened."""
        self.action_back()
