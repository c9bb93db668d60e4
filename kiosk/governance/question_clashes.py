"""What is beside a protocol when a client has two treatments on one day: the others in force, and all translations."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rules import Protocol, RulesError
from rules.compare.sharing import Clash, Translations, worded_apart

if TYPE_CHECKING:
    from kiosk.governance.library import Library


@dataclass(frozen=True, slots=True)
class TranslatedProtocol:
    """A protocol in all its languages."""

    protocol: Protocol
    words: Translations

    def clashes(self, others: "Iterable[TranslatedProtocol]") -> Iterator[Clash]:
        """Find what it asks under the same id as another treatment, and not in the same words."""
        for other in others:
            yield from worded_apart(self.protocol, other.protocol, self.words, other.words)


def translations(library: "Library", treatment: str) -> Translations:
    """Return the translations of a treatment's protocol; what can't be read is shown to nobody, so it says nothing."""
    try:
        return library.written_translations(treatment)
    except RulesError:
        return {}


def in_force(library: "Library", changed: Mapping[str, bytes | None] | None = None) -> tuple[TranslatedProtocol, ...]:
    """Return what is in force in a clinic, or will be once overlays count differently (as `Library.drafted` takes it)."""
    changing = changed or {}

    def counting(treatment: str, protocol: Protocol) -> Protocol:
        concerned = any(treatment in library.overlay(each, text).says.protocols for each, text in changing.items())
        return library.drafted(treatment, changed).protocol if concerned else protocol

    return tuple(TranslatedProtocol(counting(each, now), translations(library, each)) for each, now in library.items())
