"""The two shipped protocols: everything the sources say is there, once, with its source, in words people read."""

import re
from datetime import date

import pytest

from rules import (
    Horizon,
    Outcome,
    Protocol,
    QuestionType,
    Rule,
    aftercare,
    asked,
    interval,
    protocol,
    resolve,
    shipped,
    steps,
)
from tests.rules.clinic import FACIAL, PEEL, TODAY, healthy

PROTOCOLS = [protocol(protocol_id) for protocol_id in shipped()]
every_protocol = pytest.mark.parametrize("shown", PROTOCOLS, ids=shipped())

AREAS = ("face", "neck", "decollete", "hands", "other")
QUESTIONS = {
    PEEL: {
        "area": "areas", "acne_inflamed": "yes_no", "pimples_open": "yes_no", "herpes_active": "yes_no", "rash": "yes_no",
        "rash_where": "areas", "strong_sun": "yes_no", "lesion": "yes_no", "deep_acne": "yes_no", "eczema": "yes_no",
        "retinoid": "yes_no", "retinoid_last": "last_time", "had_before": "yes_no", "session_last": "last_time",
        "isotretinoin": "one_of", "isotretinoin_last": "last_time", "rosacea": "yes_no", "keratosis": "yes_no",
        "autoimmune": "yes_no", "concerns": "any_of", "note": "note",
    },
    FACIAL: {
        "area": "areas", "goal": "one_of", "skin_type": "one_of", "laser_planned": "yes_no", "extraction_ok": "yes_no",
        "reaction": "yes_no", "isotretinoin": "one_of", "isotretinoin_last": "last_time", "retinoid": "yes_no",
        "retinoid_last": "last_time", "herpes_active": "yes_no", "pimples_open": "yes_no", "rash": "yes_no",
        "rash_where": "areas", "lesion": "yes_no", "had_before": "yes_no", "session_last": "last_time", "note": "note",
    },
}  # fmt: skip
RULES = {
    PEEL: {
        "PP-ACCUTANE-NOW": "deferred", "PP-ACCUTANE-6M": "deferred", "PP-RETINOID-3D": "deferred",
        "PP-ACNE-INFLAMED": "deferred", "PP-PIMPLES-OPEN": "deferred", "PP-ROSACEA": "contraindicated",
        "PP-HERPES": "deferred", "PP-RASH-AREA": "deferred", "PP-RASH-ELSEWHERE": "caution", "PP-LESION": "deferred",
        "PP-KERATOSIS": "contraindicated", "PP-AUTOIMMUNE": "contraindicated", "PP-DEEP-ACNE": "review",
        "PP-ECZEMA": "review", "PP-SPACING-3W": "review", "PP-AREA": "review", "PP-SUN": "caution", "PP-NOTE": "caution",
    },
    FACIAL: {
        "MF-LASER": "review", "MF-AREA": "review", "MF-ACCUTANE": "review", "MF-RETINOID-3D": "review",
        "MF-HERPES": "review", "MF-PIMPLES-OPEN": "review", "MF-LESION": "review", "MF-RASH-AREA": "review",
        "MF-RASH-ELSEWHERE": "caution", "MF-REACTION": "caution", "MF-SENSITIVE": "caution", "MF-EXTRACTION": "caution",
        "MF-SPACING-2W": "review", "MF-SPACING-4W": "review", "MF-NOTE": "caution",
    },
}  # fmt: skip
NEVER_SHARED = {"area", "goal", "had_before", "session_last"}

# Words of conditions and medicines; no text that others may hear says them back to a client.
CONDITIONS = (
    "acne", "pimple", "cold sore", "herpes", "rash", "wound", "rosacea", "keratosis", "autoimmune", "eczema", "lump", "mole",
    "accutane", "isotretinoin", "retinoid", "retinol", "disease", "infect",
)  # fmt: skip


def cited(shown: Protocol, section: str) -> set[int | str | None]:
    parts = (
        *(rule.source for rule in shown.rules),
        *(part.source for part in (*shown.indications, *shown.results, *shown.feelings, *shown.cons)),
        *(part.source for part in (*shown.aftercare, *shown.steps)),
        shown.course.source,
        *(each.source for each in shown.course.intervals),
    )
    return {ref.item for source in parts for ref in source if ref.document == shown.id and ref.section == section}


