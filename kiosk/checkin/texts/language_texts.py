"""What clients read about the language they are spoken to in."""

from typing import Final

from kiosk.core.language import tr_later

ITS_NAME: Final = tr_later("English")
"""Every catalogue has the name of its own language here, as those who speak it write it."""
