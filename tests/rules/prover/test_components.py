"""What is cut, and judged by few places, is judged as the whole would be; and so large protocols can be proven."""

import time
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest

from rules import Protocol, protocol
from rules.checks.written_protocol import WrittenProtocol
from rules.engine.verdict import Verdict
from rules.proof.proving import prove
from rules.prover import components
from rules.prover.case_table import JudgedCase, Table
from rules.prover.world import World
from rules.reading.loader import load_protocol
from tests.rules.prover import full
from tests.rules.prover.faults import PEEL, failing
from tests.rules.prover.full import Given, Left, Written

HAIR_REMOVAL = Path(__file__).with_name("hair_removal.yaml")
SECONDS = 20
PLACES = ("face", "neck", "hands", "feet")


def question(name: str, kind: str, **more: Any) -> Written:
    asked = {"id": name, "type": kind, "ask": f"What of {name}?", "why": "We ask.", "short": name, "topic": "skin"}
    options = {each: each.title() for each in (*PLACES, "other")} if kind == "areas" else {"yes": "Yes", "no": "No"}
    return {**asked, "horizon": "today", "options": options, **more}


def where(name: str, *also: Written) -> list[Written]:
    return [
        question(name, "yes_no"),
        question(f"{name}_where", "areas", only_if={"question": name, "is": "yes"}),
        *also,
    ]


def rule(name: str, outcome: str, **when: Any) -> Written:
    return {"id": f"T-{name}", "outcome": outcome, "when": when, "client": "Wait.", "staff": "Wait.", "house": "true"}


STAR = {
    "questions": [question("area", "areas"), *where("rash"), *where("mole")],
    "rules": [
        rule("AREA", "review", question="area", includes="other"),
        rule("RASH", "deferred", question="rash_where", meets="area"),
        rule("RASH-ELSEWHERE", "caution", question="rash_where", apart_from="area"),
        rule("MOLE", "contraindicated", question="mole_where", meets="area"),
        rule("MOLE-ELSEWHERE", "caution", question="mole_where", apart_from="area"),
    ],
}
NAMED = {
    **STAR,
    "rules": [
        *STAR["rules"],
        rule("FACE", "review", question="area", includes="face"),
        rule("BOTH", "review", all=[{"question": "rash_where", "includes": "neck"}, {"question": "rash", "is": "yes"}]),
    ],
}
ONE = {"questions": [question("area", "areas"), *where("rash")], "rules": STAR["rules"][:3]}
CHAIN = {
    "questions": [question("area", "areas"), *where("rash", question("itch_where", "areas"))],
    "rules": [*ONE["rules"], rule("ITCH", "deferred", question="itch_where", meets="rash_where")],
}


def read(written: Written) -> Protocol:
    """Read a small protocol, the rest of it being that of the peel."""
    return Protocol.model_validate({**protocol(PEEL).model_dump(mode="json"), **written})


