"""`kiosk rules`, as a person or a program uses it: no clinic, no key, one JSON document, one sentence for a mistake."""

import argparse
import importlib
import inspect
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import rules
from kiosk.commands import front_door
from rules import protocol, shipped
from tests import running

ROOT = Path(__file__).parents[3]
ELIGIBLE = {
    "area": ["face"], "acne_inflamed": "no", "pimples_open": "no", "herpes_active": "no", "rash": "no", "strong_sun": "no",
    "lesion": "no", "deep_acne": "no", "eczema": "no", "retinoid": "no", "had_before": "no", "isotretinoin": "never",
    "rosacea": "no", "keratosis": "no", "autoimmune": "no", "concerns": ["dull"],
}  # fmt: skip


@pytest.fixture
def run() -> Any:
    def run_command(*argv: str) -> tuple[int, str, str]:
        ran = running.run(["rules", *argv], os.environ)
        return ran.status, ran.out, ran.err

    return run_command


@pytest.fixture
def answers(tmp_path: Path) -> Any:
    def write(content: Any) -> str:
        file = tmp_path / "answers.json"
        file.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return str(file)

    return write


def test_the_list_names_both_protocols_with_version_and_hash(run: Any):
    status, out, err = run("list")
    assert (status, err) == (0, "")
    for protocol_id in shipped():
        assert protocol_id in out
        assert protocol(protocol_id).sha256[:12] in out


def test_the_list_as_json_is_one_document(run: Any):
    status, out, _ = run("list", "--json")
    assert status == 0
    assert [each["id"] for each in json.loads(out)] == list(shipped())
    assert json.loads(out)[0]["sha256"] == protocol("parisian-peel").sha256


@pytest.mark.parametrize("protocol_id", shipped())
def test_a_protocol_is_shown_whole(run: Any, protocol_id: str):
    status, out, err = run("show", protocol_id)
    shown = protocol(protocol_id)
    assert (status, err) == (0, "")
    words = " ".join(out.split())
    for question in shown.questions:
        assert question.id in words
        assert question.ask in words
    for rule in shown.rules:
        assert rule.id in words
        assert "; ".join(rule.citations) in words
    for text in (
        shown.course.says,
        *(point.text for point in shown.open_points),
        *(care.text for care in shown.aftercare),
        *(each.text for each in (*shown.results, *shown.feelings, *shown.cons, *shown.risks)),
        shown.consent.done,
        shown.consent.choices,
        shown.consent.after,
        *shown.consent.paragraphs,
    ):
        assert text in words
    assert max(map(len, out.splitlines())) <= 110


def test_a_protocol_as_json_holds_everything_and_its_hash(run: Any):
    _, out, _ = run("show", "medical-facial", "--json")
    shown = json.loads(out)
    assert shown["sha256"] == protocol("medical-facial").sha256
    assert [rule["id"] for rule in shown["rules"]] == [rule.id for rule in protocol("medical-facial").rules]
    assert shown["rules"][0]["when"] == {"question": "laser_planned", "is": "yes"}


def test_a_protocol_file_of_the_clinics_own_can_be_shown_and_judged_by(run: Any, answers: Any, tmp_path: Path):
    original = Path(rules.__file__).parent / "protocols" / "parisian_peel" / "protocol.yaml"
    own = tmp_path / "own.yaml"
    own.write_text(original.read_text(encoding="utf-8").replace("3 days", "5 days"), encoding="utf-8")
    used = answers({**ELIGIBLE, "retinoid": "yes", "retinoid_last": "2026-09-11"})
    assert run("show", str(own))[0] == 0
    by_own, by_shipped = (
        json.loads(run("evaluate", name, used, "--on", "2026-09-15")[1]) for name in (str(own), "parisian-peel")
    )
    assert (by_own["earliest"], by_shipped["outcome"]) == ("2026-09-16", "eligible")


