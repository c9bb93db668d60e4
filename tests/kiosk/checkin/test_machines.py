"""Two machines of one clinic on a server: each has a first console, and neither is taken for the other."""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from kiosk.checkin.screen_data import Step
from kiosk.clinic import Clinic
from kiosk.core.clock import SystemClock
from kiosk.core.errors import LockedOut, NotAllowed, WrongPin
from kiosk.records import machine
from kiosk.records.audit.examination import look
from kiosk.records.keys.key_sources import find_key
from kiosk.records.move_to_server import move_to_server
from tests.kiosk.conftest import GOOD_PEEL, KEY, PINS, SYSTEM, FixedClock, House, open_clinic, people
from tests.kiosk.records.postgresql.server import Server

Two = tuple[House, Clinic]


@pytest.fixture
def system_file(tmp_path: Path) -> Path:
    file = tmp_path / "machine-id"
    file.write_text("0123456789abcdef\n")
    return file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "clinic"
    made.mkdir(mode=0o700)
    return made


class TestTheIdOfAMachine:
    def test_it_stays_the_same_and_only_the_owner_reads_it(self, folder: Path, system_file: Path) -> None:
        own = machine.machine_id(folder, system_file)
        assert machine.machine_id(folder, system_file) == own
        assert (folder / machine.FILE).stat().st_mode & 0o777 == 0o600
        assert [file.name for file in folder.iterdir()] == [machine.FILE]

    def test_a_folder_that_was_copied_to_another_machine_gets_its_own(self, folder: Path, system_file: Path) -> None:
        own = machine.machine_id(folder, system_file)
        system_file.write_text("fedcba9876543210\n")
        assert machine.machine_id(folder, system_file) != own

    def test_it_tells_nothing_of_the_machine(self, folder: Path, system_file: Path) -> None:
        machine.machine_id(folder, system_file)
        assert "0123456789abcdef" not in (folder / machine.FILE).read_text()

    def test_a_container_without_an_id_keeps_the_one_in_its_folder(self, folder: Path, tmp_path: Path) -> None:
        assert machine.machine_id(folder, tmp_path / "none") == machine.machine_id(folder, tmp_path / "none")

    @pytest.mark.parametrize("text", ["", "nonsense", "M-2345 \xff"])
    def test_a_spoilt_one_is_made_anew(self, folder: Path, system_file: Path, text: str) -> None:
        file = folder / machine.FILE
        file.touch(mode=0o600)
        file.write_bytes(text.encode("latin-1"))
        own = machine.machine_id(folder, system_file)
        assert own != text
        assert machine.machine_id(folder, system_file) == own

    def test_one_that_others_can_reach_is_refused(self, folder: Path, system_file: Path) -> None:
        machine.machine_id(folder, system_file)
        (folder / machine.FILE).chmod(0o644)
        with pytest.raises(NotAllowed, match="chmod 600"):
            machine.machine_id(folder, system_file)


@pytest.mark.parametrize(("number", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (702, "AAA")])
def test_letters_go_on_after_the_last(number: int, name: str) -> None:
    assert machine.letter(number) == name


def test_a_clinic_on_one_machine_has_no_letters(house: House) -> None:
    assert house.clinic.terminal == "kiosk-1"
    assert not (house.folder / machine.FILE).exists()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    started = Server()
    try:
        started.start()
        yield started
    finally:
        started.end()


