"""The languages on the opening screen: one action each where they fit on its foot, one for all of them where they don't."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from kiosk.checkin.texts import language_texts
from kiosk.core.language import languages, spoken
from kiosk.core.language_names import name_for_readers
from screens.widgets.action import Action

LANGUAGES = "languages"
"""The id of the action that opens them all."""
_NARROW = 70
_LEAST = 9
_NEEDED_NARROW, _NEEDED_WIDE = 12, 36
"""Columns of the foot for everything else on it."""


class LanguageAction(Action):
    """One language, written in its own words; the one that is spoken stands out."""

    def __init__(self, code: str) -> None:
        is_spoken = code == spoken()
        name = name_for_readers(code)
        super().__init__(name, classes="-plain language -spoken" if is_spoken else "-plain language")
        self.code = code


def language_actions() -> tuple[Action, ...]:
    """Return an action for each language, and the one that opens them all."""
    each = tuple(LanguageAction(code) for code in languages())
    return *each, Action(language_texts.language_in_all(), id=LANGUAGES, classes="-plain")


def widen(actions: Sequence[LanguageAction], together: Action, columns: int) -> bool:
    """Give each language its width on a screen of so many columns; False where there is room only for all of them together."""
    is_narrow = columns < _NARROW
    air = 2 if is_narrow else 4
    room = columns - (_NEEDED_NARROW if is_narrow else _NEEDED_WIDE)
    together.label = language_texts.language_in_all(room - air)
    together.styles.width = cell_len(together.label) + air
    for action in actions:
        action.styles.width = max(_LEAST, cell_len(action.label) + air)
    return sum(max(_LEAST, cell_len(action.label) + air) for action in actions) <= room
