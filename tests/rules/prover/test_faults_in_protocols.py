"""The prover is proven: for every property a protocol that breaks it is told, with answers a person can read."""

from typing import Any

import pytest

from rules import protocol
from rules.checks.results import Tally
from rules.lint import reading_grade
from rules.prover import contraindications
from rules.prover.world import World
from tests.rules.prover.faults import (
    FACIAL,
    PEEL,
    Written,
    all_said,
    edited,
    exceptions,
    found,
    question,
    rule,
    said,
    without_rule,
)


def _yes(question_id: str) -> dict[str, Any]:
    return {"question": question_id, "is": "yes"}


class TestA:
    @pytest.mark.parametrize("outcome", ["caution", "review"])
    def test_a_contraindication_that_only_asks_for_a_look_is_told(self, outcome: str) -> None:
        weak = edited(PEEL, lambda written: rule(written, "PP-HERPES").update(outcome=outcome))
        assert said(weak, "a") == (
            f"PP-HERPES surely holds and cites contraindications 5, and the verdict is only {outcome}.\n"
            "  Cold sore (herpes_active): Yes\n  every other answer harmless\n  on 1 March 2027"
        )

    def test_a_discontinuation_that_is_weakened_is_told(self) -> None:
        weak = edited(PEEL, lambda written: rule(written, "PP-RETINOID-3D").update(outcome="review"))
        assert "PP-RETINOID-3D surely holds and cites discontinue 2" in said(weak, "a")

    def test_a_rash_in_the_area_is_no_exception(self) -> None:
        weak = edited(PEEL, lambda written: rule(written, "PP-RASH-AREA").update(outcome="caution"))
        assert "PP-RASH-AREA surely holds" in said(weak, "a")

    def test_elsewhere_is_an_exception_only_beside_the_rule_that_defers_in_place(self) -> None:
        assert found(protocol(PEEL), "a") is None
        alone = edited(PEEL, lambda written: without_rule(written, "PP-RASH-AREA"))
        assert "PP-RASH-ELSEWHERE surely holds" in said(alone, "a")

    def test_what_another_treatment_speaks_against_may_be_a_review(self) -> None:
        assert found(protocol(FACIAL), "a") is None

    @pytest.mark.parametrize("name", ["contra-indications", "do-not-use", "Warnings"])
    def test_a_section_by_another_name_is_told(self, name: str) -> None:
        def edit(written: Written) -> None:
            own = written["sources"][0]
            own["sections"] = {name if each == "contraindications" else each: n for each, n in own["sections"].items()}
            own["against"] = ["discontinue"]
            for each in written["rules"]:
                for ref in each["source"]:
                    ref["section"] = name if ref["section"] == "contraindications" else ref["section"]

        assert f'has a section "{name}", which sounds as if it speaks against the treatment' in said(
            edited(PEEL, edit), "a"
        )

    def test_a_section_by_another_name_that_is_listed_counts_as_before(self) -> None:
        def edit(written: Written) -> None:
            own = written["sources"][0]
            own["sections"] = {
                "unfit" if each == "contraindications" else each: n for each, n in own["sections"].items()
            }
            own["against"] = ["unfit", "discontinue"]
            for each in written["rules"]:
                for ref in each["source"]:
                    ref["section"] = "unfit" if ref["section"] == "contraindications" else ref["section"]
            rule(written, "PP-HERPES").update(outcome="review")
            without_rule(written, "PP-LESION")

        assert "PP-HERPES surely holds and cites unfit 5, and the verdict is only review." in said(
            edited(PEEL, edit), "a"
        )
        assert said(edited(PEEL, edit), "j") == "No rule cites parisian-peel, unfit 7."

    def test_a_source_that_does_not_say_what_speaks_against_it_is_told(self) -> None:
        silent = edited(PEEL, lambda written: written["sources"][0].update(against=None))
        assert said(silent, "a").startswith("parisian-peel names no contraindications: list the sections")

    def test_a_source_that_names_none_is_named_in_the_report(self) -> None:
        tally = Tally()
        assert list(contraindications.judge(World(protocol(FACIAL)), tally)) == []
        assert tally.exceptions == ["medical-facial names no contraindications"]

    @pytest.mark.parametrize("left", [["discontinue"], []])
    def test_a_harmless_name_for_the_contraindications_does_not_switch_it_off(self, left: list[str]) -> None:
        def edit(written: Written) -> None:
            own = written["sources"][0]
            own["sections"] = {
                "advice" if each == "contraindications" else each: n for each, n in own["sections"].items()
            }
            own["against"] = left
            for each in written["rules"]:
                for ref in each["source"]:
                    ref["section"] = "advice" if ref["section"] == "contraindications" else ref["section"]

        told = "\n".join(all_said(edited(PEEL, edit), "a"))
        assert ' rules that rest on "advice" of parisian-peel put the treatment off (PP-' in told
        assert 'it does not count as speaking against it; list it under "against".' in told

    def test_contraindications_moved_to_a_section_that_is_there_do_not_switch_it_off(self) -> None:
        def edit(written: Written) -> None:
            own = written["sources"][0]
            own["sections"]["cons"] = 9
            own["against"] = ["discontinue"]
            for each in written["rules"]:
                for ref in each["source"]:
                    ref["section"] = "cons" if ref["section"] == "contraindications" else ref["section"]

        assert any('rules that rest on "cons"' in each for each in all_said(edited(PEEL, edit), "a"))

    @pytest.mark.parametrize(
        ("protocol_id", "tightened"),
        [(PEEL, ("PP-DEEP-ACNE", "PP-ECZEMA")), (FACIAL, ("MF-SPACING-2W", "MF-SPACING-4W")), (FACIAL, ("MF-LASER",))],
    )
    def test_what_a_clinic_makes_stricter_by_an_overlay_is_not_taken_for_a_contraindication(
        self, protocol_id: str, tightened: tuple[str, ...]
    ) -> None:
        def edit(written: Written) -> None:
            written["overlays"] = ["ours 1"]
            for rule_id in tightened:
                rule(written, rule_id)["outcome"] = "deferred"

        assert found(edited(protocol_id, edit), "a") is None

    @pytest.mark.parametrize(
        ("protocol_id", "notes"),
        [
            (PEEL, ["counts as speaking against it: contraindications, discontinue of parisian-peel",
                    "cited, and does not count: parisian-peel cons, parisian-peel description, parisian-peel post-care"]),
            (FACIAL, ["counts as speaking against it: no section of medical-facial",
                      ("cited, and does not count: medical-facial description, medical-facial steps, "
                      "parisian-peel contraindications, parisian-peel discontinue, medical-facial candidates, "
                      "medical-facial frequency")]),
        ],
    )  # fmt: skip
    def test_the_report_says_which_cited_sections_count_and_which_do_not(
        self, protocol_id: str, notes: list[str]
    ) -> None:
        tally = Tally()
        list(contraindications.judge(World(protocol(protocol_id)), tally))
        assert tally.notes == notes

    def test_a_list_of_sections_that_are_not_there_is_told(self) -> None:
        wrong = edited(PEEL, lambda written: written["sources"][0].update(against=["contraindications", "leaflet"]))
        assert 'lists "leaflet" under "against", and has no such section.' in "\n".join(all_said(wrong, "a"))


