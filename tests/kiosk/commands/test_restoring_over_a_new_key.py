"""A backup that was made before the key was changed, brought back: the clinic always opens afterwards, by its present key."""

import json
import shutil
from pathlib import Path

import pytest

from kiosk.commands.clinic_key import sheet_file
from kiosk.records.keys import recovery_words
from kiosk.records.keys.key_files import create_key, read_key
from tests.kiosk.commands.conftest import Ran
from tests.kiosk.commands.one_clinic import Kiosk, a_kiosk, anna, erased_by_force, worked  # noqa: F401

PAGE = 4096


@pytest.fixture
def old_key(kiosk: Kiosk, tmp_path: Path) -> Path:
    """The key of before, of a clinic that was backed up, given a new key, and used since."""
    old = tmp_path / "old.key"
    shutil.copy(kiosk.key_file, old)
    assert kiosk("backup", tmp_path / "b").status == 0
    assert kiosk("rekey", "--yes").status == 0
    assert kiosk("client", "hold", anna(kiosk), stdin="complaint 12\n").status == 0
    return old


def restored(kiosk: Kiosk, tmp_path: Path, old_key: Path, how: str, data: Path | None = None) -> Ran:
    if how == "words":
        words = " ".join(recovery_words.to_words(read_key(old_key)))
        return kiosk("restore", tmp_path / "b", "--words", "--json", stdin=words, data=data)
    by = ("--key-file", old_key) if how == "key file" else ()
    return kiosk("restore", tmp_path / "b", *by, "--json", data=data)