def test_a_wrong_protocol_file_is_refused_with_line_and_column(run: Any, tmp_path: Path):
    own = tmp_path / "own.yaml"
    own.write_text("id: own\nid: twice\n", encoding="utf-8")
    status, out, err = run("show", str(own))
    assert (status, out) == (2, "")
    assert 'line 2, column 1: "id" occurs twice here' in err


def test_an_eligible_client_goes_to_the_room(run: Any, answers: Any):
    status, out, err = run("evaluate", "parisian-peel", answers(ELIGIBLE), "--on", "2026-09-15")
    verdict = json.loads(out)
    assert (status, err) == (0, "")
    assert (verdict["outcome"], verdict["next_step"], verdict["findings"]) == ("eligible", "room", [])


@pytest.mark.parametrize("extra", [[], ["--json"]])
def test_the_verdict_is_the_published_json_with_or_without_asking(run: Any, answers: Any, extra: list[str]):
    changed = {**ELIGIBLE, "isotretinoin": "stopped", "isotretinoin_last": "2026-08-31"}
    verdict = json.loads(run("evaluate", "parisian-peel", answers(changed), "--on", "2026-11-24", *extra)[1])
    assert list(verdict) == [
        "protocol", "version", "sha256", "on", "outcome", "next_step", "earliest", "findings", "unanswered",
    ]  # fmt: skip
    assert (verdict["outcome"], verdict["next_step"], verdict["earliest"]) == ("deferred", "book_from", "2027-03-01")
    assert list(verdict["findings"][0]) == [
        "rule", "outcome", "because", "until", "client", "staff", "source", "inferred",
    ]  # fmt: skip


def test_an_incomplete_verdict_is_a_verdict_too(run: Any, answers: Any):
    status, out, _ = run("evaluate", "parisian-peel", answers({}), "--on", "2026-09-15")
    verdict = json.loads(out)
    assert status == 0
    assert (verdict["outcome"], verdict["next_step"]) == ("incomplete", None)
    assert verdict["unanswered"][0] == "area"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ({**ELIGIBLE, "rosacea": None}, '"rosacea" has null'),
        ({**ELIGIBLE, "rosacea": True}, '"rosacea" has true'),
        ({**ELIGIBLE, "area": []}, '"area" has an empty list'),
        ({**ELIGIBLE, "area": "face"}, '"area" has a bare "face"'),
        ({**ELIGIBLE, "area": ["nose"]}, '"area" can\'t be "nose"'),
        ({**ELIGIBLE, "rosacae": "no"}, 'no question "rosacae"'),
        ({**ELIGIBLE, "rosacea": "perhaps"}, '"rosacea" can\'t be "perhaps"'),
        ({**ELIGIBLE, "retinoid_last": "2026-09-16"}, "after the day of answering"),
        ({**ELIGIBLE, "retinoid_last": "2026-02-30"}, "there is no day or month 2026-02-30"),
        (b'{"rosacea": "no", "rosacea": "yes"}', '"rosacea" is answered twice'),
        (b'{"area": [["face"]]}', "nest deeper"),
        (b"{", "not JSON"),
        (b"[" * 100_000, "nest deeper"),
        (b'{"note": "' + b"x" * 1_100_000 + b'"}', "larger than 1 MiB"),
        (b"\xff", "not UTF-8"),
        (b'{"\\u001b]0;title\\u0007": "no"}', "no question"),
    ],
)
def test_a_bad_answer_is_one_sentence_and_status_two(run: Any, answers: Any, content: Any, says: str):
    status, out, err = run("evaluate", "parisian-peel", answers(content), "--on", "2026-09-15")
    assert (status, out) == (2, "")
    assert says in err
    assert err.count("\n") == 1
    assert err.rstrip().endswith(".")
    assert "\x1b" not in err


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (("show", "botox"), "there are parisian-peel"),
        (("show", "nowhere.yaml"), "can't be read"),
        (("show",), "PROTOCOL"),
        ((), "COMMAND"),
        (("dance",), "dance"),
        (("evaluate", "parisian-peel", "nowhere.json", "--on", "2026-09-15"), "nowhere.json"),
        (("evaluate", "parisian-peel", ".", "--on", "2026-09-15"), "folder"),
        (("evaluate", "botox", "-", "--on", "2026-09-15"), "there are parisian-peel"),
        (("evaluate", "parisian-peel", "-", "--on", "2026-02-30"), "--on"),
        (("evaluate", "parisian-peel", "-", "--on", "tomorrow"), "--on"),
        (("evaluate", "parisian-peel", "-"), "--on"),
    ],
)
def test_a_bad_command_is_one_sentence_and_status_two(run: Any, argv: tuple[str, ...], says: str):
    status, out, err = run(*argv)
    assert (status, out) == (2, "")
    assert says in err
    assert err.count("\n") == 1


