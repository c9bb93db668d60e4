"""A paper form while it is typed in: all of it is read once more before it counts, and any part can be asked again."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from kiosk.checkin.paper_entry import CONSENT, LANGUAGE, WHEN, PaperEntry
from kiosk.checkin.paper_form import enter
from kiosk.core.errors import BadInput, NotAllowed
from kiosk.visits.paper_language import languages_to_sign
from tests.kiosk.conftest import GOOD_PEEL, PEEL, House


def typed_in(house: House, **changes: str) -> PaperEntry:
    """Return a form with all there is on it."""
    entry = PaperEntry.begin(house.clinic, house.book(house.client()))
    answers = {**GOOD_PEEL, **changes}
    while (question := entry.next_question) is not None:
        entry = entry.answered(question.id, answers.get(question.id, ""))
    return replace(entry, filled_at=house.clock.now() - timedelta(minutes=15), consent="paper")


def rows(entry: PaperEntry, house: House) -> dict[str, str]:
    return {row.short: row.answer_text for row in entry.rows(house.clinic)}


def test_what_was_typed_in_is_read_once_more_with_what_asks_for_a_look_first(house: House) -> None:
    entry = typed_in(house, strong_sun="yes")
    first, *others = entry.rows(house.clinic)
    assert (first.short, first.answer_text, first.harmless) == ("Strong sun today", "Yes", False)
    assert len(others) > 10
    told = rows(entry, house)
    assert (told["Filled in"], told["Consent"]) == ("09:45", "It is signed")
    yesterday = replace(entry, filled_at=house.clock.now() - timedelta(days=1))
    assert rows(yesterday, house)["Filled in"].startswith("Wednesday 29 July")
    assert (entry.consent_given, replace(entry, consent="later").consent_given) == ("paper", None)


def test_any_part_of_it_is_asked_again_and_nothing_else(house: House) -> None:
    entry = typed_in(house)
    again = entry.again("rosacea")
    assert again.next_question is not None
    assert again.next_question.id == "rosacea"
    assert rows(again, house).keys() == rows(entry, house).keys() - {"Rosacea", "Consent"}, "it depends on the answers"
    assert again.answered("rosacea", "no") == entry
    assert rows(entry.again(WHEN), house).keys() == rows(entry, house).keys() - {"Filled in"}
    assert rows(entry.again(CONSENT), house).keys() == rows(entry, house).keys() - {"Consent"}


def test_no_consent_is_asked_for_where_the_answers_rule_the_treatment_out(house: House) -> None:
    entry = typed_in(house, isotretinoin="now")
    assert not entry.wants_consent
    assert "Consent" not in rows(entry, house)
    assert entry.consent_given is None


def test_who_reads_another_language_may_have_had_the_form_in_it_and_signed_its_words(house: House) -> None:
    client = house.client(language="es")
    assert PaperEntry.begin(house.clinic, house.book(client)).language == "en", "there is no form in it yet"
    house.sign_translation("es", PEEL)
    visit = house.book(client, start=time(12, 0))
    entry = PaperEntry.begin(house.clinic, visit)
    assert (entry.language, entry.languages) == (None, ("es", "en"))
    entry = replace(entry, language="es")
    assert rows(entry, house)["The form"] == "In Spanish"
    assert entry.again(LANGUAGE).language is None
    answers = {**GOOD_PEEL, "had_before": "no", "note": "Me duele aquí."}
    record = enter(house.clinic, visit.id, answers, staff=house.rita, consent="paper", language="es").checkin
    assert record is not None
    assert record.consent is not None
    assert (record.note_language, record.consent.language) == ("es", "es")
    kept = house.clinic.text(record.consent.text_sha)
    assert kept is not None
    assert kept["content"]["title"] == house.clinic.library.translations(PEEL)["es"]["consent.title"]


def test_a_consent_on_paper_is_kept_in_the_words_of_its_paper(house: House) -> None:
    visit = house.screened(house.client())
    with pytest.raises(NotAllowed, match="Nobody has signed the Spanish words"):
        house.desk().paper_consent(visit, "yes", "Anna Ferrer", language="es")
    house.sign_translation("es", PEEL)
    assert languages_to_sign(house.clinic, visit) == ("en",)
    house.note_language(visit, "es")
    assert languages_to_sign(house.clinic, visit) == ("es", "en")
    record = house.desk().paper_consent(visit, "yes", "Anna Ferrer", language="es").checkin
    assert record is not None
    assert record.consent is not None
    kept = house.clinic.text(record.consent.text_sha)
    assert kept is not None
    assert (record.consent.language, kept["language"]) == ("es", "es")
    assert kept["content"]["title"] == house.clinic.library.translations(PEEL)["es"]["consent.title"]


def test_a_form_in_a_language_that_there_is_none_in_is_not_entered(house: House) -> None:
    visit = house.book(house.client())
    with pytest.raises(BadInput, match="no form of this treatment in Spanish"):
        enter(house.clinic, visit.id, GOOD_PEEL, staff=house.rita, language="es")
