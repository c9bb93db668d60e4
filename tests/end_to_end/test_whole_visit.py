"""One whole visit in three real terminals: a kiosk, a desk and a room, each a process of its own."""

from __future__ import annotations

import json
import re
import signal

import pytest

from tests.end_to_end.conftest import PINS, House
from tests.end_to_end.terminal import Terminal

pytestmark = pytest.mark.process

ANSWERS = {"Which areas": "1", "Accutane": "1", "help with": "2"}
"""What is pressed where a question holds these words; "No" everywhere else."""
HARMLESS = "2"
_COUNT = re.compile(r"\b(\d+) of (\d+)\b")


def sign_in(terminal: Terminal, number: str, name: str) -> None:
    terminal.see("Who are you?", name)
    terminal.insist(number, "Your PIN", name)
    terminal.write(PINS[name], "••••••")
    terminal.press("\r")


def identify(kiosk: Terminal, code: str, initials: str) -> None:
    kiosk.see("Touch to start")
    kiosk.insist("\r", "How would you like to check in?")
    kiosk.insist("2", "What is your booking code?")
    kiosk.write(code)
    kiosk.insist("\r", "Is this your visit today?", initials)
    kiosk.insist("1", "Your answers are private")
    kiosk.wait_for_question(1)


def answer_everything(kiosk: Terminal) -> None:
    while (count := _COUNT.search(asked := kiosk.settle())) is not None:
        if "practitioner should know" not in asked:
            key = next((key for words, key in ANSWERS.items() if words in asked), HARMLESS)
            kiosk.insist(key, "✓")
        number = int(count[1])
        if number == int(count[2]):
            kiosk.insist("\r", "Is everything right?")
            return
        kiosk.wait_for_question(number + 1)


def agree(kiosk: Terminal, name: str) -> None:
    kiosk.insist("\r", "Your consent")
    pages = re.search(r"More 1/(\d+)", kiosk.text)
    for page in range(2, int(pages[1]) + 1 if pages else 0):
        kiosk.insist("\r", f"{page}/{pages[1]} ›" if pages and page < int(pages[1]) else "I have read this ›")
    kiosk.insist("\r", "type your full name")
    kiosk.write(name)
    kiosk.insist("\r", "Thank you.", "We will call you.")


def sign(room: Terminal, name: str, *words: str) -> None:
    room.write(PINS[name], "••••••")
    room.insist("\r", *words)


def treat(room: Terminal, name: str, note: str) -> None:
    """Go ahead, treat, write a note for the next session and hand out the after-care."""
    room.insist("1", "Go ahead", "PIN")
    sign(room, name, "Signed: go ahead.")
    room.insist("5", "Which areas were treated?")
    room.insist("\r", "Which steps were done?")
    room.insist("\r", "What the next session should know.")
    room.write(note)
    room.insist("\r", "Session done", "PIN")
    sign(room, name, "After-care")


def test_a_whole_visit_in_three_terminals(house: House) -> None:
    kiosk, desk, room = (
        house.open("client", name="Kiosk 1"),
        house.open("reception", name="Desk 1"),
        house.open("practitioner", columns=120, rows=40, name="Room 1"),
    )
    sign_in(desk, "2", "Nadia Petrov")
    sign_in(room, "3", "Dr Moss")
    room.see("nobody is ready yet", "Fontaine")
    # The practitioner has the visit open and touches nothing any more until the summary is there.
    room.insist("\r", "NOT COMPLETE")

    identify(kiosk, "lu102", "A. F.")
    desk.see("At the kiosk", "question 1 of")
    answer_everything(kiosk)
    agree(kiosk, "Amelie Fontaine")

    desk.see("Waiting for you", "practitioner looks first")
    desk.insist("\r", "Check who it is", "31 July 1985")
    assert "Accutane" not in desk.text
    desk.insist("\r", "Passed to Dr Moss")

    room.see("ready since", "LOOK FIRST", "HOUSE-UNSIGNED", "Consent")
    visit = json.loads(house.run("visits", "list", "--json").stdout)[0]
    assert (visit["state"], visit["outcome"], visit["next_step"]) == ("confirmed", "review", "practitioner_first")

    treat(room, "Dr Moss", "fine grain")
    visit = json.loads(house.run("visits", "list", "--json").stdout)[0]
    assert (visit["state"], visit["outcome"]) == ("finished", "review")


def test_a_kill_of_any_terminal_loses_nothing_that_was_confirmed(house: House) -> None:
    kiosk = house.open("client", name="Kiosk 1")
    identify(kiosk, "lu102", "A. F.")
    answer_everything(kiosk)
    agree(kiosk, "Amelie Fontaine")
    kiosk.kill(signal.SIGKILL)
    desk = house.open("reception", name="Desk 1")
    sign_in(desk, "2", "Nadia Petrov")
    desk.see("Waiting for you", "practitioner looks first")
    desk.insist("\r", "Check who it is")
    desk.insist("\r", "Passed to Dr Moss")
    desk.kill(signal.SIGKILL)
    room = house.open("practitioner", name="Room 1")
    sign_in(room, "3", "Dr Moss")
    room.see("1 is ready")
    room.kill(signal.SIGKILL)
    visit = json.loads(house.run("visits", "list", "--json").stdout)[0]
    assert visit["state"] == "confirmed"
    assert house.run("visits", "show", visit["id"]).returncode == 0


def test_a_kill_in_the_middle_of_the_questions_keeps_the_answers_as_a_draft(house: House) -> None:
    kiosk = house.open("client", name="Kiosk 1")
    identify(kiosk, "lu102", "A. F.")
    kiosk.settle()
    kiosk.insist("1", "✓")
    kiosk.wait_for_question(2)
    kiosk.settle()
    kiosk.insist("2", "✓")
    kiosk.wait_for_question(3)
    kiosk.kill(signal.SIGKILL)
    again = house.open("client", name="Kiosk 1")
    again.see("Touch to start")
    desk = house.open("reception", name="Desk 1")
    sign_in(desk, "2", "Nadia Petrov")
    desk.see("stopped half-way")


def test_the_folder_holds_no_name_and_a_signal_leaves_no_trace_on_the_terminal(house: House) -> None:
    kiosk = house.open("client", name="Kiosk 1")
    identify(kiosk, "lu102", "A. F.")
    kiosk.kill(signal.SIGTERM)
    kiosk.wait_for_end()
    assert "A. F." not in kiosk.text
    assert "Traceback" not in kiosk.text
    for file in house.folder.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            assert b"Fontaine" not in content, file.name
            assert "Amélie".encode() not in content, file.name


def test_a_terminal_that_is_unplugged_ends_its_kiosk_and_keeps_the_answers(house: House) -> None:
    kiosk = house.open("client", name="Kiosk 1")
    identify(kiosk, "lu102", "A. F.")
    kiosk.settle()
    kiosk.insist("1", "✓")
    kiosk.wait_for_question(2)
    kiosk.unplug()
    assert kiosk.wait_for_end() == 128 + signal.SIGHUP
    desk = house.open("reception", name="Desk 1")
    sign_in(desk, "2", "Nadia Petrov")
    desk.see("stopped half-way")
