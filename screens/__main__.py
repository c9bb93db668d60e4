"""The front door: hands commands to `kiosk.commands` and opens the full-screen app for the rest.

Textual takes a quarter of a second to import, so that waits until a screen is wanted.
"""

import sys
from typing import TYPE_CHECKING

from kiosk.commands import main as run
from kiosk.core.clock import Clock, SystemClock

if TYPE_CHECKING:
    from kiosk.clinic import Clinic
    from kiosk.commands.parser import Role
    from kiosk.demo import DemoInfo


def main(clock: Clock | None = None) -> int:
    """Run what the command line says; return the exit status. Nothing else makes a clock; whatever needs one is given it."""
    return run(sys.argv[1:], open_app, clock or SystemClock())


def open_app(clinic: "Clinic", role: "Role | None", demo: "DemoInfo | None") -> int:
    """Open the full-screen app on an open clinic."""
    from screens.app import run as run_app  # noqa: PLC0415

    return run_app(clinic, role, demo)


if __name__ == "__main__":
    sys.exit(main())