@every_protocol
def test_every_question_is_there_with_its_type(shown: Protocol):
    assert {question.id: question.type.value for question in shown.questions} == QUESTIONS[shown.id]


@every_protocol
def test_every_rule_is_there_with_its_outcome(shown: Protocol):
    assert {rule.id: rule.outcome.value for rule in shown.rules} == RULES[shown.id]


def test_the_areas_and_options_are_those_other_programs_use():
    peel, facial = protocol(PEEL), protocol(FACIAL)
    options = {
        (shown.id, question.id): tuple(option.id for option in question.options)
        for shown in (peel, facial)
        for question in shown.questions
        if question.type not in (QuestionType.YES_NO, QuestionType.NOTE, QuestionType.LAST_TIME)
    }
    concerns = "oily dull enlarged_pores clogged_pores fine_lines acne_scars poor_texture uneven_tone none"
    assert options == {
        (PEEL, "area"): AREAS,
        (PEEL, "rash_where"): AREAS,
        (PEEL, "isotretinoin"): ("never", "now", "stopped"),
        (PEEL, "concerns"): tuple(concerns.split()),
        (FACIAL, "area"): ("face", "neck", "decollete", "other"),
        (FACIAL, "goal"): ("upkeep", "acne", "dark_spots", "aging", "dull"),
        (FACIAL, "skin_type"): ("dry", "oily", "combination", "sensitive", "normal"),
        (FACIAL, "rash_where"): AREAS,
        (FACIAL, "isotretinoin"): ("never", "now", "stopped"),
    }


def test_the_periods_are_those_of_the_sources():
    periods = {(shown.id, q.id): str(q.period) for shown in PROTOCOLS for q in shown.questions if q.period is not None}
    assert periods == {
        (PEEL, "retinoid_last"): "3 days",
        (PEEL, "session_last"): "3 weeks",
        (PEEL, "isotretinoin_last"): "6 months",
        (FACIAL, "retinoid_last"): "3 days",
        (FACIAL, "session_last"): "4 weeks",
        (FACIAL, "isotretinoin_last"): "6 months",
    }


def test_a_question_that_both_ask_is_the_same_question_word_for_word():
    peel, facial = protocol(PEEL), protocol(FACIAL)
    shared = {q.id for q in peel.questions} & {q.id for q in facial.questions} - NEVER_SHARED
    assert shared >= {"isotretinoin", "isotretinoin_last", "retinoid", "rash", "rash_where", "lesion", "note"}
    for question_id in shared:
        assert peel.question(question_id) == facial.question(question_id)


def test_shared_questions_come_in_the_same_order():
    orders = [[q.id for q in shown.in_order] for shown in PROTOCOLS]
    shared = set(orders[0]) & set(orders[1])
    assert [each for each in orders[0] if each in shared] == [each for each in orders[1] if each in shared]


@every_protocol
def test_questions_stand_in_the_order_they_are_asked(shown: Protocol):
    assert shown.in_order == shown.questions
    assert shown.questions[0].horizon is Horizon.SETTING
    assert shown.questions[-1].id == "note"


@every_protocol
def test_a_question_fits_a_small_screen_and_says_why_it_is_asked(shown: Protocol):
    for question in shown.questions:
        if question.id != "lesion":  # its words are fixed, and it is worth a third line
            assert len(question.ask) <= 60, question.ask
        assert len(question.short) <= 32, question.short
        assert len(re.findall(r"[.?!]", question.why)) <= 3, question.why
        assert all(len(option.label) <= 24 for option in question.options)


@every_protocol
def test_medicines_come_with_their_common_names(shown: Protocol):
    isotretinoin, retinoid = shown.question("isotretinoin"), shown.question("retinoid")
    for name in ("Accutane", "Roaccutane", "Absorica"):
        assert name in (isotretinoin.help or "")
    for name in ("tretinoin", "adapalene", "retinol"):
        assert name in (retinoid.help or "")


