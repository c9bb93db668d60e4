"""The worked examples: each one holds, together they leave nothing out, and a wrong one is told in words."""

import json
from pathlib import Path

import pytest

from kiosk.commands.parser import Parser
from kiosk.commands.rules import examples_command
from kiosk.core.errors import BadInput
from rules import INCOMPLETE, Outcome, ProtocolError, Question, QuestionType, protocol, shipped
from rules.compare.worked_cases import REFUSED, WorkedCase, WorkedCases, load_cases, overlay_cases, run
from rules.reading.overlays import load_overlay, shipped_overlay, shipped_overlays
from tests.rules.clinic import cases_in, shipped_cases

HERE = Path(__file__).parent / "cases"
SHIPPED = {name: cases_in(shipped_cases(name)) for name in shipped()}
AT_LEAST = {"parisian-peel": 60, "medical-facial": 40}
UNKNOWN = ("not_sure", "prefer_not")

ANSWERED = "the day of answering, 15 September 2026."

SMALL = """\
protocol: parisian-peel
on: 2026-09-15
bases:
  healthy:
    rosacea: no
cases:
  - name: Nothing much
    outcome: incomplete
    unanswered: [area]
"""


def command(*words: str) -> int:
    parser = Parser(prog="kiosk rules")
    parser.add_argument("--data")  # as at the front door; no clinic is named here
    examples_command.register(parser.add_subparsers())
    args = parser.parse_args(["test", *words])
    return int(args.run(args))


class TestTheShippedExamples:
    @pytest.mark.parametrize(
        ("name", "case"),
        [
            pytest.param(name, case, id=f"{name}: {case.name}")
            for name, cases in SHIPPED.items()
            for case in cases.cases
        ],
    )
    def test_hold(self, name: str, case: WorkedCase) -> None:
        (result,) = run(protocol(name), [case])
        assert result.differences == ()

    @pytest.mark.parametrize("name", SHIPPED)
    def test_are_many(self, name: str) -> None:
        assert len(SHIPPED[name].cases) >= AT_LEAST[name]

    @pytest.mark.parametrize("name", SHIPPED)
    def test_let_every_rule_fire(self, name: str) -> None:
        fired = {fired.rule for case in SHIPPED[name].cases for fired in case.expected.fires or () if not fired.unknown}
        assert fired == {rule.id for rule in protocol(name).rules}

    @pytest.mark.parametrize("name", SHIPPED)
    def test_let_every_rule_decide_alone(self, name: str) -> None:
        single = [fires[0] for case in SHIPPED[name].cases if len(fires := case.expected.fires or ()) == 1]
        assert {fired.rule for fired in single if not fired.unknown} == {rule.id for rule in protocol(name).rules}

    @pytest.mark.parametrize("name", SHIPPED)
    def test_give_every_option_of_every_question(self, name: str) -> None:
        given = {(question, word) for case in SHIPPED[name].cases for question, word in _words(case)}
        wanted = {(question.id, option) for question in protocol(name).questions for option in question.option_ids}
        assert wanted - given == set()

    @pytest.mark.parametrize("name", SHIPPED)
    def test_leave_every_question_unknown_and_every_question_unanswered_once(self, name: str) -> None:
        unknown = {question for case in SHIPPED[name].cases for question, word in _words(case) if word in UNKNOWN}
        unanswered = {question for case in SHIPPED[name].cases for question in case.expected.unanswered or ()}
        wanted = {question.id for question in protocol(name).questions if question.type is not QuestionType.NOTE}
        assert (wanted - unknown, wanted - unanswered) == (set(), set())

    @pytest.mark.parametrize("name", SHIPPED)
    def test_answer_every_last_time_in_each_way(self, name: str) -> None:
        for question in protocol(name).questions:
            if question.type is QuestionType.LAST_TIME:
                assert _ways(SHIPPED[name], question) >= {"day", "month", "within", "longer_ago", "unknown"}

    def test_come_out_in_every_way_there_is(self) -> None:
        outcomes = {case.expected.outcome for cases in SHIPPED.values() for case in cases.cases}
        assert outcomes == {*Outcome, INCOMPLETE, REFUSED}


def _words(case: WorkedCase) -> list[tuple[str, str]]:
    return [
        (question, word)
        for question, value in case.answers.items()
        for word in (value if isinstance(value, list) else [value])
    ]


