"""Overlays add and tighten, name the line of whatever would weaken, and the shipped one asks what it may and no more."""

import json
import random
import re
from datetime import date
from typing import Any

import pytest

from rules import Outcome, Period, Protocol, ProtocolError, QuestionType, asked, evaluate, protocol, resolve, shipped
from rules.reading.loader import shipped_file
from rules.reading.overlays import combined, load_overlay, read_overlay, refuse_unfit, shipped_overlay, shipped_overlays
from tests.rules.clinic import cases_in, shipped_cases

ON = date(2026, 9, 15)
HEAD = """\
overlay: ours
title: Ours
version: 3
valid_from: 2026-05-01
status: active
summary: What we do besides.
protocols: [parisian-peel]
"""
QUESTION = """\
questions:
  - id: piercing
    type: yes_no
    horizon: weeks
    ask: Do you have a new piercing?
    why: The skin around it needs time.
    short: New piercing
    topic: your skin
"""
RULE = """\
rules:
  - id: OUR-PIERCING
    outcome: review
    when: {question: piercing, is: yes}
    client: We look first.
    staff: A new piercing.
    house: true
"""
PEEL = "parisian-peel"


def over(text: str, base: str = PEEL) -> Protocol:
    file = shipped_file(base)
    return combined(file.read_text("utf-8"), file, read_overlay(HEAD.replace(PEEL, base) + text, "ours.yaml"))


def healthy(base: str) -> dict[str, Any]:
    return dict(cases_in(shipped_cases(base)).cases[0].answers)


def test_what_it_adds_is_asked_in_its_place_and_judged() -> None:
    made = over(QUESTION + RULE)
    answers = resolve(made, healthy(PEEL) | {"piercing": "yes"}, answered_on=ON)
    order = [question.id for question in asked(made, answers)]
    assert order.index("had_before") < order.index("piercing") < order.index("isotretinoin")
    verdict = evaluate(made, answers, on=ON)
    assert [finding.rule for finding in verdict.findings] == ["OUR-PIERCING"]
    assert evaluate(made, healthy(PEEL), on=ON).unanswered == ("piercing",)


def test_the_result_has_a_version_a_day_and_a_hash_of_its_own_and_says_what_it_carries() -> None:
    made, base = over(QUESTION + RULE), protocol(PEEL)
    assert (made.id, made.version, made.valid_from) == (PEEL, base.version + 3, date(2026, 5, 1))
    assert made.overlays == ("ours 3",)
    assert made.sha256 != base.sha256
    assert made.sha256 != over((QUESTION + RULE).replace("A new piercing.", "A new piercing!")).sha256


def test_a_longer_period_counts_in_the_rule_the_question_and_the_texts() -> None:
    made = over("stricter:\n  - {rule: PP-ACCUTANE-6M, period: 12 months, why: We are careful.}\n")
    said = healthy(PEEL) | {"isotretinoin": "stopped", "isotretinoin_last": "2026-02-28"}
    assert evaluate(protocol(PEEL), said, on=ON).outcome is Outcome.ELIGIBLE
    verdict = evaluate(made, said, on=ON)
    assert (verdict.outcome, verdict.earliest) == (Outcome.DEFERRED, date(2027, 2, 28))
    assert "12 months" in verdict.findings[0].client
    assert "6 months" not in verdict.findings[0].staff
    assert made.question("isotretinoin_last").period == Period.of("12 months")
    # An answer of longer ago still settles it, for it was asked for the longer period.
    assert evaluate(made, said | {"isotretinoin_last": "longer_ago"}, on=ON).outcome is Outcome.ELIGIBLE


