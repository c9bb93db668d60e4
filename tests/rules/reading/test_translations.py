"""What ships in Spanish and French is whole, plain and harmless; each fault that a translation can have is found."""

from pathlib import Path

import pytest

from rules import Protocol, protocol, shipped
from rules.checks.results import Tally
from rules.lint import bans, languages, reading_ease, reading_grade
from rules.lint.protocol_texts import known_names, texts
from rules.reading.loader import read_text, shipped_file
from rules.reading.overlays import combined, load_overlay, read_overlay, shipped_overlay, shipped_overlays
from rules.reading.translations import translations_beside, translations_of
from tests.rules.prover.faults import PEEL, all_found, edited, found, rule, said

SHIPPED = translations_of(protocol(PEEL), shipped_file(PEEL))
HELP = "questions.isotretinoin.help"
SIX_MONTHS = "rules.PP-ACCUTANE-6M.client"


def at(language: str, place: str, words: str) -> dict[str, dict[str, str]]:
    return {language: SHIPPED[language] | {place: words}}


@pytest.mark.parametrize("language", ["es", "fr"])
class TestALanguageIsWhole:
    def test_and_what_ships_is(self, language: str) -> None:
        assert found(protocol(PEEL), "l", {language: SHIPPED[language]}) is None

    @pytest.mark.parametrize("place", [text.place for text in texts(protocol(PEEL)) if text.is_translated][::7])
    def test_a_text_that_is_missing_is_told(self, language: str, place: str) -> None:
        without = {each: words for each, words in SHIPPED[language].items() if each != place}
        assert said(protocol(PEEL), "l", {language: without}) == f"{place} is missing in {language}."

    def test_what_staff_read_may_be_missing_or_there(self, language: str) -> None:
        assert "rules.PP-SUN.staff" not in SHIPPED[language]
        assert found(protocol(PEEL), "l", at(language, "rules.PP-SUN.staff", "Sol.")) is None

    def test_a_text_too_many_is_told(self, language: str) -> None:
        assert f"rules.PP-MOON.client is translated into {language}" in said(
            protocol(PEEL), "l", at(language, "rules.PP-MOON.client", "La lune")
        )

    @pytest.mark.parametrize("broken", ["{periodo}", "{PP-NOTHING}", "{period", "{PP-ACNE-INFLAMED}"])
    def test_a_placeholder_that_nothing_is_put_into_is_told(self, language: str, broken: str) -> None:
        told = said(protocol(PEEL), "l", at(language, SIX_MONTHS, f"Su piel {broken}."))
        assert told.startswith(f"{SIX_MONTHS} in {language} has a placeholder")


class TestMedicineNames:
    @pytest.mark.parametrize(("language", "own"), [("es", "Isdiben"), ("fr", "Acnétrait")])
    def test_are_those_of_the_country(self, language: str, own: str) -> None:
        assert own in SHIPPED[language][HELP]

    def test_that_only_repeat_the_english_ones_are_told(self) -> None:
        copied = at("es", HELP, "Se venden como Accutane, Roaccutane o Absorica.")
        assert "lists the names that en has, and none of its own" in said(protocol(PEEL), "l", copied)

    def test_that_leave_some_of_them_out_are_only_copied_too(self) -> None:
        copied = at("fr", HELP, "On les vend comme Accutane ou Absorica.")
        assert "none of its own" in said(protocol(PEEL), "l", copied)

    def test_that_repeat_another_translation_are_told(self) -> None:
        copied = SHIPPED | at("fr", HELP, "Par exemple, Isdiben, Dercutane, Mayesta ou Flexresan.")
        assert "in fr lists the names that es has" in said(protocol(PEEL), "l", copied)

    @pytest.mark.parametrize(
        ("language", "listed"),
        [("de", "Aknenormin, Ciscutan oder Dercutane"), ("pl", "Izotek lub Żyloderm"), ("el", "Ρακουτάν ή Κουρακνέ")],
    )
    def test_are_seen_in_a_language_that_no_code_knows(self, language: str, listed: str) -> None:
        names = {name.casefold() for name in listed.replace(",", "").split() if name.istitle()}
        assert languages.names_listed(f"... {listed}.", language) == names
        words = {text.place: text.words for text in texts(protocol(PEEL)) if text.is_translated}
        told = all_found(protocol(PEEL), "l", {language: words | {HELP: f"Xx {listed}."}})
        assert not [each for each in told if HELP in each.sentence]

    def test_that_are_lost_are_told(self) -> None:
        lost = said(protocol(PEEL), "l", at("es", HELP, "Son cápsulas, como Mayesta."))
        assert (
            f'{HELP} in es has no list of medicines, where en has "Accutane, Roaccutane or Absorica"; write the names that readers '
            'of es know, each with a capital, commas between them and "o" before the last: "Son cápsulas, como Mayesta."'
        ) in lost

    def test_that_are_lost_are_told_in_a_language_whose_or_is_not_known(self) -> None:
        lost = said(protocol(PEEL), "l", {"de": SHIPPED["es"] | {HELP: "Man nimmt es als kleine Kapsel."}})
        assert 'commas between them and its word for "or" before the last: "Man nimmt es als kleine Kapsel."' in lost


