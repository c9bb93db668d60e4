"""Every override of Textual's internals, in one place: what a kiosk in a public room must not do.

Each of these leans on how Textual 8.2.8 works inside, which is why that version is pinned exactly and each has a test.
"""

from screens.lockdown.app import LockedApp
from screens.lockdown.screen import LockedScreen
from screens.lockdown.surviving import Surviving, unreachable
from screens.lockdown.telling import install_quiet_excepthook

__all__ = ["LockedApp", "LockedScreen", "Surviving", "install_quiet_excepthook", "unreachable"]