def test_answers_can_come_on_standard_input_in_a_bare_environment():
    bare = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "LC_ALL": "C"}
    argv = ("rules", "evaluate", "parisian-peel", "-", "--on", "2026-09-15")
    assert running.run(argv, bare, stdin=json.dumps(ELIGIBLE)).json["outcome"] == "eligible"


def test_every_command_explains_itself(run: Any):
    for name in ("list", "show", "evaluate"):
        status, out, err = run(name, "--help")
        assert (status, err) == (0, "")
        assert out.startswith(f"usage: kiosk rules {name}")


@pytest.mark.process
def test_the_rules_are_judged_without_a_screen_or_a_database():
    script = (
        "import sys; from kiosk.commands import main; from kiosk.core.clock import SystemClock; main(['rules', 'list'], print, SystemClock()); "
        "print([name for name in ('textual', 'rich', 'tinydb', 'sqlcipher3', 'argon2') if name in sys.modules])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
        text=True,
    )
    assert ran.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("folder", ["empty", "missing"])
def test_the_list_needs_no_clinic_where_the_named_folder_holds_none(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str
):
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("KIOSK_DATA", str(tmp_path / folder))
    status, out, err = run("list", "--json")
    assert (status, err) == (
        0,
        f"kiosk: There is no clinic in {tmp_path / folder}; what follows is said without one.\n",
    )
    assert [each["id"] for each in json.loads(out)] == list(shipped())


def test_the_list_of_a_clinic_without_its_key_names_what_comes_with_the_kiosk_and_says_so(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "clinic.toml").write_text('clinic_name = "Lark"\ntime_zone = "Europe/Madrid"\n')
    (tmp_path / "clinic.id").write_text("C-0000000000\n")
    monkeypatch.setenv("KIOSK_DATA", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "nowhere"))
    status, out, err = run("list")
    assert status == 0
    assert all(each in out for each in shipped())
    assert err.count("\n") == 1
    assert "key is missing" in err
    assert "come with the kiosk" in err


def test_two_versions_are_compared_where_the_named_folder_holds_no_clinic(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("KIOSK_DATA", str(tmp_path))
    status, out, err = run("diff", "parisian-peel", "parisian-peel")
    assert (status, err) == (0, f"kiosk: There is no clinic in {tmp_path}; what follows is said without one.\n")
    assert "Nothing changed." in out


def test_what_a_command_loads_when_it_is_run_is_there() -> None:
    def commands(parser: argparse.ArgumentParser) -> Iterator[Any]:
        yield parser.get_default("run")
        for action in parser._actions:
            if isinstance(action, argparse._SubParsersAction):
                for each in action.choices.values():
                    yield from commands(each)

    loaded = [inspect.getclosurevars(run).nonlocals for run in commands(front_door(["rules"])) if run is not None]
    names = {(each["module"], each["function"]) for each in loaded if each.keys() == {"module", "function"}}
    assert len(names) >= 6
    for module, function in names:
        assert callable(getattr(importlib.import_module(f"kiosk.commands.rules.{module}"), function, None)), function
