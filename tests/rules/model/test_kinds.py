"""A yes that is settled by naming its kind: the lead lists the kinds, the list ships empty, and what may turn into cancer is on none."""

from datetime import date

import pytest

from rules import Outcome, Protocol, ProtocolError, evaluate, protocol, shipped
from rules.compare.diff import protocol_changes
from rules.reading.loader import shipped_file
from rules.reading.overlays import combined, read_overlay
from tests.rules.clinic import PEEL, healthy

HEAD = """\
overlay: our-kinds
title: Kinds that do not count here
version: 1
valid_from: 2026-01-01
status: active
summary: Which kinds of keratosis do not count in this clinic.
protocols: [parisian-peel]

kinds:
"""
ENTRY = "  - question: {question}\n    kinds: [{kinds}]\n    why: Our dermatologist says so.\n"


def over(kinds: str, question: str = "keratosis") -> Protocol:
    file = shipped_file(PEEL)
    text = HEAD + ENTRY.format(question=question, kinds=kinds)
    return combined(file.read_text("utf-8"), file, read_overlay(text, "ours.yaml"))


def test_the_lists_ship_empty_and_only_two_questions_have_one():
    lists = {
        question.id: question.kinds
        for each in shipped()
        for question in protocol(each).questions
        if question.kinds is not None
    }
    assert lists == {"keratosis": (), "autoimmune": ()}


def test_a_list_changes_no_verdict_and_is_told_where_it_is_signed():
    made = over("seborrhoeic keratosis, keratosis pilaris")
    assert made.question("keratosis").kinds == ("seborrhoeic keratosis", "keratosis pilaris")
    answers = {**healthy(PEEL), "keratosis": "yes"}
    assert evaluate(made, answers, on=date(2026, 9, 15)).outcome is Outcome.CONTRAINDICATED
    said = [change for change in protocol_changes(protocol(PEEL), made) if "names" in change.sentence]
    assert [change.sentence for change in said] == [
        'keratosis: a practitioner who names "seborrhoeic keratosis" settles a yes.',
        'keratosis: a practitioner who names "keratosis pilaris" settles a yes.',
    ]
    assert all(change.judges for change in said)
    assert any(
        'naming "keratosis pilaris" settles nothing' in each.sentence for each in protocol_changes(made, protocol(PEEL))
    )


@pytest.mark.parametrize(
    "kind",
    [
        "actinic keratosis", "Solar keratosis", "senile keratosis", "sun spots", "AK", "arsenical keratosis", "Bowen's disease",
        "a pre-cancerous patch", "precancer", "queratosis actínica", "kératose actinique", "lésion précancéreuse",
        "carcinoma in situ", "kératose sénile", "tar keratosis", "leukoplakia", "porokeratosis", "cutaneous horn",
    ],
)  # fmt: skip
def test_what_may_turn_into_cancer_can_not_be_listed(kind: str):
    with pytest.raises(ProtocolError, match="can turn into cancer") as refused:
        over(f'seborrhoeic keratosis, "{kind}"')
    assert refused.value.line == len(HEAD.splitlines()) + 1


@pytest.mark.parametrize("kind", ["any", "keratosis", "Keratosis", "other"])
def test_a_kind_is_named_and_not_all_of_them(kind: str):
    with pytest.raises(ProtocolError, match="is no kind of keratosis; name one"):
        over(kind)


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("rosacea", 'No kind of "rosacea" settles it'),
        ("herpes_active", 'No kind of "herpes_active" settles it'),
        ("keratoses", 'no question "keratoses"'),
    ],
)
def test_only_what_has_a_list_gets_one(question: str, says: str):
    with pytest.raises(ProtocolError, match=says) as refused:
        over("a mild one", question)
    assert refused.value.line == len(HEAD.splitlines()) + 1


def test_only_a_yes_or_no_is_settled_so():
    text = shipped_file(PEEL).read_text("utf-8")
    text = text.replace("    short: Areas\n", "    short: Areas\n    kinds: []\n", 1)
    with pytest.raises(ProtocolError, match="only a yes or no is settled by naming a kind"):
        combined(text, shipped_file(PEEL))
