"""A machine on which all is well, to change one thing of."""

from kiosk.operations.machine_facts import LocaleSeen, Machine, TerminalSeen, UnitSeen, VersionsSeen

TERMINAL = TerminalSeen("foot", "truecolor", no_colour=False, columns=80, rows=24, reports_touches=True)
WELL = Machine(
    TERMINAL,
    LocaleSeen("de_DE.UTF-8", is_installed=True),
    is_synchronised=True,
    units=(UnitSeen("kiosk-desk.service", "active"),),
    versions=VersionsSeen("0.2.0", "3.11.2", "8.2.8"),
)
