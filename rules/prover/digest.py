"""A digest of all that was judged: every verdict with its sentences, by the answers it was given for."""

import hashlib
from collections.abc import Iterable

from rules.model.canonical import canonical
from rules.prover.case_table import JudgedCase

_OF_THE_CONTENT = ("protocol", "version", "sha256")
"""What of a verdict names its protocol and does not judge."""


def digest_of(cases: Iterable[JudgedCase]) -> str:
    """Return the hash of all verdicts, in whichever order the cases come."""
    lines = sorted(canonical([case.raw, _judged(case)]) for case in cases)
    return hashlib.sha256(b"\n".join(lines)).hexdigest()


def _judged(case: JudgedCase) -> dict[str, object]:
    return {key: value for key, value in case.verdict.to_json().items() if key not in _OF_THE_CONTENT}