@every_protocol
def test_a_cold_sore_is_asked_by_its_name_and_herpes_stands_in_the_help(shown: Protocol):
    question = shown.question("herpes_active")
    assert "cold sore" in question.ask
    assert "herpes" not in (question.ask + question.why).lower()
    assert "herpes" in (question.help or "")


@every_protocol
def test_the_help_on_a_rash_names_sunburn_cuts_and_eczema_that_shows_today(shown: Protocol):
    help_text = shown.question("rash").help or ""
    for named in ("Sunburn", "cuts", "eczema that shows today"):
        assert named in help_text


@every_protocol
def test_every_rule_cites_a_source_or_says_that_it_is_a_house_rule(shown: Protocol):
    houses = {rule.id for rule in shown.rules if rule.house}
    assert houses == ({"PP-NOTE"} if shown.id == PEEL else {"MF-AREA", "MF-REACTION", "MF-NOTE"})
    for rule in shown.rules:
        assert rule.citations
        assert bool(rule.source) != rule.house


def test_only_what_the_facial_takes_from_the_peel_is_inferred():
    inferred = {rule.id: rule.inferred for shown in PROTOCOLS for rule in shown.rules}
    assert {rule_id for rule_id, is_inferred in inferred.items() if is_inferred} == {
        "MF-ACCUTANE", "MF-RETINOID-3D", "MF-HERPES", "MF-PIMPLES-OPEN", "MF-LESION", "MF-RASH-AREA", "MF-RASH-ELSEWHERE",
    }  # fmt: skip


def test_every_item_of_the_peels_source_is_used():
    shown = protocol(PEEL)
    for section, items in {
        "contraindications": 9, "indications": 7, "cons": 4, "pros": 3, "discontinue": 2, "post-care": 6,
    }.items():  # fmt: skip
        assert cited(shown, section) >= set(range(1, items + 1)), section


def test_every_item_of_the_facials_source_is_used():
    shown = protocol(FACIAL)
    for section, items in {"benefits": 6, "candidates": 5, "steps": 6, "frequency": 2}.items():
        assert cited(shown, section) >= set(range(1, items + 1)), section


def test_a_contraindication_of_the_peel_is_cited_by_its_own_rule():
    items = {
        "PP-ACCUTANE-NOW": 1, "PP-ACCUTANE-6M": 1, "PP-ACNE-INFLAMED": 2, "PP-PIMPLES-OPEN": 3, "PP-ROSACEA": 4,
        "PP-HERPES": 5, "PP-RASH-AREA": 6, "PP-RASH-ELSEWHERE": 6, "PP-LESION": 7, "PP-KERATOSIS": 8, "PP-AUTOIMMUNE": 9,
    }  # fmt: skip
    found = {
        rule.id: ref.item for rule in protocol(PEEL).rules for ref in rule.source if ref.section == "contraindications"
    }
    assert found == items


def test_a_claim_that_the_source_qualifies_is_shown_only_with_what_qualifies_it():
    shown = protocol(PEEL)
    no_downtime = next(each for each in shown.feelings if "back to your day right away" in each.claim)
    assert "pink or red" in no_downtime.text
    assert "tender" in no_downtime.text
    assert "sun" in no_downtime.text
    for each in (*shown.results, *shown.feelings):
        assert each.but is not None
        assert each.text == f"{each.claim} {each.but}"


def test_the_peels_course_is_four_to_six_sessions_three_to_four_weeks_apart():
    course = protocol(PEEL).course
    assert (course.sessions, course.maintenance_from, course.intervals[0].weeks) == ((4, 6), 7, (3, 4))
    assert course.session_line(3) == "session 3 of 4\N{EN DASH}6"
    assert course.session_line(6) == "session 6 of 4\N{EN DASH}6"
    assert course.session_line(7) == "session 7, maintenance"


