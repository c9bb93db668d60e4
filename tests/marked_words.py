"""A catalogue that translates nothing and marks everything: what is shown without its marks did not ask for its words."""

import gettext
import re
from pathlib import Path

from kiosk.core import language

MARKS = ("«", "»")


class MarkedWords(gettext.NullTranslations):
    """Each text in its marks."""

    def gettext(self, message: str) -> str:
        return message.join(MARKS)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return (msgid1 if n == 1 else msgid2).join(MARKS)


def catalogue(folder: Path, spoken: str) -> gettext.NullTranslations:
    """Return the words of a language: English as it is, and every other marked. Takes the place of `language._catalogue`."""
    del folder
    return gettext.NullTranslations() if spoken == language.ENGLISH else MarkedWords()


def unmarked(text: str) -> str:
    """Return what of a text is in no marks, and so did not ask for its words."""
    while (without := re.sub("«[^«»]*»", "", text)) != text:
        text = without
    return text
