from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from kiosk.core.actor import Actor
from kiosk.core.errors import BadInput, KioskError, LockedOut, NotAllowed, NotFound, WrongPin
from kiosk.people.staff import StaffBook, StaffMember, pins
from kiosk.people.staff.pins import refuse_weak
from kiosk.people.staff.weak_pins import weakness
from kiosk.records import Records

WRONG = "519038"
SETUP = Actor(name="setup", role="system", system_user="clinic")


def fail(staff: StaffBook, name: str, times: int, terminal: str = "desk-1") -> None:
    for _ in range(times):
        with pytest.raises(WrongPin):
            staff.check_pin(name, WRONG, terminal=terminal)


def kept_pin(records: Records) -> str:
    with records.read() as reader:
        return str(reader.find("staff", role="lead")[0]["pin"])


def said(records: Records) -> list[str]:
    with records.read() as reader:
        return [entry.event for entry in reader.trail()]


@pytest.mark.parametrize(
    ("pin", "why"),
    [
        ("12345", "6 to 12 digits"),
        ("1234567890123", "6 to 12 digits"),
        ("12a456", "digits only"),
        ("٤٠٨٢١٧", "digits only"),
        ("000000", "repeats"),
        ("121212", "repeats"),
        ("407407", "repeats"),
        ("123456", "counts up or down"),
        ("876543", "counts up or down"),
        ("890123", "counts up or down"),
        ("246802", "counts up or down"),
        ("112233", "tried first"),
        ("123321", "reads the same backwards"),
        ("123454321", "reads the same backwards"),
        ("246810", "counts up or down"),
        ("135790", "counts up or down"),
        ("123457", "counts up or down"),
        ("202122", "counts up or down"),
        ("000001", "repeats the same digits"),
        ("11223344", "repeats the same digits"),
        ("332211", "repeats the same digits"),
        ("445566", "repeats the same digits"),
        ("789456", "is a pattern on the keys"),
        ("852963", "is a pattern on the keys"),
        ("987654", "counts up or down"),
        ("147852", "is a pattern on the keys"),
        ("654123", "is a pattern on the keys"),
        ("123654789", "is a pattern on the keys"),
        ("125896", "draws a line on the keys"),
        ("159753", "draws a line on the keys"),
        ("310785", "reads as a date"),
        ("073185", "reads as a date"),
        ("850731", "reads as a date"),
        ("198507", "reads as a date"),
        ("071985", "reads as a date"),
        ("31071985", "reads as a date"),
        ("19850731", "reads as a date"),
    ],
)
def test_a_pin_that_is_tried_first_is_refused_with_the_reason(pin: str, why: str) -> None:
    with pytest.raises(BadInput, match=why):
        refuse_weak(pin)


@pytest.mark.parametrize("pin", ["408217", "730164", "905162", "4082179", "73016490"])
def test_an_ordinary_pin_is_taken(pin: str) -> None:
    refuse_weak(pin)


def test_no_more_than_about_one_pin_in_twenty_is_refused() -> None:
    some = [f"{number:06d}" for number in range(0, 1_000_000, 97)]
    assert sum(weakness(pin) is not None for pin in some) < 0.055 * len(some)


def test_who_knows_the_pin_signs_in_whatever_the_case_of_the_name(staff: StaffBook, rosa: StaffMember) -> None:
    assert staff.check_pin("rosa VIDAL", "408217", terminal="desk-1") == rosa
    assert rosa.actor("desk-1") == Actor(
        name="Rosa Vidal", role="receptionist", staff_id=rosa.id, terminal="desk-1", system_user=None
    )


def test_a_wrong_pin_and_a_wrong_name_are_told_alike(staff: StaffBook, rosa: StaffMember) -> None:
    with pytest.raises(WrongPin) as wrong_pin:
        staff.check_pin(rosa.name, WRONG, terminal="desk-1")
    with pytest.raises(WrongPin) as wrong_name:
        staff.check_pin("Nobody Atall", WRONG, terminal="desk-1")
    assert str(wrong_pin.value) == str(wrong_name.value)


