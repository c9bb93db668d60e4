"""What a client takes home: which papers there are, what they say, and that none says more than it should."""

import io
import re
from datetime import timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader

from kiosk.core.actor import Actor
from kiosk.core.errors import BadInput, NotAllowed, NotPrinted
from kiosk.core.printer_settings import Printing
from kiosk.core.settings import load, save
from kiosk.handouts import client_papers, take_away
from kiosk.handouts.page import Paper, plain
from kiosk.handouts.take_away import TakeAway, at_desk, codes_of, paper_of, possible
from kiosk.handouts.telephone_codes import appointment_codes, contact_codes
from kiosk.visits.visit import Visit
from tests.kiosk.conftest import FACIAL, PEEL, House, open_clinic, people
from tests.kiosk.handouts.fake_lp import fake_lp

RITA = Actor(name="Rita Roy", role="receptionist")
REACHED = {"clinic_phone": "+34 91 123 45 67", "clinic_address": "Calle Alta 3, Madrid"}


@pytest.fixture
def house(house: House, base: Path) -> House:  # type: ignore[misc]
    """The clinic, with its contact and a folder for papers."""
    (house.folder / "papers").mkdir()
    printing = Printing(printer="desk", folder=str(house.folder / "papers"))
    save(house.folder, load(house.folder).model_copy(update={**REACHED, "printing": printing}))
    house.clinic.close()
    return people(open_clinic(base, house.clock), house.clock)


def finished(house: House, **changes: str) -> Visit:
    visit = house.confirmed(house.client("Bea", "Ruiz"), **changes)
    room = house.room()
    room.decide(visit, "go_ahead", pin_checked=house.dr_roca, seen_sha=visit.content_sha, note_shown=True)
    return room.finish(house.visit(visit), ("face",), (), "", pin_checked=house.dr_roca)


def words(paper: Paper) -> str:
    return " ".join(plain(paper).split())


def test_each_paper_is_there_from_when_it_has_something_to_say(house: House) -> None:
    visit = house.book(house.client())
    assert possible(house.clinic, visit) == (TakeAway.SLIP, TakeAway.PREPARE)
    assert possible(house.clinic, house.book(house.client("Eva", "Gil"), FACIAL)) == (TakeAway.SLIP,)
    house.check_in(house.clinic.clients.get(visit.client_id))
    assert possible(house.clinic, house.visit(visit)) == (TakeAway.CONSENT,)
    done = finished(house)
    assert possible(house.clinic, done) == (TakeAway.CONSENT, TakeAway.AFTER_CARE)
    house.book(house.clinic.clients.get(done.client_id), day=house.clinic.today() + timedelta(weeks=3))
    assert set(possible(house.clinic, done)) == set(TakeAway) - {TakeAway.ADVICE}


def test_there_is_no_after_care_before_the_session_and_no_slip_without_an_appointment(house: House) -> None:
    visit = house.screened(house.client())
    with pytest.raises(NotAllowed, match="the session is not finished"):
        paper_of(house.clinic, visit, TakeAway.AFTER_CARE)
    with pytest.raises(NotAllowed, match="No appointment is booked"):
        paper_of(house.clinic, visit, TakeAway.SLIP)


def test_after_care_says_what_concerns_this_client_and_when_to_come_again_and_names_nobody(house: House) -> None:
    visit = finished(house)
    text = words(paper_of(house.clinic, visit, TakeAway.AFTER_CARE))
    for said in ("Parisian Peel", "TONIGHT You can wash your face tonight.", *REACHED.values()):
        assert said in text
    assert "NEXT SESSION: 20 AUGUST TO 27 AUGUST." in text
    assert "retinoid" not in text
    assert "Ruiz" not in text
    house.book(house.clinic.clients.get(visit.client_id), day=house.clinic.today() + timedelta(weeks=3))
    text = words(paper_of(house.clinic, visit, TakeAway.AFTER_CARE))
    assert "YOUR NEXT APPOINTMENT: THURSDAY 20 AUGUST 2026, 10:30." in text


def test_how_to_prepare_says_what_the_protocol_says_of_everybody_and_tells_nobody_to_stop_a_medicine(
    house: House,
) -> None:
    visit = house.book(house.client())
    text = words(paper_of(house.clinic, visit, TakeAway.PREPARE))
    for each in house.clinic.protocols[PEEL].prepare:
        assert each.text in text
    assert "3 days of rest from retinol and retinoid creams" in text
    assert "ask who prescribed it" in text
    assert "YOUR APPOINTMENT: THURSDAY 30 JULY 2026, 10:30." in text
    assert "Ferrer" not in text
    with pytest.raises(NotAllowed, match="asks for anything before it"):
        paper_of(house.clinic, house.book(house.client("Eva", "Gil"), FACIAL), TakeAway.PREPARE)