class TestC:
    def test_a_rule_that_can_never_fire_is_told(self) -> None:
        def edit(written: Written) -> None:
            rule(written, "PP-SUN")["when"] = {"all": [_yes("strong_sun"), {"question": "strong_sun", "is": "no"}]}

        assert said(edited(PEEL, edit), "c") == "PP-SUN can never fire, whatever is answered to strong_sun."

    def test_a_rule_behind_a_gate_it_contradicts_is_told(self) -> None:
        def edit(written: Written) -> None:
            rule(written, "PP-ACCUTANE-6M")["when"] = {
                "all": [
                    {"question": "isotretinoin", "is": "now"},
                    {"question": "isotretinoin_last", "less_than_ago": "6 months"},
                ]
            }

        assert "PP-ACCUTANE-6M can never fire" in said(edited(PEEL, edit), "c")

    def test_a_rule_in_the_shadow_of_another_is_told(self) -> None:
        def edit(written: Written) -> None:
            rule(written, "PP-SUN")["when"] = _yes("herpes_active")

        assert said(edited(PEEL, edit), "c") == (
            "PP-SUN (caution) never decides alone: wherever it fires, here too, something at least as bad is found "
            "(PP-HERPES).\n  Cold sore (herpes_active): Yes\n  every other answer harmless\n  on 1 March 2027"
        )

    def test_a_rule_that_says_the_same_for_another_item_of_the_source_is_named_and_stays(self) -> None:
        def edit(written: Written) -> None:
            again = {**rule(written, "PP-LESION"), "id": "PP-LESION-AGAIN"}
            again["source"] = [{"document": "parisian-peel", "section": "contraindications", "item": 9}]
            written["rules"].append(again)

        assert found(edited(PEEL, edit), "c") is None
        assert exceptions(edited(PEEL, edit), "c") == [
            "PP-LESION: never decides alone, and alone cites parisian-peel, contraindications 7",
            "PP-LESION-AGAIN: never decides alone, and alone cites parisian-peel, contraindications 9",
        ]

    def test_one_that_something_worse_always_comes_with_is_told_whatever_it_cites(self) -> None:
        def edit(written: Written) -> None:
            milder = {**rule(written, "PP-LESION"), "id": "PP-LESION-AGAIN", "outcome": "review"}
            milder["source"] = [{"document": "parisian-peel", "section": "contraindications", "item": 9}]
            written["rules"].append(milder)

        assert "PP-LESION-AGAIN (review) never decides alone" in said(edited(PEEL, edit), "c")

    def test_two_rules_that_say_the_same_are_told(self) -> None:
        twice = edited(PEEL, lambda written: written["rules"].append({**rule(written, "PP-SUN"), "id": "PP-SUN-2"}))
        assert "never decides alone" in said(twice, "c")


