"""The numbers in texts: each is its own part's, whatever another rule measures, and none has no source."""

import re
from pathlib import Path

import pytest

import rules
from rules import Protocol, protocol
from rules.checks.results import Counterexample
from rules.lint.number_words import NUMBERS
from rules.lint.quantities import ordinals, quantities
from rules.reading.loader import read_protocol, read_text, shipped_file
from rules.reading.overlays import combined, load_overlay, read_overlay, shipped_overlay
from tests.rules.prover.faults import PEEL, Written, all_found, edited, found, question, rule, said

EXTENDED = "extended-screening"
ROOT = Path(rules.__file__).parents[1]


def glycolic() -> Protocol:
    """The complete example of the page on protocols."""
    page = (ROOT / "docs" / "protocols" / "tutorial.md").read_text(encoding="utf-8")
    parts = re.findall(r"<!-- glycolic-peel/protocol.yaml -->\n\n```yaml\n(.*?)```", page, re.DOTALL)
    return read_protocol("\n".join(parts), "protocol.yaml")


def set_longer(base: str, rule_id: str, period: str) -> Protocol:
    """A shipped protocol with extended screening, and one rule's period made longer, as a lead does it."""
    own = read_overlay(
        f"overlay: own-{base}\ntitle: Own\nversion: 1\nvalid_from: 2026-01-01\nstatus: active\nsummary: Longer.\n"
        f"protocols: [{base}]\nstricter:\n  - rule: {rule_id}\n    period: {period}\n    why: Ours.\n",
        "overlay.yaml",
    )
    file = shipped_file(base)
    return combined(read_text(file), file, load_overlay(shipped_overlay(EXTENDED)), own)


def with_period(whole: Protocol, rule_id: str, period: str) -> Protocol:
    """A protocol of a clinic's own with another number in a rule and in the question it looks at."""
    written = whole.model_dump(mode="json")
    changed = rule(written, rule_id)
    was = changed["when"]["less_than_ago"]
    changed["when"]["less_than_ago"] = period
    for text in ("client", "staff"):
        changed[text] = changed[text].replace(was, period)
    question(written, changed["when"]["question"])["period"] = period
    return Protocol.model_validate(written)


class TestSettingOneNumber:
    @pytest.mark.parametrize("rule_id", ["PP-ACCUTANE-6M", "PP-RETINOID-3D", "PP-SPACING-3W", "ES-FILLER", "ES-TOXIN"])
    def test_fails_on_no_text_that_speaks_of_something_else(self, rule_id: str) -> None:
        assert found(set_longer(PEEL, rule_id, "12 months"), "h") is None

    @pytest.mark.parametrize("rule_id", ["GP-ACCUTANE-6M", "GP-FILLER", "GP-SPACING", "GP-WAX"])
    def test_fails_on_no_text_of_the_worked_example(self, rule_id: str) -> None:
        assert found(glycolic(), "h") is None
        assert found(with_period(glycolic(), rule_id, "12 months"), "h") is None

    def test_changes_the_open_point_that_states_it(self) -> None:
        points = [point.text for point in set_longer(PEEL, "PP-ACCUTANE-6M", "12 months").open_points]
        (isotretinoin,) = [point for point in points if point.startswith("Isotretinoin")]
        assert "The source says 6 months" in isotretinoin
        assert isotretinoin.endswith("here it is 12 months.")


class TestANumberWithoutASource:
    @pytest.mark.parametrize(
        ("rule_id", "staff"),
        [
            ("PP-HERPES", "Not before 6 months."),
            ("PP-HERPES", "Not before nineteen days."),
            ("PP-ACCUTANE-NOW", "Not before forty days."),
            ("PP-ACCUTANE-NOW", "Not before 6 months."),
            ("PP-RETINOID-3D", "It needs 36 hours of rest."),
            ("PP-RETINOID-3D", "It needs half an hour of rest."),
            ("PP-RETINOID-3D", "It needs ninety-nine days of rest."),
        ],
    )
    def test_is_told_in_a_text_of_a_rule(self, rule_id: str, staff: str) -> None:
        wrong = edited(PEEL, lambda written: rule(written, rule_id).update(staff=staff))
        assert f"rules.{rule_id}.staff says" in said(wrong, "h")

    def test_is_told_in_the_after_care(self) -> None:
        def edit(written: Written) -> None:
            written["aftercare"][1]["text"] = "You can wash your face in 3 days."

        assert 'aftercare.wash says "3 days"' in said(edited(PEEL, edit), "h")

    def test_is_told_in_the_consent(self) -> None:
        def edit(written: Written) -> None:
            written["consent"]["paragraphs"][0] = "You can wash your face in 6 months."

        assert 'consent.paragraphs.1 says "6 months"' in said(edited(PEEL, edit), "h")

    def test_is_told_even_where_it_is_one_end_of_the_usual_interval(self) -> None:
        def edit(written: Written) -> None:
            written["consent"]["paragraphs"][0] = "You can wash your face in 3 weeks."

        assert 'consent.paragraphs.1 says "3 weeks"' in said(edited(PEEL, edit), "h")

    def test_is_told_in_the_summary(self) -> None:
        wrong = edited(PEEL, lambda written: written.update(summary="A peel that rests for 9 days."))
        assert 'summary says "9 days"' in said(wrong, "h")

    def test_is_told_in_an_open_point(self) -> None:
        def edit(written: Written) -> None:
            written["open_points"][-2]["text"] = "Isotretinoin. The source says 6 months; the default stays 9 months."

        assert '"9 months"' in said(edited(PEEL, edit), "h")

    @pytest.mark.parametrize("words", ["From the ninth session on.", "From session 9 on.", "From the 9th session on."])
    def test_is_told_of_a_session(self, words: str) -> None:
        wrong = edited(PEEL, lambda written: written["course"].update(says=words))
        assert "course.says says" in said(wrong, "h")


