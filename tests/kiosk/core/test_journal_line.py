"""What the system's journal is told when a kiosk ends: why, and nothing about anybody."""

import signal
import socket
from pathlib import Path

import pytest

from kiosk.core.errors import KeyMissing, WrongPin
from kiosk.core.journal_line import ending_line, tell_journal

NAME = "Łuczak"


def failed() -> BaseException:
    try:
        raise ValueError(f"no {NAME}")  # noqa: TRY301
    except ValueError as error:
        return error


@pytest.mark.parametrize(
    ("role", "status", "error", "says"),
    [
        ("client", 0, None, "The kiosk (client) ended: it was closed by staff."),
        (None, 128 + signal.SIGTERM, None, "The kiosk (opening screen) ended by SIGTERM."),
        ("reception", 128 + signal.SIGHUP, None, "The kiosk (reception) ended: its terminal is gone."),
        ("client", 128 + 40, None, "The kiosk (client) ended by signal 40."),
        ("client", 1, None, "The kiosk (client) ended by an error."),
        (
            "client", 1, KeyMissing(f"{NAME} has it"),
            "The kiosk (client) ended: it can't open the clinic (KeyMissing); `kiosk doctor` says why.",
        ),
        ("client", 1, WrongPin(NAME), "it can't open the clinic (WrongPin)"),
        ("client", 1, failed(), "The kiosk (client) ended by an error: ValueError in test_journal_line.py, line "),
    ],
)  # fmt: skip
def test_it_says_why_and_names_nobody(role: str | None, status: int, error: BaseException | None, says: str) -> None:
    line = ending_line(role, status, error)
    assert says in line
    assert NAME not in line
    assert "\n" not in line


def test_the_system_log_gets_it_as_one_line_of_the_kiosk(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as journal:
        journal.bind(str(log))
        tell_journal("The kiosk ended.", is_error=True, log=log)
        tell_journal("The kiosk ended.", is_error=False, log=log)
        first, second = journal.recv(1000).decode(), journal.recv(1000).decode()
    assert first.startswith("<27>kiosk[")
    assert first.endswith("]: The kiosk ended.")
    assert second.startswith("<29>kiosk[")


def test_a_machine_without_a_log_is_not_told(tmp_path: Path) -> None:
    tell_journal("The kiosk ended.", is_error=True, log=tmp_path / "none")
