"""`python -m tests.proofs` (`make proofs`): prove every protocol that ships, and write each proof beside it.

Needed after any change of a protocol that ships, of the engine or of the prover; tests/test_proofs.py tells when it is.
"""

import json
import sys
from collections.abc import Iterable
from functools import cache

from rules import protocol, shipped
from rules.proof.protocol_proof import Proof, Report, proof_file
from rules.proof.proving import prove
from rules.reading.loader import shipped_file
from rules.reading.translations import translations_of


@cache
def report_of(protocol_id: str) -> Report:
    """Prove a protocol that ships, in all its languages."""
    return prove(protocol(protocol_id), translations_of(protocol(protocol_id), shipped_file(protocol_id)))


def written(proof: Proof) -> str:
    """Return what stands in the file of a proof."""
    return json.dumps(proof.to_json(), indent=1, ensure_ascii=False) + "\n"


def judges_otherwise(before: Proof, now: Proof) -> bool:
    """Tell whether the same content is judged otherwise over the same cases, by an engine that calls itself the same."""
    same = (before.sha256, before.engine, before.enumerated) == (now.sha256, now.engine, now.enumerated)
    return same and before.digest != now.digest


def kept(protocol_id: str) -> Proof | None:
    """Return the proof that stands beside a protocol, whether or not it still holds; None if there is none to be read."""
    try:
        return Proof.from_json(json.loads(proof_file(protocol_id).read_bytes()))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def main(protocol_ids: Iterable[str]) -> int:
    """Write the proofs; return 1 if a protocol is not proven, or the engine means something else than its version says."""
    for protocol_id in protocol_ids:
        report, before = report_of(protocol_id), kept(protocol_id)
        proof = report.proof
        if proof is None:
            letters = ", ".join(each.judged.letter for each in report.failures)
            print(f"{protocol_id} is not proven ({letters}); see: kiosk rules check {protocol_id}")
            return 1
        if before is not None and judges_otherwise(before, proof):
            print(
                f"{protocol_id}: the same content gets other verdicts or sentences; raise ENGINE in rules/model/protocol.py."
            )
            return 1
        if proof != before:
            proof_file(protocol_id).write_text(written(proof), encoding="utf-8")
        state = "is as it was" if proof == before else "is written"
        print(f"{proof_file(protocol_id)} {state}: {proof.enumerated:,} cases, digest {proof.digest[:12]}")
    return 0


if __name__ == "__main__":
    sys.exit(main(shipped()))
