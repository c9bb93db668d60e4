"""The proofs that ship hold for what ships, and stand for proving it again wherever somebody signs."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from rules import Protocol, protocol, shipped
from rules.engine import evaluation
from rules.proof import protocol_proof, proving
from rules.proof.protocol_proof import Proof, proof_file, shipped_proof
from rules.proof.proving import known_or_proven
from tests import proofs as writing
from tests.proven import kept_for_this_run

PEEL = "parisian-peel"


def shipping(protocol_id: str) -> Proof:
    proof = writing.kept(protocol_id)
    assert proof is not None
    return proof


@pytest.mark.parametrize("protocol_id", shipped())
def test_the_proof_beside_a_protocol_is_the_one_that_proving_makes_now(protocol_id: str) -> None:
    with kept_for_this_run():
        now = writing.report_of(protocol_id).proof
    assert writing.kept(protocol_id) == now, "stale; write it again: make proofs"
    assert proof_file(protocol_id).read_text(encoding="utf-8") == writing.written(shipping(protocol_id))


def test_what_ships_is_not_proven_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proving, "prove", None)
    for protocol_id in shipped():
        report = known_or_proven(protocol(protocol_id), {})
        assert report.proven
        assert report.proof == shipping(protocol_id)


def changed(protocol_id: str) -> Protocol:
    written = protocol(protocol_id).model_dump(mode="json")
    written["summary"] += " It is new."
    return Protocol.model_validate(written)


def test_a_changed_content_has_no_proof_that_ships() -> None:
    assert shipped_proof(protocol(PEEL)) == shipping(PEEL)
    assert shipped_proof(changed(PEEL)) is None


def test_a_translation_that_did_not_ship_has_none_either() -> None:
    assert shipped_proof(protocol(PEEL), {"es": {"title": "Peeling"}}) is None


@pytest.mark.parametrize("spoiled", [b"", b"{", b"[]", b'{"protocol": "parisian-peel"}', b"\xff"])
def test_a_spoiled_proof_counts_for_nothing(spoiled: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "proof.json").write_bytes(spoiled)
    monkeypatch.setattr(protocol_proof, "proof_file", lambda _: tmp_path / "proof.json")
    assert shipped_proof(protocol(PEEL)) is None


@pytest.mark.thorough
def test_a_digest_tells_a_sentence_and_a_verdict_from_another(monkeypatch: pytest.MonkeyPatch) -> None:
    before = shipping(PEEL).digest
    honest = evaluation.staff_text
    monkeypatch.setattr(evaluation, "staff_text", lambda *given, **named: f"{honest(*given, **named)} ")
    report = proving.prove(protocol(PEEL))
    assert report.proven
    assert report.digest != before
    assert report.proof is not None
    assert writing.judges_otherwise(shipping(PEEL), report.proof)


@pytest.mark.thorough
def test_other_verdicts_for_the_same_content_ask_for_a_new_engine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "proof.json"
    file.write_text(writing.written(replace(shipping(PEEL), digest="another")))
    monkeypatch.setattr(writing, "proof_file", lambda _: file)
    assert writing.main([PEEL]) == 1
    assert "raise ENGINE" in capsys.readouterr().out
    assert json.loads(file.read_text())["digest"] == "another"


def test_the_proof_is_written_for_content_that_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "proof.json"
    file.write_text(writing.written(replace(shipping(PEEL), sha256="older", digest="another")))
    monkeypatch.setattr(writing, "proof_file", lambda _: file)
    assert writing.main([PEEL]) == 0
    assert file.read_bytes() == proof_file(PEEL).read_bytes()
    assert writing.main([PEEL]) == 0
