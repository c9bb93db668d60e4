"""The paper and the ink of the screens, for what surrounds them: no screen paints there, and nothing here knows the screens."""

from typing import Final

PAPER: Final = "fbf8f3"
INK: Final = "17211f"
