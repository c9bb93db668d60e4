"""The screen of a real terminal, as tests keep it, holds what pyte's own would."""

from __future__ import annotations

import pyte
import pytest

from tests.end_to_end.terminal import QuickScreen

WIDE, COMBINED = "王小明", "e\N{COMBINING ACUTE ACCENT}ta"


@pytest.mark.parametrize(
    "painted",
    [
        "\x1b[2;3HZoë ▌ 09:20\x1b[2;4H\x1b[7mx\x1b[m",
        f"\x1b[1;1Hab{WIDE}cd\x1b[3;1H{COMBINED}",
        "\x1b[1;8Hover the edge of a row\x1b[1;12Hend",
        "\x1b[4;1Hlast\nscrolls\r\x1b[2Jgone\x1b[1Kx\x1b[2L\x1b[P",
    ],
)
def test_it_draws_as_pyte_does(painted: str) -> None:
    quick, slow = QuickScreen(12, 4), pyte.Screen(12, 4)
    for screen in (quick, slow):
        screen.dirty.clear()
        pyte.Stream(screen).feed(painted)
    assert quick.display == slow.display
    assert quick.buffer == slow.buffer
    assert (quick.cursor.x, quick.cursor.y) == (slow.cursor.x, slow.cursor.y)
    assert quick.dirty == slow.dirty