@pytest.mark.parametrize("how", ["words", "key file", "former key"])
@pytest.mark.parametrize("damage", ["none", "a page", "the counter", "all of it"])
def test_an_older_backup_comes_back_under_the_present_key_with_what_is_newer(
    kiosk: Kiosk, tmp_path: Path, old_key: Path, how: str, damage: str
) -> None:
    file = kiosk.folder / "records.db"
    if damage == "a page":
        data = bytearray(file.read_bytes())
        data[len(data) // PAGE // 2 * PAGE + 9] ^= 1
        file.write_bytes(data)
    elif damage == "the counter":
        (kiosk.folder / "records.counter").write_bytes(b"damaged")
    elif damage == "all of it":
        file.write_bytes(b"nothing of it is left")
    present = read_key(kiosk.key_file)
    told = restored(kiosk, tmp_path, old_key, how).json
    assert told["under_present_key"] is True
    assert read_key(kiosk.key_file) == present
    assert kiosk("audit", "verify").status == 0
    if damage in {"none", "the counter"}:
        assert told["newer"] >= 1
        assert "legal hold" in kiosk("client", "erase", anna(kiosk), "--yes").complaint
    if damage == "all of it":
        assert told["newer"] == 0
        assert erased_by_force(kiosk, anna(kiosk)).status == 0
    standing = {check["name"]: check["state"] for check in json.loads(kiosk("doctor", "--json").out)}
    assert standing["records"] == "well"


@pytest.mark.parametrize("how", ["words", "key file", "former key"])
def test_an_older_backup_comes_back_into_an_empty_folder_too(
    kiosk: Kiosk, tmp_path: Path, old_key: Path, how: str
) -> None:
    there = tmp_path / "there"
    assert restored(kiosk, tmp_path, old_key, how, there).json["key_file"] is None
    assert kiosk("audit", "verify", data=there).status == 0
    assert kiosk("audit", "verify").status == 0


def test_on_a_machine_without_a_key_the_one_of_the_sheet_is_kept(kiosk: Kiosk, tmp_path: Path, old_key: Path) -> None:
    shutil.rmtree(kiosk.config)
    there = tmp_path / "there"
    told = restored(kiosk, tmp_path, old_key, "words", there).json
    assert (told["key_file"], told["under_present_key"]) == (str(kiosk.key_file), False)
    assert read_key(kiosk.key_file) == read_key(old_key)
    assert kiosk("audit", "verify", data=there).status == 0


@pytest.mark.parametrize("spoiled", ["no key", "open to all"])
def test_a_key_that_cannot_be_used_stops_it_before_anything_is_touched(
    kiosk: Kiosk, tmp_path: Path, old_key: Path, spoiled: str
) -> None:
    if spoiled == "no key":
        kiosk.key_file.write_text("spoiled\n", encoding="ascii")
    else:
        kiosk.key_file.chmod(0o644)
    before = {file.name: file.read_bytes() for file in kiosk.folder.iterdir()}
    told = restored(kiosk, tmp_path, old_key, "words").complaint
    assert "does not hold a key" in told or "run chmod 600" in told
    assert {file.name: file.read_bytes() for file in kiosk.folder.iterdir()} == before


def test_what_stands_under_a_key_that_still_waited_is_kept_and_so_is_the_key(
    kiosk: Kiosk, tmp_path: Path, old_key: Path
) -> None:
    # As after a kill right before the new key takes the old one's place, with the counter damaged on top.
    new = kiosk.key_file.with_name(kiosk.key_file.name + ".new")
    kiosk.key_file.rename(new)
    shutil.copy(old_key, kiosk.key_file)
    (kiosk.folder / "records.counter").write_bytes(b"damaged")
    waiting = read_key(new)
    told = restored(kiosk, tmp_path, old_key, "former key").json
    assert told["newer"] >= 1
    assert kiosk("audit", "verify").status == 0
    kept = [read_key(file) for file in kiosk.key_file.parent.glob("*.key")]
    assert waiting in kept


def test_another_clinics_key_does_not_stand_in_the_way(kiosk: Kiosk, tmp_path: Path, old_key: Path) -> None:
    create_key("C-ANOTHER0000")
    (kiosk.key_file.parent / "C-AAAAAAAAAA.key").write_text("spoiled\n", encoding="ascii")
    (kiosk.key_file.parent / "C-AAAAAAAAAA.key").chmod(0o600)
    assert restored(kiosk, tmp_path, old_key, "former key").status == 0
    assert kiosk("audit", "verify").status == 0


def test_the_tenth_change_of_key_names_its_own_former_key_and_leaves_every_sheet(kiosk: Kiosk) -> None:
    for number in range(1, 10):
        former = kiosk.key_file.with_name(f"{kiosk.clinic_id}.former-{number}.key")
        former.write_text(f"{number:064x}\n", encoding="ascii")
        former.chmod(0o600)
    old, ninth = read_key(kiosk.key_file), sheet_file(former)
    ninth.write_bytes(b"the ninth sheet")
    for number, sheet in ((10, b"the tenth sheet"), (11, b"the eleventh sheet")):
        sheet_file(kiosk.key_file).write_bytes(sheet)
        former = kiosk.key_file.with_name(f"{kiosk.clinic_id}.former-{number}.key")
        assert kiosk("rekey", "--yes", "--json").json["former_key_file"] == str(former)
        assert read_key(former) == old
        assert sheet_file(former).read_bytes() == sheet
        old = read_key(kiosk.key_file)
    assert ninth.read_bytes() == b"the ninth sheet"


def test_a_backup_and_its_restore_tell_one_moment_in_one_form_and_how_much_of_the_trail_is_lost(
    kiosk: Kiosk, tmp_path: Path
) -> None:
    made = kiosk("backup", tmp_path / "a", "--json").json["last_change"]
    assert kiosk("restore", tmp_path / "a", "--json", data=tmp_path / "there").json["backup_of"] == made
    written = kiosk("backup", tmp_path / "b").out.partition(" as it was on ")[2].partition(" (")[0]
    (kiosk.folder / "records.db").write_bytes(b"nothing of it is left")
    told = kiosk("restore", tmp_path / "b").out
    assert told.startswith(f"{kiosk.folder} is back as it was on {written}.")
    assert "\nLost: 1 entry of the trail" in told  # that this backup was done
