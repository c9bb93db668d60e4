"""following.py FOLDER: a machine of a clinic that prints the rule and the settings in force whenever they change, until its input ends."""

import select
import sys
from pathlib import Path

from kiosk.clinic import Clinic
from kiosk.core.clock import SystemClock

RULE = ("parisian-peel", "PP-ACCUTANE-6M")
LOOKS = 0.05
"""How often it looks, in seconds: as often as a screen is painted while somebody reads it."""


def in_force(clinic: Clinic) -> str:
    """Return what is in force at this machine, in one line."""
    treatment, rule = RULE
    signed = "signed" if clinic.library.is_signed(treatment) else "NOT SIGNED"
    settings = clinic.settings
    languages = " and ".join(("English", *clinic.library.translations(treatment)))
    rules = f"{clinic.protocols[treatment].rule(rule).period}, {signed}, in {languages}"
    return f"{rules}; {settings.clinic_address}; {settings.too_early_minutes}"


def main(folder: Path) -> None:
    """Follow what others decide."""
    with Clinic.open(folder, clock=SystemClock()) as clinic:
        told, version = "", -1
        while not select.select([sys.stdin], [], [], LOOKS)[0]:
            if clinic.records.data_version() != version:
                version = clinic.records.data_version()
                clinic.follow_settings()
            if (now := in_force(clinic)) != told:
                told = now
                print(now, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
