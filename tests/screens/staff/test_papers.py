"""What the client takes away, at the desk and in the room: shown, printed, saved; the desk reads no answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kiosk.core.printer_settings import Printing
from kiosk.core.settings import load, save
from kiosk.handouts.telephone_codes import appointment_codes
from kiosk.visits.visit import Visit
from screens.widgets.qr_code import QrCode
from tests.kiosk.conftest import PEEL, House
from tests.kiosk.handouts.fake_lp import fake_lp
from tests.kiosk.handouts.test_visit_on_paper import text_of
from tests.screens.code_modules import drawn, fits, modules
from tests.screens.sizes import AT_TWO_SIZES
from tests.screens.staff.terminal import PROMISED, StaffStage, staff_stage


def with_printer(house: House) -> Path:
    """Set a printer and a folder for papers on this machine, and the clinic's number."""
    folder = house.folder.parent / "papers"
    folder.mkdir()
    changes = {"printing": Printing(printer="desk", folder=str(folder)), "clinic_phone": "+34 91 123 45 67"}
    save(house.folder, load(house.folder).model_copy(update=changes))
    return folder


def finished(house: House) -> Visit:
    visit = house.confirmed(house.client(), retinoid="yes", retinoid_last="longer_ago")
    room = house.room()
    room.decide(visit, "go_ahead", pin_checked=house.dr_roca, seen_sha=visit.content_sha, note_shown=True)
    return room.finish(house.visit(visit), ("face",), (), "", pin_checked=house.dr_roca)


async def opened(stage: StaffStage, name: str = "VisitScreen") -> None:
    await stage.press("enter")
    await stage.wait(lambda: stage.screen == name, "the visit")
    await stage.settle()


