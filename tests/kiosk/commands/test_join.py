"""One more machine joins a clinic on a server: with the clinic's key, and all of it or nothing."""

import os
import shutil
from pathlib import Path

import pytest

from kiosk.clinic import Clinic
from kiosk.core.clock import SystemClock
from kiosk.core.settings import load
from kiosk.operations.shared_looks import differing
from kiosk.records import Records, machine, store_choice
from kiosk.records.clinic_settings import keep_settings, settings_versions
from kiosk.records.keys import recovery_words
from kiosk.records.keys.clinic_ids import clinic_id
from kiosk.records.keys.key_files import create_key, keep_key, key_file, read_key
from tests.kiosk.conftest import KEY
from tests.kiosk.governance.test_library import OURS
from tests.kiosk.machines import URL, far_away
from tests.kiosk.machines import machine as made_machine
from tests.running import Ran, run


@pytest.fixture
def base(tmp_path: Path, staffed: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where a clinic's records and its first machine are; the machine that joins has an account of its own."""
    base = Path(shutil.copytree(staffed, tmp_path / "base"))
    monkeypatch.setattr(store_choice, "on_server", far_away(base / "clinic"))
    monkeypatch.setattr("kiosk.operations.join_clinic.on_server", far_away(base / "clinic"))
    first = made_machine(base, "a")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(base / "first"))
    keep_key(clinic_id(first), read_key(base / "keys" / KEY))
    with Clinic.open(first, clock=SystemClock()) as clinic:
        lead = clinic.staff.by_name("Lena Lead")
        path = first / "protocols" / "ours" / "overlay.yaml"
        path.parent.mkdir(parents=True)
        path.write_text(OURS.format(day="2026-07-01", status="active"), "utf-8")
        clinic.sign_protocols(
            [clinic.library.drafted("parisian-peel", {"ours": path.read_bytes()})], lead, {"ours": "adopt"}
        )
    monkeypatch.setenv("XDG_CONFIG_HOME", str(base / "second"))
    return base


def join(base: Path, *words: str | Path, stdin: str = "", url: str = URL) -> Ran:
    return run(["--data", base / "b", "join", url, *words], os.environ, stdin=stdin, clock=SystemClock())


def words_of(base: Path) -> str:
    return " ".join(recovery_words.to_words(read_key(base / "keys" / KEY)))


def test_the_words_of_the_sheet_are_enough_and_the_machine_has_the_rules_and_settings(base: Path) -> None:
    refused = join(base, "--site", "west", stdin=words_of(base)).complaint
    assert 'site = "west" is none of the clinic\'s sites: it has none yet' in refused
    assert not (base / "b").exists()
    assert not list((base / "second").rglob("*.key"))
    done = join(base, "--printer", "desk", stdin=words_of(base) + "\n")
    assert "This is machine B of Piel Clara now" in done.out
    folder = base / "b"
    assert clinic_id(folder) == clinic_id(base / "a")
    assert read_key(key_file(clinic_id(folder))) == read_key(base / "keys" / KEY)
    assert str(key_file(clinic_id(folder))) in done.out
    text = (folder / "clinic.toml").read_text("utf-8")
    assert "clinic_name" not in text
    assert (load(folder).store, load(folder).printing.printer, load(folder).clinic_name) == (URL, "desk", "Piel Clara")
    with Clinic.open(folder, clock=SystemClock()) as clinic:
        assert clinic.protocols["parisian-peel"].overlays == ("ours 1",)
        assert clinic.library.is_signed("parisian-peel")
        assert clinic.terminal.endswith(" · B")
        assert list(differing(clinic)) == []
        with clinic.records.read() as reader:
            events = [entry.event for entry in reader.trail()]
    assert (events.count("machine.joined"), events.count("machine.memory_begins")) == (2, 2)
    assert (folder / "protocols" / "ours" / "overlay.yaml").exists()


def test_what_is_still_to_set_is_said_and_said_again_by_the_doctor(base: Path) -> None:
    sites = {"north": {"clinic_address": "Calle Alta 1"}, "south": {"clinic_address": "Calle Baja 9"}}
    with (
        Clinic.open(base / "a", clock=SystemClock(), key_file=base / "keys" / KEY) as clinic,
        clinic.records.write(clinic.actor_system()) as writer,
    ):
        values = {**settings_versions(writer)[-1].values, "sites": sites}
        keep_settings(writer, values, "Lena Lead", clinic.clock.now())
    done = join(base, stdin=words_of(base)).out
    lacking = 'Nothing says at which of the clinic\'s sites (north, south) this machine is: write site = "north"'
    assert lacking in done
    assert "No printer was named" in done
    assert "--terminal NAME station write DIR --role" in done
    with Clinic.open(base / "b", clock=SystemClock()) as clinic:
        assert [each.partition(", or")[0] for each in differing(clinic)] == [lacking]
    with (base / "b" / "clinic.toml").open("a", encoding="utf-8") as file:
        file.write('site = "south"\n')
    with Clinic.open(base / "b", clock=SystemClock()) as clinic:
        assert clinic.settings.clinic_address == "Calle Baja 9"
        assert list(differing(clinic)) == []


