"""What changed between two versions is said in words, and for which answers it matters is found by trying them."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from rules import Protocol, evaluate, protocol, shipped
from rules.compare.comparison import Comparison, compare, compared, differs
from rules.compare.diff import protocol_changes
from tests.rules.clinic import cases_in, shipped_cases

PEEL = protocol("parisian-peel")
ON = date(2026, 9, 15)
HEALTHY = dict(cases_in(shipped_cases("parisian-peel")).cases[0].answers)


def altered(**parts: Any) -> Protocol:
    return Protocol.model_validate(PEEL.model_dump(mode="json") | parts)


def rule_with(rule_id: str, **parts: Any) -> Protocol:
    rules = [rule.model_dump(mode="json") | (parts if rule.id == rule_id else {}) for rule in PEEL.rules]
    return altered(rules=rules)


def said(new: Protocol, old: Protocol = PEEL) -> list[str]:
    return [change.sentence for change in protocol_changes(old, new)]


def test_the_same_says_nothing() -> None:
    assert protocol_changes(PEEL, altered()) == ()


@pytest.mark.parametrize(
    ("new", "sentence"),
    [
        (rule_with("PP-SUN", outcome="review"), "PP-SUN is stricter: review instead of caution."),
        (rule_with("PP-ROSACEA", outcome="caution"), "PP-ROSACEA is WEAKER: caution instead of contraindicated."),
        (
            rule_with("PP-RETINOID-3D", when={"question": "retinoid_last", "less_than_ago": "2 days"}),
            "PP-RETINOID-3D is WEAKER: 2 days instead of 3 days.",
        ),
        (
            rule_with("PP-SUN", when={"question": "rash", "is": "yes"}),
            "PP-SUN fires if Rash or wound: Yes; before, if Strong sun today: Yes.",
        ),
        (
            rule_with("PP-SUN", staff="Sun."),
            (
                'PP-SUN, what it says to staff: "Sun."; before, "Strong sun later today. Skin is sensitive to it right after the '
                'peel; sunscreen, renewed through the day.".'
            ),
        ),
        (altered(version=7), f"The version is 7 instead of {PEEL.version}."),
        (altered(valid_from="2027-01-01"), "Valid from is 2027-01-01 instead of 2026-01-01."),
        (altered(open_points=[*PEEL.open_points, "More."]), f'open point {len(PEEL.open_points) + 1}: text "More."; before, nothing.'),
        (
            altered(consent={"title": "Yes", "paragraphs": ["I agree."]}),
            'consent, title: "Yes"; before, "Your consent to the Parisian Peel".',
        ),
    ],
)  # fmt: skip
def test_each_change_is_a_sentence(new: Protocol, sentence: str) -> None:
    assert sentence in said(new)


def test_what_may_change_a_verdict_comes_first() -> None:
    new = rule_with("PP-SUN", outcome="review")
    new = Protocol.model_validate(new.model_dump(mode="json") | {"summary": "Another.", "version": 7})
    assert said(new)[0] == "PP-SUN is stricter: review instead of caution."
    assert len(said(new)) == 3


def test_a_rule_or_a_question_that_came_or_went_is_named_either_way() -> None:
    fewer = altered(
        rules=[rule.model_dump(mode="json") for rule in PEEL.rules if rule.id != "PP-SUN"],
        questions=[question.model_dump(mode="json") for question in PEEL.questions if question.id != "strong_sun"],
    )
    assert said(fewer)[:2] == [
        "The rule PP-SUN is gone, which is WEAKER; it was caution if Strong sun today: Yes.",
        '"Will you be in strong sun later today?" (strong_sun) is no longer asked, which is WEAKER.',
    ]
    assert said(PEEL, fewer)[:2] == [
        "A new rule PP-SUN: caution if Strong sun today: Yes.",
        'A new question: "Will you be in strong sun later today?" (strong_sun).',
    ]
    for told in (" ".join(said(fewer)), " ".join(said(PEEL, fewer))):
        assert PEEL.rule("PP-SUN").client in told
        assert PEEL.question("strong_sun").why in told


def test_only_the_cases_that_come_out_otherwise_are_told() -> None:
    new = rule_with("PP-SUN", outcome="review")
    cases = [{"strong_sun": "yes"}, {"strong_sun": "no"}, {"rosacea": "yes"}, {"strong_sun": "yes", "rosacea": "yes"}]
    found = compare(PEEL, new, cases, HEALTHY, ON)
    assert found.cases == 4
    assert [dict(each.answers) for each in found.moved] == [
        {"strong_sun": "yes"},
        {"strong_sun": "yes", "rosacea": "yes"},
    ]
    assert found.moved[0].turn == "caution -> review"
    assert {turn: len(moved) for turn, moved in found.turns().items()} == {
        "caution -> review": 1,
        "contraindicated -> contraindicated": 1,
    }


def test_another_day_or_another_rule_is_a_difference_another_wording_is_none() -> None:
    last = HEALTHY | {"retinoid": "yes", "retinoid_last": "2026-09-14"}
    here = evaluate(PEEL, last, on=ON)
    longer = rule_with("PP-RETINOID-3D", when={"question": "retinoid_last", "less_than_ago": "5 days"})
    assert differs(here, evaluate(longer, last, on=ON))
    assert not differs(here, evaluate(rule_with("PP-RETINOID-3D", staff="Another text."), last, on=ON))


def without(group: str, *ids: str, base: Protocol = PEEL) -> Protocol:
    document = base.model_dump(mode="json")
    return Protocol.model_validate(document | {group: [each for each in document[group] if each["id"] not in ids]})


def both(new: Protocol, old: Protocol = PEEL) -> tuple[Comparison, list[str]]:
    cases = compared(old, new)
    return cases, [change.sentence for change in protocol_changes(old, new, cases) if change.weaker]


class TestWeakening:
    def test_a_dropped_rule_and_a_question_no_longer_asked(self) -> None:
        cases, weaker = both(without("questions", "strong_sun", base=without("rules", "PP-SUN")))
        assert cases.milder
        assert weaker == [
            "The rule PP-SUN is gone, which is WEAKER; it was caution if Strong sun today: Yes.",
            '"Will you be in strong sun later today?" (strong_sun) is no longer asked, which is WEAKER.',
        ]

    def test_a_condition_that_asks_for_more(self) -> None:
        narrow = {"all": [{"question": "rosacea", "is": "yes"}, {"question": "strong_sun", "is": "yes"}]}
        cases, weaker = both(rule_with("PP-ROSACEA", when=narrow))
        assert "contraindicated -> eligible" in {each.turn for each in cases.milder}
        (said_so,) = weaker
        assert said_so.startswith(
            "PP-ROSACEA is WEAKER: it fires if Rosacea: Yes and Strong sun today: Yes; before, if "
        )

    def test_a_question_that_is_asked_less_often(self) -> None:
        gate = {"question": "had_before", "is": "yes"}
        questions = [
            each | ({"only_if": gate, "horizon": "ever"} if each["id"] == "autoimmune" else {})
            for each in PEEL.model_dump(mode="json")["questions"]
        ]
        cases, weaker = both(altered(questions=questions))
        assert cases.milder
        assert weaker == ["autoimmune is asked only if Had a peel before: Yes, which is WEAKER; before, always."]

    def test_a_shorter_period_and_an_earlier_day(self) -> None:
        cases, weaker = both(
            rule_with("PP-ACCUTANE-6M", when={"question": "isotretinoin_last", "less_than_ago": "5 months"})
        )
        assert weaker == ["PP-ACCUTANE-6M is WEAKER: 5 months instead of 6 months."]
        assert any(each.before.outcome == each.after.outcome == "deferred" for each in cases.milder)

    def test_an_option_that_is_lost(self) -> None:
        questions = PEEL.model_dump(mode="json")["questions"]
        for question in questions:
            if question["id"] == "isotretinoin":
                question["options"] = [each for each in question["options"] if each["id"] != "now"]
        cases, weaker = both(
            without("rules", "PP-ACCUTANE-NOW", base=altered(questions=questions)),
        )
        assert cases.milder
        assert 'isotretinoin lost the option "Yes, I take it now", which is WEAKER.' in weaker

    @pytest.mark.parametrize(
        "new",
        [
            rule_with("PP-SUN", outcome="review"),
            rule_with("PP-RETINOID-3D", when={"question": "retinoid_last", "less_than_ago": "1 days"}),
            rule_with(
                "PP-SUN", when={"any": [{"question": "strong_sun", "is": "yes"}, {"question": "rash", "is": "yes"}]}
            ),
            rule_with("PP-SUN", staff="Sun."),
        ],
        ids=["stricter", "weaker", "wider", "worded"],
    )
    def test_only_what_is_milder_somewhere_is_weaker(self, new: Protocol) -> None:
        cases, weaker = both(new)
        assert (
            bool(cases.milder)
            == bool(weaker)
            == (new.rule("PP-RETINOID-3D").period != PEEL.rule("PP-RETINOID-3D").period)
        )

    def test_a_rule_under_another_name_is_no_weakening(self) -> None:
        rules = [
            each | ({"id": "PP-SUNSHINE"} if each["id"] == "PP-SUN" else {})
            for each in PEEL.model_dump(mode="json")["rules"]
        ]
        cases, weaker = both(altered(rules=rules))
        assert (cases.milder, weaker) == ((), [])
        assert "The rule PP-SUN is gone; it was caution if Strong sun today: Yes." in {
            change.sentence for change in protocol_changes(PEEL, altered(rules=rules), cases)
        }


def test_what_is_gone_is_told_in_the_order_in_which_it_stood() -> None:
    fewer = without("rules", *(rule.id for rule in PEEL.rules[2:9]))
    gone = [sentence.split()[2] for sentence in said(fewer) if " is gone" in sentence]
    assert gone == [rule.id for rule in PEEL.rules[2:9]]


def leaves(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], str]]:
    """Every text that stands anywhere in a protocol's content, and where."""
    if isinstance(node, str):
        yield path, node
    for key, inner in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        yield from leaves(inner, (*path, key))