class TestNumbers:
    @pytest.mark.parametrize(
        ("language", "place", "wrong"),
        [
            ("es", SIX_MONTHS, "Su piel necesita 5 meses de descanso."),
            ("fr", SIX_MONTHS, "Votre peau a besoin de six semaines de repos."),
            ("es", "results.1.but", "Hacen falta de 4 a 8 sesiones, cada 3 o 4 semanas."),
            ("fr", "results.1.but", "Il faut 4 à 6 séances, à 2 ou 4 semaines l’une de l’autre."),
        ],
    )
    def test_that_are_wrong_are_told(self, language: str, place: str, wrong: str) -> None:
        assert f"{place} in {language} says" in said(protocol(PEEL), "h", at(language, place, wrong))

    @pytest.mark.parametrize(
        ("language", "place", "words"),
        [
            ("es", SIX_MONTHS, "Su piel necesita descanso."),
            ("fr", "results.1.but", "Il faut 4 à 6 séances. Aucun résultat n’est promis."),
        ],
    )
    def test_that_are_lost_are_told(self, language: str, place: str, words: str) -> None:
        assert f"{place} in {language} lacks" in said(protocol(PEEL), "h", at(language, place, words))

    def test_in_a_language_whose_words_are_not_known_are_compared_by_their_digits(self) -> None:
        place = "results.1.but"
        right = "Da 4 a 6 sedute, ogni 3 o 4 settimane."
        assert found(protocol(PEEL), "h", {"it": {place: right}}) is None
        assert f"{place} in it lacks 6" in said(protocol(PEEL), "h", {"it": {place: right.replace("6", "5")}})

    def test_that_are_put_into_a_text_follow_the_rule(self) -> None:
        longer = edited(PEEL, lambda written: rule(written, "PP-ACCUTANE-6M")["when"].update(less_than_ago="1 month"))
        spanish = translations_of(longer, shipped_file(PEEL))["es"]
        assert "necesita 1 mes de descanso" in spanish[SIX_MONTHS]
        assert "necesita 1 mes de descanso" in spanish["prepare.2.claim"]


HARD = {
    "es": "La microdermoabrasión intensifica significativamente la sensibilidad epidérmica postoperatoria.",
    "fr": "La microdermabrasion intensifie considérablement la sensibilité épidermique ultérieure.",
}


