"""A form on paper asks what the kiosk asks, with the same answers, in the same order, and says when a question is left out."""

import io
import re
from pathlib import Path

import pytest
from pypdf import PdfReader

from kiosk.checkin.blank_form import blank_form, form_languages
from kiosk.core.answer_words import client_options
from kiosk.core.errors import BadInput, NotFound
from kiosk.core.settings import Settings
from kiosk.handouts.page import BlankLine, Paper, Paragraph, plain
from kiosk.handouts.pdf import to_pdf
from rules.model.condition import All, AnyOf, ApartFrom, Includes, Is, IsAnyOf, LessThanAgo, Meets, Written
from rules.model.period import Period
from tests.kiosk.conftest import FACIAL, PEEL, House, make_clinic, open_clinic
from tests.kiosk.handouts.test_visit_on_paper import text_of
from tests.marked_words import unmarked


def words(paper: Paper) -> str:
    return " ".join(plain(paper).split())


@pytest.mark.parametrize("treatment", [PEEL, FACIAL])
def test_every_question_is_on_it_in_order_with_every_answer_and_its_help(house: House, treatment: str) -> None:
    protocol = house.clinic.protocols[treatment]
    text = words(blank_form(house.clinic, treatment))
    places = [text.index(f"{number}. {question.ask}") for number, question in enumerate(protocol.in_order, start=1)]
    assert places == sorted(places)
    for question, begins, ends in zip(protocol.in_order, places, [*places[1:], len(text)], strict=True):
        asked = text[begins:ends]
        for option in client_options(question):
            assert f"☐ {option.label}" in asked
        assert (question.help or "") in asked
        assert ("Only if" in asked) is (question.only_if is not None)


def test_a_question_that_depends_on_another_says_on_which_answer(house: House) -> None:
    text = words(blank_form(house.clinic, PEEL))
    (number,) = re.findall(r"(\d+)\. Have you ever taken Accutane", text)
    assert f"Only if you ticked “Yes, but I stopped” at question {number}. If not, leave it out." in text


def test_the_whole_consent_and_what_is_signed_and_by_whom_are_on_it(house: House) -> None:
    protocol = house.clinic.protocols[PEEL]
    paper = blank_form(house.clinic, PEEL)
    text = words(paper)
    for said in (
        protocol.consent.done,
        *protocol.consent.paragraphs,
        *(risk.text.removesuffix(".") for risk in protocol.risks),
    ):
        assert said is not None
        assert said in text
    (signing,) = [part for part in paper.sections if part.title == "To sign"]
    lines = [line.label for line in signing.lines if isinstance(line, BlankLine)]
    assert lines == ["Your name", "Signature", "Day and time", "Parent or legal guardian, name", "Signature"]
    assert any("under 18" in line.text for line in signing.lines if isinstance(line, Paragraph))


def test_where_both_parents_are_asked_there_are_lines_for_both(house: House) -> None:
    settings = Settings.model_validate({**house.clinic.settings.model_dump(), "both_parents": True})
    object.__setattr__(house.clinic, "settings", settings)
    text = words(blank_form(house.clinic, PEEL))
    assert "Mother or legal guardian, name" in text
    assert "Father or legal guardian, name" in text


def test_it_bears_the_version_and_page_numbers_and_in_large_print_larger_letters(house: House) -> None:
    protocol = house.clinic.protocols[PEEL]
    usual, large = (to_pdf(blank_form(house.clinic, PEEL, large=large)) for large in (False, True))
    pages = PdfReader(io.BytesIO(usual)).pages
    for number, page in enumerate(pages, start=1):
        assert f"version {protocol.version}, {protocol.sha256[:8]}" in page.extract_text()
        assert f"page {number} of {len(pages)}" in page.extract_text()
    assert len(PdfReader(io.BytesIO(large)).pages) > len(pages)
    assert set(text_of(usual).split()) - {"of"} <= set(text_of(large).split()) | {str(len(pages))}
    assert "[U+" not in text_of(usual)