def test_five_wrong_pins_lock_for_one_then_five_then_fifteen_minutes(
    staff: StaffBook, rosa: StaffMember, clock: Any
) -> None:
    for minutes in (1, 5, 15, 15):
        fail(staff, rosa.name, 5)
        with pytest.raises(LockedOut, match=f"try again in {minutes} minute") as locked:
            staff.check_pin(rosa.name, "408217", terminal="desk-1")
        assert (locked.value.until - clock.now()).total_seconds() == minutes * 60
        clock.forward(minutes=minutes)
    assert staff.check_pin(rosa.name, "408217", terminal="desk-1") == rosa
    fail(staff, rosa.name, 4)
    assert staff.check_pin(rosa.name, "408217", terminal="desk-1") == rosa


def test_a_name_that_is_on_no_list_locks_in_the_same_way(staff: StaffBook, rosa: StaffMember) -> None:
    fail(staff, "Nobody Atall", 5)
    with pytest.raises(LockedOut):
        staff.check_pin("Nobody Atall", WRONG, terminal="desk-1")
    assert staff.check_pin(rosa.name, "408217", terminal="desk-1") == rosa


def test_a_client_terminal_locks_nobody_out_elsewhere(staff: StaffBook, rosa: StaffMember) -> None:
    for _ in range(5):
        with pytest.raises(WrongPin):
            staff.check_pin(rosa.name, WRONG, terminal="kiosk-1", client_terminal=True)
    with pytest.raises(LockedOut):
        staff.check_pin(rosa.name, "408217", terminal="kiosk-1", client_terminal=True)
    assert staff.check_pin(rosa.name, "408217", terminal="desk-1") == rosa


def test_a_lock_outlives_the_program_that_set_it(
    staff: StaffBook, rosa: StaffMember, tmp_path: Path, clock: Any
) -> None:
    fail(staff, rosa.name, 5)
    with Records.open(tmp_path / "clinic", bytes(range(32)), clock=clock) as again:
        book = StaffBook(again, again.secret("pepper"), clock)
        with pytest.raises(LockedOut):
            book.check_pin(rosa.name, "408217", terminal="desk-1")


def test_tries_at_the_same_moment_are_counted_each(staff: StaffBook, rosa: StaffMember) -> None:
    def attempt(_: int) -> type[KioskError]:
        with pytest.raises(KioskError) as refused:
            staff.check_pin(rosa.name, WRONG, terminal="desk-1")
        return refused.type

    with ThreadPoolExecutor(12) as threads:
        outcomes = list(threads.map(attempt, range(12)))
    assert outcomes.count(WrongPin) == 5
    assert outcomes.count(LockedOut) == 7


@pytest.mark.parametrize("back", [{"seconds": -1}, {"hours": -1}, {"days": -2}, {"days": -400}])
def test_a_clock_put_back_neither_ends_a_lock_nor_prolongs_it_beyond_its_step(
    staff: StaffBook, rosa: StaffMember, clock: Any, back: dict[str, int]
) -> None:
    fail(staff, rosa.name, 5)
    clock.forward(**back)
    assert staff.locked() == (rosa,)
    for seconds in (0, 59):
        clock.forward(seconds=seconds)
        with pytest.raises(LockedOut, match="in 1 minute"):
            staff.check_pin(rosa.name, "408217", terminal="desk-1")
    clock.forward(seconds=1)
    assert staff.check_pin(rosa.name, "408217", terminal="desk-1") == rosa


def test_a_terminal_of_another_name_gives_no_new_tries(staff: StaffBook, rosa: StaffMember) -> None:
    for number in range(5):
        fail(staff, rosa.name, 1, terminal=f"desk-{number}")
    for terminal in ("desk-0", "desk-4", "a new name", ""):
        with pytest.raises(LockedOut):
            staff.check_pin(rosa.name, "408217", terminal=terminal)


