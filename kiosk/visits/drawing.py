"""A signature as it was drawn: strokes kept as points, bounded, so that it can be drawn again at any size and never fills a disk."""

from itertools import pairwise
from math import hypot
from typing import Final

from pydantic import BaseModel, ConfigDict, Field, model_validator

MOST_STROKES: Final = 60
MOST_POINTS: Final = 2000
LARGEST: Final = 4000
_LEAST_INK: Final = 32
"""Units of the shortest line that may be a signature: the width of four letters on a screen. A tap is none."""

Point = tuple[int, int]
Stroke = tuple[Point, ...]


class Drawing(BaseModel):
    """What was drawn in a box of `width` times `height` units, from its upper left; a unit is as wide as it is high."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    width: int = Field(ge=1, le=LARGEST)
    height: int = Field(ge=1, le=LARGEST)
    strokes: tuple[Stroke, ...] = Field(min_length=1, max_length=MOST_STROKES)

    @model_validator(mode="after")
    def _inside_the_box(self) -> "Drawing":
        points = [point for stroke in self.strokes for point in stroke]
        if len(points) > MOST_POINTS:
            message = f"a drawing has {MOST_POINTS} points at most"
            raise ValueError(message)
        if not all(0 <= x <= self.width and 0 <= y <= self.height for x, y in points):
            message = "a point is outside the box"
            raise ValueError(message)
        return self

    @property
    def is_a_signature(self) -> bool:
        """Whether there is as much ink as a name needs."""
        ends = (pair for stroke in self.strokes for pair in pairwise(stroke))
        return sum(hypot(x - left, y - top) for (left, top), (x, y) in ends) >= _LEAST_INK
