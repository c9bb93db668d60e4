"""A check-in in Spanish and one in French, in a real terminal, to the after-care that is printed; one changes the language half-way."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from kiosk.checkin.texts import arriving_texts, first_texts, signing_texts
from kiosk.core.language import speaking, tr
from kiosk.demo.people import DESK, MOSS
from kiosk.handouts.page import plain
from kiosk.handouts.take_away import TakeAway, paper_of
from rules import protocol
from rules.reading.loader import shipped_file
from rules.reading.translations import translations_of
from tests.end_to_end.at_the_kiosk import ByKeys
from tests.end_to_end.conftest import House
from tests.end_to_end.on_record import kept, looking, visit
from tests.end_to_end.what_is_asked import PEEL_ON_RECORD

pytestmark = [pytest.mark.process, pytest.mark.thorough]

PEEL = "parisian-peel"
QUESTIONS = (*PEEL_ON_RECORD, "note")
KEYS = {"area": "1", "isotretinoin": "1", "concerns": "2"}
"""What chooses the harmless answer where that is not the second one."""
F2 = "\x1bOQ"
SPANISH, FRENCH = "2", "3"
"""Their places among the languages."""
IN_A_LINE = 24
"""Letters of a question that are surely in one line."""


@cache
def words(language: str) -> Mapping[str, str]:
    """Return what the treatment says in a language, by place."""
    return translations_of(protocol(PEEL), shipped_file(PEEL))[language]


def said(language: str, english: str) -> str:
    """Return the beginning of what the kiosk says in a language."""
    with speaking(language):
        return begins(tr(english))


def begins(text: str) -> str:
    """Return as many whole words as are surely in one line."""
    return text if len(text) <= IN_A_LINE else text[:IN_A_LINE].rpartition(" ")[0]


def asks(language: str, question: str) -> str:
    if language == "en":
        return begins(protocol(PEEL).question(question).ask)
    return begins(words(language)[f"questions.{question}.ask"])


def answer(client: ByKeys, language: str, questions: tuple[str, ...], then: str) -> None:
    """Answer these questions, and see what comes then."""
    for question, following in zip(questions, [*(asks(language, each) for each in questions[1:]), then], strict=True):
        asked = asks(language, question)
        client.kiosk.wait(lambda text, asked=asked: asked in text and "✓" not in text, what=asked)
        if question != "note":
            client.kiosk.go(KEYS.get(question, "2"), "✓")
        client.go(following)


def by_code(client: ByKeys, language: str, code: str) -> None:
    """Say by a booking code who one is, and go on to the first question."""
    client.go(said(language, arriving_texts.HOW_TO_CHECK_IN))
    client.kiosk.go("2", said(language, arriving_texts.ASK_CODE))
    client.write(code.lower())
    client.go(said(language, arriving_texts.ASK_VISIT))
    client.kiosk.go("1", said(language, "Your answers are private"))
    client.go(asks(language, QUESTIONS[0]))


def agree(client: ByKeys, language: str, name: str) -> None:
    """Read the consent, say what makes dark patches likely, and sign by name."""
    client.go(begins(words(language)["consent.title"]))
    client.read(said(language, signing_texts.EXPLAINED_WELL))
    client.kiosk.go("2", said(language, signing_texts.ASK_NAME))
    client.write(name)
    client.go(said(language, "Thank you."))


def review(language: str) -> str:
    return said(language, "Is everything right? Touch an answer to change it.")


def after_care(house: House, code: str, paper: Path) -> str:
    """Let desk and practitioner do their part, and have the after-care printed into a file; return what it says."""
    booked = visit(house, code).id
    with looking(house) as clinic:
        nadia, moss = (clinic.staff.check_pin(each.name, each.pin, terminal="Desk") for each in (DESK, MOSS))
        clinic.desk(nadia).confirm(clinic.visits.get(booked))
        room, confirmed = clinic.room(moss), clinic.visits.get(booked)
        room.decide(confirmed, "go_ahead", pin_checked=moss, seen_sha=confirmed.content_sha, note_shown=True)
        done = room.finish(clinic.visits.get(booked), ["face"], [], "", pin_checked=moss)
        text = plain(paper_of(clinic, done, TakeAway.AFTER_CARE))
    printed = house.run("visits", "paper", booked, "after-care", "--to", str(paper))
    assert printed.returncode == 0, printed.stderr
    assert paper.read_bytes().startswith(b"%PDF")
    return " ".join(text.split())


def test_in_spanish_from_the_first_screen_to_the_after_care(busy_house: House, tmp_path: Path) -> None:
    kiosk = busy_house.open("client", name="Kiosk 1")
    tomasz = ByKeys(kiosk)
    kiosk.go(F2, "Español")
    kiosk.go(SPANISH, said("es", first_texts.BY_NAME))
    by_code(tomasz, "es", "LU101")
    answer(tomasz, "es", QUESTIONS, review("es"))
    agree(tomasz, "es", "Tomasz Luczak")

    found = kept(busy_house, "LU101")
    assert (found.state, found.outcome, found.answers) == ("screened", "ELIGIBLE", PEEL_ON_RECORD)
    assert found.consent == (True, "client", "typed", "Tomasz Luczak")
    assert visit(busy_house, "LU101").language == "es"
    assert words("es")["aftercare.sunscreen"] in after_care(busy_house, "LU101", tmp_path / "care.pdf")


def test_from_english_to_french_half_way_with_place_and_answers_kept(busy_house: House, tmp_path: Path) -> None:
    kiosk = busy_house.open("client", name="Kiosk 1")
    samuel = ByKeys(kiosk)
    by_code(samuel, "en", "LU105")
    half = len(QUESTIONS) // 2
    answer(samuel, "en", QUESTIONS[:half], asks("en", QUESTIONS[half]))
    kiosk.go("2", "✓")
    kiosk.go(F2, "Français")
    kiosk.go(FRENCH, asks("fr", QUESTIONS[half]), "✓")
    samuel.go(asks("fr", QUESTIONS[half + 1]))
    answer(samuel, "fr", QUESTIONS[half + 1 :], review("fr"))

    samuel.go(begins(words("fr")["consent.title"]))
    samuel.read(said("fr", signing_texts.EXPLAINED_WELL))
    kiosk.go("2", said("fr", signing_texts.ASK_NAME))
    samuel.write("Samuel Osei")
    kiosk.go(F2, "English")
    kiosk.go("1", begins(protocol(PEEL).consent.title))
    assert "Samuel Osei" not in kiosk.text
    kiosk.go(F2, "Français")
    kiosk.go(FRENCH, begins(words("fr")["consent.title"]))
    samuel.read(said("fr", signing_texts.EXPLAINED_WELL))
    kiosk.go("2", said("fr", signing_texts.ASK_NAME))
    assert "Samuel Osei" not in kiosk.text  # it was typed under other words
    samuel.write("Samuel Osei")
    samuel.go(said("fr", "Thank you."))

    found = kept(busy_house, "LU105")
    assert (found.state, found.outcome, found.answers) == ("screened", "ELIGIBLE", PEEL_ON_RECORD)
    assert found.consent == (True, "client", "typed", "Samuel Osei")
    assert visit(busy_house, "LU105").language == "fr"
    assert words("fr")["aftercare.sunscreen"] in after_care(busy_house, "LU105", tmp_path / "care.pdf")
