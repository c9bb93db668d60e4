"""Whole visits in Spanish and in French, from the first screen to the after-care that is printed, and no word of them in English."""

import pytest

from kiosk.checkin.check_in import CheckIn
from kiosk.checkin.screen_data import Step
from kiosk.handouts.page import Paper, plain
from kiosk.handouts.take_away import TakeAway, paper_of
from kiosk.visits.visit import Visit
from rules import protocol
from rules.reading.loader import shipped_file
from rules.reading.translations import translations_of
from tests.kiosk.conftest import GOOD, PEEL, House
from tests.marked_words import unmarked

WORDS = translations_of(protocol(PEEL), shipped_file(PEEL))
ANSWERS = GOOD[PEEL] | {"strong_sun": "not_sure", "retinoid": "yes", "retinoid_last": "longer_ago"}


def english(texts: list[str], language: str) -> list[str]:
    """Return the texts that are neither words of the protocol in that language, nor ours that were asked for in it."""
    theirs = sorted({words.removesuffix(".") for words in WORDS[language].values()}, key=len, reverse=True)
    left = []
    for text in texts:
        rest = unmarked(text)
        for words in theirs:
            rest = rest.replace(words, "")
        if any(character.isalpha() for character in rest):
            left.append(text)
    return left


def read_at(check_in: CheckIn) -> list[str]:
    """Return what a client reads at a step."""
    match check_in.step:
        case Step.PRIVACY:
            return [check_in.privacy.title, *check_in.who_may_answer.values()]
        case Step.QUESTION:
            asked = check_in.asked
            question = asked.question
            words = [question.ask, question.why, question.help or "", question.short, asked.section, asked.before]
            return [*words, *asked.treatment_titles, *(each.label for each in asked.options)]
        case Step.REVIEW:
            return [text for row in check_in.rows for text in (row.short, row.answer_text)]
        case Step.CONSENT:
            text, back = check_in.consent, check_in.asked_back
            asked_back = [back.heading, back.ask, *(words for _, words in back.answers)] if back else []
            return [text.title, *(words for part in text.parts for words in (part.heading, part.text)), *asked_back]
        case Step.DONE:
            return [*check_in.ending.thanks] if check_in.ending else []
        case _:
            return []


def one_step(check_in: CheckIn) -> None:
    """Do what a client does who answers what is asked."""
    match check_in.step:
        case Step.VISIT:
            check_in.yes()
        case Step.PRIVACY:
            check_in.accept()
        case Step.QUESTION:
            if (raw := ANSWERS.get(check_in.asked.question.id)) is not None:
                check_in.answer(raw)
            check_in.next()
        case Step.REVIEW:
            check_in.finish()
        case Step.CONSENT:
            check_in.give("Anna Ferrer")
        case step:
            raise AssertionError(step)


def booked(house: House, language: str) -> tuple[Visit, CheckIn]:
    """Book a client whose language the lead has signed, and let them say who they are by their code, in English."""
    house.sign_translation(language, PEEL)
    visit = house.book(house.client(), booking_code="LSC-1")
    check_in = house.clinic.check_in()
    check_in.identify_code("LSC-1")
    return visit, check_in


def after_care(house: House, visit: Visit) -> Paper:
    """Let desk and practitioner do their part; return what the client takes home."""
    room, confirmed = house.room(), house.desk().confirm(house.visit(visit))
    room.decide(confirmed, "go_ahead", pin_checked=house.dr_roca, seen_sha=confirmed.content_sha)
    done = room.finish(house.visit(visit), ("face",), (), "", pin_checked=house.dr_roca)
    return paper_of(house.clinic, done, TakeAway.AFTER_CARE)


@pytest.mark.usefixtures("marked")
def test_a_whole_visit_in_spanish(house: House) -> None:
    visit, check_in = booked(house, "es")
    check_in.choose_language("es")
    read: list[str] = []
    while check_in.step is not Step.DONE:
        read += read_at(check_in)
        one_step(check_in)
    read += read_at(check_in)
    assert len(read) > 100
    assert english(read, "es") == []
    care = after_care(house, visit)
    assert (care.language, house.visit(visit).language) == ("es", "es")
    assert WORDS["es"]["aftercare.retinoid_again"] in " ".join(plain(care).split())


@pytest.mark.usefixtures("marked")
def test_a_whole_visit_in_french_that_began_in_english(house: House) -> None:
    visit, check_in = booked(house, "fr")
    while check_in.step is not Step.QUESTION or check_in.asked.number < 8:
        assert english(read_at(check_in), "fr") or check_in.step is Step.VISIT
        one_step(check_in)
    before = check_in.asked
    check_in.choose_language("fr")
    assert (check_in.asked.question.id, check_in.asked.number) == (before.question.id, before.number)
    read: list[str] = []
    while check_in.step is not Step.DONE:
        read += read_at(check_in)
        one_step(check_in)
    assert english(read, "fr") == []
    kept = house.visit(visit).checkin
    assert kept is not None
    assert kept.answers["raw"] == ANSWERS
    care = after_care(house, visit)
    assert (care.language, house.visit(visit).language) == ("fr", "fr")
    assert WORDS["fr"]["aftercare.retinoid_again"] in " ".join(plain(care).split())
