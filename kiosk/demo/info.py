"""What a person needs to try the demo: the staff with their PINs, and whom to check in as."""

import shlex
import shutil
import sys
from collections.abc import Mapping
from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from kiosk.people.staff.member import StaffRole
from kiosk.records import Kind, Writer

if TYPE_CHECKING:
    from kiosk.clinic import Clinic

_ID = "demo"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DemoStaff(_Part):
    """A member of the demo's staff."""

    name: str
    role: StaffRole
    pin: str


class DemoClient(_Part):
    """Somebody to check in as, and what that shows."""

    name: str
    date_of_birth: date
    booking_code: str
    start: time
    treatment: str
    phone_last4: str
    shows: str
    """What to answer and what then happens, in a sentence."""


class DemoInfo(_Part):
    """The demo's cheat sheet. It is in the demo's records, so every terminal that joins has it."""

    folder: Path
    staff: tuple[DemoStaff, ...]
    clients: tuple[DemoClient, ...]

    @property
    def join(self) -> str:
        """The command that joins the demo from another terminal."""
        return f"{_program()} --data {shlex.quote(str(self.folder))}"

    @property
    def pins(self) -> Mapping[str, str]:
        """The PIN of each member of staff, by name."""
        return {member.name: member.pin for member in self.staff}


def _program() -> str:
    """Return how a shell starts this very kiosk: by its name where that leads here, else by its path, as in a checkout."""
    here, named = Path(sys.executable).with_name("kiosk"), shutil.which("kiosk")
    is_named = not here.exists() or (named is not None and Path(named).samefile(here))
    return "kiosk" if is_named else shlex.quote(str(here))


def demo_info(clinic: "Clinic") -> DemoInfo | None:
    """Return the cheat sheet of a demo clinic, or None in a real one."""
    if not clinic.demo:
        return None
    with clinic.records.read() as reader:
        document = reader.get(Kind.META, _ID)
    return DemoInfo.model_validate(document["info"]) if document else None


def keep_info(writer: Writer, info: DemoInfo) -> None:
    """Keep the cheat sheet in the demo's records."""
    writer.put(Kind.META, {"id": _ID, "info": info.model_dump(mode="json")})