def test_a_stricter_outcome_counts() -> None:
    made = over("stricter:\n  - {rule: PP-SUN, outcome: deferred, why: Burns last summer.}\n")
    assert evaluate(made, healthy(PEEL) | {"strong_sun": "yes"}, on=ON).outcome is Outcome.DEFERRED


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("stricter:\n  - rule: PP-ROSACEA\n    outcome: caution\n    why: x\n", 10, "caution is not stricter"),
        ("stricter:\n  - rule: PP-ROSACEA\n    outcome: contraindicated\n    why: x\n", 10, "is not stricter"),
        ("stricter:\n  - rule: PP-ACCUTANE-6M\n    period: 3 months\n    why: x\n", 10, "3 months is not longer"),
        ("stricter:\n  - rule: PP-ACCUTANE-6M\n    period: 6 months\n    why: x\n", 10, "6 months is not longer"),
        ("stricter:\n  - rule: PP-ACCUTANE-6M\n    period: 180 days\n    why: x\n", 10, "180 days is not longer"),
        ("stricter:\n  - rule: PP-SUN\n    period: 2 days\n    why: x\n", 10, "does not measure a period"),
        ("stricter:\n  - rule: PP-NOTHING\n    outcome: review\n    why: x\n", 9, "has no rule PP-NOTHING"),
        ("stricter:\n  - rule: PP-SUN\n    why: x\n", 9, "neither an outcome nor a period"),
        ("stricter:\n  - rule: PP-SUN\n    when: {question: rash, is: yes}\n    why: x\n", 10, "not known here"),
        ("stricter:\n  - {rule: PP-SUN, outcome: review, why: x}\n  - {rule: PP-SUN, outcome: deferred, why: x}\n", 10, "twice"),
        (QUESTION.replace("piercing\n", "rosacea\n", 1), 9, "changes none"),
        (QUESTION + RULE.replace("OUR-PIERCING", "PP-SUN"), 17, "has the rule PP-SUN already"),
        (QUESTION + RULE.replace("outcome: review", "outcome: eligible"), 18, "can't make anybody eligible"),
        (QUESTION + RULE.replace("is: yes", "is: maybe"), 19, 'no option "maybe"'),
        (QUESTION, 9, "No rule uses"),
        (QUESTION + RULE.replace("    house: true\n", "    source: [nowhere 1]\n"), 22, "There is no source document"),
        ("course: {says: x}\n", 8, "not known here"),
        ("steps: []\n", 8, "not known here"),
        ("remove: [PP-SUN]\n", 8, "not known here"),
    ],
)  # fmt: skip
def test_whatever_weakens_or_does_not_fit_is_an_error_that_names_the_line(text: str, line: int, says: str) -> None:
    with pytest.raises(ProtocolError) as refused:
        over(text)
    assert says in refused.value.sentence
    assert (str(refused.value.file), refused.value.line) == ("ours.yaml", line)


TWO = HEAD.replace("[parisian-peel]", "[parisian-peel, medical-facial]")


def rules_of(protocol_id: str) -> list[str]:
    return [rule.id for rule in protocol(protocol_id).rules]


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (
            TWO + "stricter:\n  - {rule: PP-SUNN, outcome: review, why: x}\n",
            9,
            "parisian-peel and medical-facial have no rule PP-SUNN; did you mean PP-SUN",
        ),
        (
            TWO + "stricter:\n  - {rule: MF-LASER, outcome: deferred, why: x}\n  - {rule: PP-SAN, outcome: review, why: x}\n",
            10,
            "have no rule PP-SAN; did you mean PP-SUN",
        ),
        (HEAD.replace(PEEL, "parisian-pel"), 7, "There is no protocol parisian-pel; did you mean parisian-peel"),
        (HEAD.replace(PEEL, "x"), 7, "There is no protocol x; there are medical-facial, parisian-peel"),
    ],
)  # fmt: skip
def test_a_slip_in_what_an_overlay_of_several_protocols_names_is_refused_with_the_near_match(
    text: str, line: int, says: str
) -> None:
    with pytest.raises(ProtocolError) as refused:
        refuse_unfit(read_overlay(text, "ours.yaml"), shipped(), rules_of)
    assert says in refused.value.sentence
    assert refused.value.line == line


def test_an_overlay_of_several_protocols_may_tighten_a_rule_that_one_of_them_has() -> None:
    text = (
        TWO
        + "stricter:\n  - {rule: MF-LASER, outcome: deferred, why: x}\n  - {rule: PP-SUN, outcome: review, why: x}\n"
    )
    refuse_unfit(read_overlay(text, "ours.yaml"), shipped(), rules_of)


def test_an_overlay_for_another_protocol_is_refused() -> None:
    file = shipped_file("medical-facial")
    with pytest.raises(ProtocolError, match="not made for medical-facial"):
        combined(file.read_text("utf-8"), file, read_overlay(HEAD + QUESTION + RULE, "ours.yaml"))


def test_a_protocol_file_can_not_say_that_it_carries_an_overlay() -> None:
    file = shipped_file(PEEL)
    with pytest.raises(ProtocolError, match="not written in a file"):
        combined(file.read_text("utf-8") + "\noverlays: [extended-screening 1]\n", file)


def random_answers(made: Protocol, chance: random.Random) -> dict[str, Any]:
    """Answer every question there is, at random: all that counts will count, the rest is ignored."""
    answers: dict[str, Any] = {}
    for question in made.questions:
        options = sorted(question.option_ids - {"none"})
        match question.type:
            case QuestionType.NOTE:
                answers[question.id] = chance.choice(["", "x"])
            case QuestionType.LAST_TIME:
                days = ["2026-09-14", "2026-09-01", "2026-08", "2026-01-31", "within", "longer_ago", "not_sure"]
                answers[question.id] = chance.choice(days)
            case QuestionType.AREAS | QuestionType.ANY_OF:
                some = chance.sample(options, chance.randint(1, len(options)))
                answers[question.id] = chance.choice([some, some, "prefer_not"])
            case _:
                answers[question.id] = chance.choice([*options, *options, "not_sure"])
    return answers


