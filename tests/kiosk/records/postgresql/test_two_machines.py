"""Two machines at two sites on one server: what a lead decides at one is in force at the other, though it was stopped meanwhile."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from kiosk.clinic import Clinic
from kiosk.core.clock import SystemClock
from kiosk.core.settings import FILE
from kiosk.governance import protocol_files, set_number
from kiosk.governance.signed_translations import keep_translation, pairs_of
from kiosk.operations.shared_looks import differing
from kiosk.records import clinic_settings
from kiosk.records.audit.verification import verify
from kiosk.records.keys import recovery_words
from kiosk.records.keys.clinic_ids import clinic_id
from kiosk.records.keys.key_files import keep_key, read_key
from kiosk.records.move_to_server import move_to_server
from rules import Period
from tests.kiosk.conftest import KEY, SYSTEM
from tests.kiosk.records.postgresql.following import RULE
from tests.running import ROOT, run

pytestmark = [pytest.mark.system, pytest.mark.process]

SITES = """\
site = "north"
sites.north.clinic_address = "Calle Alta 1"
sites.south.clinic_address = "Calle Baja 9"
"""


@pytest.fixture
def url(server: Any, database: str) -> str:
    return str(server.url(database))


@pytest.fixture
def base(tmp_path: Path, staffed: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where the machine in the north and the one in the south are; each has an account of its own."""
    base = Path(shutil.copytree(staffed, tmp_path / "base"))
    key = read_key(base / "keys" / KEY)
    north = base / "clinic"
    (north / FILE).write_text(SITES + (north / FILE).read_text("utf-8").replace('site = ""\n', ""), "utf-8")
    move_to_server(north, key, url, actor=SYSTEM, clock=SystemClock())
    monkeypatch.setenv("XDG_CONFIG_HOME", str(base / "north"))
    keep_key(clinic_id(north), key)
    with Clinic.open(north, clock=SystemClock()):
        pass
    monkeypatch.setenv("XDG_CONFIG_HOME", str(base / "account-south"))
    words = " ".join(recovery_words.to_words(key))
    done = run(["--data", base / "south", "join", url, "--site", "south"], os.environ, stdin=words, clock=SystemClock())
    assert "This is machine B of Piel Clara now" in done.out, done.err
    return base


@contextmanager
def south(base: Path) -> Iterator[subprocess.Popen[str]]:
    """Start the machine in the south, a process of its own, as its account."""
    follower = subprocess.Popen(
        [sys.executable, "-m", "tests.kiosk.records.postgresql.following", str(base / "south")],
        cwd=ROOT,
        env={**os.environ, "XDG_CONFIG_HOME": str(base / "account-south")},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield follower
    finally:
        follower.send_signal(signal.SIGCONT)
        follower.communicate()
    assert follower.returncode == 0


def told(follower: subprocess.Popen[str], until: str) -> None:
    """Wait until the machine says this, whatever it said before."""
    assert follower.stdout is not None
    assert any(line.rstrip("\n") == until for line in follower.stdout), until


def sign_longer(clinic: Clinic, period: str) -> None:
    """Let the lead make a rule's period longer, and sign it."""
    treatment, rule = RULE
    library, lead = clinic.library, clinic.staff.by_name("Lena Lead")
    own = set_number.mended(library, treatment)
    change = set_number.longer(
        library, library.drafted(treatment).protocol, rule, Period.of(period), clinic.today(), own=own
    )
    protocol_files.write_protocol(change.path, change.text)
    assert change.overlay is not None
    clinic.sign_protocols([library.drafted(treatment, change.changed)], lead, {change.overlay: "adopt"})


def sign_translation(clinic: Clinic, language: str) -> None:
    """Let the lead sign the words of a language as the files say them."""
    treatment, _ = RULE
    lead, protocol = clinic.staff.by_name("Lena Lead"), clinic.library[treatment]
    pairs = pairs_of(protocol, clinic.library.written_translations(treatment)[language])
    with clinic.records.write(lead.actor(clinic.terminal)) as writer:
        keep_translation(writer, protocol, language, pairs, lead, at=clinic.clock.now())


def take(clinic: Clinic, line: str) -> None:
    """Let the lead change one of the clinic's settings at this machine."""
    file = clinic.folder / FILE
    file.write_text(line + "\n" + file.read_text("utf-8"), "utf-8")
    lead = clinic.staff.by_name("Lena Lead").actor(clinic.terminal)
    clinic_settings.take_settings(clinic.records, clinic.folder, lead)


def test_what_is_signed_in_the_north_is_in_force_in_the_south_though_it_was_stopped_meanwhile(base: Path) -> None:
    with (
        Clinic.open(base / "clinic", clock=SystemClock(), key_file=base / "keys" / KEY) as north,
        south(base) as follower,
    ):
        assert north.settings.clinic_address == "Calle Alta 1"
        told(follower, "6 months, signed, in English; Calle Baja 9; 60")
        sign_translation(north, "es")
        told(follower, "6 months, signed, in English and es; Calle Baja 9; 60")
        sign_longer(north, "7 months")  # so the English is another
        told(follower, "7 months, signed, in English; Calle Baja 9; 60")
        take(north, "too_early_minutes = 45")
        told(follower, "7 months, signed, in English; Calle Baja 9; 45")
        follower.send_signal(signal.SIGSTOP)
        sign_longer(north, "8 months")
        sign_translation(north, "fr")
        take(north, "too_early_minutes = 30")
        follower.send_signal(signal.SIGCONT)
        told(follower, "8 months, signed, in English and fr; Calle Baja 9; 30")
        assert list(differing(north)) == []
    with Clinic.open(base / "clinic", clock=SystemClock(), key_file=base / "keys" / KEY) as north:
        sign_longer(north, "9 months")  # while the south is switched off
    with south(base) as follower:
        told(follower, "9 months, signed, in English; Calle Baja 9; 30")
    key = base / "keys" / KEY
    with Clinic.open(base / "south", clock=SystemClock(), key_file=key) as there:
        sign_longer(there, "10 months")
        assert verify(there.records) == []
        assert list(differing(there)) == []
        with there.records.read() as reader:
            entries = [entry for entry in reader.trail() if entry.event == "protocol.sign"]
        assert entries[-1].actor.terminal.endswith(" · B")
    with Clinic.open(base / "clinic", clock=SystemClock(), key_file=key) as north:
        treatment, rule = RULE
        assert str(north.protocols[treatment].rule(rule).period) == "10 months"
        assert north.library.is_signed(treatment)
