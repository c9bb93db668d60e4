"""What a lead decides on the overlays that ship: each adopted, refused with a reason, or left for later."""

import argparse
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kiosk.commands.output import say
from kiosk.commands.pin_input import ask_line, until_right
from kiosk.core.clean import clean
from kiosk.core.errors import BadInput
from kiosk.governance.sign_offs import OverlayDecision
from rules.reading.overlays import load_overlay, shipped_overlay, shipped_overlays

_LONGEST_REASON = 300
_ANSWERS: Mapping[str, OverlayDecision | None] = {
    "yes": "adopt", "y": "adopt", "no": "refuse", "n": "refuse", "later": None, "l": None,
}  # fmt: skip


@dataclass(frozen=True)
class Rulings:
    """Decisions on overlays, each refusal with its reason; what is not among them is still undecided."""

    decisions: dict[str, OverlayDecision] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)

    def add(self, overlay: str, decision: OverlayDecision | None, because: str) -> None:
        """Add a decision; BadInput for a refusal without a reason."""
        if decision == "refuse" and not because:
            raise BadInput(f"Say why {overlay} is refused: --because TEXT.")
        if decision is not None:
            self.decisions[overlay] = decision
            self.reasons[overlay] = because if decision == "refuse" else ""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add an option for each overlay that ships, and the reason."""
    for overlay in shipped_overlays():
        parser.add_argument(
            f"--{overlay}",
            choices=("adopt", "refuse"),
            help=f"adopt or refuse the questions of the overlay {overlay}; without it, it is asked for, and stays undecided "
            "where no question is asked",
        )
    parser.add_argument("--because", metavar="TEXT", help="why the questions are refused; needed with refuse")


def from_options(args: argparse.Namespace, *, asks: bool) -> Rulings:
    """Return what the options decide, and ask about the rest if questions may be asked."""
    found = Rulings()
    because = clean(args.because or "", _LONGEST_REASON)
    for overlay in shipped_overlays():
        decision: OverlayDecision | None = getattr(args, overlay.replace("-", "_"))
        if decision is not None:
            found.add(overlay, decision, because)
        elif asks:
            found.add(overlay, *_asked(overlay))
    return found


def asked_for(overlays: Iterable[str]) -> Rulings:
    """Ask about overlays one by one."""
    found = Rulings()
    for overlay in overlays:
        found.add(overlay, *_asked(overlay))
    return found


def _asked(overlay: str) -> tuple[OverlayDecision | None, str]:
    says = load_overlay(shipped_overlay(overlay)).says
    say(f"{says.title}: {says.summary}")
    decision = until_right(lambda: ask_line(f"Adopt {says.title.lower()}? yes, no or later"), _decision)
    return decision, until_right(lambda: ask_line("Why is it refused"), _reason) if decision == "refuse" else ""


def _decision(answer: str) -> OverlayDecision | None:
    if answer.strip().casefold() not in _ANSWERS:
        raise BadInput("Answer yes, no or later.")
    return _ANSWERS[answer.strip().casefold()]


def _reason(answer: str) -> str:
    because = clean(answer, _LONGEST_REASON)
    if not because:
        raise BadInput("A refusal needs a reason: type one.")
    return because