def test_a_client_terminal_of_another_name_gives_no_new_tries(staff: StaffBook, rosa: StaffMember) -> None:
    for number in range(5):
        with pytest.raises(WrongPin):
            staff.check_pin(rosa.name, WRONG, terminal=f"kiosk-{number}", client_terminal=True)
    with pytest.raises(LockedOut):
        staff.check_pin(rosa.name, "408217", terminal="kiosk-9", client_terminal=True)
    assert staff.check_pin(rosa.name, "408217", terminal="kiosk-9") == rosa


def test_a_lead_unlocks_and_nobody_else(
    staff: StaffBook, rosa: StaffMember, lead: StaffMember, records: Records
) -> None:
    fail(staff, rosa.name, 5)
    with pytest.raises(NotAllowed):
        staff.unlock(rosa.name, rosa.actor())
    staff.unlock(rosa.name, lead.actor())
    assert staff.check_pin(rosa.name, "408217", terminal="desk-1") == rosa
    assert "unlocked" in said(records)


def test_a_disabled_person_is_refused_and_can_come_back(
    staff: StaffBook, rosa: StaffMember, lead: StaffMember, records: Records
) -> None:
    assert not staff.disable(rosa.name, lead.actor()).active
    with pytest.raises(NotAllowed, match="Rosa Vidal may no longer sign in"):
        staff.check_pin(rosa.name, "408217", terminal="desk-1")
    with pytest.raises(WrongPin):
        staff.check_pin(rosa.name, WRONG, terminal="desk-1")
    assert staff.enable(rosa.name, lead.actor()).active
    assert staff.check_pin(rosa.name, "408217", terminal="desk-1").active
    assert said(records)[-1] == "sign_in"


def test_the_only_lead_cannot_be_disabled(staff: StaffBook, lead: StaffMember) -> None:
    with pytest.raises(NotAllowed, match="only lead"):
        staff.disable(lead.name, lead.actor())
    staff.add("Iris Bell", "lead", "615930", actor=lead.actor())
    assert not staff.disable(lead.name, lead.actor()).active


def test_a_new_pin_replaces_the_old_one_and_forgets_wrong_ones(
    staff: StaffBook, rosa: StaffMember, lead: StaffMember
) -> None:
    fail(staff, rosa.name, 5)
    staff.reset_pin(rosa.name, "905162", lead.actor())
    assert staff.check_pin(rosa.name, "905162", terminal="desk-1") == rosa
    with pytest.raises(WrongPin):
        staff.check_pin(rosa.name, "408217", terminal="desk-1")


def test_somebody_changes_their_own_pin_and_nobody_elses(
    staff: StaffBook, rosa: StaffMember, lead: StaffMember
) -> None:
    staff.reset_pin(rosa.name, "905162", rosa.actor())
    with pytest.raises(NotAllowed):
        staff.reset_pin(lead.name, "615930", rosa.actor())


def test_only_a_lead_adds_people_and_every_name_is_there_once(
    staff: StaffBook, rosa: StaffMember, lead: StaffMember
) -> None:
    with pytest.raises(NotAllowed, match="Only a lead"):
        staff.add("Luis Mora", "practitioner", "615930", actor=rosa.actor())
    with pytest.raises(BadInput, match="on the staff list already"):
        staff.add("ROSA  vidal", "lead", "615930", actor=lead.actor())
    with pytest.raises(BadInput, match="no role boss"):
        staff.add("Luis Mora", "boss", "615930", actor=lead.actor())  # type: ignore[arg-type]
    with pytest.raises(BadInput, match="needs a name"):
        staff.add("\u202e", "lead", "615930", actor=lead.actor())
    luis = staff.add("Luis Mora", "practitioner", "615930", treatments=["parisian-peel"], actor=lead.actor())
    assert luis.treatments == ("parisian-peel",)
    assert [member.name for member in staff.all()] == ["Dr. Marta Sol", "Rosa Vidal", "Luis Mora"]
    assert staff.by_name("luis mora") == staff.get(luis.id) == luis
    with pytest.raises(NotFound):
        staff.by_name("Nobody Atall")