def with_text(content: Any, path: tuple[Any, ...], words: str) -> Any:
    head, *rest = path
    copy = dict(content) if isinstance(content, dict) else list(content)
    copy[head] = with_text(copy[head], tuple(rest), words) if rest else words
    return copy


_NO_WORDS = {
    "is_any_of",
    "against",
    "harmless",
    "includes",
    "id",
    "question",
    "meets",
    "apart_from",
    "is",
    "written",
    "document",
    "section",
    "item",
}


def free(content: Any) -> Iterator[tuple[tuple[Any, ...], str, Protocol]]:
    """Every text that may as well be another one, with the protocol in which it is: names, days and kinds may not."""
    for path, words in leaves(content):
        if _NO_WORDS.intersection(path) or path[0] in ("version", "valid_from"):
            continue
        with suppress(ValidationError):
            yield path, words, Protocol.model_validate(with_text(content, path, _OTHER))


_OTHER = "Something else that is said here."


@pytest.mark.parametrize("name", shipped())
def test_of_every_text_both_the_old_words_and_the_new_are_told(name: str) -> None:
    whole = protocol(name)
    tried = set()
    for path, words, other in free(whole.model_dump(mode="json")):
        told = [change.sentence for change in protocol_changes(whole, other)]
        assert any(_OTHER in sentence and words in sentence for sentence in told), (path, told)
        tried.add(path[0])
    assert tried >= {
        "title", "summary", "sources", "questions", "rules", "course", "steps", "results", "aftercare", "consent", "open_points",
    }  # fmt: skip