class TestD:
    def test_a_question_that_decides_nothing_is_told(self) -> None:
        idle = edited(PEEL, lambda written: without_rule(written, "PP-ROSACEA"))
        assert "Rosacea (rosacea) can't change any verdict" in said(idle, "d")

    def test_an_informational_question_that_decides_is_told(self) -> None:
        loud = edited(PEEL, lambda written: question(written, "rosacea").update(informational=True))
        assert "Rosacea (rosacea) is declared informational" in said(loud, "d")

    def test_an_option_that_leads_nowhere_is_told(self) -> None:
        def edit(written: Written) -> None:
            question(written, "isotretinoin")["options"].append({"id": "perhaps", "label": "Perhaps"})

        assert "the option Perhaps (perhaps) reaches no rule" in said(edited(PEEL, edit), "d")

    def test_a_goal_that_no_interval_knows_is_told(self) -> None:
        def edit(written: Written) -> None:
            rule(written, "MF-SPACING-4W")["when"]["all"][0]["is_any_of"].remove("dull")

        assert "the option Brighten dull skin (dull) reaches no rule" in said(edited(FACIAL, edit), "d")

    def test_an_option_called_harmless_that_never_is_is_told(self) -> None:
        bad = edited(PEEL, lambda written: question(written, "rosacea").update(harmless=["yes", "no"]))
        assert "the option Yes (yes) counts as harmless" in said(bad, "d")

    def test_an_option_that_another_rule_seems_to_reach_is_told(self) -> None:
        blind = edited(PEEL, lambda written: rule(written, "PP-AREA")["when"].update(includes="face"))
        assert said(blind, "d").startswith(
            "Areas (area): the option Somewhere else (other) never makes the verdict worse than each harmless one does"
        )

    def test_an_option_that_only_an_open_question_reaches_is_told(self) -> None:
        blind = edited(PEEL, lambda written: without_rule(written, "PP-AREA"))
        assert "Somewhere else (other) never makes the verdict worse" in "\n".join(all_said(blind, "d"))

    def test_a_harmful_option_listed_as_harmless_is_told(self) -> None:
        trusting = edited(PEEL, lambda written: question(written, "isotretinoin").update(harmless=["never", "stopped"]))
        assert "Yes, but I stopped (stopped) is listed as harmless, and here the verdict is worse" in said(
            trusting, "d"
        )

    def test_a_fact_declared_informational_once_its_rule_is_gone_is_told(self) -> None:
        def edit(written: Written) -> None:
            without_rule(written, "PP-ECZEMA")
            question(written, "eczema").update(informational=True)

        told = "\n".join(all_said(edited(PEEL, edit), "d"))
        assert (
            'Eczema (eczema) looks at "today" and is declared informational; only what is asked in the setting' in told
        )
        assert "Eczema (eczema) is declared informational, and cons 1 speaks of eczema" in told

    def test_a_fact_asked_among_the_wishes_is_told(self) -> None:
        def edit(written: Written) -> None:
            without_rule(written, "PP-ECZEMA")
            question(written, "eczema").update(informational=True, horizon="closing")

        assert "cons 1 speaks of eczema" in said(edited(PEEL, edit), "d")


