"""What is on a screen, pixel by pixel, and whether it is what the kiosk painted, cell by cell."""

from __future__ import annotations

from dataclasses import dataclass

import pyte

Pixel = tuple[int, int, int]


@dataclass(frozen=True)
class Picture:
    """A picture as `grim -t ppm` gives it."""

    width: int
    height: int
    pixels: bytes

    @classmethod
    def of(cls, ppm: bytes) -> Picture:
        kind, width, height, most, pixels = ppm.split(maxsplit=4)
        assert (kind, most) == (b"P6", b"255")
        return cls(int(width), int(height), ppm[-int(width) * int(height) * 3 :] if pixels else b"")

    def colours(self, x: int, y: int, width: int, height: int) -> set[Pixel]:
        """Return the colours of a rectangle."""
        found: set[Pixel] = set()
        for row in range(y, y + height):
            line = self.pixels[3 * (row * self.width + x) : 3 * (row * self.width + x + width)]
            found.update(zip(line[0::3], line[1::3], line[2::3], strict=True))
        return found


def unlike(picture: Picture, painted: pyte.Screen, cell: tuple[int, int], paper: Pixel) -> list[str]:
    """Return where a picture is not what was painted: each empty cell is of its one colour, each sign is there, the rest is paper."""
    width, height = cell
    left, top = (picture.width - painted.columns * width) // 2, (picture.height - painted.lines * height) // 2
    found = []
    for row in range(painted.lines):
        for column in range(painted.columns):
            sign = painted.buffer[row][column]
            seen = picture.colours(left + column * width, top + row * height, width, height)
            if sign.data == " " and seen != {_pixel(sign.bg, paper)}:
                found.append(f"{column}, {row}: {sorted(seen)[:3]} and not {sign.bg}")
            elif sign.data.isalpha() and len(seen) == 1:
                found.append(f"{column}, {row}: no {sign.data}")
    right, bottom = left + painted.columns * width, top + painted.lines * height
    margins = (
        (0, 0, left, picture.height),
        (right, 0, picture.width - right, picture.height),
        (0, 0, picture.width, top),
        (0, bottom, picture.width, picture.height - bottom),
    )
    return found + [f"the margin {margin}" for margin in margins if not picture.colours(*margin) <= {paper}]


def _pixel(colour: str, paper: Pixel) -> Pixel:
    return paper if colour == "default" else (int(colour[:2], 16), int(colour[2:4], 16), int(colour[4:], 16))