def test_longer_than_usual_since_the_last_session_is_a_note():
    usual = protocol(PEEL).course.intervals[0]
    assert usual.late_note(date(2026, 9, 1), date(2026, 9, 29)) is None
    assert (
        usual.late_note(date(2026, 9, 1), date(2026, 9, 30))
        == "29 days since the last session; 3 to 4 weeks are usual."
    )
    assert (
        usual.late_note(date(2026, 9, 1), date(2026, 10, 6))
        == "35 days since the last session; 3 to 4 weeks are usual."
    )


def test_a_course_of_one_session_and_an_interval_of_one_week_read_as_one():
    course = protocol(PEEL).course
    single = course.model_copy(update={"sessions": (1, 1)})
    assert single.session_line(1) == "session 1 of 1"
    weekly = course.intervals[0].model_copy(update={"weeks": (1, 1)})
    assert weekly.words == "1 week"
    assert weekly.late_note(date(2026, 9, 1), date(2026, 9, 9)) == "8 days since the last session; 1 week is usual."


@pytest.mark.parametrize(
    ("goal", "weeks"),
    [
        ("upkeep", (4, 6)),
        ("aging", (4, 6)),
        ("dull", (4, 6)),
        ("acne", (2, 4)),
        ("dark_spots", (2, 4)),
        ("not_sure", (4, 6)),
    ],
)
def test_the_facials_interval_goes_by_the_goal(goal: str, weeks: tuple[int, int]):
    facial = protocol(FACIAL)
    assert interval(facial, resolve(facial, healthy(FACIAL, goal=goal), answered_on=TODAY)).weeks == weeks
    assert facial.course.session_line(3) == "session 3"


def test_after_a_peel_there_are_six_things_to_know_each_at_its_time():
    peel = protocol(PEEL)
    assert [care.when.value for care in peel.aftercare] == [
        "at_once", "tonight", "next_morning", "in_sun", "until_next_morning", "any_time",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("retinoid", "told"), [("yes", True), ("no", False), ("not_sure", False), ("prefer_not", False)]
)
def test_when_to_use_a_retinoid_again_is_told_only_to_whom_it_concerns(retinoid: str, told: bool):
    peel = protocol(PEEL)
    cares = aftercare(
        peel, resolve(peel, healthy(PEEL, retinoid=retinoid, retinoid_last="longer_ago"), answered_on=TODAY)
    )
    assert ("retinoid_again" in {care.id for care in cares}) is told
    assert len(cares) == (6 if told else 5)


def planned(**changes: str) -> dict[str, bool]:
    facial = protocol(FACIAL)
    answers = resolve(facial, healthy(FACIAL, **changes), answered_on=TODAY)
    return {each.step.id: each.included for each in steps(facial, answers)}


def test_the_facial_has_seven_steps_and_the_laser_only_if_planned():
    assert list(planned()) == ["cleansing", "exfoliation", "extraction", "serums", "mask", "protect", "laser"]
    assert [step for step, included in planned().items() if not included] == ["laser"]
    assert planned(laser_planned="yes")["laser"]
    assert not planned(laser_planned="not_sure")["laser"]


@pytest.mark.parametrize("answer", ["no", "not_sure", "prefer_not"])
def test_extraction_is_left_out_unless_the_client_agrees(answer: str):
    assert not planned(extraction_ok=answer)["extraction"]


def test_steps_are_tailored_by_the_answers():
    facial = protocol(FACIAL)
    answers = resolve(facial, healthy(FACIAL, goal="acne", skin_type="sensitive"), answered_on=TODAY)
    notes = {each.step.id: each.notes for each in steps(facial, answers)}
    assert notes["exfoliation"] == ("Sensitive skin; go gently.",)
    assert notes["serums"] == ("For acne.",)
    assert notes["mask"] == ("For sensitive skin.",)


def spoken_to_clients(shown: Protocol) -> list[tuple[str, str]]:
    return [
        *((rule.id, rule.client) for rule in shown.rules),
        *((question.id, question.topic) for question in shown.questions),
    ]


@every_protocol
def test_no_text_said_to_a_client_reads_a_condition_back(shown: Protocol):
    for name, text in spoken_to_clients(shown):
        for condition in CONDITIONS:
            assert condition not in text.lower(), (name, condition)


