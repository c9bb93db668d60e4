"""Proving a protocol, or reporting the proof that ships with it. The prover is loaded when something is proven."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from rules.checks.results import Property
from rules.model.protocol import Protocol
from rules.proof.protocol_proof import Report, shipped_proof

if TYPE_CHECKING:
    from rules.prover.world import Shared


def prove(
    protocol: Protocol,
    translations: Mapping[str, Mapping[str, str]] | None = None,
    shared: "Shared | None" = None,
    tell: Callable[[Property], None] = lambda _: None,
) -> Report:
    """Judge every property of a protocol, in English and in its translations (texts by place).

    `shared` (an empty dict at first) lets protocols judged in one run share what they have in common; `tell`
    hears of each property before it is judged.
    """
    from rules.proof.properties import judge  # noqa: PLC0415 - who only reads a proof does not load the prover

    return judge(protocol, translations or {}, {} if shared is None else shared, tell)


def known_or_proven(
    protocol: Protocol, translations: Mapping[str, Mapping[str, str]], tell: Callable[[Property], None] = lambda _: None
) -> Report:
    """Report the proof that ships for exactly this content; of any other content judge every property, as `prove` does."""
    proof = shipped_proof(protocol, translations)
    return prove(protocol, translations, tell=tell) if proof is None else Report.of(proof, protocol)
