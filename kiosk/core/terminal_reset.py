"""What a program in full screen may have left on a terminal, undone. Imports nothing: whoever supervises a kiosk stays small."""

from typing import Final

PLAIN: Final = (
    "\x1b[0m\x1b[r\x1b[H\x1b[2J\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1015l\x1b[?1016l\x1b[?1004l\x1b[?2004l\x1b[?2026l"
    "\x1b[?2048l\x1b[<u\x1b[?1049l\x1b[?7h\x1b[?25h"
)
"""The screen wiped; reports of mouse, focus, paste and size off; the keyboard as it was; full screen left; the cursor shown."""
WIPED: Final = f"{PLAIN}\x1b[0m\x1b[H\x1b[2J\x1b[3J"
"""The same, with what was below the full screen and what scrolled away."""