@pytest.mark.system
class TestTwoMachines:
    @pytest.fixture
    def two(self, base: Path, tmp_path: Path, clock: FixedClock, server: Server) -> Iterator[Two]:
        """Return machine A as a house, and the same clinic at machine B; both call their first console kiosk-1."""
        key = find_key("", file=base / "keys" / KEY, folder=base / "clinic")
        move_to_server(base / "clinic", key, server.url(server.empty_database()), actor=SYSTEM, clock=clock)
        other = tmp_path / "other"
        shutil.copytree(base, other, ignore=shutil.ignore_patterns("records.*"))
        os.chmod(other / "clinic", 0o700)  # noqa: PTH101
        with ExitStack() as opened:
            first = opened.enter_context(open_clinic(base, clock))
            yield people(first, clock), opened.enter_context(open_clinic(other, clock))

    def test_their_terminals_have_names_of_their_own_and_keep_them(self, two: Two, clock: FixedClock) -> None:
        house, there = two
        assert (house.clinic.terminal, there.terminal) == ("kiosk-1 · A", "kiosk-1 · B")
        with open_clinic(there.folder.parent, clock) as again:
            assert again.terminal == "kiosk-1 · B"
        with open_clinic(house.folder.parent, clock, "Window") as again:
            assert again.terminal == "Window · A"
        house.clinic.terminals.call_help(SYSTEM)
        there.terminals.call_help(SYSTEM)
        assert [each.name for each in there.terminals.all()] == ["kiosk-1 · A", "kiosk-1 · B"]

    def test_a_machine_that_forgot_how_far_the_records_had_come_says_so_in_the_trail(
        self, two: Two, clock: FixedClock
    ) -> None:
        house, there = two
        (there.folder / "records.counter").unlink()
        with open_clinic(there.folder.parent, clock, "kiosk-2"):
            pass
        with house.clinic.records.read() as reader:
            told = [each.actor.terminal for each in reader.trail() if each.event == "machine.memory_begins"]
        assert told == ["kiosk-1 · B", "kiosk-2 · B"]

    def test_whoever_asks_for_the_check_first_says_so_in_its_stead(self, two: Two, base: Path) -> None:
        house, there = two
        key = find_key("", file=base / "keys" / KEY, folder=base / "clinic")
        (there.folder / "records.counter").unlink()
        assert look(there.folder, key, store=there.settings.store, by=SYSTEM, clock=SystemClock()).problems == []
        assert look(there.folder, key, store=there.settings.store, by=SYSTEM, clock=SystemClock()).problems == []
        with house.clinic.records.read() as reader:
            told = [each.actor for each in reader.trail() if each.event == "machine.memory_begins"]
        assert told[1:] == [SYSTEM]

    def test_a_lock_out_at_one_locks_nobody_out_at_the_other(self, two: Two) -> None:
        house, there = two
        for _ in range(5):
            with pytest.raises(WrongPin):
                house.clinic.staff.check_pin("Rita Roy", "385063", terminal=house.clinic.terminal)
        with pytest.raises(LockedOut):
            house.clinic.staff.check_pin("Rita Roy", PINS["rita"], terminal=house.clinic.terminal)
        assert there.staff.check_pin("Rita Roy", PINS["rita"], terminal=there.terminal).name == "Rita Roy"

    def test_answers_that_are_handed_to_one_come_back_at_no_other(self, two: Two) -> None:
        house, there = two
        client = house.client()
        visit = house.book(client)
        check_in = house.at_questions(client)
        check_in.answer(GOOD_PEEL["area"])
        check_in.next()
        check_in.leave("timeout")
        house.desk().hand_back_draft(visit.id, house.clinic.terminal)
        assert not there.check_in().handed_back
        with pytest.raises(NotAllowed):
            there.check_in().resume()
        assert house.clinic.check_in().resume() is Step.QUESTION

    def test_two_check_ins_at_once_are_two_lines_on_the_board(self, two: Two) -> None:
        house, there = two
        anna, berta = house.client("Anna", "Ferrer"), house.client("Berta", "Vidal")
        visits: Any = [house.book(anna), house.book(berta)]
        house.at_questions(anna)
        House(there, house.clock, there.folder, house.lead, house.rita, house.bea, house.dr_roca).at_questions(berta)
        lines = {each.name: each.visit_ids for each in house.clinic.terminals.all()}
        assert lines == {"kiosk-1 · A": (visits[0].id,), "kiosk-1 · B": (visits[1].id,)}
