"""A content that was signed keeps its hash, whatever the model learns later."""

from pathlib import Path
from typing import Any

import pytest

from rules import Protocol
from rules.model import canonical
from rules.model.fields import added_later
from rules.model.protocol import ENGINE
from rules.reading.loader import read_text, validated
from rules.reading.strict_yaml import read_tree

HELD = Path(__file__).parent / "held"
"""Both protocols as they shipped at first."""
HASHES = {
    "parisian_peel": "c156f3123d484bd2ca261b290bfd4fa5901fef783db3b648ce53a11f2600e12d",
    "medical_facial": "d76ab6c6fbfe8ab53f8ca66e9b5f07b67c8c456e037012b5145a07131cc16b1d",
}
"""What clinics signed them under, with the first engine."""


def held(name: str) -> Protocol:
    file = HELD / f"{name}.yaml"
    return validated(Protocol, read_tree(read_text(file), file), file)


@pytest.mark.parametrize(("name", "sha256"), HASHES.items())
def test_a_content_that_was_signed_keeps_its_hash(name: str, sha256: str) -> None:
    kept = canonical.content_to_hash(held(name))
    assert canonical.sha256({**kept, "engine": "1"}) == sha256, (
        "make a new field `later`, so that it stays out of old hashes"
    )
    if ENGINE == "1":
        assert held(name).sha256 == sha256


class Newer(Protocol):
    """A protocol with a field that came later."""

    audience: str = added_later("adults")


@pytest.mark.parametrize("name", HASHES)
def test_a_later_field_counts_only_where_it_is_used(name: str) -> None:
    plain: dict[str, Any] = held(name).model_dump(mode="json")
    assert Newer.model_validate(plain).sha256 == held(name).sha256
    assert Newer.model_validate({**plain, "audience": "adults"}).sha256 == held(name).sha256
    used = Newer.model_validate({**plain, "audience": "minors"})
    assert used.sha256 != held(name).sha256
    assert Newer.model_validate(used.model_dump(mode="json")) == used