def test_a_key_file_from_another_machine_will_do_and_so_will_a_key_that_is_here(base: Path) -> None:
    carried = base / "carried.key"
    shutil.copy(base / "keys" / KEY, carried)
    assert "machine B" in join(base, "--key-file", carried).out
    shutil.rmtree(base / "b")
    assert "machine C" in join(base).out  # the account has it now, so nothing is asked


def test_what_the_qr_code_of_the_sheet_says_will_do(base: Path) -> None:
    name = clinic_id(base / "a")
    assert "machine B" in join(base, stdin=f"{name}\n{words_of(base)}\n").out


@pytest.mark.parametrize("stdin", ["", "lusab lusab lusab", "not words at all"])
def test_words_that_are_none_leave_nothing_behind(base: Path, stdin: str) -> None:
    refused = join(base, stdin=stdin)
    assert refused.status == 2
    assert refused.err.count("\n") == 1
    assert not (base / "b").exists()
    assert not (base / "second").exists()


def test_the_words_of_another_clinic_open_nothing_and_leave_nothing_behind(base: Path) -> None:
    other = " ".join(recovery_words.to_words(create_key("C-1", file=base / "others" / "c.key")))
    refused = join(base, stdin=other)
    assert refused.status != 0
    assert "None of the keys here opens the records on that server" in refused.err
    assert not (base / "b").exists()


def test_another_version_of_the_kiosk_does_not_join_and_doctor_names_one(
    base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert join(base, stdin=words_of(base)).status == 0
    shutil.rmtree(base / "b")
    for place in ("kiosk.clinic", "kiosk.operations.shared_looks", "kiosk.commands.join_command"):
        monkeypatch.setattr(f"{place}.installed_version", lambda: "9.9.9")
    refused = join(base, stdin=words_of(base)).complaint
    assert "this machine has 9.9.9: install the same version here, then join." in refused
    assert not (base / "b").exists()
    with Clinic.open(base / "a", clock=SystemClock(), key_file=base / "keys" / KEY) as clinic:
        told = "".join(differing(clinic))
    assert "Machine B worked with version" in told
    assert "this one has 9.9.9" in told


def test_a_machine_says_only_once_a_day_that_it_works(base: Path) -> None:
    for _ in range(2):
        with Clinic.open(base / "a", clock=SystemClock(), key_file=base / "keys" / KEY) as clinic:
            with clinic.records.read() as reader:
                events = [entry.event for entry in reader.trail()]
                (seen,) = machine.seen_machines(reader)
            assert events.count("machine.opened") == 1
            assert (seen.letter, seen.day) == ("A", clinic.today())


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("embedded", "name its address"),
        ("postgresql://kiosk:secret@db.example/clinic", "store is not allowed as it is"),
        ("mysql://db.example/clinic", "store is not allowed as it is"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused_without_its_password(base: Path, url: str, sentence: str) -> None:
    told = join(base, url=url).complaint
    assert sentence in told
    assert "secret" not in told
    assert not (base / "b").exists()


def test_a_folder_in_use_and_a_database_without_a_clinic_are_refused_before_the_key_is_asked_for(base: Path) -> None:
    (base / "b").mkdir()
    (base / "b" / "letter.txt").write_text("x")
    assert "other files" in join(base).complaint
    shutil.rmtree(base / "b")
    (base / "clinic" / "records.db").unlink()
    assert "holds no clinic: move one there first" in join(base).complaint


def test_a_key_that_is_kept_already_under_this_clinics_name_is_not_replaced(base: Path) -> None:
    other = create_key(clinic_id(base / "a"))
    refused = join(base, stdin=words_of(base))
    assert "holds another key of this clinic" in refused.err
    assert read_key(key_file(clinic_id(base / "a"))) == other
    assert not (base / "b").exists()


def test_records_that_never_said_whose_they_are_need_the_clinics_id(base: Path) -> None:
    with Records.open(base / "a", read_key(base / "keys" / KEY), clock=SystemClock(), store=URL) as records:
        actor = Clinic.open(base / "a", clock=SystemClock(), key_file=base / "keys" / KEY).actor_system()
        with records.write(actor) as writer:
            document = writer.get("meta", "machines")
            assert document is not None
            left = {name: value for name, value in document.items() if name not in ("clinic", "seen")}
            writer.put("meta", left, expect=document["revision"])
    assert "type the clinic's id as it is on the recovery sheet" in join(base, stdin=words_of(base)).complaint
    assert "machine B" in join(base, stdin=f"{clinic_id(base / 'a')} {words_of(base)}").out