@every_protocol
def test_nobody_is_told_never(shown: Protocol):
    for name, text in spoken_to_clients(shown):
        assert not re.search(r"\b(never|reject|refus|not allowed|forbidden)", text.lower()), name
    for rule in shown.rules:
        if rule.outcome is Outcome.CONTRAINDICATED:
            assert "practitioner" in rule.client
            assert "Nothing has been decided." in rule.client


NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "six": 6}


@pytest.mark.parametrize(
    "rule", [rule for shown in PROTOCOLS for rule in shown.rules if rule.period], ids=lambda rule: rule.id
)
def test_the_number_in_a_rules_text_is_the_number_it_judges_by(rule: Rule):
    assert rule.period is not None
    unit = rule.period.unit.value.rstrip("s")
    for text in (rule.client, rule.staff):
        said = re.findall(rf"(?<!to )\b(\d+|{'|'.join(NUMBERS)}) {unit}s?\b", text)
        assert {int(NUMBERS.get(number, number)) for number in said} <= {rule.period.count}, text


def syllables(word: str) -> int:
    """Count groups of vowels, a silent e apart; it counts rather one too many than one too few."""
    groups = len(re.findall(r"[aeiouy]+", word.lower()))
    silent = word.lower().endswith("e") and not word.lower().endswith(("le", "ee")) and groups > 1
    return max(1, groups - silent)


def grade(text: str) -> float:
    """The Flesch-Kincaid grade of an English text."""
    sentences = len(re.findall(r"[.?!](?:\s|$)", text)) or 1
    words = re.findall(r"[A-Za-z']+|\d+", text)
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def read_by_clients(shown: Protocol) -> list[str]:
    texts = [text for q in shown.questions for text in (q.ask, q.why, q.help) if text]
    texts += [rule.client for rule in shown.rules]
    texts += [each.text for each in (*shown.indications, *shown.results, *shown.feelings, *shown.cons, *shown.risks)]
    texts += [care.text for care in shown.aftercare]
    told = (shown.consent.done, shown.consent.choices, shown.consent.after)
    return [*texts, *(text for text in told if text), *shown.consent.paragraphs]


@every_protocol
def test_what_clients_read_is_plain_english(shown: Protocol):
    texts = read_by_clients(shown)
    assert grade(" ".join(texts)) <= 6
    for text in texts:
        if len(text.split()) > 12 and not any(name in text for name in shown.names):
            assert grade(text) <= 8, text


@every_protocol
def test_consent_names_what_happens_qualifies_results_and_says_what_comes_after(shown: Protocol):
    assert shown.consent.done
    assert shown.results
    assert shown.feelings
    assert shown.consent.after
    assert "No result can be promised." in shown.results[-1].text
    assert "stop at any time" in " ".join(shown.consent.paragraphs)


@every_protocol
def test_the_open_points_tell_a_clinic_what_it_must_settle(shown: Protocol):
    points = " ".join(point.text for point in shown.open_points)
    for named in ("Isotretinoin", "retinoid", "interval", "that no doctor has looked at"):
        assert named in points
    if shown.id == PEEL:
        for named in (
            "no heading",
            "keratosis",
            "autoimmune",
            "remission",
            "full days",
            "redness",
            "ASDS",
            "inflammatory",
        ):
            assert named in points
    else:
        for named in ("no contraindication", "no areas", "laser", "goal is acne"):
            assert named in points


@pytest.mark.parametrize("rule", ["PP-ACCUTANE-NOW", "PP-ACCUTANE-6M", "MF-ACCUTANE"])
def test_the_practitioner_sees_both_what_the_source_and_what_later_abstracts_say_of_isotretinoin(rule: str):
    shown = protocol(PEEL if rule.startswith("PP") else FACIAL)
    staff = shown.rule(rule).staff
    # Where the rule has no period of its own, a number would go stale once a clinic makes the other rule stricter.
    assert ("The source wants it to be months ago" if rule == "PP-ACCUTANE-NOW" else "6 months") in staff
    assert (
        "The abstracts of 2017 (JAMA Dermatology; ASDS task force) see no reason to delay superficial peels and manual "
        "dermabrasion, advise against mechanical dermabrasion, and do not name microdermabrasion"
    ) in staff


