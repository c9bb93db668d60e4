"""The front door: help, bad input in one sentence, quiet endings, and nothing heavy before a screen is wanted."""

import argparse
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.commands import _GROUPS, demo_folder, front_door
from tests.kiosk.commands.conftest import ROOT, Shell

PATIENCE = 120.0

COMMANDS = [
    [],
    ["demo"],
    ["setup"],
    ["schedule"],
    ["schedule", "import"],
    ["rules"],
    ["rules", "list"],
    ["rules", "show"],
    ["rules", "evaluate"],
    ["checkin"],
    ["visits"],
    ["visits", "list"],
    ["visits", "show"],
    ["staff"],
    ["staff", "add"],
    ["staff", "list"],
    ["staff", "disable"],
    ["staff", "enable"],
    ["staff", "reset-pin"],
    ["staff", "unlock"],
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_explains_itself(kiosk: Shell, command: list[str]) -> None:
    ran = kiosk(*command, "--help")
    assert ran.status == 0
    assert ran.err == ""
    assert ran.out.startswith(" ".join(["usage: kiosk", *command]))


@pytest.mark.parametrize(
    "words", [["--help", "visits"], ["no-such", "visits"], ["--role", "client", "no-such", "visits"]]
)
def test_all_commands_are_named_where_none_of_them_comes_first(kiosk: Shell, words: list[str]) -> None:
    ran = kiosk(*words)
    assert {"demo", "schedule", "staff", "client"} <= set(re.findall(r"[a-z]+", ran.out + ran.err))


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "Name its folder with --data DIR or KIOSK_DATA; `kiosk demo` opens a demo clinic"),
        (["--role", "client"], "Name its folder with --data DIR or KIOSK_DATA"),
        (["visits", "list"], "Name its folder with --data DIR or KIOSK_DATA"),
        (["--data", "", "visits", "list"], "Name its folder with --data DIR or KIOSK_DATA"),
        (["--data", "nowhere", "visits", "list"], "There is no clinic in"),
        (["--data", "nowhere"], "There is no clinic in"),
        (["frobnicate"], "invalid choice: 'frobnicate'"),
        (["--role", "owner"], "owner is not one of client, reception, practitioner"),
        (["--role", "client", "visits", "list"], "this command has none"),
        (["visits"], "The following arguments are required: ACTION; see `kiosk visits --help`"),
        (["visits", "show"], "The following arguments are required: VISIT"),
        (["visits", "list", "--day", "tomorrow"], "a date is written like 2026-07-31"),
        (["visits", "list", "--day", "2026-02-30"], "there is no such day in the calendar"),
        (["visits", "list", "--nonsense"], "Unrecognized arguments: --nonsense"),
        (["visits", "list", "--js"], "Unrecognized arguments: --js"),
        (["setup", "--pin-fd", "three"], "invalid int value: 'three'"),
        (["checkin", "V-1", "-"], "The following arguments are required: --staff"),
        (["schedule", "import", ""], "Argument FILE: nothing is named here: name a file or a folder"),
        (["backup", ""], "Argument FILE: nothing is named here"),
        (["audit", "verify", "--checkpoint", ""], "Argument --checkpoint: nothing is named here"),
        (["demo"], "needs a terminal"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_bad_input_is_one_sentence_and_status_2(kiosk: Shell, arguments: list[str], says: str) -> None:
    assert says in kiosk(*arguments).complaint


def paths_taken(parser: argparse.ArgumentParser, command: str = "kiosk") -> Iterator[tuple[str, argparse.Action]]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, below in action.choices.items():
                yield from paths_taken(below, f"{command} {name}")
        elif str(action.metavar).removesuffix("|-") in {"FILE", "DIR", "KEY"} and action.dest != "data":
            yield f"{command} {action.dest}", action


def test_no_command_takes_an_empty_path_for_the_folder_one_is_in() -> None:
    found = dict(paths_taken(front_door(list(_GROUPS))))
    assert len(found) > 25
    for where, action in found.items():
        assert callable(action.type), where
        with pytest.raises(argparse.ArgumentTypeError, match="nothing is named here: name a file or a folder"):
            action.type("")


@pytest.mark.parametrize(
    "arguments",
    [
        ("--data", "~nobody-of-this-name/x", "setup"),
        ("--data", "~nobody-of-this-name/x", "doctor"),
        ("backup", "~nobody-of-this-name/x"),
        ("visits", "export", "--since", "2026-01-01", "--to", "~nobody-of-this-name/x", "--format", "json"),
        ("figures", "--csv", "~nobody-of-this-name/x"),
        ("station", "write", "~nobody-of-this-name/x", "--role", "kiosk", "--account", "root"),
        ("doctor", "--health", "~nobody-of-this-name/x"),
    ],
    ids=" ".join,
)
def test_a_folder_of_nobody_is_refused(kiosk: Shell, clinic_folder: Path, arguments: tuple[str, ...]) -> None:
    data = None if "--data" in arguments else clinic_folder
    assert "is in no folder of an account here" in kiosk(*arguments, data=data).complaint


@pytest.mark.parametrize(
    "arguments",
    [
        ("visits", "export", "--since", "2026-01-01", "--to", "{}", "--format", "csv"),
        ("backup", "{}"),
        ("visits", "show", "{}"),
    ],
    ids=" ".join,
)
def test_a_name_that_records_cannot_keep_is_refused(
    kiosk: Shell, clinic_folder: Path, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    name = f"{tmp_path}/Anna \udcff"
    assert "not in UTF-8" in kiosk(*(each.format(name) for each in arguments), data=clinic_folder).complaint
    assert list(tmp_path.glob("Anna*")) == []


def test_nothing_that_is_named_steers_the_terminal(kiosk: Shell, clinic_folder: Path, tmp_path: Path) -> None:
    odd = tmp_path / "a\x1b]0;b\x07\x9b31m\u202ec\nd"
    written = kiosk("backup", odd, data=clinic_folder)
    assert (written.status, odd.exists()) == (0, True)
    asked = kiosk("doctor", "--health", odd / "x", data=clinic_folder)
    refused = kiosk("figures", "--csv", odd, data=clinic_folder)
    assert refused.complaint.startswith(f"{tmp_path}/a]0;b31mc d already exists")
    for ran in (written, asked, refused):
        told = ran.out + ran.err
        assert "a]0;b31mc" in told
        assert told.replace("\n", "").isprintable()


def test_a_sheet_is_refused_where_no_demo_runs(kiosk: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo_folder, "_MEMORY", tmp_path)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert "No demo is running" in kiosk("demo", "--sheet").complaint


def test_the_app_without_a_terminal_is_refused(kiosk: Shell, clinic_folder: Path) -> None:
    assert "needs a terminal" in kiosk(data=clinic_folder).complaint


def test_the_folder_may_stand_in_the_environment(kiosk: Shell, clinic_folder: Path) -> None:
    assert kiosk("staff", "list", "--json", env={"KIOSK_DATA": str(clinic_folder)}).json[0]["name"] == "Lena Lead"


def test_the_version_is_told(kiosk: Shell) -> None:
    assert kiosk("--version").out.startswith("kiosk ")


@pytest.mark.thorough
@pytest.mark.process
def test_no_command_needs_a_screen(kiosk: Shell, clinic_folder: Path) -> None:
    program = (
        "import sys\n"
        "from screens.__main__ import main\n"
        "for command in ('visits list --json', 'rules list', 'demo --sheet', '--help'):\n"
        "    sys.argv[1:] = command.split()\n"
        "    main()\n"
        "    print(sorted({'textual', 'rich'} & set(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        env=kiosk.environment(KIOSK_DATA=str(clinic_folder)),
        cwd=ROOT,
        check=False,
    )
    assert [line for line in done.stderr.splitlines() if line.startswith("[")] == ["[]"] * 4


@pytest.mark.process
def test_a_reader_who_goes_away_ends_it_quietly(kiosk: Shell, clinic_folder: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        kiosk.command("--data", clinic_folder, "staff", "list"),
        stdout=writing,
        stderr=subprocess.PIPE,
        env=kiosk.environment(),
        cwd=ROOT,
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.process
def test_a_full_disk_is_told_in_a_sentence(kiosk: Shell, clinic_folder: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            kiosk.command("--data", clinic_folder, "staff", "list"),
            stdout=full,
            stderr=subprocess.PIPE,
            env=kiosk.environment(),
            cwd=ROOT,
            check=False,
        )
    assert (done.returncode, done.stderr) == (2, b"kiosk: The system refused: no space left on device.\n")


@pytest.mark.process
def test_ctrl_c_ends_it_without_a_traceback(kiosk: Shell, clinic_folder: Path) -> None:
    with subprocess.Popen(
        kiosk.command("--data", clinic_folder, "schedule", "import", "-"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=kiosk.environment(),
        cwd=ROOT,
    ) as process:
        _wait_until_it_reads(process.pid)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()
    assert (process.returncode, out, err) == (130, b"", b"\n")


def test_an_error_of_our_own_names_its_place_and_nobody(kiosk: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> int:
        raise ValueError("Amélie Fontaine")

    monkeypatch.setattr("kiosk.commands._run", broken)
    ran = kiosk("rules", "list")
    assert (ran.status, ran.out) == (70, "")  # 1 is a check that found something
    assert re.fullmatch(
        r"kiosk: Something went wrong inside the kiosk \(ValueError in \S*test_front_door\.py, line \d+\); "
        r"please report this line\.\n",
        ran.err,
    )


def _wait_until_it_reads(pid: int) -> None:
    """Wait until the process sleeps in a read of its standard input: then nothing but input can wake it."""
    waits = Path(f"/proc/{pid}/wchan")
    end = time.monotonic() + PATIENCE
    while "pipe" not in (where := waits.read_text(encoding="ascii")):
        assert time.monotonic() < end, f"it never reads; the system says that it waits in {where!r}"
        os.sched_yield()


def test_names_come_out_whole_or_escaped_whatever_the_terminal_can_write(kiosk: Shell, clinic_folder: Path) -> None:
    list_of_day = ("visits", "list", "--day", "2099-03-02")
    assert "Zoë [/x] O'Neil" in kiosk(*list_of_day, data=clinic_folder).out
    ascii_only = {"PYTHONIOENCODING": "ascii"}
    assert r"Zo\xeb [/x] O'Neil" in kiosk(*list_of_day, data=clinic_folder, env=ascii_only).out
    document = kiosk(*list_of_day, "--json", data=clinic_folder, env=ascii_only)
    assert json.loads(document.out)[1]["client"] == "Zoë [/x] O'Neil"
