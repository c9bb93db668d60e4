"""Every override of Textual's internals, in one place: what a kiosk in a public room must not do.

Each of these leans on how Textual 8.2.8 works inside, which is why that version is pinned exactly and each has a test.
"""

from screens.lockdown.excepthook import install_sparing_excepthook
from screens.lockdown.in_place import paint_now, take_over
from screens.lockdown.locked_app import LockedApp
from screens.lockdown.locked_screen import LockedScreen
from screens.lockdown.record_failures import SurvivesRecordFailures, unreachable

__all__ = [
    "LockedApp",
    "LockedScreen",
    "SurvivesRecordFailures",
    "install_sparing_excepthook",
    "paint_now",
    "take_over",
    "unreachable",
]
