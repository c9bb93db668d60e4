"""What the prover said of a protocol, kept for one run of the tests: what many of them sign is proven once.

That what ships, and what this run made, is proven by the prover as it is now is shown once, whoever comes first. Where the
prover or the engine is exchanged for another, its report is not kept.
"""

import hashlib
import pickle
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import ClassVar
from unittest.mock import patch

from rules import Protocol
from rules.checks.results import Property
from rules.proof import properties
from rules.proof.protocol_proof import Report, hashes
from rules.prover.world import Shared
from tests.once import once

_judge = properties.judge


class Kept:
    """The reports of this run; `folder` is shared by all its workers, and `parts`, of which reports are made, by none."""

    folder: Path | None = None
    parts: ClassVar[Shared] = {}


def known_or_judged(
    protocol: Protocol, translations: Mapping[str, Mapping[str, str]], shared: Shared, tell: Callable[[Property], None]
) -> Report:
    """Return what was said of exactly this content in these words, or judge it.

    A version is a number and judges nothing, and of overlays only what they make of a protocol is judged, and that there are any.
    """
    assert Kept.folder is not None
    content = f"{protocol.model_copy(update={'version': 0, 'overlays': ()})!r} {bool(protocol.overlays)} {hashes(translations)}"
    place = Kept.folder / hashlib.sha256(content.encode()).hexdigest()
    shared |= Kept.parts
    once(place, lambda part: part.write_bytes(pickle.dumps(_judge(protocol, translations, shared, tell))))
    Kept.parts |= shared
    report = pickle.loads(place.read_bytes())  # noqa: S301
    assert isinstance(report, Report)
    return replace(report, overlays=protocol.overlays, version=protocol.version, sha256=protocol.sha256)


@contextmanager
def kept_for_this_run() -> Iterator[None]:
    """Look up proofs, instead of judging what was judged before in this run."""
    if Kept.folder is None:
        yield
        return
    with patch.object(properties, "judge", known_or_judged):
        yield
