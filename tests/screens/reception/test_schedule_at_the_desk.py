"""What the desk sees of a schedule before it is read, and says about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.privacy.erase import erase
from kiosk.schedule import import_schedule
from tests.kiosk.conftest import SYSTEM, House
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