class TestPlainness:
    @pytest.mark.parametrize("language", ["es", "fr"])
    def test_a_hard_line_is_told(self, language: str) -> None:
        told = said(protocol(PEEL), "k", at(language, "rules.PP-SUN.client", HARD[language]))
        assert told.startswith(f"rules.PP-SUN.client in {language} reads at grade ")

    @pytest.mark.parametrize(("language", "label"), [("es", "Hiperpigmentación"), ("fr", "Hyperpigmentation")])
    def test_a_hard_label_is_told(self, language: str, label: str) -> None:
        told = all_found(protocol(PEEL), "k", at(language, "questions.concerns.options.dull", label))
        assert [each.sentence.split(" reads")[0] for each in told] == [f"questions.concerns.options.dull in {language}"]

    @pytest.mark.parametrize("language", ["es", "fr"])
    def test_a_whole_file_that_is_hard_is_told(self, language: str) -> None:
        hard = {text.place: HARD[language] for text in texts(protocol(PEEL)) if text.for_client}
        told = [each.sentence for each in all_found(protocol(PEEL), "k", {language: SHIPPED[language] | hard})]
        assert any(each.startswith(f"The texts for clients in {language} together read at grade") for each in told)

    @pytest.mark.parametrize(
        ("name", "why"),
        [("sol", "fewer than 3 syllables"), ("crema solar", "not one word"), ("penicilina", "no text has it")],
    )
    def test_a_name_that_is_none_is_told(self, name: str, why: str) -> None:
        count = len(known_names(SHIPPED["es"]))
        assert why in said(protocol(PEEL), "k", at("es", f"names.{count + 1}", name))

    @pytest.mark.parametrize(
        ("language", "word", "syllables"),
        [
            ("es", "piel", 1), ("es", "día", 2), ("es", "quemadura", 4), ("es", "guerra", 2), ("es", "cigüeña", 3),
            ("es", "poroso", 3), ("es", "rosácea", 4), ("es", "muy", 1), ("es", "isotretinoína", 7), ("es", "12", 2),
            ("fr", "peau", 1), ("fr", "crème", 1), ("fr", "le", 1), ("fr", "médecin", 3), ("fr", "rosacée", 3),
            ("fr", "plaques", 1), ("fr", "isotrétinoïne", 6), ("fr", "l’eczéma", 3), ("fr", "aujourd’hui", 3),
        ],
    )  # fmt: skip
    def test_syllables_are_those_that_are_spoken(self, language: str, word: str, syllables: int) -> None:
        assert reading_ease.spoken_in(word, language) == syllables

    def test_the_grade_is_that_of_the_tables(self) -> None:
        spanish, french = reading_ease.EASE["es"], reading_ease.EASE["fr"]
        assert spanish.grade(sentences=100, words=100, syllables=193) == pytest.approx(4, abs=0.1)
        assert spanish.grade(sentences=1, words=10, syllables=21) == pytest.approx(5.9, abs=0.1)
        assert french.grade(sentences=1, words=10, syllables=16) == pytest.approx(6.1, abs=0.1)
        assert french.grade(sentences=1, words=10, syllables=20) > 9


class TestHarm:
    @pytest.mark.parametrize(
        ("language", "words", "why"),
        [
            ("es", "Deje de tomar su medicamento.", "stop a medicine"),
            ("es", "Suspenda el tratamiento tres días.", "stop a medicine"),
            ("es", "No use esa crema.", "stop a medicine"),
            ("es", "No la tome más.", "stop a medicine"),
            ("es", "Tome menos de su medicina.", "stop a medicine"),
            ("es", "Nunca podrá hacerse el peeling.", "for all time"),
            ("es", "El peeling queda descartado para siempre.", "for all time"),
            ("es", "Usted tiene rosácea.", "what they have"),
            ("es", "Está embarazada y elegimos con usted.", "what they have"),
            ("es", "Su acné necesita calma.", "what they have"),
            ("fr", "Arrêtez de prendre votre médicament.", "stop a medicine"),
            ("fr", "Arrêtez-le avant le soin.", "stop a medicine"),
            ("fr", "Ne mettez plus cette crème.", "stop a medicine"),
            ("fr", "N’en prenez plus.", "stop a medicine"),
            ("fr", "Suspendez le traitement.", "stop a medicine"),
            ("fr", "Vous ne pourrez jamais avoir ce soin.", "for all time"),
            ("fr", "C’est exclu à vie.", "for all time"),
            ("fr", "Vous avez une rosacée.", "what they have"),
            ("fr", "Vous êtes enceinte.", "what they have"),
            ("fr", "Votre eczéma doit guérir.", "what they have"),
        ],
    )
    def test_in_a_translation_is_told(self, language: str, words: str, why: str) -> None:
        told = [each.sentence for each in all_found(protocol(PEEL), "o", at(language, "rules.PP-SUN.client", words))]
        assert told
        assert all(each.startswith(f"rules.PP-SUN.client in {language} says ") for each in told)
        assert any(why in each for each in told)

    @pytest.mark.parametrize(
        ("language", "words"),
        [
            ("es", "Su piel necesita descanso desde hace unas semanas."),
            ("es", "Si la usó recientemente, su piel descansa."),
            ("fr", "Votre peau a besoin de quelques semaines de repos."),
            ("fr", "Si vous en avez pris récemment, votre peau se repose."),
        ],
    )
    def test_a_vague_span_where_one_is_measured_is_told(self, language: str, words: str) -> None:
        assert "is vague where a rule measures how long" in said(protocol(PEEL), "o", at(language, SIX_MONTHS, words))

    @pytest.mark.parametrize(
        ("language", "words"),
        [
            ("es", "No deje de tomar su medicamento. Pregunte a quien se lo recetó."),
            ("es", "Si tiene rosácea, díganoslo."),
            ("es", "Use una crema solar."),
            ("fr", "N’arrêtez pas votre médicament. Demandez à la personne qui l’a prescrit."),
            ("fr", "Si vous avez une rosacée, dites-le."),
            ("fr", "Mettez une crème solaire."),
        ],
    )
    def test_what_does_no_harm_is_let_through(self, language: str, words: str) -> None:
        assert list(bans.judge(protocol(PEEL), at(language, "rules.PP-SUN.client", words), Tally())) == []