class TestADeclaredNumber:
    @staticmethod
    def asked(words: str, *states: str) -> Protocol:
        return edited(PEEL, lambda written: question(written, "eczema").update(ask=words, states=states))

    def test_may_be_said_by_its_question_and_by_the_rules_on_it(self) -> None:
        def edit(written: Written) -> None:
            question(written, "eczema").update(ask="Any eczema in the last two weeks?", states=["2 weeks"])
            rule(written, "PP-ECZEMA").update(staff="Eczema in the last 14 days.")

        assert found(edited(PEEL, edit), "h") is None

    def test_may_not_differ_from_what_is_said(self) -> None:
        sentences = _sentences(all_found(self.asked("Any eczema in the last two weeks?", "3 weeks"), "h"))
        assert 'questions.eczema.ask says "two weeks", and what it speaks of is 3 weeks' in sentences
        assert "questions.eczema declares that it states 3 weeks, and does not." in sentences

    def test_may_not_be_missing(self) -> None:
        assert 'questions.eczema.ask says "two weeks"' in said(self.asked("Any eczema in the last two weeks?"), "h")

    def test_must_be_said_in_every_language(self) -> None:
        asked = self.asked("Any eczema in the last two weeks?", "2 weeks")
        place = "questions.eczema.ask"
        assert found(asked, "h", {"es": {place: "¿Eczema en las últimas dos semanas?"}}) is None
        wrong = all_found(asked, "h", {"es": {place: "¿Eczema en las últimas tres semanas?"}})
        assert f"{place} in es says" in _sentences(wrong)
        assert "does not in es" in said(asked, "h", {"es": {place: "¿Eczema?"}})

    def test_may_not_announce_another_period_than_the_follow_up_asks_for(self) -> None:
        def edit(written: Written) -> None:
            question(written, "retinoid").update(ask="A retinoid cream in the last 2 days?", states=["2 days"])

        sentences = _sentences(all_found(edited(PEEL, edit), "h"))
        assert "retinoid declares that it states 2 days; it is about a last time asked for 3 days." in sentences

    def test_may_be_the_period_of_a_rule_that_exists(self) -> None:
        def edit(written: Written) -> None:
            written["aftercare"][1].update(text="Wait for {PP-RETINOID-3D}.")

        assert protocol(PEEL).aftercare[1].states == ()
        waits = edited(PEEL, edit)
        assert (waits.aftercare[1].text, waits.aftercare[1].states) == ("Wait for 3 days.", ("PP-RETINOID-3D",))
        assert found(waits, "h") is None

        def of_no_rule(written: Written) -> None:
            written["aftercare"][1].update(states=["PP-HERPES"])

        assert "states the period of PP-HERPES, and no rule of that name has one" in said(edited(PEEL, of_no_rule), "h")


class TestReadingNumbers:
    @pytest.mark.parametrize("number", range(1, 100))
    def test_knows_every_number_below_a_hundred_in_each_language(self, number: int) -> None:
        for language, unit in (("en", "days"), ("es", "días"), ("fr", "jours")):
            written = {word for word, value in NUMBERS[language].items() if value == number}
            assert written
            for word in written | {word.replace(" ", "-") for word in written}:
                (quantity,) = quantities(f"{word} {unit}", language)
                assert (quantity.low, quantity.unit) == (number, "day")

    @pytest.mark.parametrize(
        ("words", "language", "number"),
        [
            ("the ninth session", "en", 9),
            ("the twenty-first session", "en", 21),
            ("the 7th session", "en", 7),
            ("session 9", "en", 9),
            ("la novena sesión", "es", 9),
            ("la neuvième séance", "fr", 9),
        ],
    )
    def test_knows_which_session(self, words: str, language: str, number: int) -> None:
        assert [each for each, _ in ordinals(words, language)] == [number]

    def test_takes_no_count_of_sessions_for_one_of_them(self) -> None:
        assert list(ordinals("more than one session, and 4 to 6 sessions 3 weeks apart", "en")) == []


def _sentences(counterexamples: list[Counterexample]) -> str:
    return "\n".join(each.sentence for each in counterexamples)