def test_nothing_is_told_twice_in_the_same_words() -> None:
    content = PEEL.model_dump(mode="json")
    content["aftercare"][2]["when"] = "tonight"
    content["rules"][0]["inferred"] = True
    assert said(Protocol.model_validate(content)) == [
        (
            "PP-ACCUTANE-NOW cites parisian-peel, contraindications 1; parisian-peel, discontinue 1, inferred; before, "
            "parisian-peel, contraindications 1; parisian-peel, discontinue 1."
        ),
        'after-care "retinoid_again", when: "tonight"; before, "next_morning".',
    ]


def test_a_paragraph_put_in_between_is_one_change() -> None:
    content = PEEL.model_dump(mode="json")
    content["consent"]["paragraphs"].insert(1, "What may go wrong.")
    assert said(Protocol.model_validate(content)) == ['consent, paragraph 2: "What may go wrong."; before, nothing.']


def test_a_condition_written_otherwise_that_reads_the_same_is_not_read_out_twice() -> None:
    one = rule_with("PP-ROSACEA", when={"question": "rosacea", "is": "yes"})
    many = rule_with("PP-ROSACEA", when={"question": "rosacea", "is_any_of": ["yes"]})
    (sentence,) = said(many, one)
    assert sentence.startswith("PP-ROSACEA is written differently; in words both are: if ")
    assert "before, if" not in sentence
