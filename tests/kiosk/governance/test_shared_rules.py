"""Machines that share the records: what a lead signs at one is in force at all, whatever the files of the others say."""

import fcntl
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.checkin.screen_data import Step
from kiosk.clinic import Clinic
from kiosk.core.errors import NotAllowed
from kiosk.governance import protocol_files, set_number, shared_rules, sign_offs
from kiosk.operations.shared_looks import differing
from kiosk.records import store_choice
from kiosk.records.audit.verification import verify
from kiosk.records.clinic_settings import keep_settings, settings_versions
from kiosk.records.keys.clinic_ids import clinic_id
from kiosk.records.keys.key_files import keep_key, read_key
from kiosk.replay.sign_off_review import review
from rules import Period
from rules.reading.loader import shipped_file
from tests.kiosk.conftest import GOOD, KEY, PEEL, PINS, FixedClock, House, people
from tests.kiosk.governance.test_library import OURS, adopt, sign, template, write
from tests.kiosk.governance.test_rules_that_change_during_the_day import SEVEN_MONTHS_AGO
from tests.kiosk.governance.test_signed_translations import signed_in
from tests.kiosk.machines import far_away, machine, opened
from tests.running import pin_by_pipe, run

NEW = "new-one"
RULE = "PP-ACCUTANE-6M"


@dataclass
class Two:
    """One clinic at two machines."""

    base: Path
    clock: FixedClock
    here: House
    there: House

    def again(self) -> Clinic:
        """Open the clinic once more at the second machine."""
        return opened(self.there.folder, self.clock, "desk")


@pytest.fixture(autouse=True)
def _far(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_choice, "on_server", far_away(base / "clinic"))


@pytest.fixture
def two(base: Path, clock: FixedClock) -> Iterator[Two]:
    with opened(machine(base, "a"), clock) as here, opened(machine(base, "b"), clock) as there:
        yield Two(base, clock, people(here, clock), people(there, clock))


def longer(house: House, period: str) -> None:
    """Make a rule's period longer and sign it, as `kiosk rules set` does."""
    library = house.clinic.library
    mended = set_number.mended(library, PEEL)
    now = library.drafted(PEEL).protocol
    change = set_number.longer(library, now, RULE, Period.of(period), house.clinic.today(), own=mended)
    protocol_files.write_protocol(change.path, change.text)
    assert change.overlay is not None
    signing = library.drafted(PEEL, change.changed)
    house.clinic.sign_protocols([signing], house.lead, {change.overlay: "adopt"})


def period_at(clinic: Clinic) -> str:
    return str(clinic.protocols[PEEL].rule(RULE).period)


def test_a_number_signed_at_one_machine_is_in_force_and_signed_at_the_other(two: Two) -> None:
    assert period_at(two.there.clinic) == "6 months"
    longer(two.here, "9 months")
    assert period_at(two.there.clinic) == period_at(two.here.clinic) == "9 months"
    assert two.there.clinic.library.is_signed(PEEL)
    assert two.there.clinic.protocols[PEEL].sha256 == two.here.clinic.protocols[PEEL].sha256


def test_the_next_number_at_the_other_machine_keeps_the_first(two: Two) -> None:
    longer(two.here, "9 months")
    longer(two.there, "12 months")
    assert period_at(two.here.clinic) == "12 months"
    assert two.here.clinic.library.is_signed(PEEL)
    text = two.here.clinic.library.overlay_path(f"own-{PEEL}").read_text("utf-8")
    assert "version: 2" in text
    assert text.count("- rule:") == 1


def test_a_machine_that_was_closed_while_the_other_signed_has_it_when_it_opens(two: Two) -> None:
    two.there.clinic.close()
    longer(two.here, "9 months")
    with two.again() as late:
        assert period_at(late) == "9 months"
        assert late.library.is_signed(PEEL)