class TestE:
    def test_a_condition_turned_round_is_told(self) -> None:
        turned = edited(PEEL, lambda written: rule(written, "PP-LESION")["when"].update({"is": "no"}))
        assert said(turned, "e") == (
            'With these answers the outcome is deferred. Answering New or changing spot (lesion) with "Yes" is worse, '
            "and makes it eligible.\n  New or changing spot (lesion): No\n  every other answer harmless\n"
            "  on 1 March 2027"
        )

    def test_a_wider_area_that_helps_is_told(self) -> None:
        def edit(written: Written) -> None:
            rule(written, "PP-RASH-AREA")["when"] = {"question": "rash_where", "apart_from": "area"}
            rule(written, "PP-RASH-ELSEWHERE")["when"] = {"question": "rash_where", "meets": "area"}

        assert "is worse, and makes it" in said(edited(PEEL, edit), "e")

    def test_no_extraction_is_the_worse_answer(self) -> None:
        assert found(protocol(FACIAL), "e") is None
        turned = edited(FACIAL, lambda written: question(written, "extraction_ok").update(harmless=["no"]))
        assert "Clearing pores by hand is fine (extraction_ok)" in said(turned, "e")

    def test_goals_are_not_worse_than_each_other(self) -> None:
        assert found(protocol(FACIAL), "e") is None


class TestF:
    def test_a_rule_whose_period_never_runs_out_is_told(self) -> None:
        def edit(written: Written) -> None:
            rule(written, "PP-SPACING-3W")["when"] = {
                "all": [
                    {"question": "had_before", "is": "no"},
                    {"question": "session_last", "less_than_ago": "3 weeks"},
                ]
            }

        assert "no answers let it run out" in said(edited(PEEL, edit), "f")


class TestH:
    def test_a_number_that_is_not_the_rules_is_told(self) -> None:
        wrong = edited(PEEL, lambda written: rule(written, "PP-ACCUTANE-6M").update(client="Your skin needs 5 months."))
        assert said(wrong, "h") == (
            'rules.PP-ACCUTANE-6M.client says "5 months", and what it speaks of is 6 months: "Your skin needs 5 months."'
        )

    @pytest.mark.parametrize(
        "words", ["half a year", "six months", "a 6-month rest", "6 full months", "twelve-month", "26 weeks"]
    )
    def test_numbers_in_words_count(self, words: str) -> None:
        edit = edited(PEEL, lambda written: rule(written, "PP-ACCUTANE-6M").update(staff=f"It takes {words}."))
        assert (found(edit, "h") is None) == (words not in ("twelve-month", "26 weeks"))

    @pytest.mark.parametrize("where", ["ask", "why", "help", "short"])
    def test_a_number_in_a_question_is_the_questions(self, where: str) -> None:
        wrong = edited(PEEL, lambda written: question(written, "retinoid_last").update({where: "Within four days?"}))
        assert 'says "four days", and what it speaks of is 3 days' in said(wrong, "h")

    def test_a_number_in_the_label_of_an_option_counts(self) -> None:
        def edit(written: Written) -> None:
            question(written, "isotretinoin")["options"][2]["label"] = "Yes, but I stopped a year ago"

        assert 'says "a year"' in said(edited(PEEL, edit), "h")

    def test_a_number_in_the_after_care_counts(self) -> None:
        def edit(written: Written) -> None:
            written["aftercare"][2]["text"] = "You can use your cream again after 5 days."

        assert 'says "5 days"' in said(edited(PEEL, edit), "h")

    def test_a_period_changed_and_not_its_question_is_told(self) -> None:
        longer = edited(PEEL, lambda written: rule(written, "PP-SPACING-3W")["when"].update(less_than_ago="4 weeks"))
        assert "session_last is asked for 3 weeks; the rules measure 4 weeks" in said(longer, "h")

    def test_the_course_has_its_own_numbers(self) -> None:
        wrong = edited(PEEL, lambda written: written["course"].update(says="It takes 4 to 8 sessions, 2 weeks apart."))
        assert "course.says" in said(wrong, "h")

    def test_which_session_is_maintenance_is_a_number_too(self) -> None:
        wrong = edited(PEEL, lambda written: written["course"].update(maintenance_from=6))
        assert 'course.says says "7th session"' in said(wrong, "h")

    @pytest.mark.parametrize(
        ("language", "right", "wrong"),
        [
            ("es", "Su piel necesita seis meses.", "Su piel necesita cinco meses."),
            ("es", "Su piel necesita medio año.", "Su piel necesita un año."),
            ("fr", "Il faut 6 mois.", "Il faut 8 mois."),
            ("fr", "Il faut six mois.", "Il faut deux semaines."),
        ],
    )
    def test_a_translation_says_the_same_number(self, language: str, right: str, wrong: str) -> None:
        place = "rules.PP-ACCUTANE-6M.client"
        assert found(protocol(PEEL), "h", {language: {place: right}}) is None
        assert f"{place} in {language} says" in said(protocol(PEEL), "h", {language: {place: wrong}})


