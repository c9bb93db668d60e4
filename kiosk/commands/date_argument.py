"""Dates on a command line."""

import argparse
import re
from datetime import date

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def a_date(text: str) -> date:
    """Return a date written as 2026-07-31; for argparse, which makes a sentence of what is raised."""
    if _ISO.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise argparse.ArgumentTypeError("there is no such day in the calendar") from None
    raise argparse.ArgumentTypeError("a date is written like 2026-07-31")
