"""What the desk says to a client is there in the client's language, too, and names no more than in English."""

from typing import Any

import pytest

from kiosk.desk.advice import said_to_client, say_in, say_no_time
from kiosk.desk.visit_page import VisitPage, visit_page
from kiosk.visits.visit import Visit
from rules import protocol
from rules.reading.loader import shipped_file
from rules.reading.translations import translations_of
from tests.kiosk.conftest import PEEL, House
from tests.kiosk.desk.test_desk import DEFERRED, with_settings

SPANISH = translations_of(protocol(PEEL), shipped_file(PEEL))["es"]


def page(house: House, visit: Visit) -> VisitPage:
    return visit_page(house.clinic, house.desk(), visit, house.clinic.clients.get(visit.client_id))


def sections(house: House, visit: Visit) -> dict[str, tuple[str, ...]]:
    return {each.title: each.lines for each in page(house, visit).sections}


@pytest.mark.usefixtures("marked")
@pytest.mark.parametrize("changes", [{}, {"eczema": "yes"}, DEFERRED, {"rosacea": "yes"}])
def test_each_sentence_stands_beside_its_english(house: House, changes: dict[str, Any]) -> None:
    visit = house.screened(house.client(), **changes)
    house.note_language(visit, "es")
    found = sections(house, visit)
    said = found["Say, in English or Spanish"]
    english, theirs = said[::2], said[1::2]
    assert english == house.desk().say(visit).say
    assert len(theirs) == len(english)
    assert all(each.startswith("«“") for each in theirs)


@pytest.mark.usefixtures("marked")
def test_no_time_today_is_said_in_their_language_too() -> None:
    assert say_no_time("en").startswith("“I am sorry")
    assert say_no_time("es").startswith("«“I am sorry")


def test_who_speaks_another_language_is_told_before_they_are_here(house: House) -> None:
    visit = house.book(house.client(language="es"))
    assert "Speaks Spanish" in sections(house, visit)["Check who it is"]


def test_nothing_more_is_said_to_who_reads_english_or_a_language_without_words(house: House) -> None:
    for language, title in (("en", "Say"), ("eu", "Say, in English or Basque")):
        visit = house.screened(house.client(f"In {language}", language=language))
        assert sections(house, visit)[title] == house.desk().say(visit).say


@pytest.mark.usefixtures("marked")
def test_who_may_read_conditions_reads_the_words_that_the_lead_signed(house: House) -> None:
    visit = house.screened(house.client(), eczema="yes", rosacea="not_sure")
    house.note_language(visit, "es")
    assert said_to_client(house.clinic, visit, "es") == ()
    with_settings(house, desk_sees_conditions=True)
    together = "«There is one thing we would like to look at with you first.»"
    assert said_to_client(house.clinic, visit, "es") == (together,)
    house.sign_translation("es", PEEL)
    assert set(said_to_client(house.clinic, visit, "es")) == {together, SPANISH["rules.PP-ECZEMA.client"]}
    assert set(said_to_client(house.clinic, visit, "es")) < set(say_in(house.clinic, visit, "es"))
    assert "You were not sure" in " ".join(said_to_client(house.clinic, visit, "en"))
