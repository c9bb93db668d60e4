"""The words of a consent that are not its protocol's: headings, and what is said where a practitioner looks first."""

from typing import Final

DONE: Final = "What is done"
INDICATIONS: Final = "What it is for"
RESULTS: Final = "What you may gain"
FEELINGS: Final = "What you may feel"
RISKS: Final = "What can go wrong"
CONS: Final = "What it can't do"
CHOICES: Final = "Other choices"
AFTER: Final = "What to do after"
TODAY: Final = "Today"
"""The heading of what was answered today."""
LOOKED_AT_FIRST: Final = "Your practitioner looks first. Then you decide together."