@pytest.mark.parametrize("base", shipped())
def test_no_answers_come_out_better_with_the_shipped_overlay_or_a_longer_period(base: str) -> None:
    file, plain = shipped_file(base), protocol(base)
    rule = next(rule for rule in plain.rules if rule.period is not None)
    longer = Period(
        count=(rule.period.count if rule.period else 0) * 2, unit=rule.period.unit if rule.period else "days"
    )
    ours = HEAD.replace(PEEL, base) + f"stricter:\n  - {{rule: {rule.id}, period: {longer}, why: x}}\n"
    made = combined(
        file.read_text("utf-8"),
        file,
        load_overlay(shipped_overlay("extended-screening")),
        read_overlay(ours, "ours.yaml"),
    )
    chance, worse, harmless = random.Random(7), 0, healthy(base)  # noqa: S311 (the same answers each time)
    for _ in range(2000):
        answers = random_answers(made, chance)
        # Mostly harmless, so that what is added is seen.
        answers |= {name: raw for name, raw in harmless.items() if chance.random() < 0.9}
        before = evaluate(plain, {name: raw for name, raw in answers.items() if plain.has_question(name)}, on=ON)
        after = evaluate(made, answers, on=ON)
        assert Outcome(after.outcome) >= Outcome(before.outcome), answers
        worse += after.outcome != before.outcome
    assert worse > 0


@pytest.mark.parametrize(
    ("more", "line", "says"),
    [
        ("    inferred_for: [parisian-peel]\n", 18, "is inferred, so it can't be more than a review"),
        ("    inferred: true\n", 18, "is inferred, so it can't be more than a review"),
        ("    inferred_for: [medical-facial]\n", 23, "OUR-PIERCING does not go on medical-facial"),
    ],
)
def test_what_is_inferred_is_no_more_than_a_review(more: str, line: int, says: str) -> None:
    with pytest.raises(ProtocolError) as refused:
        over(QUESTION + RULE.replace("outcome: review", "outcome: deferred") + more)
    assert says in refused.value.sentence
    assert refused.value.line == line


def titles(made: Protocol) -> dict[str, str]:
    return {document.id: document.title for document in made.sources}


