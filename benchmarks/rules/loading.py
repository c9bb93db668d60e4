"""How long a clinic waits for its rules when a terminal opens: signed ones from the records, against the same from YAML.

usage: python -m benchmarks.rules.loading make|signed|files FOLDER
"""

import sys
from pathlib import Path
from time import perf_counter

from benchmarks.rules.timing import hand_over, since
from kiosk.clinic import Clinic
from kiosk.core.actor import Actor
from kiosk.core.clock import SystemClock
from kiosk.core.settings import Settings
from kiosk.governance.protocol_files import read_bytes
from kiosk.operations.new_clinic import setup

_OVERLAY = "extended-screening"


def main(what: str, folder: Path) -> None:
    if what == "make":
        make(folder)
        return
    with Clinic.open(
        folder / what, terminal="benchmark", key_file=folder / f"{what}.key", clock=SystemClock()
    ) as clinic:
        start = perf_counter()
        protocols = dict(clinic.protocols)
        spent = since(start)
        signed = all(clinic.library.is_signed(treatment) for treatment in protocols)
    if len(protocols) != 2 or signed is not (what == "signed"):
        sys.exit("the clinic's rules are not what was to be measured")
    hand_over({"load": spent})


def make(folder: Path) -> None:
    """Make two clinics that adopted the overlay: one where a lead signed the rules with it, one where nobody did."""
    settings = Settings(clinic_name="Benchmark", time_zone="UTC")
    for name in ("signed", "files"):
        made = setup(
            folder / name,
            lead="Ada Lead",
            pin="739164",
            actor=Actor(name="benchmark", role="system"),
            settings=settings,
            key=folder / f"{name}.key",
            overlays={_OVERLAY: "adopt"},
            clock=SystemClock(),
        )
        if name == "signed":
            with Clinic.open(
                folder / name, terminal="benchmark", key_file=made.key_file, clock=SystemClock()
            ) as clinic:
                data = read_bytes(clinic.library.overlay_path(_OVERLAY))
                signings = [clinic.library.drafted(each, {_OVERLAY: data}) for each in clinic.library.candidates()]
                clinic.sign_protocols(signings, made.lead)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