class TestI:
    def test_a_question_about_ever_before_one_about_today_is_told(self) -> None:
        def edit(written: Written) -> None:
            written["questions"].insert(1, written["questions"].pop(_place(written, "rosacea")))

        assert "stands after Rosacea (rosacea)" in said(edited(PEEL, edit), "i")

    def test_a_follow_up_before_its_gate_is_told(self) -> None:
        def edit(written: Written) -> None:
            written["questions"].insert(
                _place(written, "rash"), written["questions"].pop(_place(written, "rash_where"))
            )

        assert "which decides whether it is asked" in said(edited(PEEL, edit), "i")

    def test_two_facts_in_one_question_are_told(self) -> None:
        two = edited(
            PEEL, lambda written: question(written, "rosacea").update(ask="Have you had rosacea or a keratosis?")
        )
        assert 'joins two facts with "or"' in said(two, "i")

    def test_two_questions_in_one_are_told(self) -> None:
        two = edited(PEEL, lambda written: question(written, "rosacea").update(ask="Rosacea? Keratosis?"))
        assert "asks more than one question" in said(two, "i")

    @pytest.mark.parametrize(
        "ask",
        [
            "Do you have eczema, asthma?",
            "Do you have eczema as well as asthma?",
            "Do you have eczema along with asthma?",
            "Do you have eczema (asthma)?",
            "Do you have eczema & asthma?",
            "Do you have eczema, also asthma?",
            "You may have eczema. Do you have asthma?",
        ],
    )
    def test_two_facts_joined_in_whichever_way_are_told(self, ask: str) -> None:
        assert "Eczema (eczema) joins two facts with" in said(
            edited(PEEL, lambda written: question(written, "eczema").update(ask=ask)), "i"
        )

    @pytest.mark.parametrize(
        ("help_", "why"),
        [
            ("Asthma counts too.", "is made wider by its help"),
            ("If you have asthma, please say yes.", "is made wider by its help"),
            ("Do you have asthma?", "asks more in its help"),
            ("Rosacea is much the same.", "names rosacea in its help, which rosacea asks"),
        ],
    )
    def test_a_second_fact_in_the_help_is_told(self, help_: str, why: str) -> None:
        assert why in said(edited(PEEL, lambda written: question(written, "eczema").update(help=help_)), "i")

    def test_an_exception_needs_a_reason(self) -> None:
        def edit(written: Written) -> None:
            question(written, "eczema").update(ask="Eczema or asthma?", several={"kind": "names", "why": "x"})

        assert '"x" is no reason for it' in said(edited(PEEL, edit), "i")

    def test_an_exception_for_an_item_of_the_source_needs_that_item(self) -> None:
        def edit(written: Written) -> None:
            rule(written, "PP-ECZEMA").update(source=[], house=True)
            question(written, "eczema").update(
                ask="Eczema or asthma?", several={"kind": "one_item", "why": "The source has them in one."}
            )

        assert "is called one item of the source, and no rule on it cites an item" in said(edited(PEEL, edit), "i")

    def test_a_yes_that_answers_for_two_items_of_the_source_is_told(self) -> None:
        def edit(written: Written) -> None:
            rule(written, "PP-KERATOSIS")["when"] = _yes("rosacea")

        assert "is asked for contraindications 4 and 8 at once" in said(edited(PEEL, edit), "i")


