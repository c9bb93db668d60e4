"""Setup asks again what was answered wrongly, and nothing that was typed is lost."""

import builtins
import getpass
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.commands import front_door
from kiosk.core.clock import SystemClock
from kiosk.core.errors import BadInput
from kiosk.core.settings import load

ANSWERS = {
    "Name of the clinic [The clinic]": ("x" * 81, "Piel Clara"),
    "Time zone [": ("Europe/Atlantis", "Europe/Madrid"),
    "Date order: dmy (31.07.2026), mdy (07/31/2026), ymd (2026-07-31) [dmy]": ("day first", "mdy"),
    "Years to keep records after a client's last visit [10]": ("many", "0", "12"),
    "Name of the first lead": ("  ", "Lena Lead"),
    "Adopt allergies?": ("why?", "no"),
    "Why is it refused": ("", "We ask in the room."),
    "Adopt extended screening?": ("later",),
    "Adopt pregnancy?": ("later",),
}
PINS = ("123456", "736492", "736493", "736492", "736492")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[list[str]]:
    """Let somebody sit at the terminal who answers each question wrongly first; return what is asked of them."""
    left = {question: iter(answers) for question, answers in ANSWERS.items()}
    questions: list[str] = []

    def answer(prompt: str) -> str:
        questions.append(prompt)
        return next(next(answers for question, answers in left.items() if prompt.startswith(question)))

    pins = iter(PINS)
    monkeypatch.setattr(builtins, "input", answer)
    monkeypatch.setattr(getpass, "getpass", lambda _prompt: next(pins))
    monkeypatch.setattr("kiosk.commands.pin_input._has_terminal", lambda: True)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    yield questions
    assert next(pins, None) is None


def setup(folder: Path, *options: str) -> int:
    argv = ["--data", str(folder), "setup", *options]
    args = front_door(argv).parse_args(argv)
    args.clock = SystemClock()
    return int(args.run(args))


def test_only_the_wrong_answer_is_asked_again_and_says_what_is_wrong(
    asked: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert setup(tmp_path / "clinic") == 0
    settings = load(tmp_path / "clinic")
    assert (settings.clinic_name, settings.time_zone, settings.date_order, settings.keep_years) == (
        "Piel Clara", "Europe/Madrid", "mdy", 12,
    )  # fmt: skip
    for question, answers in ANSWERS.items():
        assert sum(each.startswith(question) for each in asked) == len(answers), question
    told = capsys.readouterr().out
    for says in (
        "That will not do: it must be a name of 1 to 80 characters.",  # in quotes only in the file
        "There is no time zone “Europe/Atlantis”: write it like Europe/Madrid",
        "Type one of dmy, mdy, ymd.",
        "Type the years as a whole number, such as 10.",
        "That will not do: it must be a whole number from 1 to 100.",
        "The first lead needs a name: type one.",
        "Answer yes, no or later.",
        "A refusal needs a reason: type one.",
        "This PIN counts up or down",
        "The two PINs are not the same.",
        "Piel Clara is ready in ",
        "Dates are written like 07/31/2026.",
    ):
        assert says in told, says


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--time-zone", "Europe/Atlantis"), "time_zone"),
        (("--keep-years", "0"), "keep_years"),
        (("--lead", " "), "needs a name"),
        (("--pregnancy", "refuse"), "Say why pregnancy is refused"),
    ],
)
def test_an_option_that_will_not_do_is_told_before_anything_is_asked(
    options: tuple[str, ...], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.commands.pin_input.ask_line", pytest.fail)
    monkeypatch.setattr("kiosk.commands.setup_questions.ask_line", pytest.fail)
    with pytest.raises(BadInput, match=says):
        setup(tmp_path / "clinic", *options)
    assert not (tmp_path / "clinic").exists()
