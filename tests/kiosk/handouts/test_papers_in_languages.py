"""What a client takes home is in their language, as far as the lead signed its words; else it is English, and staff are told."""

import io
import re
from datetime import timedelta

import pytest
from pypdf import PdfReader

from kiosk.checkin.screen_data import Step
from kiosk.handouts.page import Line, Paper, Paragraph, plain
from kiosk.handouts.pdf import to_pdf
from kiosk.handouts.take_away import TakeAway, codes_of, paper_of
from kiosk.visits.visit import Visit
from rules import protocol
from rules.reading.in_language import in_language
from rules.reading.loader import shipped_file
from rules.reading.translations import translations_of
from tests.kiosk.conftest import GOOD, PEEL, House

SPANISH = translations_of(protocol(PEEL), shipped_file(PEEL))["es"]
NOT_SIGNED = "In English: nobody has signed the Spanish words of Parisian Peel. Tell the client what it says."
THEIRS = "In Spanish, which the client reads."


def finished(house: House, **changes: str) -> Visit:
    """Treat a client who reads Spanish."""
    visit = house.confirmed(house.client("Bea", "Ruiz"), **changes)
    house.note_language(visit, "es")
    room = house.room()
    room.decide(visit, "go_ahead", pin_checked=house.dr_roca, seen_sha=visit.content_sha, note_shown=True)
    return room.finish(house.visit(visit), ("face",), (), "", pin_checked=house.dr_roca)


def words(paper: Paper) -> str:
    return " ".join(plain(paper).split())


