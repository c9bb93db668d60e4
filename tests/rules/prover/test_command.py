"""`kiosk rules check`: a table, an exit status, or one JSON document."""

import json
import os
from pathlib import Path

import pytest

from kiosk.commands.parser import Parser
from kiosk.commands.rules import check_command
from rules import ProtocolError, protocol
from rules.proof.protocol_proof import LETTERS
from rules.reading.loader import shipped_file
from tests.proven import kept_for_this_run
from tests.rules.prover.faults import FACIAL, PEEL


def check(*words: str) -> int:
    with kept_for_this_run():
        return judged_now(*words)


def judged_now(*words: str) -> int:
    parser = Parser(prog="kiosk rules")
    parser.set_defaults(data=None)
    check_command.register(parser.add_subparsers())
    args = parser.parse_args(["check", *words])
    return int(args.run(args))


@pytest.fixture
def weak_peel(tmp_path: Path) -> Path:
    """The peel with a cold sore that only asks for a look."""
    text = shipped_file(PEEL).read_text(encoding="utf-8")
    head, rule, rest = text.partition("id: PP-HERPES\n")
    file = tmp_path / "protocol.yaml"
    file.write_text(head + rule + rest.replace("outcome: deferred", "outcome: review", 1), encoding="utf-8")
    return file


class TestCheck:
    def test_shows_a_row_for_each_property_and_ends_well(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert check(FACIAL) == 0
        shown = capsys.readouterr().out
        assert f"{FACIAL}, version 3, {protocol(FACIAL).sha256[:12]}" in shown
        rows = [line.split()[:2] for line in shown.splitlines() if line[:1].islower() and line[1:3] == "  "]
        assert rows == [[letter, "yes"] for letter in LETTERS]
        assert "Proven: 16 properties, " in shown

    def test_shows_a_counterexample_as_answers_and_fails(
        self, weak_peel: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert check(str(weak_peel)) == 1
        shown = " ".join(capsys.readouterr().out.replace(">", " ").split())
        assert "PP-HERPES surely holds and cites contraindications 5, and the verdict is only review." in shown
        assert "Cold sore (herpes_active): Yes every other answer harmless on 1 March 2027" in shown
        assert "Not proven (a): 16 properties" in shown

    def test_fits_a_narrow_terminal(
        self, weak_peel: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("COLUMNS", "70")
        check(str(weak_peel))
        assert all(len(line) <= 70 for line in capsys.readouterr().out.splitlines())

    def test_names_what_another_treatment_asks_otherwise_within_a_narrow_terminal(
        self, weak_peel: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("COLUMNS", "70")
        text = weak_peel.read_text(encoding="utf-8").replace("id: parisian-peel", "id: leg-peel", 1)
        weak_peel.write_text(text.replace("ask: Do you have eczema?", "ask: Have you had eczema?"), encoding="utf-8")
        check(str(weak_peel))
        shown = capsys.readouterr().out
        assert "Asked differently by another treatment:\n" in shown
        assert all(len(line) <= 70 for line in shown.splitlines())

    def test_gives_one_json_document(self, weak_peel: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert check("--json", str(weak_peel), FACIAL) == 1
        document = json.loads(capsys.readouterr().out)
        assert document["proven"] is False
        assert [each["proven"] for each in document["protocols"]] == [False, True]
        first = document["protocols"][0]["properties"][0]
        assert first["letter"] == "a"
        assert first["cases"] > 500
        assert first["counterexample"]["answers"] == {"Cold sore (herpes_active)": "Yes"}
        assert first["counterexample"]["on"] == "2027-03-01"

    def test_names_the_sections_that_speak_against_the_treatment(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert check(PEEL) == 0
        shown = " ".join(capsys.readouterr().out.split())
        assert (
            "counts as speaking against it: contraindications, discontinue of parisian-peel cited, and does not"
            in shown
        )
        assert check("--json", PEEL) == 0
        first = json.loads(capsys.readouterr().out)["protocols"][0]["properties"][0]
        assert first["notes"][1].startswith("cited, and does not count: parisian-peel cons")

    def test_says_that_a_pipe_is_no_translation_and_does_not_wait_for_it(self, weak_peel: Path) -> None:
        os.mkfifo(weak_peel.with_name("es.yaml"))
        with pytest.raises(ProtocolError, match="pipe or a device"):
            check(str(weak_peel))

    def test_refuses_a_file_that_is_no_protocol(self, tmp_path: Path) -> None:
        file = tmp_path / "protocol.yaml"
        file.write_text("id: glycolic\n", encoding="utf-8")
        with pytest.raises(ProtocolError, match=r"line 1, column 1: .* lacks"):
            check(str(file))

    def test_reads_the_translations_beside_a_file(self, weak_peel: Path, capsys: pytest.CaptureFixture[str]) -> None:
        weak_peel.write_text(shipped_file(PEEL).read_text(encoding="utf-8"), encoding="utf-8")
        weak_peel.with_name("es.yaml").write_text("title: Parisian Peel\n", encoding="utf-8")
        assert check(str(weak_peel)) == 1
        shown = " ".join(capsys.readouterr().out.split())
        assert " is missing in es." in shown
        assert "Not proven (l)" in shown


class TestEveryFault:
    def test_is_shown_in_one_run(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        text = shipped_file(PEEL).read_text(encoding="utf-8")
        for rule in ("PP-HERPES", "PP-LESION", "PP-ROSACEA"):
            head, own, rest = text.partition(f"id: {rule}\n")
            outcome = "deferred" if "outcome: deferred" in rest[:40] else "contraindicated"
            text = head + own + rest.replace(f"outcome: {outcome}", "outcome: review", 1)
        text = text.replace("ask: Will you be in strong sun later today?", "ask: Are you in the sun or the wind today?")
        text = text.replace("ask: Have you ever had eczema?", "ask: Have you had eczema or hives?")
        file = tmp_path / "protocol.yaml"
        file.write_text(text, encoding="utf-8")
        assert check(str(file)) == 1
        shown = " ".join(capsys.readouterr().out.split())
        for rule in ("PP-HERPES", "PP-LESION", "PP-ROSACEA"):
            assert f"> {rule} surely holds" in shown
        assert '"Are you in the sun or the wind today?"' in shown


class TestProgress:
    @pytest.mark.thorough
    def test_is_shown_on_a_terminal_and_wiped(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("sys.stderr.isatty", lambda: True)
        assert judged_now(FACIAL) == 0
        shown = capsys.readouterr()
        assert all(f"\rProving {FACIAL} (1 of 1): {letter}\x1b[K" in shown.err for letter in "abcdefghijklmn")
        assert shown.err.endswith("\r\x1b[K")
        assert "Proving" not in shown.out

    def test_is_not_written_anywhere_else(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert check(FACIAL) == 0
        assert capsys.readouterr().err == ""