OVERLAY = """\
overlay: our-rules
title: Ours
version: 1
valid_from: 2026-01-01
status: active
summary: Asks one thing more.
protocols: [parisian-peel, medical-facial]
questions:
  - id: tattoo
    type: yes_no
    horizon: ever
    only_for: [parisian-peel]
    ask: Do you have a tattoo there?
    why: We keep off it.
    short: Tattoo
    topic: your skin
rules:
  - id: OR-TATTOO
    only_for: [parisian-peel]
    outcome: caution
    when: {question: tattoo, is: yes}
    client: We keep off it.
    staff: A tattoo.
    house: true
"""
SPANISH = """\
words: {yes: "Sí", no: "No"}
questions:
  tattoo: {ask: ¿Tiene un tatuaje ahí?, why: No lo tocamos., short: Tatuaje}
rules:
  OR-TATTOO: {client: No lo tocamos.}
"""


def with_ours(tmp_path: Path, spanish: str | None, treatment: str = PEEL) -> tuple[Protocol, dict[str, dict[str, str]]]:
    file = tmp_path / "overlay.yaml"
    file.write_text(OVERLAY, encoding="utf-8")
    if spanish is not None:
        file.with_name("overlay.es.yaml").write_text(spanish, encoding="utf-8")
    overlay = read_overlay(OVERLAY, file)
    made = combined(read_text(shipped_file(treatment)), shipped_file(treatment), overlay)
    return made, translations_of(made, shipped_file(treatment), [overlay])


class TestOverlays:
    def test_are_put_on_a_translation_as_on_the_english(self, tmp_path: Path) -> None:
        made, words = with_ours(tmp_path, SPANISH)
        assert words["es"]["questions.tattoo.options.yes"] == "Sí"
        assert found(made, "l", {"es": words["es"]}) is None

    def test_leave_out_what_does_not_go_on_a_protocol(self, tmp_path: Path) -> None:
        _, words = with_ours(tmp_path, SPANISH, "medical-facial")
        assert not any("tattoo" in place.lower() for place in words["es"])

    def test_without_their_texts_in_a_language_the_whole_has_not_that_language(self, tmp_path: Path) -> None:
        assert list(with_ours(tmp_path, SPANISH)[1]) == ["es"]
        (tmp_path / "overlay.es.yaml").unlink()
        assert with_ours(tmp_path, None)[1] == {}

    def test_change_no_text_of_the_protocol(self, tmp_path: Path) -> None:
        made, words = with_ours(tmp_path, f"title: Otro\n{SPANISH}")
        assert words["es"]["title"] == "Parisian Peel"
        assert said(made, "l", words).startswith("our-rules.title is translated into es")

    @pytest.mark.parametrize("treatment", shipped())
    def test_that_ship_read_as_the_protocols_do_all_of_them_together(self, treatment: str) -> None:
        overlays = [load_overlay(shipped_overlay(each)) for each in shipped_overlays()]
        file = shipped_file(treatment)
        made = combined(read_text(file), file, *overlays)
        words = translations_of(made, file, overlays)
        assert {"es", "fr"} <= set(words)
        for judge in (languages.judge, bans.judge):
            assert [each.sentence for each in judge(made, words, Tally())] == []
        assert [each.sentence for each in reading_grade.judge(made, (), Tally(), words)] == []


@pytest.mark.parametrize("language", ["es", "fr"])
def test_what_two_treatments_ask_alike_is_asked_in_the_same_words(language: str) -> None:
    one, other = (translations_beside(shipped_file(each))[language] for each in shipped())
    asked = {"pimples_open", "herpes_active", "rash", "rash_where", "lesion", "retinoid", "isotretinoin", "note"}
    places = [place for place in one if place.startswith("questions.") and place.split(".")[1] in asked]
    assert len(places) > 30
    assert {place: one[place] for place in places} == {place: other[place] for place in places}