class TestJ:
    @pytest.mark.parametrize(
        ("source", "why"),
        [
            ([], "cites no source"),
            ([{"document": "parisian-peel", "section": "contraindications", "item": 10}], "has no item 10"),
            ([{"document": "parisian-peel", "section": "warnings", "item": 1}], "has no section warnings"),
            ([{"document": "leaflet", "section": "contraindications", "item": 5}], "there is no document leaflet"),
            ([{"document": "parisian-peel", "section": "cons", "item": None}], "an item of that section must be named"),
        ],
    )
    def test_a_source_that_is_not_there_is_told(self, source: list[Any], why: str) -> None:
        assert why in said(edited(PEEL, lambda written: rule(written, "PP-SUN").update(source=source)), "j")

    def test_a_contraindication_without_a_rule_is_told(self) -> None:
        dropped = edited(PEEL, lambda written: without_rule(written, "PP-AUTOIMMUNE"))
        assert said(dropped, "j") == "No rule cites parisian-peel, contraindications 9."


class TestK:
    LONG = "Contraindications necessitate postponement until dermatological examination establishes suitability."

    def test_a_hard_line_is_told(self) -> None:
        hard = edited(PEEL, lambda written: rule(written, "PP-SUN").update(client=self.LONG))
        assert "rules.PP-SUN.client reads at grade" in said(hard, "k")

    def test_a_listed_name_excuses_its_line_and_no_other(self) -> None:
        unnamed = edited(PEEL, lambda written: written.update(names=["tretinoin"]))
        assert found(protocol(PEEL), "k") is None
        assert "questions.isotretinoin.ask" in "\n".join(all_said(unnamed, "k"))

    def test_a_listed_name_excuses_itself_and_nothing_beside_it(self) -> None:
        hard = edited(PEEL, lambda written: rule(written, "PP-SUN").update(client=f"Accutane. {self.LONG} Accutane."))
        assert "rules.PP-SUN.client reads at grade" in said(hard, "k")
        assert "without Accutane), above 8" in said(hard, "k")

    @pytest.mark.parametrize(
        ("name", "why"),
        [
            ("sun", "fewer than 3 syllables"),
            ("practitioner", "a word of everyday English"),
            ("Your practitioner will", "not one word"),
        ],
    )
    def test_a_name_that_is_none_is_told(self, name: str, why: str) -> None:
        listed = edited(PEEL, lambda written: written["names"].append(name))
        assert said(listed, "k").startswith(f'"{name}" is listed under "names", and it')
        assert why in said(listed, "k")

    def test_a_common_word_is_a_name_if_a_source_has_it(self) -> None:
        def edit(written: Written) -> None:
            written["names"].append("practitioner")
            written["sources"][0]["vocabulary"] = ["practitioner"]

        assert found(edited(PEEL, edit), "k") is None

    def test_a_word_of_the_source_is_listed_once(self) -> None:
        def edit(written: Written, *words: str) -> None:
            rule(written, "PP-SUN")["client"] = "Antibiotics today?"
            written["sources"][0]["vocabulary"] = list(words)

        assert "rules.PP-SUN.client reads at grade" in said(edited(PEEL, edit), "k")
        assert found(edited(PEEL, lambda written: edit(written, "antibiotics")), "k") is None
        phrase = edited(PEEL, lambda written: edit(written, "antibiotics today"))
        assert 'listed under "vocabulary", and it is not one word' in "\n".join(all_said(phrase, "k"))

    def test_a_hard_label_is_told(self) -> None:
        def edit(written: Written) -> None:
            question(written, "isotretinoin")["options"][1]["label"] = "Medication regimen presently ongoing"

        assert "questions.isotretinoin.options.now reads at grade" in said(edited(PEEL, edit), "k")

    @pytest.mark.parametrize("place", ["title", "questions.rosacea.short"])
    def test_a_hard_name_is_told(self, place: str) -> None:
        def edit(written: Written) -> None:
            part = written if place == "title" else question(written, "rosacea")
            part[place.rpartition(".")[2]] = "Dermatological contraindication"

        assert said(edited(PEEL, edit), "k").startswith(f"{place} reads at grade")

    def test_a_file_that_is_hard_as_a_whole_is_told(self) -> None:
        words = "Your practitioner carefully considers treatment alternatives whenever necessary."

        def edit(written: Written) -> None:
            written["names"] = ["practitioner"]
            for each in written["questions"]:
                each.update(ask=words, why=words, help=words)
            for each in written["rules"]:
                each.update(client=words)

        told = [each.sentence for each in reading_grade.judge(edited(PEEL, edit), [], Tally())]
        assert any("together read at grade" in each for each in told)

    def test_staff_texts_may_be_hard(self) -> None:
        hard = edited(PEEL, lambda written: rule(written, "PP-SUN").update(staff=self.LONG))
        assert found(hard, "k") is None


