"""What the desk sees of a schedule before it is read, and says about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.privacy.erase import erase
from kiosk.schedule import import_schedule
from kiosk.schedule.drop_folder import DropFolder
from kiosk.schedule.watching import take_all
from kiosk.visits.visit import VisitState
from tests.kiosk.conftest import SYSTEM, TODAY, FixedClock, House
from tests.screens.sizes import AT_TWO_SIZES
from tests.screens.staff.terminal import BIG, staff_stage

HEAD = "start,client,date of birth,treatment,practitioner,booking code\n"
ANA = "2026-07-30 11:00,Ana Prieto,1990-03-14,Parisian Peel,Dr Roca,AAA111\n"
BEN = "2026-07-30 12:00,Ben Okoro,1970-01-02,Parisian Peel,Dr Roca,BBB222\n"


@pytest.fixture
def downloads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    folder = tmp_path / "home" / "Downloads"
    folder.mkdir(parents=True)
    return folder


async def test_an_erased_client_comes_back_only_when_the_desk_says_so(house: House, downloads: Path) -> None:
    import_schedule(house.clinic, (HEAD + ANA).encode(), actor=SYSTEM)
    (ana,) = house.clinic.clients.find_by_name("Prieto")
    erase(house.clinic, ana.id, SYSTEM)
    (downloads / "thursday.csv").write_text(HEAD + BEN + ANA, encoding="utf-8")
    async with staff_stage(house, house.rita, size=BIG) as stage:
        for key in ("enter", "b"):
            await stage.press("s")
            await stage.pick("thursday.csv")
            await stage.until("Appointments of clients who were erased were left out")
            assert "Line 3" in stage.text
            assert "Prieto" not in stage.text
            await stage.press(key)
            if key == "enter":
                await stage.until("The schedule has been read: 1 new, 1 of erased clients, not taken.")
                assert house.clinic.clients.find_by_name("Prieto") == []
        await stage.until("Say yes only if they have booked again")
        await stage.tap("#go")
        await stage.until("The schedule has been read: 1 new, 1 unchanged.")
    assert [client.id for client in house.clinic.clients.find_by_name("Prieto")] != [ana.id]


@AT_TWO_SIZES
async def test_that_erased_clients_booked_again_can_be_said_by_touch_at_any_size(
    house: House, downloads: Path, size: tuple[int, int]
) -> None:
    import_schedule(house.clinic, (HEAD + ANA).encode(), actor=SYSTEM)
    (ana,) = house.clinic.clients.find_by_name("Prieto")
    erase(house.clinic, ana.id, SYSTEM)
    (downloads / "thursday.csv").write_text(HEAD + BEN + ANA, encoding="utf-8")
    async with staff_stage(house, house.rita, size=size) as stage:
        await stage.press("s")
        await stage.pick("thursday.csv")
        await stage.until("They booked again")
        await stage.tap(next(each for each in stage.app.screen.query("#do-again") if each.display))
        await stage.until("come back as")


async def test_the_preview_names_who_is_new_and_moved_from_a_file_of_the_clinics_folder(
    house: House, tmp_path: Path
) -> None:
    folder = tmp_path / "schedules"
    folder.mkdir()
    import_schedule(house.clinic, (HEAD + ANA).encode(), actor=SYSTEM)
    (folder / "thursday.csv").write_text(HEAD + ANA.replace("11:00", "11:30") + BEN, encoding="utf-8")
    async with staff_stage(house, house.rita, size=BIG) as stage:
        settings = stage.clinic.settings
        changed = settings.model_copy(update={"drop_folder": str(folder), "board_names": "short"})
        stage.clinic.__dict__["settings"] = changed
        await stage.press("s")
        await stage.pick("thursday.csv")
        await stage.until("11:30 on 30 July 2026: Ana P. (before: 11:00 on 30 July 2026)")
        assert "12:00 on 30 July 2026: Ben O." in stage.text
        assert len(house.clinic.visits.of_day(TODAY)) == 1, "nothing is changed yet"
        await stage.tap("#go")
        await stage.until("The schedule has been read: 1 new, 1 moved.")


@pytest.mark.usefixtures("downloads")
async def test_what_was_taken_from_a_watched_folder_is_looked_at_and_cancelled_with_one_key(
    house: House, tmp_path: Path
) -> None:
    for text in (ANA, ANA + BEN.replace("1970-01-02", "soon")):
        status = "booked" if text == ANA else "cancelled"
        lines = HEAD.replace("\n", ",status\n") + text.replace("AAA111\n", f"AAA111,{status}\n")
        (tmp_path / "drop").mkdir(exist_ok=True)
        (tmp_path / "drop" / "night.csv").write_text(lines, encoding="utf-8")
        clock = FixedClock()
        watched = DropFolder(tmp_path / "drop", clock)
        watched.whole()
        clock.forward(minutes=1)
        assert [each.place for each in take_all(watched, house.clinic, SYSTEM)] == ["done"]
    asks = "A schedule came in by itself and asks for a look"
    async with staff_stage(house, house.rita, size=BIG) as stage:
        await stage.until(asks)
        await stage.press("s")
        await stage.pick("What was read lately")
        await stage.until("1 of these still booked here, 1 refused.")
        await stage.press("1")
        await stage.until("11:00 on 30 July 2026: cancelled")
        assert "Line 3: The" in stage.text
        await stage.press("enter")
        await stage.until("1 visit is closed as the schedule says.")
        await stage.wait(lambda: asks not in stage.text, "nothing left to look at")
    (visit,) = house.clinic.visits.of_day(TODAY)
    assert visit.state is VisitState.cancelled