@pytest.mark.thorough
@AT_TWO_SIZES
async def test_the_desk_prints_and_saves_the_slip_and_reads_why_a_printer_refused(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    queue = fake_lp(tmp_path, monkeypatch)
    folder = with_printer(house)
    visit = house.book(house.client())
    async with staff_stage(house, house.rita, size=size) as stage:
        await opened(stage)
        await stage.press("s")
        await stage.pick("The appointment")
        await stage.wait(lambda: stage.screen == "PaperScreen", "the slip")
        await stage.settle()
        assert stage.app.screen.query_one(QrCode).display is (size == PROMISED)
        stage.look()
        await stage.tap("Print")
        await stage.until("sent to the printer")
        await stage.tap("Save PDF")
        await stage.until("appointment-2026-07-30")
        queue.refuse("lp: The printer or class does not exist.")
        await stage.press("p")
        await stage.until("“desk” did not take it")
        await stage.tap("#go")
        await stage.wait(lambda: stage.screen == "VisitScreen", "the visit again")
    assert queue.arguments[0] == "-s -d desk -t Appointment -"
    assert len(list(folder.iterdir())) == 1
    assert house.trail(visit.client_id).count("visit.hand_out") == 2


@pytest.mark.thorough
async def test_the_desk_hands_out_what_was_answered_or_signed_without_reading_it(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue = fake_lp(tmp_path, monkeypatch)
    with_printer(house)
    finished(house)
    async with staff_stage(house, house.rita) as stage:
        await opened(stage)
        for paper in ("After-care", "Copy of the consent"):
            await stage.press("s")
            await stage.pick(paper)
            await stage.wait(lambda: stage.screen == "PaperScreen", paper)
            await stage.settle()
            assert "it is not shown at the desk" in " ".join(stage.text.split())
            assert "retinoid" not in stage.text
            assert not stage.app.screen.query_one(QrCode).display
            await stage.press("p")
            await stage.until("sent to the printer")
            await stage.press("enter")
            await stage.wait(lambda: stage.screen == "VisitScreen", "the visit again")
    assert queue.arguments == ["-s -d desk -t After-care -", "-s -d desk -t Consent -"]


async def test_without_a_printer_or_a_folder_nothing_is_offered_that_does_nothing(house: House) -> None:
    finished(house)
    async with staff_stage(house, house.rita) as stage:
        await opened(stage)
        assert "To take away" not in stage.text
    async with staff_stage(house, house.dr_roca, role="practitioner") as stage:
        await opened(stage, "SummaryScreen")
        await stage.press("r")
        await stage.pick("After-care")
        await stage.until("You can use your retinoid cream again")
        assert "Print" not in stage.text
        assert "Save PDF" not in stage.text


async def test_the_morning_list_is_printed_from_the_menu(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue = fake_lp(tmp_path, monkeypatch)
    with_printer(house)
    async with staff_stage(house, house.rita) as stage:
        await stage.press("m")
        await stage.pick("Print")
        await stage.pick("The morning list")
        await stage.until("Sent to the printer “desk”.")
    assert queue.arguments == ["-s -d desk -t Morning list -"]


@pytest.mark.parametrize(
    ("role", "papers", "looks"),
    [("reception", ("morning-list",), True), ("reception", (), False), ("practitioner", ("morning-list",), False)],
)
async def test_only_a_desk_of_a_clinic_that_says_so_prints_by_itself(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, role: Any, papers: tuple[str, ...], *, looks: bool
) -> None:
    queue = fake_lp(tmp_path, monkeypatch)
    printing = Printing.model_validate({"printer": "desk", "at_opening": papers})
    save(house.folder, load(house.folder).model_copy(update={"printing": printing}))
    house.book(house.client())
    async with staff_stage(house, None, role=role) as stage:
        assert ("opening" in {timer.name for timer in stage.app._timers}) is looks
        if looks:
            stage.app.look_for_opening()
            await stage.app.workers.wait_for_complete([each for each in stage.app.workers if each.name == "opening"])
    assert queue.arguments == (["-s -d desk -t Morning list -"] if looks else [])


async def test_a_code_is_drawn_only_where_all_of_its_modules_fit(house: House) -> None:
    visit = house.book(house.client())
    async with staff_stage(house, house.rita) as stage:
        await opened(stage)
        await stage.press("s")
        await stage.wait(lambda: stage.screen == "PaperScreen", "the slip")
        await stage.settle()
        codes = [each.data for each in appointment_codes(stage.clinic, visit)]
        seen = []
        for width, height in ((40, 12), (80, 22), (56, 24), (57, 24), (80, 24), (80, 36), (100, 40)):
            await stage.pilot.resize_terminal(width, height)
            await stage.settle()
            fitting = [code for code in codes if fits(code, (width - 24, height - 7))]
            rows = drawn(stage)
            assert (rows is not None) is bool(fitting)
            assert rows is None or len(rows) == len(modules(fitting[0]))
            seen.append(len(fitting))
        assert seen == [0, 0, 0, 1, 1, 1, 2]


async def test_the_room_shows_after_care_with_the_clinics_number_as_a_code_and_prints_it(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue = fake_lp(tmp_path, monkeypatch)
    with_printer(house)
    finished(house)
    async with staff_stage(house, house.dr_roca, role="practitioner", size=(80, 30)) as stage:
        await opened(stage, "SummaryScreen")
        await stage.press("r")
        await stage.pick("After-care")
        await stage.until("Your telephone's camera")
        await stage.press("p")
        await stage.until("sent to the printer")
    assert queue.arguments == ["-s -d desk -t After-care -"]


async def test_a_paper_says_its_language_before_it_is_printed_and_is_had_in_english_too(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue = fake_lp(tmp_path, monkeypatch)
    with_printer(house)
    house.note_language(finished(house), "es")
    house.sign_translation("es", PEEL)
    async with staff_stage(house, house.dr_roca, role="practitioner") as stage:
        await opened(stage, "SummaryScreen")
        await stage.press("r")
        await stage.pick("After-care")
        await stage.until("In Spanish, which the client reads.")
        await stage.tap("In English")
        await stage.until("In English. The client reads Spanish.")
        await stage.until("You can wash your face tonight.")
        await stage.until("Your telephone's camera")
        await stage.press("p")
        await stage.until("sent to the printer")
        await stage.press("e")
        await stage.until("In Spanish, which the client reads.")
        await stage.until("La cámara de su teléfono")
    (english,) = (text_of(paper) for paper in queue.papers)
    assert "You can wash your face tonight." in english
