"""A proof that can be kept: the exact protocol, the engine, and what was proven. Quick to load: proving is elsewhere."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

from rules.checks.results import Property, PropertyResult
from rules.model.protocol import ENGINE, Protocol
from rules.reading.loader import shipped, shipped_file

LETTERS: Final = "abcdefghijklmnop"
"""The properties a proof must hold for."""
PROOF: Final = "proof.json"
"""The file beside a protocol that ships which holds its proof."""


@dataclass(frozen=True, slots=True)
class Proven:
    """One property that holds: its letter, what it says, and over how many cases it was judged."""

    letter: str
    says: str
    cases: int


@dataclass(frozen=True, slots=True)
class Proof:
    """What is proven of one protocol, by the hash of its exact content, and of its translations by theirs.

    `digest` is that of every verdict with its sentences, over all `enumerated` cases: whoever proves again can hold theirs
    against it. A proof kept before there were digests has none.
    """

    protocol: str
    version: int
    sha256: str
    engine: str
    properties: tuple[Proven, ...]
    cases: int
    enumerated: int
    digest: str
    translations: Mapping[str, str]

    def holds_for(self, protocol: Protocol, translations: Mapping[str, Mapping[str, str]] | None = None) -> bool:
        """Tell whether this proves exactly this protocol in these `translations`, with this engine and all of today's properties.

        It may prove further languages besides; what is proven in three holds in two.
        """
        return (
            self.sha256 == protocol.sha256
            and self.engine == ENGINE
            and "".join(each.letter for each in self.properties) == LETTERS
            and hashes(translations or {}).items() <= self.translations.items()
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "protocol": self.protocol,
            "version": self.version,
            "sha256": self.sha256,
            "engine": self.engine,
            "properties": [{"letter": each.letter, "says": each.says, "cases": each.cases} for each in self.properties],
            "cases": self.cases,
            "enumerated": self.enumerated,
            "digest": self.digest,
            "translations": dict(self.translations),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Read what `to_json` wrote; KeyError, TypeError or ValueError for anything else."""
        return cls(
            protocol=str(stored["protocol"]),
            version=int(stored["version"]),
            sha256=str(stored["sha256"]),
            engine=str(stored["engine"]),
            properties=tuple(
                Proven(str(each["letter"]), str(each["says"]), int(each["cases"])) for each in stored["properties"]
            ),
            cases=int(stored["cases"]),
            enumerated=int(stored.get("enumerated", 0)),
            digest=str(stored.get("digest", "")),
            translations={str(language): str(sha256) for language, sha256 in stored["translations"].items()},
        )


@dataclass(frozen=True, slots=True)
class Report:
    """The result of judging a protocol: a result for each property, and the proof if all of them hold."""

    protocol: str
    overlays: tuple[str, ...]
    version: int
    sha256: str
    results: tuple[PropertyResult, ...]
    enumerated: int
    digest: str
    seconds: float
    translations: Mapping[str, str]

    @property
    def failures(self) -> tuple[PropertyResult, ...]:
        """The properties that do not hold, each with its smallest counterexample."""
        return tuple(result for result in self.results if not result.proven)

    @property
    def proven(self) -> bool:
        """Whether every property holds."""
        return not self.failures

    @property
    def proof(self) -> Proof | None:
        """The proof to keep; None if something does not hold."""
        if not self.proven:
            return None
        return Proof(
            protocol=self.protocol,
            version=self.version,
            sha256=self.sha256,
            engine=ENGINE,
            properties=tuple(Proven(each.judged.letter, each.judged.says, each.cases) for each in self.results),
            cases=sum(each.cases for each in self.results),
            enumerated=self.enumerated,
            digest=self.digest,
            translations=self.translations,
        )

    @classmethod
    def of(cls, proof: Proof, protocol: Protocol) -> Self:
        """Report what a kept proof says, as if it was proven now."""
        return cls(
            protocol=proof.protocol,
            overlays=protocol.overlays,
            version=proof.version,
            sha256=proof.sha256,
            results=tuple(
                PropertyResult(Property(each.letter, each.says), each.cases, 0.0) for each in proof.properties
            ),
            enumerated=proof.enumerated,
            digest=proof.digest,
            seconds=0.0,
            translations=proof.translations,
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "protocol": self.protocol,
            "overlays": list(self.overlays),
            "version": self.version,
            "sha256": self.sha256,
            "engine": ENGINE,
            "proven": self.proven,
            "enumerated": self.enumerated,
            "digest": self.digest,
            "seconds": round(self.seconds, 3),
            "translations": dict(self.translations),
            "properties": [result.to_json() for result in self.results],
        }


def hashes(translations: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Return the hash of each translation: of its texts by place, in the order of their places."""
    return {
        language: hashlib.sha256(json.dumps(dict(words), sort_keys=True, ensure_ascii=False).encode()).hexdigest()
        for language, words in translations.items()
    }


def shipped_proof(protocol: Protocol, translations: Mapping[str, Mapping[str, str]] | None = None) -> Proof | None:
    """Return the proof that ships beside a protocol, if it holds for exactly this content, else None."""
    if protocol.id not in shipped():
        return None
    try:
        proof = Proof.from_json(json.loads(proof_file(protocol.id).read_bytes()))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return proof if proof.holds_for(protocol, translations) else None


def proof_file(protocol_id: str) -> Path:
    """Return the file with the proof of a shipped protocol; KeyError if there is none of that id."""
    return shipped_file(protocol_id).with_name(PROOF)
