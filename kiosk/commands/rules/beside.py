"""Two texts beside each other, as whoever compares them reads them at a terminal."""

import shutil
import textwrap
from collections.abc import Iterator
from itertools import zip_longest
from typing import Final

from kiosk.governance.translator_file import in_one_line

_GAP: Final = 3
_WIDEST: Final = 120
_NARROWEST: Final = 60


def beside(left: str, right: str) -> Iterator[str]:
    """Write two texts in two columns, as wide as the terminal has room for."""
    width = max(_NARROWEST, min(_WIDEST, shutil.get_terminal_size((_WIDEST, 24)).columns))
    column = (width - 2 - _GAP) // 2
    columns = (textwrap.wrap(in_one_line(text), column, break_on_hyphens=False) for text in (left, right))
    for one, other in zip_longest(*columns, fillvalue=""):
        yield f"  {one:<{column + _GAP}}{other}".rstrip()
