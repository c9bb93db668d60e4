"""Every protocol that ships, alone and with every overlay, and the worked examples that fire each of its rules."""

from collections.abc import Iterator
from pathlib import Path

import rules.protocols
from rules import Protocol
from rules.compare.worked_cases import REFUSED, WorkedCase, cases_beside, load_cases, overlay_cases
from rules.reading.loader import read_text
from rules.reading.overlays import combined, load_overlay, shipped_overlay, shipped_overlays

FILES = tuple(sorted(Path(rules.protocols.__path__[0]).glob("*/protocol.yaml")))
HARMLESS = frozenset(
    {"area", "goal", "skin_type", "laser_planned", "note", "session_last", "strong_sun", "rash_where", "extraction_ok"}
)
"""Questions about the treatment and not about the client's health."""


def _with_each_overlay() -> Iterator[tuple[Protocol, Path]]:
    for file in FILES:
        yield combined(read_text(file), file), cases_beside(file)
        for overlay in shipped_overlays():
            at = shipped_overlay(overlay)
            protocol = combined(read_text(file), file, load_overlay(at))
            yield protocol, overlay_cases(at, protocol.id)


WITH_CASES = tuple(_with_each_overlay())
EVERYTHING = tuple(protocol for protocol, _ in WITH_CASES)


def cases() -> Iterator[tuple[Protocol, WorkedCase]]:
    """Yield one worked example for each rule of each protocol."""
    for protocol, file in WITH_CASES:
        seen: set[str] = set()
        for case in load_cases(file).cases:
            fired = {each.rule for each in case.expected.fires or ()}
            if case.expected.outcome != REFUSED and fired - seen:
                seen |= fired
                yield protocol, case
