"""What the desk says to a client is there in the client's language, too, and names no more than in English."""

from typing import Any

import pytest

from kiosk.desk.advice import said_to_client, say_in
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
    english, theirs = found["Say"], found["Say in Spanish"]
    assert len(english) == len(theirs) > 0
    assert all(each.startswith("«“") for each in theirs)
    assert "Speaks Spanish" in found["Check who it is"]


def test_nothing_more_stands_there_for_who_reads_english_or_a_language_without_words(house: House) -> None:
    for language in ("en", "eu"):
        visit = house.screened(house.client(f"In {language}", language=language))
        assert [title for title in sections(house, visit) if title.startswith("Say")] == ["Say"]


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