def _ways(cases: WorkedCases, question: Question) -> set[str]:
    given = {case.answers[question.id] for case in cases.cases if question.id in case.answers}
    kinds = {7: "month", 10: "day"}
    return {
        "unknown" if raw in UNKNOWN else raw if raw in ("within", "longer_ago") else kinds.get(len(raw), raw)
        for raw in given
    }


class TestADifference:
    def test_is_told_line_by_line_with_what_was_expected_and_what_came(self) -> None:
        cases = load_cases(HERE / "three_bad_one_good.yaml")
        results = {result.case.line: result.differences for result in run(protocol("parisian-peel"), cases)}
        assert results == {
            22: (),
            24: (
                "outcome: expected eligible, got deferred",
                "earliest: expected none, got 2027-03-01",
                "fires: PP-ACCUTANE-6M until 2027-03-01 is here and should not be",
            ),
            28: (
                "next step: expected book_from, got practitioner_talks",
                "fires: PP-KERATOSIS should be here and is not",
                "fires: PP-ROSACEA is here and should not be",
                "fires: PP-ECZEMA because unknown is here and should not be",
            ),
            33: ('outcome: expected deferred, got refused: "retinoid_last": 2026-09-16 is after ' + ANSWERED,),
        }

    def test_a_rule_that_fires_twice_must_be_named_twice(self, tmp_path: Path) -> None:
        text = shipped_cases("parisian-peel").read_text("utf-8")
        twice = "[PP-RASH-AREA because unknown, PP-RASH-AREA because unknown]"
        assert text.count(twice) == 1
        file = tmp_path / "cases.yaml"
        file.write_text(text.replace(twice, "[PP-RASH-AREA because unknown]"), "utf-8")
        failed = [result for result in run(protocol("parisian-peel"), load_cases(file)) if not result.passed]
        assert [result.differences for result in failed] == [
            ("fires: PP-RASH-AREA because unknown is here and should not be",)
        ]

    def test_a_refusal_must_name_the_question(self, tmp_path: Path) -> None:
        file = tmp_path / "cases.yaml"
        file.write_text(
            SMALL[: SMALL.index("cases:")] + _case("{area: []}", "refused", "    refuses: rosacea\n"), "utf-8"
        )
        (result,) = run(protocol("parisian-peel"), load_cases(file))
        assert result.differences[0].startswith('refuses: expected rosacea, got area: "area" has an empty list')

    def test_what_should_be_refused_and_is_taken_is_told(self, tmp_path: Path) -> None:
        file = tmp_path / "cases.yaml"
        file.write_text(SMALL[: SMALL.index("cases:")] + _case("{area: [face]}", "refused", ""), "utf-8")
        (result,) = run(protocol("parisian-peel"), load_cases(file))
        assert result.differences == ("outcome: expected refused, got incomplete",)

    def test_cases_of_another_protocol_are_not_run(self) -> None:
        with pytest.raises(ValueError, match="cases of parisian-peel, not of medical-facial"):
            run(protocol("medical-facial"), SHIPPED["parisian-peel"])


def _case(answers: str, outcome: str, more: str) -> str:
    return f"cases:\n  - name: One\n    answers: {answers}\n    outcome: {outcome}\n{more}"