def test_a_form_of_rules_that_nobody_signed_says_so(house: House, tmp_path: Path) -> None:
    assert "not signed" not in blank_form(house.clinic, PEEL).foot
    make_clinic(tmp_path / "new")
    with open_clinic(tmp_path / "new", house.clock) as unsigned:
        assert blank_form(unsigned, PEEL).foot.endswith(", not signed by the lead")


def test_another_language_and_a_treatment_that_is_not_there_are_refused_in_words(house: House) -> None:
    with pytest.raises(BadInput, match="Nobody has signed the Spanish words of Parisian Peel"):
        blank_form(house.clinic, PEEL, language="es")
    with pytest.raises(BadInput, match="no words in “tlh”: it has en, es, fr"):
        blank_form(house.clinic, PEEL, language="tlh")
    with pytest.raises(NotFound, match=r"no rules for the treatment “peel”: there are .*parisian-peel"):
        blank_form(house.clinic, "peel")


@pytest.mark.usefixtures("marked")
@pytest.mark.parametrize("treatment", [PEEL, FACIAL])
def test_a_form_in_another_language_asks_what_the_english_one_does_and_leaves_no_word_of_ours(
    house: House, treatment: str
) -> None:
    house.sign_translation("es", treatment)
    english, paper = blank_form(house.clinic, treatment), blank_form(house.clinic, treatment, language="es")
    assert (paper.language, paper.kind) == ("es", f"{english.kind}, Spanish")
    assert paper.foot == english.foot
    found = house.clinic.library.translations(treatment)["es"]
    theirs = " ".join(found.values())
    read = [paper.lead, *(part.title for part in paper.sections)]
    read += [line.text if isinstance(line, Paragraph) else line.label for part in paper.sections for line in part.lines]
    assert len(read) == 1 + sum(1 + len(part.lines) for part in english.sections)
    for each in filter(None, read):
        parts = re.split(r"☐ |\d+\. | {4}| · |(?<=[.?]) ", unmarked(each.replace("\xa0", " ")))
        assert [part for part in parts if part.strip(" .") not in theirs] == []


def test_there_is_a_form_in_each_language_whose_words_the_lead_signed(house: House) -> None:
    assert form_languages(house.clinic, PEEL) == ("en",)
    house.sign_translation("fr", PEEL)
    assert form_languages(house.clinic, PEEL) == ("en", "fr")
    printed = text_of(to_pdf(blank_form(house.clinic, PEEL, language="fr")))
    assert "[U+" not in printed
    assert "Accutane" not in printed
    assert "page 1 sur" in " ".join(printed.split())


IS = Is(question="rash", option="yes")


@pytest.mark.parametrize(
    ("gate", "said"),
    [
        (IS, "you ticked “Yes” at question 3"),
        (IsAnyOf(question="isotretinoin", is_any_of=("now", "stopped")), "you ticked “Yes, I take it now” or “Yes, but I stopped” at"),
        (Includes(question="area", includes="face"), "you ticked “Face” at question 1"),
        (Meets(question="rash_where", meets="area"), "you ticked a place at question 4 that you also ticked at question 1"),
        (ApartFrom(question="rash_where", apart_from="area"), "no place that you ticked at question 4 is one you ticked at question 1"),
        (LessThanAgo(question="retinoid_last", less_than_ago=Period.of("3 days")), "the day at question 5 is less than 3 days ago"),
        (Written(written="note"), "you wrote something at question 6"),
        (All(all=(IS, Written(written="note"))), "you ticked “Yes” at question 3 and you wrote something at question 6"),
        (AnyOf(any=(IS, Written(written="note"))), "you ticked “Yes” at question 3, or you wrote something at question 6"),
    ],
)  # fmt: skip
def test_every_kind_of_condition_is_said_in_words(house: House, gate: object, said: str) -> None:
    from kiosk.checkin.blank_form import _gate

    numbers = {"area": 1, "isotretinoin": 2, "rash": 3, "rash_where": 4, "retinoid_last": 5, "note": 6}
    assert _gate(house.clinic.protocols[PEEL], gate, numbers).startswith(said)  # type: ignore[arg-type]