def test_a_new_treatment_comes_with_its_examples_and_translations(two: Two) -> None:
    write(two.here, NEW, template(NEW))
    write(two.here, NEW, "title: Nueva\n", "es.yaml")
    assert NEW not in two.here.clinic.protocols  # a file counts once it is signed
    sign(two.here, NEW)
    assert two.there.clinic.library.is_signed(NEW)
    folder = two.there.folder / protocol_files.FOLDER / NEW
    assert sorted(each.name for each in folder.iterdir()) == ["es.yaml", protocol_files.PROTOCOL]
    in_force = two.there.folder / shared_rules.IN_FORCE / NEW / "es.yaml"
    assert in_force.read_text("utf-8") == "title: Nueva\n"


def test_what_nobody_signed_counts_nowhere_and_stays_where_it_is(two: Two) -> None:
    write(two.here, NEW, template(NEW))
    sign(two.here, NEW)
    in_force = two.there.clinic.protocols[NEW].sha256
    draft = template(NEW).replace("version: 1 ", "version: 2 ").replace("A cold sore today.", "A cold sore today!")
    path = write(two.there, NEW, draft)
    for clinic in (two.here.clinic, two.there.clinic):
        assert clinic.protocols[NEW].sha256 == in_force
        assert clinic.library.is_signed(NEW)
    assert path.read_text("utf-8") == draft
    assert two.there.clinic.library.drafted(NEW).protocol.version == 2
    sign(two.there, NEW)
    assert two.here.clinic.protocols[NEW].version == 2
    assert (two.here.folder / protocol_files.FOLDER / NEW / protocol_files.PROTOCOL).read_text("utf-8") == draft


