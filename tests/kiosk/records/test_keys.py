import stat
from pathlib import Path

import pytest

from kiosk.errors import BadInput, KeyMissing, NotAllowed, NotFound
from kiosk.records.keys import clinic_id, create_key, find_key, key_file, new_clinic_id


@pytest.fixture(autouse=True)
def configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
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