def printed(paper: Paper) -> str:
    pages = PdfReader(io.BytesIO(to_pdf(paper))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_after_care_is_in_the_clients_language_from_the_leads_signature_on(house: House) -> None:
    visit = finished(house, retinoid="yes", retinoid_last="longer_ago")
    before = paper_of(house.clinic, visit, TakeAway.AFTER_CARE)
    assert (before.language, before.told) == ("en", NOT_SIGNED)
    assert "You can wash your face tonight." in words(before)
    house.sign_translation("es", PEEL)
    after = paper_of(house.clinic, visit, TakeAway.AFTER_CARE)
    assert (after.language, after.told) == ("es", THEIRS)
    assert SPANISH["aftercare.retinoid_again"] in words(after)
    concerned = [each for each in protocol(PEEL).aftercare if each.text in words(before)]
    assert len(concerned) > 3
    assert [each.id for each in concerned if SPANISH[f"aftercare.{each.id}"] not in words(after)] == []
    english = paper_of(house.clinic, visit, TakeAway.AFTER_CARE, english=True)
    assert (words(english), english.told) == (words(before), "In English. The client reads Spanish.")


def test_after_care_of_rules_that_were_replaced_is_in_the_language_as_it_was_signed_for_them(house: House) -> None:
    visit = finished(house)
    house.sign_translation("es", PEEL)
    now = house.clinic.protocols[PEEL]
    house.rules_become({PEEL: now.model_copy(update={"title": "Another peel", "version": now.version + 1})})
    assert paper_of(house.clinic, visit, TakeAway.AFTER_CARE).language == "es"


def _read(line: Line) -> str:
    return line.text if isinstance(line, Paragraph) else line.label


@pytest.mark.usefixtures("marked")
def test_no_word_of_ours_on_a_paper_is_left_in_english(house: House) -> None:
    house.sign_translation("es", PEEL)
    visit, other = finished(house), house.screened(house.client("Eva", "Gil"), lesion="yes")
    house.note_language(other, "es")
    house.book(house.clinic.clients.get(visit.client_id), day=house.clinic.today() + timedelta(weeks=3))
    theirs = {*SPANISH.values(), *(each.text for each in in_language(protocol(PEEL), SPANISH).prepare)}
    for what in (TakeAway.SLIP, TakeAway.PREPARE, TakeAway.AFTER_CARE, TakeAway.ADVICE):
        paper = paper_of(house.clinic, other if what is TakeAway.ADVICE else visit, what)
        assert paper.language == "es"
        texts = [paper.title, *(section.title for section in paper.sections)]
        texts += [_read(line) for section in paper.sections for line in section.lines]
        ours = [each for each in texts if each not in theirs and each != house.clinic.settings.clinic_name]
        assert [each for each in ours if not each.startswith("«")] == []
        assert "«page 1 of " in printed(paper)
        assert all("«" in each.hint for each in codes_of(house.clinic, visit, what, paper.language))


@pytest.mark.usefixtures("marked")
def test_a_copy_of_a_consent_is_in_the_language_in_which_it_was_signed(house: House) -> None:
    house.sign_translation("es", PEEL)
    client = house.client(language="es")
    visit = house.screened(client)
    paper = paper_of(house.clinic, visit, TakeAway.CONSENT)
    assert (paper.language, paper.title) == ("es", SPANISH["consent.title"])
    assert paper.told == "In Spanish, as it was signed."
    read = [paper.lead, paper.foot, *(_read(line) for line in paper.sections[-1].lines)]
    assert [each for each in read if not each.startswith("«")] == []
    other = house.screened(house.client("Eva", "Gil"))
    assert paper_of(house.clinic, other, TakeAway.CONSENT).told == ""
    house.note_language(other, "es")
    assert paper_of(house.clinic, other, TakeAway.CONSENT).told == "In English, as it was signed."


def test_accents_and_marks_of_other_languages_are_printed(house: House) -> None:
    house.sign_translation("es", PEEL)
    visit = finished(house)
    paper = paper_of(house.clinic, visit, TakeAway.AFTER_CARE)
    read = printed(paper)
    assert "[U+" not in read
    for each in re.findall(r"\w*[áéíóúñü]\w*", words(paper)):
        assert each.casefold() in read.casefold()
    signs = "¿Qué? ¡Sí! œuf cœur Œ ÿ ç À É Ñ « l’été » “hoy” – … 1er"
    assert signs in printed(Paper(title=signs, lead="", foot="", made_at=house.clinic.now(), sections=()))


@pytest.mark.parametrize(("begins_in", "language", "english_too"), [("es", "es", False), ("en", "fr", True)])
def test_from_a_check_in_to_the_printed_after_care_in_one_language_also_if_it_was_chosen_half_way(
    house: House, begins_in: str, language: str, english_too: bool
) -> None:
    house.sign_translation(language, PEEL)
    visit = house.book(house.client())
    check_in = house.clinic.check_in()
    check_in.choose_language(begins_in)
    check_in.identify("Ferrer", 5, 3, 1984)
    check_in.yes()
    check_in.accept()
    asked = set()
    while check_in.step is Step.QUESTION:
        if check_in.asked.question.id == "rash":
            check_in.choose_language(language)
        question = check_in.asked.question
        asked.add(question.ask)
        if (raw := GOOD[PEEL].get(question.id)) is not None:
            check_in.answer(raw)
        check_in.next()
    english = {each.ask for each in protocol(PEEL).questions}
    assert bool(asked & english) is english_too
    check_in.finish()
    check_in.give("Anna Ferrer")
    visit = house.desk().confirm(house.visit(visit))
    room = house.room()
    room.decide(visit, "go_ahead", pin_checked=house.dr_roca, seen_sha=visit.content_sha, note_shown=True)
    visit = room.finish(house.visit(visit), ("face",), (), "", pin_checked=house.dr_roca)
    words = house.clinic.library.translations(PEEL)[language]
    for what, place in ((TakeAway.AFTER_CARE, "aftercare.wash"), (TakeAway.CONSENT, "consent.title")):
        read = printed(paper_of(house.clinic, visit, what))
        assert words[place] in read
        assert not [each.text for each in protocol(PEEL).aftercare if each.text in read]
