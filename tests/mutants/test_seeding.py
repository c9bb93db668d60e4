"""The catalogue of mutants fits the project: each can be made, and makes another file of it."""

import ast
import contextlib

import pytest

from rules import RulesError, read_protocol
from tests.mutants.__main__ import MUTANTS, ROOT
from tests.mutants.seeding import Edit, Mutant, NotSeededError, chosen, seeded


class TestTheCatalogue:
    def test_is_long_enough(self) -> None:
        assert len(MUTANTS) >= 40
        assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS)

    @pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
    @pytest.mark.thorough
    def test_can_be_seeded(self, mutant: Mutant) -> None:
        for name, text in seeded(mutant, ROOT).items():
            assert text != (ROOT / name).read_text(encoding="utf-8")
            if name.endswith(".py"):
                ast.parse(text)
            else:
                _read(text, name)

    def test_explains_few(self) -> None:
        assert sum(mutant.survives is not None for mutant in MUTANTS) <= 5

    def test_is_chosen_from_by_words(self) -> None:
        assert [mutant.name for mutant in chosen(MUTANTS, ["months", "clipped"])] == ["months are clipped"]
        assert chosen(MUTANTS, []) == list(MUTANTS)


class TestAMutantThatDoesNotFit:
    @pytest.mark.parametrize(
        "edit",
        [
            Edit("rules/engine/evaluation.py", "def nothing_of_that_name(", "a", "b"),
            Edit("rules/engine/evaluation.py", "def evaluate(", "no such words", "b"),
            Edit("rules/engine/evaluation.py", "def evaluate(", "on", "off"),
        ],
    )
    def test_is_refused(self, edit: Edit) -> None:
        with pytest.raises(NotSeededError):
            seeded(Mutant("a mutant", (edit,)), ROOT)


def _read(text: str, name: str) -> None:
    """The loader may refuse it; nothing else may happen."""
    with contextlib.suppress(RulesError):
        read_protocol(text, name)
