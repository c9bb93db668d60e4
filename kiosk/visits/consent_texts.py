"""The words of a consent that are not its protocol's: headings, and what is said where a practitioner looks first."""

from typing import Final

from kiosk.core.language import tr_later

DONE: Final = tr_later("What is done")
INDICATIONS: Final = tr_later("What it is for")
RESULTS: Final = tr_later("What you may gain")
FEELINGS: Final = tr_later("What you may feel")
RISKS: Final = tr_later("What can go wrong")
CONS: Final = tr_later("What it can't do")
CHOICES: Final = tr_later("Other choices")
AFTER: Final = tr_later("What to do after")
TODAY: Final = tr_later("Today")
"""The heading of what was answered today."""
LOOKED_AT_FIRST: Final = tr_later("Your practitioner looks first. Then you decide together.")
