"""What can be an answer, and what is refused with the place and a sentence."""

from datetime import date
from typing import Any

import pytest

from rules import AnswerError, Answers, protocol, read_answers, resolve
from tests.rules.clinic import FACIAL, PEEL, TODAY, healthy


def refused(question: str, raw: Any, treatment: str = PEEL) -> str:
    with pytest.raises(AnswerError) as error:
        resolve(protocol(treatment), {question: raw}, answered_on=TODAY)
    assert error.value.place == question
    assert error.value.sentence.endswith(".")
    return error.value.sentence


def test_every_answer_of_a_healthy_client_is_taken_and_kept_as_given():
    for treatment in (PEEL, FACIAL):
        raw = healthy(treatment)
        assert dict(resolve(protocol(treatment), raw, answered_on=TODAY).raw) == raw


@pytest.mark.parametrize(
    "raw", [None, True, False, 1, 0, 1.5, {}, {"yes": "no"}, [], ["yes"], "", "maybe", "YES", "Yes", "yes "]
)
def test_a_yes_no_question_takes_no_other_answer(raw: Any):
    assert '"rosacea"' in refused("rosacea", raw)


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (None, "null"),
        (True, "true"),
        (False, "false"),
        ([], "empty list"),
        ("face", 'bare "face"'),
        (["nose"], '"nose"'),
        (["face", "face"], "twice"),
        (["face", "not_sure"], '"not_sure"'),
        (["not_sure"], '"not_sure"'),
        ([["face"]], "a list in its list"),
        ([None], "null in its list"),
        ({}, "an object"),
        (7, "a number"),
    ],
)
def test_areas_are_a_list_of_known_areas_without_repeats(raw: Any, says: str):
    assert says in refused("area", raw)


@pytest.mark.parametrize("unknown", ["not_sure", "prefer_not"])
def test_areas_may_be_a_bare_unknown(unknown: str):
    assert resolve(protocol(PEEL), {"area": unknown}, answered_on=TODAY).is_unknown("area")


def test_none_of_the_concerns_stands_alone():
    assert "stands alone" in refused("concerns", ["none", "oily"])
    assert resolve(protocol(PEEL), {"concerns": ["none"]}, answered_on=TODAY).raw["concerns"] == ["none"]


def test_a_goal_is_one_of_those_there_are():
    assert '"upkeep"' in refused("goal", "beauty", FACIAL)


def test_a_question_of_another_treatment_is_not_known():
    assert 'There is no question "goal"' in refused("goal", "upkeep", PEEL)


@pytest.mark.parametrize("raw", [None, 3, True, ["text"], {}])
def test_a_note_is_a_text(raw: Any):
    assert "a text" in refused("note", raw)


@pytest.mark.parametrize("raw", ["not_sure", "prefer_not"])
def test_a_note_has_no_unknowns_only_words(raw: str):
    assert not resolve(protocol(PEEL), {"note": raw}, answered_on=TODAY).is_unknown("note")


def test_a_note_of_half_a_character_is_refused():
    assert "half a character" in refused("note", "\ud800")


@pytest.mark.parametrize(
    "raw",
    [
        "2026-02-30",
        "2026-13-01",
        "2026-00",
        "2026-13",
        "0000-01-01",
        "2027-02-29",
        "2026-9-1",
        "20260901",
        "2026-W01-1",
        "2026-09-01T00:00",
        "2026-09-01\n",
        "٢٠٢٦-٠٩-٠١",
        "last week",
        "yes",
        "",
    ],
)
def test_a_last_time_is_a_day_that_exists(raw: str):
    assert '"retinoid_last"' in refused("retinoid_last", raw)


@pytest.mark.parametrize("raw", ["2026-09-16", "2027-01-01", "2026-10", "9999-12"])
def test_a_last_time_is_not_in_the_future(raw: str):
    assert "after the day of answering, 15 September 2026" in refused("retinoid_last", raw)


@pytest.mark.parametrize("raw", [None, True, 20260901, ["2026-09-01"], {"day": "2026-09-01"}])
def test_a_last_time_is_a_text(raw: Any):
    assert '"retinoid_last"' in refused("retinoid_last", raw)


def test_a_stale_answer_is_checked_like_any_other():
    with pytest.raises(AnswerError, match="rash_where"):
        resolve(protocol(PEEL), healthy(PEEL, rash="no", rash_where=["knee"]), answered_on=TODAY)