class TestAFileThatCannotBeRead:
    @pytest.mark.parametrize(
        ("old", "new", "line", "sentence"),
        [
            ("outcome:", "outcom:", 8, '"outcom" is not known here'),
            ("incomplete", "fine", 8, 'This can\'t be "fine"; it is one of eligible, caution'),
            ("    unanswered: [area]\n", "", 7, 'An incomplete case says what is "unanswered".'),
            ("[area]", "area", 9, "unanswered is not a list."),
            ("[area]", "&x [area]", 9, "Anchors (&) are not allowed"),
            ("[area]", "*x", 9, "Aliases (*) are not allowed"),
            ("    rosacea: no\n", "    rosacea: no\n    rosacea: yes\n", 6, '"rosacea" occurs twice here'),
            ("on: 2026-09-15\n", "", 6, "This case has no day"),
            ("2026-09-15", "2026-02-30", 2, '"2026-02-30" is not a date'),
            ("2026-09-15", "15.9.2026", 2, '"15.9.2026" is not a date'),
            ("incomplete", "incomplete\n    earliest: 2026-09-16", 9, '"earliest" goes with the outcome deferred'),
            ("incomplete", "incomplete\n    fires: [PP-SUN if unknown]", 9, '"PP-SUN if unknown" is not written like'),
            ("incomplete", "incomplete\n    base: ill", 9, 'There is no base "ill" in this file; there is healthy.'),
            ("incomplete", "incomplete\n    without: [lesion]", 9, '"lesion" is not answered in the base'),
            ("incomplete", "incomplete\n    answered_on: 2026-09-16", 9, "after the treatment on 2026-09-15"),
            ("Nothing much", "[Nothing, much]", 7, "is not a text."),
            ("protocol: parisian-peel\n", "", 1, 'lacks "protocol".'),
            (SMALL[SMALL.index("cases:") :], "cases: []\n", 6, "There is no case here"),
            ("outcome", "\toutcome", 8, "This is not YAML"),
        ],
    )
    def test_is_refused_with_its_line_and_a_sentence(
        self, tmp_path: Path, old: str, new: str, line: int, sentence: str
    ) -> None:
        assert old in SMALL
        file = tmp_path / "cases.yaml"
        file.write_text(SMALL.replace(old, new, 1), "utf-8")
        with pytest.raises(ProtocolError) as refused:
            load_cases(file)
        assert sentence in refused.value.sentence
        assert refused.value.line == line

    def test_two_cases_of_one_name_are_refused(self, tmp_path: Path) -> None:
        file = tmp_path / "cases.yaml"
        file.write_text(SMALL + SMALL[SMALL.index("  - name") :], "utf-8")
        with pytest.raises(ProtocolError, match='"Nothing much" names two cases'):
            load_cases(file)

    def test_a_missing_file_and_a_binary_one_are_refused(self, tmp_path: Path) -> None:
        with pytest.raises(ProtocolError, match="can't be read"):
            load_cases(tmp_path / "cases.yaml")
        (tmp_path / "cases.yaml").write_bytes(b"\xff\xfe")
        with pytest.raises(ProtocolError, match="not UTF-8"):
            load_cases(tmp_path / "cases.yaml")


class TestTheCommand:
    def test_runs_all_shipped_examples(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert command() == 0
        said = capsys.readouterr().out.splitlines()
        assert [line.split(" (")[0] for line in said] == [
            *(f"{name}: {len(cases.cases)} cases, all as expected" for name, cases in SHIPPED.items()),
            *(
                f"{name} with {load_overlay(shipped_overlay(overlay)).mark}: "
                f"{len(cases_in(overlay_cases(shipped_overlay(overlay), name)).cases)} cases, all as expected"
                for overlay in shipped_overlays()
                for name in shipped()
            ),
        ]

    def test_runs_the_examples_of_one_protocol_by_id_file_or_folder(self, capsys: pytest.CaptureFixture[str]) -> None:
        folder = shipped_cases("medical-facial").parent
        for name in ("medical-facial", str(folder), str(folder / "protocol.yaml")):
            assert command(name) == 0
            assert capsys.readouterr().out.startswith("medical-facial: ")

    def test_shows_the_differences_and_ends_with_one(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._copy(tmp_path)
        assert command(str(tmp_path)) == 1
        said = capsys.readouterr().out
        assert "cases.yaml, line 24: Six months from 31 August, clipped to the end of February" in said
        assert "\n  outcome: expected eligible, got deferred\n" in said
        assert "parisian-peel: 4 cases, 3 of them came out differently" in said

    def test_prints_one_json_document(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._copy(tmp_path)
        assert command("medical-facial", str(tmp_path), "--json") == 1
        facial, peel = json.loads(capsys.readouterr().out)
        assert (facial["protocol"], facial["differences"]) == ("medical-facial", [])
        assert peel["cases"] == 4
        assert [each["line"] for each in peel["differences"]] == [24, 28, 33]

    def test_refuses_cases_of_another_protocol(self, tmp_path: Path) -> None:
        self._copy(tmp_path, "medical-facial")
        with pytest.raises(BadInput, match="holds cases of parisian-peel, not of medical-facial"):
            command(str(tmp_path))

    def _copy(self, folder: Path, name: str = "parisian-peel") -> None:
        shipped_file = shipped_cases(name).with_name("protocol.yaml")
        (folder / "protocol.yaml").write_bytes(shipped_file.read_bytes())
        (folder / "cases.yaml").write_bytes((HERE / "three_bad_one_good.yaml").read_bytes())
