"""The front door: hands commands to `kiosk.commands` and opens the full-screen app for the rest.

Textual takes a quarter of a second to import, so that waits until a screen is wanted.
"""

import sys
from typing import TYPE_CHECKING

from kiosk.commands import main as run
from kiosk.core.clock import Clock, SystemClock

if TYPE_CHECKING:
    from kiosk.commands.front import ClinicToOpen
    from kiosk.commands.parser import Role


def main(clock: Clock | None = None) -> int:
    """Run what the command line says; return the exit status. Nothing else makes a clock; whatever needs one is given it."""
    return run(sys.argv[1:], open_app, clock or SystemClock())


def open_app(opening: "ClinicToOpen", role: "Role | None") -> int:
    """Open the full-screen app on a clinic."""
    from screens.tidying import hold_off, leave_to_python  # noqa: PLC0415

    hold_off()
    try:
        from screens.start import start  # noqa: PLC0415

        return start(opening, role)
    finally:
        leave_to_python()


if __name__ == "__main__":
    sys.exit(main())
