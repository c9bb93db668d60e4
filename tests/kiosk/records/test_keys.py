import os
import stat
from pathlib import Path

import pytest

from kiosk.core.errors import BadInput, KeyMissing, NotAllowed, NotFound
from kiosk.records.keys.clinic_ids import clinic_id, new_clinic_id
from kiosk.records.keys.key_files import create_key, former_key_files, key_file, retire_key, retired
from kiosk.records.keys.key_sources import _from_descriptor, find_key


@pytest.fixture(autouse=True)
def configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    monkeypatch.delenv("KIOSK_KEY_FD", raising=False)
    _from_descriptor.cache_clear()
    return tmp_path / "config" / "clinic-kiosk"


def test_a_key_lies_in_the_accounts_configuration_for_its_owner_only(configuration: Path) -> None:
    key = create_key("C-23456789AB")
    file = configuration / "C-23456789AB.key"
    assert file == key_file("C-23456789AB")
    assert (stat.S_IMODE(file.stat().st_mode), stat.S_IMODE(configuration.stat().st_mode)) == (0o600, 0o700)
    assert find_key("C-23456789AB") == key
    assert len(key) == 32


def test_a_second_clinic_gets_its_own_key_and_leaves_the_first_alone() -> None:
    first = create_key("C-23456789AB")
    second = create_key("C-BA98765432")
    assert first != second
    with pytest.raises(BadInput, match="is left as it is"):
        create_key("C-23456789AB")
    assert find_key("C-23456789AB") == first


def test_a_key_that_others_can_read_is_refused() -> None:
    create_key("C-23456789AB")
    key_file("C-23456789AB").chmod(0o640)
    with pytest.raises(NotAllowed, match="run chmod 600"):
        find_key("C-23456789AB")


def test_a_missing_or_wrong_key_file_is_named(configuration: Path) -> None:
    with pytest.raises(KeyMissing, match="key is missing"):
        find_key("C-23456789AB")
    create_key("C-23456789AB")
    key_file("C-23456789AB").write_text("not a key\n")
    with pytest.raises(KeyMissing, match="does not hold a key"):
        find_key("C-23456789AB")
    key_file("C-23456789AB").unlink()
    (configuration / "C-23456789AB.key").mkdir(mode=0o700)
    with pytest.raises(KeyMissing, match="cannot be read"):
        find_key("C-23456789AB")


def test_a_systemd_credential_comes_before_the_key_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    in_file = create_key("C-23456789AB")
    credentials = tmp_path / "credentials"
    credentials.mkdir()
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(credentials))
    assert find_key("C-23456789AB") == in_file
    (credentials / "clinic-kiosk.key").write_text("11" * 32)
    assert find_key("C-23456789AB") == b"\x11" * 32
    (credentials / "C-23456789AB.key").write_text("22" * 32)
    assert find_key("C-23456789AB") == b"\x22" * 32
    (credentials / "C-23456789AB.key").write_text("22")
    with pytest.raises(KeyMissing, match=r"The credential C-23456789AB\.key does not hold a key"):
        find_key("C-23456789AB")


def test_a_file_descriptor_comes_before_the_key_file_and_may_be_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    create_key("C-23456789AB")
    ours, theirs = os.pipe()
    os.write(theirs, b"33" * 32 + b"\n")
    os.close(theirs)
    monkeypatch.setenv("KIOSK_KEY_FD", str(ours))
    assert find_key("C-23456789AB") == find_key("C-23456789AB") == b"\x33" * 32
    monkeypatch.setenv("KIOSK_KEY_FD", "987")
    with pytest.raises(KeyMissing, match="file descriptor 987 of KIOSK_KEY_FD cannot be read"):
        find_key("C-23456789AB")
    monkeypatch.setenv("KIOSK_KEY_FD", "three")
    with pytest.raises(KeyMissing, match="does not hold the number"):
        find_key("C-23456789AB")


def test_a_demo_keeps_its_key_where_it_is_told_to(tmp_path: Path, configuration: Path) -> None:
    key = create_key("C-23456789AB", file=tmp_path / "demo" / "clinic.key")
    assert find_key("C-23456789AB", file=tmp_path / "demo" / "clinic.key") == key
    assert not configuration.exists()


def test_a_clinic_has_one_id(tmp_path: Path) -> None:
    made = new_clinic_id(tmp_path / "clinic")
    assert clinic_id(tmp_path / "clinic") == made
    with pytest.raises(BadInput, match="There is a clinic in"):
        new_clinic_id(tmp_path / "clinic")
    with pytest.raises(NotFound, match="There is no clinic in"):
        clinic_id(tmp_path)
    (tmp_path / "clinic" / "clinic.id").write_text("../../etc/passwd")
    with pytest.raises(BadInput, match="does not hold a clinic's id"):
        clinic_id(tmp_path / "clinic")


def test_former_keys_are_told_by_number_and_the_tenth_comes_after_the_ninth() -> None:
    create_key("C-23456789AB")
    current = key_file("C-23456789AB")
    for number in range(1, 12):
        current.write_text(f"{number:064x}\n", encoding="ascii")
        assert retire_key(current).name == f"C-23456789AB.former-{number}.key"
    assert [file.name.split("-")[-1] for file in former_key_files(current)] == [f"{n}.key" for n in range(1, 12)]
    assert retired(current, (10).to_bytes(32)).name == "C-23456789AB.former-10.key"
    with pytest.raises(KeyMissing, match="recovery sheet of that time"):
        retired(current, bytes(32))


def test_a_former_key_whose_file_is_spoiled_stops_no_other_from_being_kept() -> None:
    create_key("C-23456789AB")
    current = key_file("C-23456789AB")
    spoiled = current.with_name(f"{current.stem}.former-1.key")
    spoiled.write_text("half a k")
    spoiled.chmod(0o600)
    assert retire_key(current).name == f"{current.stem}.former-2.key"
    assert spoiled.read_text() == "half a k"
    assert [file.suffix for file in current.parent.iterdir() if file.suffix != ".key"] == []