def test_the_advice_to_see_a_doctor_names_nobody_and_is_not_offered_at_the_desk(house: House) -> None:
    visit = house.screened(house.client(), lesion="yes")
    assert TakeAway.ADVICE in possible(house.clinic, visit)
    assert TakeAway.ADVICE not in at_desk(house.clinic, visit)
    text = words(paper_of(house.clinic, visit, TakeAway.ADVICE))
    assert client_papers.ADVICE in text
    assert re.search("Ferrer|mole|lump|peel", text) is None
    assert codes_of(house.clinic, visit, TakeAway.ADVICE) == contact_codes(house.clinic.settings)
    with pytest.raises(NotAllowed, match="asks for a doctor"):
        paper_of(house.clinic, house.book(house.client("Eva", "Gil")), TakeAway.ADVICE)


def test_a_slip_says_when_and_where_and_never_what_for(house: House) -> None:
    visit = house.book(house.client())
    paper = paper_of(house.clinic, visit, TakeAway.SLIP, lambda _: ("Please come a little early.",))
    text = words(paper)
    assert "THURSDAY 30 JULY 2026, 10:30 Please come a little early." in text
    assert re.search("peel|Ferrer", text, re.IGNORECASE) is None
    assert paper.code is not None
    assert b"SUMMARY:Piel Clara" in paper.code
    assert b"eel" not in paper.code


def test_codes_hold_an_appointment_or_the_clinic_and_never_a_consent_or_after_care(house: House) -> None:
    booked = house.book(house.client())
    done = finished(house)
    assert codes_of(house.clinic, booked, TakeAway.SLIP) == appointment_codes(house.clinic, booked)
    assert codes_of(house.clinic, done, TakeAway.CONSENT) == ()
    (contact,) = codes_of(house.clinic, done, TakeAway.AFTER_CARE)
    assert contact.data == b"MECARD:N:Piel Clara;TEL:+34 91 123 45 67;;"
    assert contact_codes(load(house.folder).model_copy(update={"clinic_phone": None})) == ()


def test_what_is_printed_and_saved_is_half_a_sheet_in_the_trail_and_its_name_says_nobody(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue = fake_lp(tmp_path, monkeypatch)
    visit = finished(house)
    consent = paper_of(house.clinic, visit, TakeAway.CONSENT)
    assert take_away.hand_out(house.clinic, RITA, visit, consent) == "Consent: sent to the printer “desk”."
    said = take_away.save_paper(house.clinic, RITA, visit, paper_of(house.clinic, visit, TakeAway.AFTER_CARE))
    (file,) = (house.folder / "papers").iterdir()
    assert said == f"Saved as {file.name} in {file.parent}."
    assert re.fullmatch(r"after-care-2026-07-30T\d{6}\.pdf", file.name)
    assert file.stat().st_mode & 0o777 == 0o600
    assert queue.arguments == ["-s -d desk -t Consent -"]
    for pdf in (queue.papers[0], file.read_bytes()):
        assert [round(float(side) / 72 * 25.4) for side in PdfReader(io.BytesIO(pdf)).pages[0].mediabox[2:]] == [
            148,
            210,
        ]
    with house.clinic.records.read() as reader:
        *_, printed, saved = reader.trail(subject=visit.client_id)
    assert (printed.event, dict(printed.detail)) == (
        "visit.hand_out",
        {"visit": visit.id, "paper": "Consent", "how": "printed"},
    )
    assert (saved.actor.name, saved.detail["how"]) == ("Rita Roy", "saved")


def test_what_the_printer_refuses_is_not_in_the_trail(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_lp(tmp_path, monkeypatch).refuse("lp: Unable to connect to server")
    visit = house.book(house.client())
    with pytest.raises(NotPrinted, match="Unable to connect to server"):
        take_away.hand_out(house.clinic, RITA, visit, paper_of(house.clinic, visit, TakeAway.SLIP))
    assert "visit.hand_out" not in house.trail(visit.client_id)


def test_two_papers_of_one_second_are_two_files(house: House) -> None:
    visit = house.book(house.client())
    slip = paper_of(house.clinic, visit, TakeAway.SLIP)
    said = {take_away.save_paper(house.clinic, RITA, visit, slip) for _ in range(2)}
    assert len(said) == len(list((house.folder / "papers").iterdir())) == 2


def test_a_folder_that_takes_nothing_is_told(house: House) -> None:
    (house.folder / "papers").rmdir()
    visit = house.book(house.client())
    with pytest.raises(BadInput, match="cannot be written"):
        take_away.save_paper(house.clinic, RITA, visit, paper_of(house.clinic, visit, TakeAway.SLIP))