def with_places(written: Written, count: int) -> None:
    places = [{"id": f"place_{number}", "label": f"Place {number}"} for number in range(count)]
    for name in ("area", "rash_where"):
        question(written, name)["options"] = [*places, {"id": "other", "label": "Somewhere else"}]


def with_places_named(written: Written) -> None:
    """Twenty places, and a rule on each."""
    with_places(written, 20)
    one = rule(written, "PP-AREA")
    written["rules"] += [
        {**one, "id": f"PP-PLACE-{number}", "when": {"question": "area", "includes": f"place_{number}"}}
        for number in range(20)
    ]


class TestAProtocolTooLargeToEnumerate:
    def test_is_told_which_rule_to_split(self) -> None:
        sentence = said(edited(PEEL, with_places_named), "a")
        assert sentence.startswith("Split this rule: PP-RASH-")
        assert "ties together area, rash, rash_where" in sentence
        assert "100,000 is the most" in sentence

    def test_is_not_proven_and_its_texts_are_judged_all_the_same(self) -> None:
        large = edited(PEEL, with_places_named)
        assert found(large, "j") is None
        assert found(large, "l") is None

    def test_is_none_for_its_places_alone(self) -> None:
        assert found(edited(PEEL, lambda written: with_places(written, 10)), "a") is None


class TestAProtocolThatLetsNobodyIn:
    def test_is_told(self) -> None:
        def edit(written: Written) -> None:
            rule(written, "PP-SUN")["when"] = {"question": "strong_sun", "is_any_of": ["yes", "no"]}

        assert said(edited(PEEL, edit), "c") == ("No answers to strong_sun are harmless: each leads to a finding.")


class TestWhatIsNoSecondFact:
    @pytest.mark.parametrize(
        "ask",
        [
            "Have you had 30 or more sunburns?",
            "Are you 65 or over?",
            "Have you ever taken Accutane (isotretinoin)?",
        ],
    )
    def test_is_not_taken_for_one(self, ask: str) -> None:
        assert found(edited(PEEL, lambda written: question(written, "eczema").update(ask=ask)), "i") is None

    def test_is_named_where_it_is_taken_for_another_name(self) -> None:
        ask = "Have you ever taken Accutane (isotretinoin)?"
        judged = edited(PEEL, lambda written: question(written, "eczema").update(ask=ask))
        assert "eczema: isotretinoin is taken for another name of Accutane" in exceptions(judged, "i")

    @pytest.mark.parametrize(
        "ask",
        [
            "Do you have eczema or more?",
            "Have you had 30 or more sunburns, or eczema?",
            "Do you have eczema (an itchy rash) today?",
            "Do you have (eczema) asthma and hives?",
        ],
    )
    def test_does_not_hide_one(self, ask: str) -> None:
        assert "joins two facts" in said(edited(PEEL, lambda written: question(written, "eczema").update(ask=ask)), "i")


class TestNumbersThatAreNames:
    @pytest.mark.parametrize("words", ["category 2", "type 1", "SPF 50", "stage 3", "vitamin B"])
    def test_are_no_lengths(self, words: str) -> None:
        named = edited(
            PEEL, lambda written: rule(written, "PP-RETINOID-3D").update(staff=f"Less than 3 days ago, {words}.")
        )
        assert found(named, "h") is None

    @pytest.mark.parametrize("words", ["category 2 days", "about 5", "type 1 or 7"])
    def test_do_not_hide_one(self, words: str) -> None:
        named = edited(
            PEEL, lambda written: rule(written, "PP-RETINOID-3D").update(staff=f"Less than 3 days ago, {words}.")
        )
        assert found(named, "h") is not None


def _place(written: Written, question_id: str) -> int:
    return next(place for place, each in enumerate(written["questions"]) if each["id"] == question_id)