class TestExtendedScreening:
    @pytest.fixture(params=shipped())
    def pair(self, request: pytest.FixtureRequest) -> tuple[Protocol, Protocol]:
        file = shipped_file(request.param)
        overlay = load_overlay(shipped_overlay("extended-screening"))
        return protocol(request.param), combined(file.read_text("utf-8"), file, overlay)

    def test_pregnancy_and_allergies_ship_beside_it_to_be_decided_singly(self) -> None:
        assert shipped_overlays() == ("allergy", "extended-screening", "pregnancy")
        for overlay, question in (("allergy", "allergy"), ("pregnancy", "pregnant")):
            says = load_overlay(shipped_overlay(overlay)).says
            assert [each.id for each in says.questions] == [question]
            assert says.protocols == shipped()

    def test_it_asks_what_clinic_forms_ask(self, pair: tuple[Protocol, Protocol]) -> None:
        added = {question.id for question in pair[1].questions} - {question.id for question in pair[0].questions}
        everywhere = {
            "breastfeeding", "blood_thinner", "slow_healing", "low_immunity", "filler", "filler_last", "toxin", "toxin_last",
            "waxed", "waxed_last", "chemical_peel", "chemical_peel_last", "sunburn", "keloid", "cold_sores_often",
            "contact_lenses", "acids", "reacted_here",
        }  # fmt: skip
        facial = {"current_planned", "light_medicine", "pacemaker"} if pair[0].id == "medical-facial" else set()
        assert added == everywhere | facial

    def test_nothing_in_it_is_above_deferred_and_no_rule_of_the_base_changes(
        self, pair: tuple[Protocol, Protocol]
    ) -> None:
        base, made = pair
        known = {rule.id: rule for rule in base.rules}
        for rule in made.rules:
            if rule.id in known:
                assert rule == known[rule.id]
            else:
                assert rule.outcome <= Outcome.DEFERRED

    def test_every_rule_names_sources_that_say_how_strong_they_are(self, pair: tuple[Protocol, Protocol]) -> None:
        base, made = pair
        strengths = {document.id: document.strength for document in made.sources}
        added = [rule for rule in made.rules[len(base.rules) :] if not rule.house]
        assert {rule.id for rule in made.rules[len(base.rules) :] if rule.house} == {"ES-REACTED-HERE"}
        assert all(rule.source for rule in added)
        assert all(strengths[ref.document] is not None for rule in added for ref in rule.source)
        assert {strengths[ref.document] for rule in added for ref in rule.source} == {
            "label", "society", "review", "study", "clinic practice",
        }  # fmt: skip

    def test_where_a_study_or_review_differs_from_what_clinics_do_the_rule_says_so(
        self, pair: tuple[Protocol, Protocol]
    ) -> None:
        strengths = {document.id: document.strength for document in pair[1].sources}
        differing = [
            rule
            for rule in pair[1].rules
            if {"review", "study"} & (kinds := {strengths[ref.document] for ref in rule.source})
            and "clinic practice" in kinds
        ]
        assert {rule.id for rule in differing} == {"ES-TOXIN"}
        assert all("Conflict:" in rule.staff for rule in differing)
        assert "Conflict:" in load_overlay(shipped_overlay("pregnancy")).says.rules[0].staff

    def test_on_the_facial_what_rests_on_microdermabrasion_is_inferred_and_no_more_than_a_review(
        self, pair: tuple[Protocol, Protocol]
    ) -> None:
        base, made = pair
        borrowed = [
            rule
            for rule in made.rules[len(base.rules) :]
            if any(
                "microdermabrasion" in f"{ref.document} {titles(made)[ref.document]}".casefold() for ref in rule.source
            )
        ]
        assert len(borrowed) >= 7
        facial = base.id == "medical-facial"
        assert {rule.inferred for rule in borrowed} == {facial}
        if facial:
            assert all(rule.outcome <= Outcome.REVIEW for rule in made.rules[len(base.rules) :])
            assert {rule.id for rule in made.rules} & {"ES-WAXED", "ES-WAXED-FACIAL"} == {"ES-WAXED-FACIAL"}

    def test_what_clinics_do_is_cited_by_the_page_on_which_a_clinic_says_it(
        self, pair: tuple[Protocol, Protocol]
    ) -> None:
        _, made = pair
        pages = [document for document in made.sources if document.strength == "clinic practice"]
        assert len(pages) >= 5
        assert all(re.search(r"\([a-z]+\.(com|net)/\S+\)$", page.title) for page in pages)

    def test_one_study_is_no_review(self, pair: tuple[Protocol, Protocol]) -> None:
        (study,) = [document for document in pair[1].sources if document.id == "toxin-study"]
        assert (study.strength, "retrospect" in (study.note or "")) == ("study", True)

    def test_it_never_asks_for_hiv_or_hepatitis_or_skin_tone(self, pair: tuple[Protocol, Protocol]) -> None:
        base, made = pair
        asked_for = json.dumps(
            [each.model_dump(mode="json") for each in made.questions[len(base.questions) :]]
        ).casefold()
        said = json.dumps([each.model_dump(mode="json") for each in made.rules[len(base.rules) :]]).casefold()
        for word in ("hiv", "hepatitis", "aids", "skin tone", "skin colour", "skin color", "fitzpatrick", "dark skin"):
            assert word not in asked_for + said

    def test_a_medicine_is_never_to_be_stopped(self, pair: tuple[Protocol, Protocol]) -> None:
        for question in ("blood_thinner", "low_immunity"):
            (rule,) = [rule for rule in pair[1].rules if question in rule.questions_used]
            assert "Please go on with your medicine as you were told." in rule.client

    @pytest.mark.parametrize(
        ("laser", "current", "asked_for"),
        [
            ("no", "no", set()),
            ("yes", "no", {"light_medicine", "pacemaker"}),
            ("no", "yes", {"light_medicine", "pacemaker"}),
            ("not_sure", "no", set()),
        ],
    )
    def test_pacemakers_and_light_matter_only_with_a_laser_or_current(
        self, laser: str, current: str, asked_for: set[str]
    ) -> None:
        file = shipped_file("medical-facial")
        made = combined(file.read_text("utf-8"), file, load_overlay(shipped_overlay("extended-screening")))
        answers = resolve(made, {"laser_planned": laser, "current_planned": current}, answered_on=ON)
        names = {question.id for question in asked(made, answers)}
        assert names & {"light_medicine", "pacemaker"} == asked_for


def test_a_period_longer_than_ten_years_is_refused_where_it_stands() -> None:
    stricter = "stricter:\n  - rule: PP-ACCUTANE-6M\n    period: {}\n    why: Ours.\n"
    with pytest.raises(ProtocolError, match="121 months is too long; a period is 120 months at most") as refused:
        over(stricter.format("121 months"))
    assert refused.value.line == len(HEAD.splitlines()) + 3
    assert over(stricter.format("120 months")).rule("PP-ACCUTANE-6M").period == Period.of("120 months")
