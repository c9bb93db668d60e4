"""Machines that share the records: the clinic's settings are in them, and a machine's file says what is the machine's."""

import os
import shutil
import stat
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk.clinic import Clinic
from kiosk.commands.front import front_of
from kiosk.core.errors import BadInput
from kiosk.core.setting_owners import owners
from kiosk.core.settings import COPY, FILE, Settings, load
from kiosk.governance import protocol_files
from kiosk.operations.shared_looks import differing, look_at_shared
from kiosk.records import Records, clinic_settings, kept_settings, store_choice
from kiosk.records.audit.examination import examine_records
from kiosk.records.audit.verification import verify
from kiosk.records.keys.clinic_ids import clinic_id
from kiosk.records.keys.key_files import keep_key, read_key
from tests.kiosk.conftest import KEY, LEAD, PINS, SYSTEM, FixedClock, open_clinic, people
from tests.kiosk.governance.test_library import sign as sign_treatment
from tests.kiosk.governance.test_library import template, write
from tests.kiosk.machines import URL, far_away, machine, opened
from tests.running import Ran, pin_by_pipe, run

PRINTER = "printing.printer = 'desk'"


@pytest.fixture
def clock() -> FixedClock:  # the clinic's, not the records' own
    return FixedClock()


@pytest.fixture
def base(tmp_path: Path, staffed: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where a clinic's records are, which machines reach as if they were far away."""
    base = Path(shutil.copytree(staffed, tmp_path / "base"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(base))
    keep_key(clinic_id(base / "clinic"), read_key(base / "keys" / KEY))
    monkeypatch.setattr(store_choice, "on_server", far_away(base / "clinic"))
    return base


@pytest.fixture
def two(base: Path, clock: FixedClock) -> Iterator[tuple[Clinic, Clinic]]:
    with opened(machine(base, "a", PRINTER), clock) as here, opened(machine(base, "b"), clock) as there:
        yield here, there


def kiosk(folder: Path, *words: str | Path, clock: FixedClock, pin: str = PINS["lead"]) -> Ran:
    with pin_by_pipe(pin) as given:
        by = ("--by", "Lena Lead", *given) if words[1] in ("take", "reset") else ()
        return run(["--data", folder, *words, *by], os.environ, clock=clock)


def say(folder: Path, *lines: str) -> None:
    """Write lines at the beginning of a machine's file, as somebody with an editor does."""
    file = folder / FILE
    file.write_text("\n".join(lines) + "\n" + file.read_text("utf-8"), "utf-8")


def take(clinic: Clinic, *lines: str) -> tuple[str, ...]:
    """Write lines into a machine's file and take them over."""
    file = clinic.folder / FILE
    names = {line.partition(" ")[0] for line in lines}
    left = [line for line in file.read_text("utf-8").splitlines() if line.partition(" ")[0] not in names]
    file.write_text("\n".join((*lines, *left)) + "\n", "utf-8")
    return clinic_settings.take_settings(clinic.records, clinic.folder, LEAD)


def test_every_setting_is_the_clinics_or_the_machines_as_the_page_says() -> None:
    text = (Path(__file__).parents[3] / "docs" / "settings.md").read_text("utf-8")
    _, _, table = text.partition("## Whose it is")
    table, _, _ = table.partition("\n## ")
    row = table.split("| a machine |")[1].split("\n")[0]
    told = {name for name, _ in owners(Settings) if f"`{name}`" in row} | {"printing", "monitoring"}
    assert told == {name for name, of_machine in owners(Settings) if of_machine}
    assert told > {"store", "site", "help_sound", "schedule.clients_file"}


def test_a_table_may_hold_what_is_the_machines_and_what_is_the_clinics(two: tuple[Clinic, Clinic]) -> None:
    here, there = two
    take(here, 'schedule.clients_file = "/srv/north.csv"', "schedule.keep_files_days = 7")
    here.follow_settings()
    there.follow_settings()
    assert (here.settings.schedule.clients_file, here.settings.schedule.keep_files_days) == ("/srv/north.csv", 7)
    assert (there.settings.schedule.clients_file, there.settings.schedule.keep_files_days) == ("", 7)
    text = (here.folder / FILE).read_text("utf-8")
    assert 'clients_file = "/srv/north.csv"' in text
    assert "keep_files_days" not in text


def test_new_sites_and_this_machines_are_written_at_once_and_count_once_they_are_taken(
    two: tuple[Clinic, Clinic],
) -> None:
    """As `docs/settings.md` shows them, with `site` above: the machine could do nothing any more, not even take them."""
    here, there = two
    sites = '[sites.north]\nclinic_address = "Calle Alta 1"\n[sites.south]\nclinic_address = "Calle Baja 9"\n'
    text = (here.folder / FILE).read_text("utf-8").replace('site = ""\n', "")
    (here.folder / FILE).write_text(f'site = "north"\n{text}\n{sites}', "utf-8")
    here.follow_settings()
    assert (here.settings.site, here.settings.sites) == ("", {})
    with here.records.read() as reader:
        assert list(clinic_settings.unread_settings(reader, here.folder)) == ["sites"]
    assert take(here) == ("sites",)
    here.follow_settings()
    assert (here.settings.site, here.settings.clinic_address) == ("north", "Calle Alta 1")
    there.follow_settings()
    assert list(there.settings.sites) == ["north", "south"]


def test_what_is_taken_over_at_one_machine_counts_at_the_other(two: tuple[Clinic, Clinic]) -> None:
    here, there = two
    before = there.records.data_version()
    assert take(here, "too_early_minutes = 45", 'accent = "#2f6f62"') == ("accent", "too_early_minutes")
    assert there.records.data_version() != before
    assert there.follow_settings()
    assert here.follow_settings()
    for clinic in two:
        assert (clinic.settings.too_early_minutes, clinic.settings.accent) == (45, "#2f6f62")
        assert not clinic.follow_settings()
    assert here.settings.printing.printer == "desk"
    assert there.settings.printing.printer == ""


def test_a_machine_that_is_killed_while_it_takes_over_still_has_its_file(
    two: tuple[Clinic, Clinic], monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> None:
        raise KeyboardInterrupt

    here, _ = two
    with monkeypatch.context() as patched:
        patched.setattr(clinic_settings, "write_machine_file", die)
        with pytest.raises(KeyboardInterrupt):
            take(here, "too_early_minutes = 45")
    assert load(here.folder).printing.printer == "desk"
    assert take(here, "too_early_minutes = 50") == ("too_early_minutes",)


def test_a_machine_that_was_off_meanwhile_has_it_when_it_starts(two: tuple[Clinic, Clinic], clock: FixedClock) -> None:
    here, there = two
    there.close()
    take(here, "finding_valid_days = 7")
    with opened(there.folder, clock) as late:
        assert late.settings.finding_valid_days == 7


def test_the_next_visit_is_judged_by_it(two: tuple[Clinic, Clinic]) -> None:
    here, there = two
    assert there.judge is there.judge
    before = there.judge
    take(here, "finding_valid_days = 7")
    there.follow_settings()
    assert there.judge is not before


def test_a_line_of_the_clinics_in_a_machines_file_is_not_read_and_named(
    two: tuple[Clinic, Clinic], clock: FixedClock
) -> None:
    _, there = two
    there.close()
    say(there.folder, "too_early_minutes = 5", "reduced_motion = true")
    text = (there.folder / FILE).read_text("utf-8").replace('clinic_name = "Piel Clara"', 'clinic_name = "Other"')
    (there.folder / FILE).write_text(
        text.replace("too_early_minutes = 60\n", "").replace("reduced_motion = false\n", "")
    )
    with opened(there.folder, clock) as again:
        assert (again.settings.too_early_minutes, again.settings.clinic_name) == (60, "Piel Clara")
        (said,) = differing(again)
        assert [check.state for check in look_at_shared(again)] == ["warning"]
    assert f"{there.folder / FILE} says too_early_minutes and reduced_motion and clinic_name differently" in said
    shown = kiosk(there.folder, "settings", "show", clock=clock)
    assert "  too_early_minutes: 5; in force: 60" in shown.out
    assert "`kiosk settings take --by LEAD` puts them in force at every machine" in shown.out


def test_a_lead_takes_it_over_and_nothing_is_lost(two: tuple[Clinic, Clinic], clock: FixedClock) -> None:
    here, there = two
    there.close()
    say(there.folder, "# Our own remark", 'privacy_contact = "Ask Lena."')
    was = (there.folder / FILE).read_text("utf-8")
    done = kiosk(there.folder, "settings", "take", clock=clock)
    assert 'privacy_contact: null -> "Ask Lena."' in done.out
    assert "Lena Lead changed privacy_contact at every machine." in done.out
    here.follow_settings()
    assert here.settings.privacy_contact == "Ask Lena."
    assert (there.folder / clinic_settings.TAKEN).read_text("utf-8") == was
    left = (there.folder / FILE).read_text("utf-8")
    assert f'store = "{URL}"' in left
    assert "clinic_name" not in left
    assert "kiosk settings take" in left
    assert stat.S_IMODE((there.folder / FILE).stat().st_mode) == 0o600
    assert "says nothing here that is not in force" in kiosk(there.folder, "settings", "take", clock=clock).out
    with opened(there.folder, clock) as again:
        assert again.settings == here.settings.model_copy(update={"printing": again.settings.printing})
        assert list(differing(again)) == []
        assert [check.state for check in look_at_shared(again)] == ["well"]


def test_it_is_in_the_trail_with_its_version_and_all_versions_are_kept(
    two: tuple[Clinic, Clinic], clock: FixedClock
) -> None:
    here, there = two
    take(here, "too_early_minutes = 45")
    take(there, "too_early_minutes = 30")
    with here.records.read() as reader:
        kept = clinic_settings.settings_versions(reader)
        told = [entry.detail for entry in reader.trail() if entry.event == "settings.kept"]
    assert [each.values.get("too_early_minutes") for each in kept] == [60, 45, 30]
    assert [each.by for each in kept] == ["kiosk", "Lena Lead", "Lena Lead"]
    assert told[1:] == [{"settings": ["too_early_minutes"], "version": number} for number in (2, 3)]
    assert verify(here.records) == []
    shown = kiosk(here.folder, "settings", "show", "--history", clock=clock).out.splitlines()
    assert [line.split()[0] for line in shown] == ["VERSION", "1", "2", "3"]
    assert shown[1].split()[-1] == "all"
    assert shown[-1].endswith("too_early_minutes")


def test_a_setting_gets_its_default_again(two: tuple[Clinic, Clinic], clock: FixedClock) -> None:
    here, there = two
    take(here, 'accent = "#2f6f62"')
    assert "changed accent at every machine" in kiosk(here.folder, "settings", "reset", "accent", clock=clock).out
    there.follow_settings()
    assert there.settings.accent is None
    assert "had its default already" in kiosk(here.folder, "settings", "reset", "accent", clock=clock).out
    for name in ("printing", "no_such"):
        assert "none of the clinic's settings" in kiosk(here.folder, "settings", "reset", name, clock=clock).complaint
    assert "has no default" in kiosk(here.folder, "settings", "reset", "clinic_name", clock=clock).complaint


def test_only_a_lead_with_the_right_pin_takes_it_over(two: tuple[Clinic, Clinic], clock: FixedClock) -> None:
    here, there = two
    say(there.folder, "call_ahead_days = 21")
    (there.folder / FILE).write_text((there.folder / FILE).read_text("utf-8").replace("call_ahead_days = 14\n", ""))
    wrong = kiosk(there.folder, "settings", "take", clock=clock, pin="000000")
    assert wrong.status == 2
    assert not here.follow_settings()
    assert "call_ahead_days = 21" in (there.folder / FILE).read_text("utf-8")


def test_what_is_not_allowed_is_refused_and_stays_in_the_file(two: tuple[Clinic, Clinic], clock: FixedClock) -> None:
    here, there = two
    with pytest.raises(BadInput, match=r"too_early_minutes = 9999 is not allowed"):
        take(there, "too_early_minutes = 9999")
    assert "too_early_minutes = 9999" in (there.folder / FILE).read_text("utf-8")
    assert not here.follow_settings()
    assert "too_early_minutes = 9999 is not allowed" in "".join(differing(there))
    with opened(there.folder, clock) as again:
        assert again.settings.too_early_minutes == 60


def test_how_long_records_are_kept_counts_as_confirmed_once_a_lead_took_it_over(two: tuple[Clinic, Clinic]) -> None:
    here, there = two
    take(here, "keep_years = 3")
    there.follow_settings()
    assert there.settings.keep_years == 3
    key = read_key(here.folder.parent / "keys" / KEY)
    assert examine_records(there.folder, key, clock=here.clock, store=URL) == []


def test_the_first_screen_shows_the_clinic_before_the_server_answers(two: tuple[Clinic, Clinic]) -> None:
    here, there = two
    take(here, 'clinic_name = "Piel Serena"', 'accent = "#112233"')
    clinic_settings.write_machine_file(there.folder, {"store": URL})
    assert front_of(there.folder).name == "Piel Clara"  # as last copied
    there.follow_settings()
    front = front_of(there.folder)
    assert (front.name, front.accent) == ("Piel Serena", "#112233")
    assert load(there.folder).clinic_name == "Piel Serena"
    (there.folder / COPY).write_text("not TOML", "utf-8")
    assert front_of(there.folder).name == ""
    assert load(there.folder).clinic_name == "The clinic"


SITES = """\
[sites.north]
clinic_address = "Calle Alta 1"
opening.monday = ["09:00-13:00"]
[sites.south]
clinic_address = "Calle Baja 9"
first_desk = "Desk south"
"""


def test_two_sites_differ_in_what_belongs_to_a_place_and_in_nothing_else(base: Path, clock: FixedClock) -> None:
    north, south = machine(base, "a", 'site = "north"'), machine(base, "b", 'site = "south"')
    (north / FILE).write_text((north / FILE).read_text("utf-8") + SITES, "utf-8")
    with opened(north, clock) as here, opened(south, clock) as there:
        assert (here.settings.clinic_address, there.settings.clinic_address) == ("Calle Alta 1", "Calle Baja 9")
        assert (here.settings.opening.is_known, there.settings.opening.is_known) == (True, False)
        assert (here.settings.first_desk, there.settings.first_desk) == ("", "Desk south")
        take(there, "too_early_minutes = 45", 'sites.south.clinic_address = "Calle Nueva 2"')
        here.follow_settings()
        there.follow_settings()
        assert here.settings.too_early_minutes == there.settings.too_early_minutes == 45
        assert there.settings.clinic_address == "Calle Nueva 2"
        assert here.settings.clinic_address == "Calle Alta 1"
        assert here.settings.sites["south"].first_desk == "Desk south"


def test_a_site_that_the_clinic_does_not_have_is_refused(base: Path, clock: FixedClock) -> None:
    folder = machine(base, "a", 'site = "west"')
    (folder / FILE).write_text((folder / FILE).read_text("utf-8") + SITES, "utf-8")
    with pytest.raises(BadInput, match=r'site = "west" is none of the clinic.s sites: north, south'):
        opened(folder, clock)
    for wrong, says in (
        ('clinic_address = "  "', "sites ="),
        ("too_early_minutes = 5", "there is no setting sites.north.too_early_minutes"),
    ):
        text = SITES.replace('clinic_address = "Calle Alta 1"', wrong)
        with pytest.raises(BadInput, match=says):
            Settings.checked({"clinic_name": "A", "time_zone": "UTC", **tomllib.loads(text)})
    with pytest.raises(BadInput, match="sites"):
        Settings.checked({"clinic_name": "A", "time_zone": "UTC", "sites": {"No Name": {}}})


def test_a_lost_machine_file_comes_back_as_the_machines(two: tuple[Clinic, Clinic], clock: FixedClock) -> None:
    here, _ = two
    take(here, "too_early_minutes = 45")
    here.close()
    with opened(here.folder, clock):
        pass  # notes the file as it is now
    was = (here.folder / FILE).read_text("utf-8")
    (here.folder / FILE).unlink()
    otherwise = Settings(clinic_name="X", time_zone="UTC", store=URL)
    with Records.open(here.folder, read_key(here.folder.parent / "keys" / KEY), clock=clock, store=URL) as records:
        assert kept_settings.write_again(records, here.folder, otherwise)
    assert (here.folder / FILE).read_text("utf-8") == was
    with opened(here.folder, clock) as again:
        assert (again.settings.clinic_name, again.settings.too_early_minutes) == ("Piel Clara", 45)


def test_where_one_machine_has_the_records_its_file_says_everything(base: Path, clock: FixedClock) -> None:
    say(base / "clinic", "board_names = 'short'")
    text = (base / "clinic" / FILE).read_text("utf-8").replace('board_names = "full"\n', "")
    (base / "clinic" / FILE).write_text(text, "utf-8")
    with open_clinic(base, clock) as clinic:
        assert clinic.settings.board_names == "short"
        with clinic.records.read() as reader:
            assert clinic_settings.settings_versions(reader) == ()
    assert not (base / "clinic" / COPY).exists()
    assert "change it there" in kiosk(base / "clinic", "settings", "take", clock=clock).complaint
    shown: Any = kiosk(base / "clinic", "settings", "show", "--json", clock=clock).json
    assert shown["settings"]["board_names"] == "short"
    assert shown["version"] is None


def test_a_backup_that_comes_back_into_a_folder_says_there_what_was_in_force(
    two: tuple[Clinic, Clinic], clock: FixedClock, tmp_path: Path
) -> None:
    here, there = two
    write(people(here, clock), "new-one", template("new-one"))
    sign_treatment(people(here, clock), "new-one")
    take(here, "too_early_minutes = 45")
    there.follow_settings()
    clinic_settings.write_machine_file(there.folder, {"store": URL})
    assert "new-one" in there.protocols
    draft = template("new-one").replace("version: 1 ", "version: 2 ").replace("A cold sore today.", "A cold sore!")
    write(people(there, clock), "new-one", draft)
    file = tmp_path / "all.backup"
    assert kiosk(there.folder, "backup", file, clock=clock).status == 0
    again = tmp_path / "again"
    done = kiosk(again, "restore", file, clock=clock)
    assert "No lead had signed new-one in the folder protocols" in done.out
    with Clinic.open(again, clock=clock) as back:
        assert (back.settings.clinic_name, back.settings.too_early_minutes) == ("Piel Clara", 45)
        assert back.library.is_signed("new-one")
        assert verify(back.records) == []
        with back.records.read() as reader:
            assert clinic_settings.settings_versions(reader) == ()
    put_aside = again / protocol_files.FOLDER / "new-one.draft" / protocol_files.PROTOCOL
    assert put_aside.read_text("utf-8") == draft


def test_the_records_are_given_the_settings_of_the_first_machine_alone(base: Path, clock: FixedClock) -> None:
    first, second = machine(base, "a"), machine(base, "b")
    for folder, minutes in ((first, 45), (second, 30)):
        text = (folder / FILE).read_text("utf-8")
        (folder / FILE).write_text(text.replace("too_early_minutes = 60", f"too_early_minutes = {minutes}"), "utf-8")
    with opened(first, clock), opened(second, clock) as there:
        assert there.settings.too_early_minutes == 45
        assert "too_early_minutes differently" in "".join(differing(there))
        clinic_settings.share_settings(there.records, second, SYSTEM)
        assert not there.follow_settings()
