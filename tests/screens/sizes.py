"""The sizes at which a screen is tried. What it does is tried at one of them in `make test`, at the others in `make long`.

How it looks is tried at every size in `make test`, with the texts that are kept (tests/screens/snapshots).
"""

import pytest

SMALLEST = (40, 12)
PROMISED = (80, 24)
BIG = (120, 40)
HUGE = (200, 60)


def _at(first: tuple[int, int], *others: tuple[int, int]) -> pytest.MarkDecorator:
    later = [pytest.param(size, marks=pytest.mark.thorough, id=_named(size)) for size in others]
    return pytest.mark.parametrize("size", [pytest.param(first, id=_named(first)), *later])


def _named(size: tuple[int, int]) -> str:
    return "x".join(map(str, size))


AT_TWO_SIZES = _at(SMALLEST, PROMISED)
AT_THREE_SIZES = _at(SMALLEST, PROMISED, BIG)
AT_FOUR_SIZES = _at(SMALLEST, PROMISED, BIG, HUGE)