@pytest.mark.thorough  # it proves the new treatment
def test_changed_examples_go_to_the_others_by_a_signature_too(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    write(two.here, NEW, template(NEW))
    cases = (Path(protocol_files.__file__).parent / "template_cases.yaml").read_text("utf-8").replace("NAME", NEW)
    write(two.here, NEW, cases, protocol_files.CASES)
    sign(two.here, NEW)
    assert NEW in two.there.clinic.protocols
    file = two.there.folder / protocol_files.FOLDER / NEW / protocol_files.CASES
    protocol_files.write_protocol(file, "# A remark.\n" + file.read_text("utf-8"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(two.base))
    keep_key(clinic_id(two.there.folder), read_key(two.base / "keys" / KEY))
    command = ["--data", two.there.folder, "rules"]
    listed = run([*command, "list"], os.environ, clock=two.clock)
    assert f"Here {NEW} is a draft: it is in force at no machine until a lead signs it." in listed.out
    with pin_by_pipe(PINS["lead"]) as pin:
        signed = run([*command, "sign", NEW, "--by", "Lena Lead", *pin], os.environ, clock=two.clock)
    assert "is signed by Lena Lead" in signed.out, signed.err
    assert NEW in two.here.clinic.protocols
    here = two.here.folder / protocol_files.FOLDER / NEW / protocol_files.CASES
    assert here.read_text("utf-8").startswith("# A remark.")
    assert two.there.clinic.library.drafts() == ()


def test_a_draft_survives_what_another_machine_signs_and_must_then_be_raised(two: Two) -> None:
    write(two.here, NEW, template(NEW))
    sign(two.here, NEW)
    mine = template(NEW).replace("version: 1 ", "version: 2 ").replace("A cold sore today.", "A cold sore today!")
    path = write(two.there, NEW, mine)
    write(two.here, NEW, template(NEW).replace("version: 1 ", "version: 2 ").replace("A cold", "One cold"))
    sign(two.here, NEW)
    assert two.there.clinic.protocols[NEW].version == 2
    assert path.read_text("utf-8") == mine
    with pytest.raises(NotAllowed, match="has to be version 3 at least"):
        sign(two.there, NEW)


def test_a_file_of_what_is_long_replaced_follows_and_is_not_signed_again(two: Two) -> None:
    longer(two.here, "9 months")
    longer(two.here, "12 months")
    path = two.there.clinic.library.overlay_path(f"own-{PEEL}")
    two.there.clinic.close()
    path.write_text(
        path.read_text("utf-8").replace("12 months", "9 months").replace("version: 2", "version: 1"), "utf-8"
    )
    with two.again() as late:
        assert period_at(late) == "12 months"
        assert "12 months" in path.read_text("utf-8")


def test_the_terminals_of_a_machine_follow_one_after_the_other(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    write_file, locked = shared_rules.write_protocol, []

    def seen(path: Path, text: str) -> None:
        descriptor = os.open(two.there.folder, os.O_RDONLY)
        try:
            with pytest.raises(BlockingIOError):
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        finally:
            os.close(descriptor)
        locked.append(path.name)
        write_file(path, text)

    longer(two.here, "9 months")
    monkeypatch.setattr(shared_rules, "write_protocol", seen)
    assert period_at(two.there.clinic) == "9 months"
    assert locked == [protocol_files.OVERLAY, protocol_files.OVERLAY]


def test_a_client_who_is_checking_in_at_the_other_machine_is_judged_by_what_was_signed_meanwhile(two: Two) -> None:
    client = two.there.client()
    visit = two.there.book(client)
    check_in = two.there.at_questions(client)
    two.there.answer_all(check_in, {PEEL: {**GOOD[PEEL], **SEVEN_MONTHS_AGO}})
    longer(two.here, "12 months")
    check_in.finish()
    while check_in.step is Step.CONSENT:
        check_in.give(client.full_name)
    verdict = two.here.visit(visit).verdict
    assert verdict is not None
    assert verdict.sha256 == two.here.clinic.protocols[PEEL].sha256
    assert [each.rule for each in verdict.findings] == [RULE]


def test_the_words_of_a_language_that_are_signed_at_one_machine_count_at_both(two: Two) -> None:
    sign(two.here, PEEL)
    own = two.here.folder / protocol_files.FOLDER / PEEL / "es.yaml"
    shipped = shipped_file(PEEL).with_name("es.yaml").read_text("utf-8")
    protocol_files.write_protocol(own, shipped.replace("Use crema solar después", "Póngase crema solar después"))
    assert two.there.clinic.library.translations(PEEL) == {}
    signed_in(two.here, "es")
    for each in (two.here, two.there):
        words = each.clinic.library.translations(PEEL)
        assert list(words) == ["es"]
        assert words["es"]["rules.PP-SUN.client"].startswith("Póngase crema solar después")
    own.unlink()
    assert list(two.here.clinic.library.translations(PEEL)) == ["es"]
    longer(two.there, "9 months")
    assert two.here.clinic.library.translations(PEEL) == {}


def test_all_that_was_signed_is_in_force_at_the_first_look_after_the_records_are_heard_to_have_changed(
    two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How soon that is: `postgresql/test_within_two_seconds.py` of the records."""
    there = two.there.clinic
    real, heard = there.records.data_version, [there.records.data_version()]
    monkeypatch.setattr(there.records, "data_version", lambda: heard[0])

    def in_force() -> tuple[object, ...]:
        there.follow_settings()
        return (
            there.library.is_signed(PEEL),
            tuple(there.library.translations(PEEL)),
            NEW in there.protocols,
            [each.id for each in there.library.adopted()],
            there.settings.too_early_minutes,
        )

    before = in_force()
    write(two.here, "ours", OURS.format(day="2026-01-01", status="active"), protocol_files.OVERLAY)
    adopt(two.here, "ours", PEEL)
    signed_in(two.here, "es")
    write(two.here, NEW, template(NEW))
    sign(two.here, NEW)
    with two.here.clinic.records.write(two.here.lead.actor("desk")) as writer:
        values = {**settings_versions(writer)[-1].values, "too_early_minutes": 45}
        keep_settings(writer, values, "Lena Lead", two.clock.now())
    assert in_force()[:-1] == before[:-1] == (True, (), False, []), "the rules wait until the change is heard"
    heard[0] = real()
    assert in_force() == (True, ("es",), True, ["ours"], 45)


def test_who_writes_into_the_files_in_force_changes_nothing(two: Two) -> None:
    longer(two.here, "9 months")
    file = two.there.folder / shared_rules.IN_FORCE / f"own-{PEEL}" / protocol_files.OVERLAY
    assert period_at(two.there.clinic) == "9 months"
    protocol_files.write_protocol(file, file.read_text("utf-8").replace("9 months", "90 months"))
    assert period_at(two.there.clinic) == "9 months"
    file.unlink()
    assert period_at(two.there.clinic) == "9 months"
    assert two.there.clinic.library.is_signed(PEEL)


def test_an_overlay_that_is_refused_at_one_machine_goes_at_both(two: Two) -> None:
    write(two.here, "ours", OURS.format(day="2026-07-01", status="active"), protocol_files.OVERLAY)
    adopt(two.here, "ours", PEEL)
    assert two.there.clinic.protocols[PEEL].overlays == ("ours 1",)
    signing = two.there.clinic.library.drafted(PEEL, {"ours": None})
    two.there.clinic.sign_protocols([signing], two.there.lead, {"ours": "refuse"})
    assert two.here.clinic.protocols[PEEL].overlays == ()
    assert two.here.clinic.library.is_signed(PEEL)


def test_a_treatment_is_given_up_by_signing_it_as_retired(two: Two) -> None:
    write(two.here, NEW, template(NEW))
    sign(two.here, NEW)
    assert NEW in two.there.clinic.protocols
    write(two.there, NEW, template(NEW, status="retired").replace("version: 1 ", "version: 2 "))
    assert NEW in two.there.clinic.protocols
    two.there.clinic.sign_protocols([review(two.there.clinic, NEW).signing], two.there.lead)
    assert NEW not in two.here.clinic.protocols
    assert NEW not in two.there.clinic.protocols


def test_the_first_machine_gives_the_records_its_rules_and_the_trail_says_so(base: Path, clock: FixedClock) -> None:
    first, second = machine(base, "a"), machine(base, "b")
    for folder, title in ((first, "First"), (second, "Second")):
        path = folder / protocol_files.FOLDER / NEW / protocol_files.PROTOCOL
        protocol_files.write_protocol(path, template(NEW).replace("New one", title))
    with opened(first, clock) as here, opened(second, clock) as there:
        assert here.titles()[NEW] == there.titles()[NEW] == "First"
        with there.records.read() as reader:
            shared = shared_rules.shared_rules(reader)
            told = [entry.detail for entry in reader.trail() if entry.event == "rules.kept"]
        assert told == [{"names": [NEW]}]
        assert shared is not None
        assert list(differing(here)) == []
        assert [
            each for each in differing(there) if f"{second / 'protocols' / NEW} says what no lead has signed" in each
        ]
        assert verify(there.records) == []


def test_an_overlay_that_was_adopted_before_comes_from_the_machine_that_has_it(base: Path, clock: FixedClock) -> None:
    with opened(machine(base, "a"), clock):
        pass  # it has no rules of its own
    second = machine(base, "b")
    with opened(second, clock) as there:
        house = people(there, clock)
        write(house, "ours", OURS.format(day="2026-07-01", status="active"), protocol_files.OVERLAY)
        signing = there.library.drafted(PEEL, {"ours": (second / "protocols/ours/overlay.yaml").read_bytes()})
        with there.records.write(
            house.lead.actor("desk")
        ) as writer:  # as an older kiosk kept it, which shared no files
            sign_offs.decide(writer, "ours", "adopt", house.lead, clock.now())
            sign_offs.keep_sign_off(writer, signing, house.lead, clock.now())
        assert not there.library.is_signed(PEEL)
        assert "A lead adopted ours, and its file is at another machine" in "".join(differing(there))
    with opened(second, clock) as there, opened(base / "a", clock) as here:
        assert here.protocols[PEEL].overlays == there.protocols[PEEL].overlays == ("ours 1",)
        assert here.library.is_signed(PEEL)
        assert list(differing(here)) == list(differing(there)) == []


def test_two_terminals_on_one_folder_see_it_too_and_write_no_copy(house: House, clock: FixedClock) -> None:
    with Clinic.open(house.folder, clock=clock, key_file=house.folder.parent / "keys" / "clinic.key") as other:
        longer(house, "9 months")
        assert period_at(other) == "9 months"
        assert other.library.is_signed(PEEL)
    assert not (house.folder / shared_rules.IN_FORCE).exists()
