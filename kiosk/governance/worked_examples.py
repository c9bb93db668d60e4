"""The worked examples that are run before a lead signs: those of the protocol, and those of each overlay on it.

The protocol's own are run against the protocol alone, because an overlay may ask more and judge more
strictly; with the overlays
on it none may come out milder. An overlay's are run against the protocol with that overlay, as `kiosk rules test` does.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kiosk.core.errors import BadInput
from rules import Protocol, ProtocolError, evaluate, resolve
from rules.compare.worked_cases import REFUSED, CaseResult, WorkedCase, cases_beside, load_cases, overlay_cases, run
from rules.engine.verdict import INCOMPLETE
from rules.model.outcome import Outcome
from rules.reading.overlays import Overlay, combined


@dataclass(frozen=True, slots=True)
class Examples:
    """The worked examples of one file; `results` is None if there is no such file."""

    of: str
    file: Path
    results: tuple[CaseResult, ...] | None

    @property
    def failed(self) -> tuple[CaseResult, ...]:
        """Those that came out differently."""
        return tuple(result for result in self.results or () if not result.passed)


def worked(path: Path, base: str, overlays: Sequence[Overlay], protocol: Protocol) -> tuple[Examples, ...]:
    """Run the examples beside a protocol's file, which says `base`, and those beside each overlay on it.

    ProtocolError or BadInput if a file of examples can't be read.
    """
    plain = combined(base, path)
    found = [_of(plain.id, plain, cases_beside(path), None if plain == protocol else protocol)]
    for overlay in overlays:
        file = Path(overlay.file)
        cases = overlay_cases(file, protocol.id)
        found.append(
            _of(overlay.id, _alone(base, path, overlay, protocol) if cases.exists() else protocol, cases, None)
        )
    return tuple(found)


def _alone(base: str, path: Path, overlay: Overlay, protocol: Protocol) -> Protocol:
    try:
        return combined(base, path, overlay)
    except ProtocolError:  # it builds on another overlay
        return protocol


def _of(name: str, protocol: Protocol, file: Path, with_overlays: Protocol | None) -> Examples:
    if not file.exists():
        return Examples(name, file, None)
    cases = load_cases(file)
    if cases.protocol != protocol.id:
        raise BadInput(f"{file} holds worked examples of {cases.protocol}, not of {protocol.id}.")
    results = run(protocol, cases)
    return Examples(name, file, results if with_overlays is None else tuple(no_milder(with_overlays, results)))


def no_milder(with_overlays: Protocol, results: Iterable[CaseResult]) -> Iterable[CaseResult]:
    """Add to results what comes out milder with all overlays on the protocol."""
    for result in results:
        worst = _worst(with_overlays, result.case)
        expected = result.case.expected.outcome
        if worst is None or worst >= expected:
            yield result
        else:
            milder = f"outcome with the overlays: expected {expected} at least, got {worst}"
            yield CaseResult(result.case, (*result.differences, milder))


def _worst(with_overlays: Protocol, case: WorkedCase) -> Outcome | None:
    if case.expected.outcome in (REFUSED, INCOMPLETE):
        return None
    answers = resolve(with_overlays, case.answers, answered_on=case.answered_on)
    return evaluate(with_overlays, answers, on=case.on).worst
