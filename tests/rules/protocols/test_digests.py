"""What comes of every worked example, to the last sentence, as a digest: whatever changes a verdict or a word of it is seen."""

import hashlib
import json

import pytest
from syrupy.assertion import SnapshotAssertion

from rules import AnswerError, Protocol, evaluate, explain, resolve, shipped
from rules.compare.worked_cases import WorkedCase, overlay_cases
from rules.engine.outlook import account
from rules.reading.loader import shipped_file
from rules.reading.overlays import combined, load_overlay, shipped_overlay, shipped_overlays
from tests.rules.clinic import cases_in, shipped_cases

WORKED = {
    **{name: ((), shipped_cases(name)) for name in shipped()},
    **{
        f"{name} with {overlay}": ((overlay,), overlay_cases(shipped_overlay(overlay), name))
        for overlay in shipped_overlays()
        for name in shipped()
    },
}


def said_of(judged: Protocol, case: WorkedCase) -> object:
    """Return all that is said of a case, to clients and to staff; the hash of the whole protocol is left to its proof."""
    try:
        answers = resolve(judged, case.answers, answered_on=case.answered_on)
        verdict = evaluate(judged, answers, on=case.on)
    except AnswerError as refusal:
        return [refusal.place, refusal.sentence]
    return [{**verdict.to_record(), "sha256": ""}, explain(verdict), account(judged, answers, verdict)]


def digest(said: object) -> str:
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]


@pytest.mark.parametrize("name", WORKED)
def test_nothing_that_is_said_of_a_worked_example_changes_unseen(name: str, snapshot: SnapshotAssertion) -> None:
    overlays, file = WORKED[name]
    cases = cases_in(file)
    base = shipped_file(cases.protocol)
    judged = combined(base.read_text("utf-8"), base, *(load_overlay(shipped_overlay(each)) for each in overlays))
    assert "\n".join(f"{digest(said_of(judged, case))}  {case.name}" for case in cases.cases) == snapshot


def test_no_file_of_worked_examples_is_left_out() -> None:
    folder = shipped_cases(shipped()[0]).parents[1]
    assert {file for _, file in WORKED.values()} == set(folder.rglob("*cases.yaml"))
