"""Eight visits, each with another thing to do, as pictures of the practitioner's summary alone: what a fresh reader is asked about.

`python -m tests.screens.summaries FOLDER TRUTH` draws each at 100 x 30 and at 80 x 24 into FOLDER and writes into the file TRUTH
what is to be done and why. Give a reader the pictures and not the truth: "What do you do with this client, and why?" It needs Chromium.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

from kiosk.clinic import Clinic
from kiosk.demo import build
from kiosk.demo.day import PEEL, DemoAppointment, PastVisit, Progress
from kiosk.demo.people import DESK, MOSS, Person
from kiosk.visits.session import MachineSettings, ProductUsed, SessionDetails
from tests.screens.picture import drawing, opened, png, size_of
from tests.screens.stage import HandClock, make_template, staged

SIZES = ((100, 30), (80, 24))


@dataclass(frozen=True)
class Asked:
    """A visit that a reader is asked about, and the answer. `raised` is what the desk asks the practitioner to look at."""

    person: Person
    answers: Callable[[date], dict[str, object]]
    do: str
    because: str
    raised: str = ""
    again: bool = False
    """Whether the client was here before."""


def ago(day: date, days: int) -> str:
    return str(day - timedelta(days=days))


EIGHT = {
    "a": Asked(
        Person("Charlotte", "Brandt", "1981-11-22", "020 7946 0325"),
        lambda day: {
            "area": ["face", "neck"],
            "concerns": ["dull", "fine_lines"],
            "had_before": "yes",
            "session_last": ago(day, 28),
            "note": "I am going to a wedding on Saturday and would like to look fresh.",
        },
        "Go ahead, with one pass less on the left cheek; read her note first.",
        "Nothing speaks against it. Last time's note says that the left cheek reddens quickly.",
        again=True,
    ),
    "b": Asked(
        Person("Leila", "Haddad", "1980-09-16", "020 7946 0429"),
        lambda _: {"area": ["face"], "strong_sun": "yes", "rash": "yes", "rash_where": ["hands"]},
        "Go ahead with care: keep clear of the hands, sunscreen renewed through the day.",
        "Strong sun later today, and a rash or wound on the hands, which are not treated.",
    ),
    "c": Asked(
        Person("Samuel", "Osei", "1988-09-27", "020 7946 0151"),
        lambda _: {"area": ["face"], "rosacea": "not_sure", "keratosis": "prefer_not"},
        "Look and ask first, the second in private, settle both answers, then decide.",
        "Not sure about rosacea; would rather not say whether he has keratosis.",
    ),
    "d": Asked(
        Person("Yusuf", "Demir", "1987-08-21", "020 7946 0238"),
        lambda day: {"area": ["face"], "had_before": "yes", "session_last": ago(day, 15)},
        "Look first: wait until 29 November, or go ahead after looking.",
        "The last peel was 15 days ago; the usual interval is three weeks.",
    ),
    "e": Asked(
        Person("Oliver", "Stone", "1995-12-01", "020 7946 0289"),
        lambda day: {"area": ["face"], "retinoid": "yes", "retinoid_last": ago(day, 1)},
        "Put off to Wednesday 25 November.",
        "A retinoid cream was used yesterday; three days must have passed.",
    ),
    "f": Asked(
        Person("Sofia", "Papadaki", "1998-02-12", "020 7946 0364"),
        lambda _: {"area": ["face", "neck"], "rash": "yes", "rash_where": ["face"]},
        "Not today as planned; the neck alone is possible, with care. Else put off with no day, until the face has healed.",
        "A rash or wound on the face, which is one of the two areas planned.",
    ),
    "g": Asked(
        Person("Daniel", "Cohen", "1963-05-17", "020 7946 0371"),
        lambda day: {
            "area": ["face", "neck", "decollete"],
            "rosacea": "yes",
            "autoimmune": "yes",
            "isotretinoin": "stopped",
            "isotretinoin_last": ago(day, 60),
            "herpes_active": "yes",
            "pimples_open": "yes",
            "eczema": "yes",
            "deep_acne": "not_sure",
            "strong_sun": "yes",
            "note": "My doctor said this would be fine.",
        },
        "Do not treat: talk with him, confirm, decline; book nothing. A medical facial may be an alternative, to be looked at first.",
        "Rosacea and an autoimmune disease rule the peel out; besides Accutane, a cold sore and open spots.",
    ),
    "h": Asked(
        Person("Grace", "O'Connell", "1990-12-24", "020 7946 0177"),
        lambda _: {"area": ["face"]},
        "Look at the cheeks first, then decide.",
        "The desk asks for it: the cheeks look sore. The answers alone speak against nothing.",
        raised="Both cheeks look sore and red.",
    ),
}
LAST_TIME = PastVisit(
    "a",
    PEEL,
    28,
    MOSS.name,
    answers={"area": ["face", "neck"]},
    note="The left cheek reddens quickly: one pass less there.",
    details=SessionDetails(
        machine=MachineSettings(suction="low", passes=2, tip="Fine tip"),
        skin_before=("Dry",),
        skin_after=("Pink",),
        products=(ProductUsed(name="Soothing mask", lot="L1207"),),
    ),
)


def todays(day: date) -> tuple[DemoAppointment, ...]:
    """Return the eight appointments of a day: all are checked in, and passed on."""
    return tuple(
        DemoAppointment(who, PEEL, 5 * number - 15, MOSS.name, Progress.CONFIRMED, asked.answers(day), arrived=-20)
        for number, (who, asked) in enumerate(EIGHT.items())
    )


def made(folder: Path) -> Path:
    """Make a clinic of that day; what the desk asks for is asked."""
    plan = SimpleNamespace(today=todays, before=lambda _: (LAST_TIME,))
    people = {who: asked.person for who, asked in EIGHT.items()}
    with patch.object(build, "plan", plan), patch.object(build, "people", lambda _: people):
        make_template(folder)
    with Clinic.open(folder, clock=HandClock(), terminal="Desk") as clinic:
        member = clinic.staff.check_pin(DESK.name, DESK.pin, terminal=clinic.terminal)
        desk = clinic.desk(member)
        for entry in clinic.daybook().entries():
            asked = next(each for each in EIGHT.values() if each.person.full_name == entry.client.full_name)
            if asked.raised:
                desk.raise_(entry.visit, asked.raised)
    return folder


async def draw(template: Path, name: str, size: tuple[int, int]) -> str:
    """Return the picture of the summary of a client's visit."""
    with tempfile.TemporaryDirectory() as own:
        async with staged(template, Path(own), size=size, role="practitioner", looks=False) as stage:
            await opened(MOSS.name, name)(stage)
            return drawing(stage.app)


def main() -> None:
    """Draw the eight, at both sizes, and write down the truth."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("truth", type=Path)
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    told: list[str] = []
    with tempfile.TemporaryDirectory() as at:
        template = made(Path(at, "clinic"))
        for number, each in enumerate(EIGHT.values(), 1):
            for width, height in SIZES:
                file = asked.folder / f"visit-{number}-{width}x{height}.svg"
                file.write_text(asyncio.run(draw(template, each.person.family, (width, height))), encoding="utf-8")
                png(file, file.with_suffix(".png"), size_of(file.read_text("utf-8")))
                file.unlink()
            told += [f"{number}. {each.person.full_name}", f"   Do: {each.do}", f"   Because: {each.because}", ""]
    asked.truth.write_text("\n".join(told), encoding="utf-8")


if __name__ == "__main__":
    main()
