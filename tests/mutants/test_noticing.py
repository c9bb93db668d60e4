"""What noticed a mutant before is asked first, and is never believed without being asked."""

import json
from pathlib import Path

import pytest

from tests.mutants import __main__ as mutants
from tests.mutants.seeding import Mutant

LATE = Mutant("months are clipped", ())
TEST = "tests/rules/test_periods.py::test_months"


class Asked:
    """Stands for the processes: notes who is asked, and answers for each."""

    def __init__(self, answers: dict[str, tuple[int, str]]) -> None:
        self.who: list[str] = []
        self._answers = answers

    def __call__(self, _copy: Path, *words: str) -> tuple[int, str, str]:
        if words[1] == "pytest":
            who = TEST if TEST in words else "all tests"
        else:
            who = "oracle" if "--oracle" in words else "judge"
        self.who.append(who)
        return *self._answers.get(who, (0, "{}")), ""


def ask(
    monkeypatch: pytest.MonkeyPatch, before: str | None, **answers: tuple[int, str]
) -> tuple[list[str], dict[str, str]]:
    asked = Asked({{"test": TEST, "rest": "all tests"}.get(who, who): answer for who, answer in answers.items()})
    monkeypatch.setattr(mutants, "_run", asked)
    monkeypatch.setattr(mutants, "late", lambda: {LATE.name: before} if before else {})
    by = mutants.noticed_as_before(LATE, Path()) or mutants.noticed(LATE, Path())
    return asked.who, by


def test_who_noticed_it_before_is_asked_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ask(monkeypatch, TEST, test=(1, f"FAILED {TEST} - AssertionError")) == ([TEST], {"tests": TEST})
    assert ask(monkeypatch, "oracle", oracle=(0, '{"oracle": "of Anna"}')) == (["oracle"], {"oracle": "of Anna"})


@pytest.mark.parametrize("code", [0, 4], ids=["passes", "is gone"])
def test_all_are_asked_where_that_notices_nothing(monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    asked = ask(monkeypatch, TEST, test=(code, "ERROR: not found"), judge=(0, '{"cases": "a peel"}'))
    assert asked == ([TEST, "judge"], {"cases": "a peel"})
    assert ask(monkeypatch, "oracle") == (["oracle", "judge", "all tests"], {})


def test_a_mutant_that_nobody_noticed_late_is_judged_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ask(monkeypatch, None, rest=(1, f"FAILED {TEST} - AssertionError"))
    assert asked == (["judge", "all tests"], {"tests": TEST})


def test_only_what_is_noticed_late_is_noted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(mutants, "NOTICED_BY", tmp_path / "noticed_by.json")
    said = ({"cases": "a"}, {"check": "b"}, {"oracle": "c"}, {"tests": TEST}, {})
    mutants.note([mutants.Seen(Mutant(str(at), ()), by, 0.0) for at, by in enumerate(said)])
    assert json.loads(mutants.NOTICED_BY.read_text()) == {"2": "oracle", "3": TEST}


def test_what_is_noted_is_in_the_catalogue_and_is_there() -> None:
    names = {mutant.name for mutant in mutants.MUTANTS}
    assert mutants.late()
    for name, what in mutants.late().items():
        assert name in names
        file, _, test = what.partition("::")
        assert (
            what == "oracle"
            or f"def {test.rpartition('::')[2].partition('[')[0]}(" in (mutants.ROOT / file).read_text()
        )