def test_answers_do_not_change_under_the_hand_that_gave_them():
    raw = healthy(PEEL)
    answers = resolve(protocol(PEEL), raw, answered_on=TODAY)
    raw["area"].append("neck")
    raw["rosacea"] = "yes"
    assert answers.raw["rosacea"] == "no"
    assert answers.raw["area"] == ["face"]
    with pytest.raises(TypeError):
        answers.raw["rosacea"] = "yes"  # type: ignore[index]
    again = answers.with_answer("rosacea", "yes")
    assert (answers.raw["rosacea"], again.raw["rosacea"]) == ("no", "yes")


def test_an_answer_can_be_taken_back():
    answers = resolve(protocol(PEEL), healthy(PEEL), answered_on=TODAY)
    assert "rosacea" not in answers.without("rosacea").raw
    assert answers.without("rash_where") == answers


@pytest.mark.parametrize(
    "kept",
    [
        {},
        {"answered_on": "2026-09-15"},
        {"answered_on": "yesterday", "raw": {}, "resolved": {}},
        {"answered_on": "2026-09-15", "raw": {"rosacea": "maybe"}, "resolved": {}},
        {"answered_on": "2026-09-15", "raw": {}, "resolved": {"retinoid_last": {}}},
        {"answered_on": "2026-09-15", "raw": [], "resolved": []},
    ],
)
def test_answers_that_cannot_be_read_from_a_record_are_refused(kept: Any):
    with pytest.raises(AnswerError):
        Answers.from_json(protocol(PEEL), kept)


# ---- as JSON text ----


def test_json_answers_are_read_with_or_without_a_byte_order_mark():
    assert read_answers(b'\xef\xbb\xbf{"area": ["face"]}') == {"area": ["face"]}
    assert read_answers('{"area": ["face"], "note": "Olé [{"}') == {"area": ["face"], "note": "Olé [{"}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('{"rosacea": null}', "rosacea"),
        ('{"rosacea": true}', "rosacea"),
        ('{"rosacea": false}', "rosacea"),
        ('{"rosacea": 1}', "rosacea"),
        ('{"rosacea": 1.5}', "rosacea"),
        ('{"rosacea": NaN}', "rosacea"),
        ('{"rosacea": -Infinity}', "rosacea"),
        ('{"rosacea": ' + "9" * 5000 + "}", "rosacea"),
        ('{"rosacea": {}}', "rosacea"),
        ('{"area": ["face", null]}', "area"),
        ('{"area": ["face", 7]}', "area"),
        ('{"rosacea": "no", "rosacea": "yes"}', "rosacea"),
        ('{"note": "\\ud800"}', "note"),
        ('{"area": [["face"]]}', "line 1, column 11"),
        ('{"area":\n [\n{}]}', "line 3, column 1"),
        ('{"area": ["face"]', "line 1, column 18"),
        ("", "line 1, column 1"),
        ("[]", "the file"),
        ('"yes"', "the file"),
        ("null", "the file"),
        ("7", "the file"),
    ],
)
def test_unclear_json_is_refused_with_its_place(text: str, place: str):
    with pytest.raises(AnswerError) as error:
        read_answers(text)
    assert error.value.place == place
    assert error.value.sentence.endswith(".")


def test_deep_nesting_is_refused_before_it_is_read():
    with pytest.raises(AnswerError, match="nest deeper"):
        read_answers("[" * 500_000)


def test_more_than_one_mebibyte_is_refused():
    with pytest.raises(AnswerError, match="larger than 1 MiB"):
        read_answers(b'{"note": "' + b"x" * 1024 * 1024 + b'"}')
    with pytest.raises(AnswerError, match="larger than 1 MiB"):
        read_answers('{"note": "' + "é" * 600_000 + '"}')


def test_what_is_not_utf_8_is_refused():
    with pytest.raises(AnswerError, match=r"not UTF-8 text \(byte 11\)"):
        read_answers(b'{"note": "\xff"}')


def test_the_day_of_answering_is_given_and_never_looked_up():
    answers = resolve(protocol(PEEL), {"retinoid_last": "1999-01-01"}, answered_on=date(1999, 1, 1))
    assert answers.answered_on == date(1999, 1, 1)