@every_protocol
def test_a_healthy_client_is_asked_a_dozen_and_some_questions(shown: Protocol):
    answers = resolve(shown, healthy(shown.id), answered_on=TODAY)
    assert len(asked(shown, answers)) == len(shown.questions) - sum(q.only_if is not None for q in shown.questions)


@every_protocol
def test_consent_names_what_can_go_wrong_each_inferred_and_sourced(shown: Protocol):
    said = " ".join(risk.text for risk in shown.risks).casefold()
    for risk in (
        "bruises",
        "scrapes",
        "darker or lighter patches that may last",
        "sun",
        "cold sore",
        "infection",
        "sore eyes",
    ):
        assert risk in said
    documents = {document.id: document for document in shown.sources}
    for risk in shown.risks:
        assert risk.inferred
        assert risk.source
        assert all(documents[ref.document].has(ref) and documents[ref.document].strength for ref in risk.source)
        assert not any(ref.document == shown.id for ref in risk.source)  # its own source names none of them
    if shown.id == FACIAL:
        assert all(step in said for step in ("clear pores by hand", "laser"))


@every_protocol
def test_consent_says_what_else_there_is_whom_to_call_and_that_it_was_read(shown: Protocol):
    paragraphs = shown.consent.paragraphs
    assert shown.consent.choices
    assert "do nothing" in shown.consent.choices
    assert shown.consent.after
    assert "If something goes wrong, call us." in shown.consent.after
    assert paragraphs[-1].startswith("I have read this.")
    assert not any("I agree" in each for each in paragraphs)


@every_protocol
def test_no_client_reads_of_no_side_effects(shown: Protocol):
    assert not [text for text in read_by_clients(shown) if "side effect" in text or "no pain" in text]


def test_staff_read_what_the_source_claims_beside_what_qualifies_it():
    points = [point.text for point in protocol(PEEL).open_points if "no downtime, pain, or side effects" in point.text]
    assert len(points) == 1
    assert "redness and sensitive skin" in points[0]


def test_the_facials_open_points_tell_what_is_inferred_from_what_is_not_and_that_the_source_names_no_risk():
    points = [point.text for point in protocol(FACIAL).open_points]
    inferred = next(each for each in points if each.startswith("The source names no contraindication"))
    left_out = next(each for each in points if each.startswith("Left out of what is inferred"))
    for condition in ("rosacea", "keratosis", "autoimmune", "inflammatory acne"):
        assert condition in left_out
        assert condition not in inferred
    assert any(each.startswith("The source names no risk.") for each in points)
    assert any(each.startswith("What can go wrong.") for each in (point.text for point in protocol(PEEL).open_points))


def test_the_helps_name_what_people_have_at_home():
    for shown in map(protocol, (PEEL, FACIAL)):
        retinoid, isotretinoin = shown.question("retinoid"), shown.question("isotretinoin")
        assert "in the last week" in retinoid.ask
        for cream in ("tretinoin", "adapalene", "tazarotene", "trifarotene"):
            assert cream in (retinoid.help or "")
        assert "Acitretin and alitretinoin are related medicines: please say yes." in (isotretinoin.help or "")
        assert not [question.id for question in shown.questions if "lately" in question.ask]
    autoimmune = protocol(PEEL).question("autoimmune").help or ""
    assert "thyroid" in autoimmune
    assert "rheumatoid arthritis" in autoimmune


def test_a_facial_is_done_by_medical_professionals_in_the_summary_and_in_the_consent():
    facial = protocol(FACIAL)
    assert "medical professionals" in facial.summary
    assert facial.consent.done
    assert "medical professional" in facial.consent.done


def test_retinoid_creams_start_again_once_the_skin_has_calmed_down():
    care = next(each for each in protocol(PEEL).aftercare if each.id == "retinoid_again")
    assert "if your skin is no longer red, sore or dry" in care.text
    assert "as the prescriber says" in care.text