@pytest.fixture
def cut(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut, and judge by few places, even what is small."""
    monkeypatch.setattr(components, "WHOLE", 1)


def said(verdict: Verdict) -> Left:
    fires = frozenset(each.rule for each in verdict.findings if each.because == "yes")
    is_open = ((each.questions, each.outcome.value) for each in verdict.findings if each.because == "unknown")
    return fires, frozenset(is_open)


def shown(given: Given) -> Given:
    return {each: frozenset(value) if isinstance(value, list | tuple) else value for each, value in given.items()}


def one_more_place(table: Table) -> set[tuple[Left, Left]]:
    found = set()
    for case in table.cases:
        for name, value in case.answers.items():
            for more in table.values(name) if isinstance(value, tuple) else ():
                if isinstance(more, tuple) and len(more) == len(value) + 1 and set(value) < set(more):
                    found |= {(said(case.verdict), said(other.verdict)) for other in table.instead(case, name, more)}
    return found


@pytest.mark.parametrize("written", [ONE, STAR, CHAIN], ids=["one", "star", "chain"])
def test_every_combination_that_can_be_given_is_judged_once(written: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(components, "WHOLE", 10**9)
    small = {**written, "questions": [_fewer(each) for each in written["questions"]]}
    world = World(read(small))
    (table,) = world.tables
    judged = [tuple(sorted(shown(case.answers).items(), key=str)) for case in table.cases]
    assert len(judged) == len(set(judged))
    assert set(judged) == {tuple(sorted(each.items(), key=str)) for each in full.everything(small)}
    assert all(said(case.verdict) == full.left(small, shown(case.answers)) for case in table.cases)


def _fewer(asked: Written) -> Written:
    if asked["type"] != "areas":
        return asked
    return {**asked, "options": {each: label for each, label in asked["options"].items() if each not in PLACES[2:]}}


@pytest.mark.thorough
@pytest.mark.usefixtures("cut")
@pytest.mark.parametrize("written", [ONE, STAR, NAMED], ids=["one", "star", "named"])
def test_few_places_say_all_that_can_be_said_and_take_every_step_there_is(written: Written) -> None:
    world = World(read(written))
    for table in world.tables:
        quiet = shown(table.component.beside)
        alone = list(full.everything(written, quiet))
        assert {said(case.verdict) for case in table.cases} == {full.left(written, each) for each in alone}
        stepped = {
            (full.left(written, each), full.left(written, more)) for each in alone for more in full.steps(each, written)
        }
        assert one_more_place(table) == stepped


@pytest.mark.thorough
@pytest.mark.usefixtures("cut")
@pytest.mark.parametrize("written", [STAR, NAMED], ids=["star", "named"])
def test_together_branches_leave_what_each_leaves_alone(written: Written) -> None:
    small = {**written, "questions": [_without_feet(each) for each in written["questions"]]}
    world = World(read(small))
    one, two = (table.component for table in world.tables)
    for given in full.everything(small):
        parts = [
            full.left(small, {**shown(part.beside), **{each: given[each] for each in part.questions if each in given}})
            for part in (one, two)
        ]
        assert full.left(small, given) == tuple(map(frozenset.union, *parts))


def _without_feet(asked: Written) -> Written:
    return {**asked, "options": {each: label for each, label in asked["options"].items() if each != "feet"}}


@pytest.mark.parametrize(
    ("pairs", "many", "few"),
    [([(0, 1)], 5, 3), ([(0, 1), (0, 2)], 5, 3), ([(0, 1), (1, 2), (0, 2)], 6, 5)],
    ids=["two sets", "two sets against one", "each of three against each"],
)
def test_few_places_stand_for_many(pairs: list[tuple[int, int]], many: int, few: int) -> None:
    """By sets as numbers: which pairs share a place, before and after one more place in the first set."""

    def seen(places: int) -> set[tuple[tuple[bool, ...], tuple[bool, ...]]]:
        found = set()
        first = [(1 << size) - 1 for size in range(1, places + 1)]  # which places they are makes no difference
        rest = [range(1, 1 << places)] * max(map(max, pairs))
        for sets in product(first, *rest):
            before = tuple(bool(sets[one] & sets[two]) for one, two in pairs)
            for place in range(places):
                after = (sets[0] | 1 << place, *sets[1:])
                found.add((before, tuple(bool(after[one] & after[two]) for one, two in pairs)))
        return found

    assert seen(few) == seen(many)


def faulty(letter: str) -> Written:
    """STAR over few places, with a fault that one property is there to find."""
    rules, questions = list(STAR["rules"]), [_fewer(each) for each in STAR["questions"]]
    if letter == "e":
        rules[2] = rule("RASH-ELSEWHERE", "contraindicated", question="rash_where", apart_from="area")
    elif letter == "c":
        rules.append(rule("SHADOWED", "caution", all=[rules[3]["when"], {"question": "mole", "is": "yes"}]))
    elif letter == "d":
        questions.append(question("hair", "yes_no"))
    return {"questions": questions, "rules": rules}


def failing_in_parts(judged: Protocol, most: int, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    monkeypatch.setattr(components, "WHOLE", most)
    return failing(judged, "bcdefgmn")


@pytest.mark.parametrize("letter", ["", "e", *(pytest.param(each, marks=pytest.mark.thorough) for each in "cd")])
def test_a_fault_is_found_in_parts_as_it_is_in_the_whole(letter: str, monkeypatch: pytest.MonkeyPatch) -> None:
    judged = read(faulty(letter))
    found = failing_in_parts(judged, 1, monkeypatch)
    assert found == failing_in_parts(judged, 10**9, monkeypatch)
    assert found == ({letter} if letter else set())


@pytest.mark.thorough
@pytest.mark.parametrize("outcome", ["caution", "contraindicated"])
def test_a_fault_is_found_by_few_places_as_it_is_by_all(outcome: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = [*ONE["rules"][:2], {**ONE["rules"][2], "outcome": outcome}]
    judged = read({**ONE, "rules": rules})
    found = failing_in_parts(judged, 1, monkeypatch)
    assert found == failing_in_parts(judged, 10**9, monkeypatch)
    assert found == (set() if outcome == "caution" else {"e"})


@pytest.mark.thorough
def test_hair_removal_with_fifteen_areas_and_three_questions_where_is_proven_in_time() -> None:
    large = load_protocol(HAIR_REMOVAL)
    assert len(large.question("area").options) == 16
    before = time.process_time()
    report = prove(large)
    assert time.process_time() - before < SECONDS
    assert [(each.judged.letter, each.counterexample) for each in report.failures] == []
    assert report.enumerated < 5_000


@pytest.mark.parametrize(
    ("wrong", "letter"),
    [
        ({"LH-RASH-ELSEWHERE": "contraindicated"}, "e"),
        ({"LH-MOLE": "review"}, "a"),
        ({"LH-AREA": "caution", "LH-MOLE-ELSEWHERE": "eligible"}, "c"),
    ],
)
def test_its_faults_are_found(wrong: dict[str, str], letter: str) -> None:
    written = load_protocol(HAIR_REMOVAL).model_dump(mode="json")
    for each in written["rules"]:
        each["outcome"] = wrong.get(each["id"], each["outcome"])
    assert failing(Protocol.model_validate(written), letter) == {letter}


def test_each_place_is_judged_by_itself_though_few_stand_for_all() -> None:
    world = World(load_protocol(HAIR_REMOVAL))
    table = next(table for table in world.tables if "mole_where" in table.component.questions)
    options = [each.id for each in world.protocol.question("area").options]
    alone: dict[tuple[str, str], JudgedCase] = {
        (case.answers["area"][0], case.answers["mole_where"][0]): case
        for case in table.cases
        if all(
            isinstance(case.answers.get(each), tuple) and len(case.answers[each]) == 1
            for each in ("area", "mole_where")
        )
    }
    assert alone.keys() == set(product(options, options))
    for one, two in combinations(options, 2):
        assert alone[one, one].outcome >= alone[one, two].outcome


def test_a_protocol_that_names_each_of_many_places_is_still_too_large() -> None:
    written = load_protocol(HAIR_REMOVAL).model_dump(mode="json")
    for option in written["questions"][0]["options"][:-1]:
        name = option["id"].upper().replace("_", "-")
        written["rules"].append(rule(name, "review", question="area", includes=option["id"]) | {"house": True})
    with pytest.raises(components.NotEnumerableError, match="Or name fewer places"):
        _ = World(Protocol.model_validate(written)).components


def test_a_written_protocol_knows_what_decides_whether_a_question_is_asked() -> None:
    assert WrittenProtocol(read(STAR)).gates("mole_where") == {"mole"}