def test_a_part_of_a_name_means_whom_it_fits_alone(staff: StaffBook, rosa: StaffMember, lead: StaffMember) -> None:
    staff.add("Rosa Vidal-Mora", "receptionist", "615930", actor=lead.actor())
    assert staff.meant("marta") == staff.meant("Sol M") == "Dr. Marta Sol"
    assert staff.meant("rosa") == "rosa", "two are called so"
    assert staff.meant("rosa vidal-") == "Rosa Vidal-Mora"
    assert staff.check_pin(staff.meant("rosa vidal"), "408217", terminal="desk-1") == rosa, "the whole name of one"
    assert staff.meant("") == ""
    staff.disable("Rosa Vidal-Mora", lead.actor())
    assert staff.meant("ro") == "Rosa Vidal"
    assert staff.meant("ro ro") == "ro ro"


def test_neither_the_pin_nor_its_hash_is_in_what_others_see(
    staff: StaffBook, rosa: StaffMember, records: Records
) -> None:
    assert set(rosa.model_dump()) == {"id", "name", "role", "treatments", "prescriber", "active", "created_at"}
    assert "408217" not in str(rosa)
    with records.read() as reader:
        kept = [str(document) for document in reader.all("staff")]
        assert all("$argon2id$" in document for document in kept)
        assert not any("408217" in document or "730164" in document for document in kept)
    assert staff.all()[1] == rosa


def test_a_pin_is_worth_nothing_without_the_clinics_pepper(records: Records, rosa: StaffMember, clock: Any) -> None:
    with pytest.raises(WrongPin):
        StaffBook(records, bytes(32), clock).check_pin(rosa.name, "408217", terminal="desk-1")


@pytest.mark.usefixtures("costly_pins")
def test_a_pin_is_kept_at_what_guards_it_from_somebody_who_steals_the_hash(records: Records, clock: Any) -> None:
    staff = StaffBook(records, records.secret("pepper"), clock)
    staff.add("Dr. Marta Sol", "lead", "730164", actor=SETUP)
    assert staff.check_pin("Dr. Marta Sol", "730164", terminal="desk-1").role == "lead"
    assert kept_pin(records).startswith("$argon2id$v=19$m=32768,t=3,p=1$")


@pytest.mark.usefixtures("costly_pins")
def test_a_pin_that_was_kept_as_the_demo_keeps_it_opens_no_other_clinic(records: Records, clock: Any) -> None:
    demo, clinic = (StaffBook(records, records.secret("pepper"), clock, cost=cost) for cost in (pins.PUBLISHED, None))
    demo.add("Dr. Marta Sol", "lead", "730164", actor=SETUP)
    assert demo.check_pin("Dr. Marta Sol", "730164", terminal="desk-1").role == "lead"
    with pytest.raises(WrongPin):
        clinic.check_pin("Dr. Marta Sol", "730164", terminal="desk-1")
    clinic.reset_pin("Dr. Marta Sol", "730164", SETUP)
    assert clinic.check_pin("Dr. Marta Sol", "730164", terminal="desk-1").role == "lead"


def test_what_is_kept_and_is_no_hash_lets_nobody_in(staff: StaffBook, rosa: StaffMember, records: Records) -> None:
    with records.write(SETUP) as writer:
        (document,) = writer.find("staff", role="receptionist")
        writer.put("staff", {**document, "pin": "408217"}, expect=document["revision"])
    with pytest.raises(WrongPin):
        staff.check_pin(rosa.name, "408217", terminal="desk-1")


def test_signing_in_and_failing_to_are_in_the_audit_trail(
    staff: StaffBook, rosa: StaffMember, records: Records
) -> None:
    fail(staff, rosa.name, 1)
    staff.check_pin(rosa.name, "408217", terminal="desk-1")
    with records.read() as reader:
        wrong, right = list(reader.trail(subject=rosa.id))[-2:]
    assert (wrong.event, wrong.actor.terminal, wrong.detail["wrong"]) == ("pin_wrong", "desk-1", 1)
    assert (right.event, right.actor.staff_id) == ("sign_in", rosa.id)
