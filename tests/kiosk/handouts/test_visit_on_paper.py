"""The whole of a visit as PDF: everything that was shown, answered, judged, decided and done can be read in it."""

import io
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader

from kiosk.core.actor import Actor
from kiosk.handouts import fonts
from kiosk.handouts.page import Paper, pair, section
from kiosk.handouts.pdf import to_pdf
from kiosk.handouts.recovery_pdf import sheet_pdf
from kiosk.privacy.export import export_client, export_visit
from kiosk.records.keys import recovery_words
from kiosk.room.override import REASONS, Override
from tests.kiosk.conftest import House

CLERK = Actor(name="clerk", role="system", system_user="clerk")
NOON = datetime(2026, 7, 30, 12, tzinfo=UTC)


def text_of(pdf: bytes) -> str:
    """Return what can be read in a PDF, on one line."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def a_paper(*words: str) -> Paper:
    return Paper("Title", "Lead", "Visit V-1", NOON, (section("Part", [pair("Name", word) for word in words]),))


def test_a_visit_file_tells_the_whole_visit(house: House) -> None:
    client = house.client("Łucja", "Nguyễn", phone="020 7946 0101")
    visit = house.screened(client, eczema="not_sure", note="New cream since Monday")
    house.desk().reopen(visit)
    house.check_in(client, eczema="no", retinoid="not_sure", note="New cream since Monday")
    house.desk().confirm(house.visit(visit))
    room = house.room()
    room.settle(house.visit(visit), "retinoid", "no", pin_checked=house.dr_roca)
    room.correct(house.visit(visit), "rosacea", "yes", "seen on both cheeks", pin_checked=house.dr_roca)
    now = house.visit(visit)
    room.decide(
        now,
        "go_ahead",
        override=Override(REASONS[0], "mild, talked it through", second=house.lead),
        pin_checked=house.dr_roca,
        seen_sha=now.content_sha,
        note_shown=True,
    )
    text = text_of(to_pdf(export_visit(house.clinic, visit.id, CLERK)))
    record = house.visit(visit).checkin
    assert record is not None
    assert record.consent is not None
    for words in (
        "Łucja Nguyễn",
        "5 March 1984",
        visit.id,
        "Check-in, version 1 of 2",
        "Check-in, version 2 of 2",
        "Do you have eczema?",
        "not sure",
        "“New cream since Monday”",
        "seen on both cheeks",
        "mild, talked it through",
        "Dr Roca says: no",
        "go ahead, by Dr Roca (practitioner) and Lena Lead (lead); OVERRIDDEN NOT THIS TREATMENT (PP-ROSACEA)",
        "typed name",
        "all questions answered, agreed to that day",
        "Your answers are private",
        "Who keeps your answers: Piel Clara.",
        "visit.check_in",
        "visit.file, by system user clerk",
    ):
        assert words in text, words
    assert record.sha256 in text.replace(" ", "")
    assert record.consent.text_sha in text.replace(" ", "")
    given = text_of(to_pdf(export_client(house.clinic, client.id, CLERK)[1]))
    assert "mild, talked it through" in given
    assert "OVERRIDDEN" not in given
    consent = house.clinic.text(record.consent.text_sha)
    assert consent is not None
    for part in consent["content"]["parts"]:
        assert " ".join(part["heading"].split()) in text
        assert " ".join(part["text"].split()) in text


def test_a_visit_that_never_began_has_a_file_too(house: House) -> None:
    visit = house.book(house.client())
    text = text_of(to_pdf(export_visit(house.clinic, visit.id, CLERK)))
    assert "No check-in was completed" in text
    assert "Nobody signed anything." in text


def test_what_is_held_about_a_client_tells_of_every_visit_and_of_nobody_else(house: House) -> None:
    anna, bert = house.client(), house.client("Bert", "Soler")
    house.screened(anna, note="New cream since Monday")
    house.book(bert)
    document, paper = export_client(house.clinic, anna.id, CLERK)
    (visit,) = document["visits"]
    assert {"question": "Do you have eczema?", "answer": "no"} in visit["answers_in_words"][0]
    assert visit["checkins"][0]["consent"]["name"] == "Anna Ferrer"
    assert set(document["texts"]) == {
        visit["checkins"][0]["privacy_sha"],
        visit["checkins"][0]["consent"]["text_sha"],
    }
    assert [entry["what"] for entry in document["audit"]] == house.trail(anna.id)
    text = text_of(to_pdf(paper))
    assert "“New cream since Monday”" in text
    assert "Anna Ferrer" in text
    assert "Soler" not in text
    assert house.trail(anna.id)[-1] == "client.export"


@pytest.mark.parametrize("name", ["Łucja Nguyễn-Ørsted", "Ωμέγα Παπαδοπούλου", "Анна Ковальчук", "Þórdís Ğüneş"])
def test_names_in_many_scripts_can_be_read_back(name: str) -> None:
    assert name in text_of(to_pdf(a_paper(name)))


def test_a_character_without_a_letter_is_written_by_its_number_and_said_so(tmp_path: Path) -> None:
    missing = fonts.undrawable("Anna 陳")
    assert missing == {ord("陳")}
    assert fonts.helpers(missing, (tmp_path,)) == ([], missing)
    assert fonts.spelled("Anna 陳", missing) == "Anna [U+9673]"
    rare = chr(0xE123)  # of private use: no font of a plain machine has it
    text = text_of(to_pdf(a_paper(f"Anna {rare}")))
    assert "Anna [U+E123]" in text
    assert "A character that no font of this machine has" in text


def test_a_font_of_the_machine_helps_out_and_a_broken_one_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "ABroken-Sans.ttf").write_bytes(b"not a font")
    (tmp_path / "Other-Sans.ttf").write_bytes(fonts.REGULAR.read_bytes())
    found, left = fonts.helpers(frozenset(map(ord, "Ł陳")), (tmp_path,))
    assert [file.name for file in found] == ["Other-Sans.ttf"]
    assert left == {ord("陳")}


def test_the_same_paper_gives_the_same_bytes_and_names_nobody_in_its_properties() -> None:
    pdf = to_pdf(a_paper("Anna Ferrer"))
    assert to_pdf(a_paper("Anna Ferrer")) == pdf
    properties = PdfReader(io.BytesIO(pdf)).metadata
    assert properties is not None
    assert properties.title == "Visit V-1"
    assert "Ferrer" not in str(dict(properties))


def test_long_texts_flow_over_as_many_pages_as_they_need() -> None:
    words = [f"word{number}" for number in range(1500)]
    pdf = to_pdf(a_paper(" ".join(words), "the end"))
    text = text_of(pdf)
    assert re.findall(r"word\d+", text) == words
    assert "the end" in text
    assert len(PdfReader(io.BytesIO(pdf)).pages) == int(re.findall(r"page \d+ of (\d+)", text)[0]) > 1


def test_the_recovery_sheet_has_all_words_and_its_code_says_the_same() -> None:
    key = bytes(range(32))
    text = text_of(sheet_pdf("Piel Clara", "C-0123456789", key, NOON))
    assert all(word in text for word in recovery_words.to_words(key))
    assert "C-0123456789" in text
