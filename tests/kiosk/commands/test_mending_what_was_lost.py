"""Every sentence that reports a lost or spoiled file names the command that mends it, and the command does so, as it stands."""

import re
import shlex
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest

from kiosk.records.keys import recovery_words
from kiosk.records.keys.key_files import read_key
from tests.kiosk.commands.one_clinic import Kiosk, a_kiosk, worked  # noqa: F401

Damage = Callable[[Kiosk], None]
MOST_TIMES = 3  # what is told first may need what is told next, once and again


def file_of(kiosk: Kiosk, name: str) -> Path:
    return kiosk.key_file if name == "key" else kiosk.folder / name


def lost(name: str) -> Damage:
    return lambda kiosk: file_of(kiosk, name).unlink()


def holding(name: str, content: bytes) -> Damage:
    return lambda kiosk: void(file_of(kiosk, name).write_bytes(content))


def void(_: object) -> None:
    """Forget what a call returned."""


FILES = ("key", "clinic.id", "clinic.toml", "records.counter")
DAMAGES = {
    **{f"{name} lost": lost(name) for name in FILES},
    **{f"{name} empty": holding(name, b"") for name in FILES},
    **{f"{name} spoiled": holding(name, b"\x00\xff= not what it was\n" * 20) for name in FILES},
    "another key": holding("key", b"ab" * 32 + b"\n"),
}


def follow(kiosk: Kiosk, words: str) -> list[str]:
    """Do what the sentences say, each just as it stands, until the clinic opens; return what was run, in order."""
    done: list[str] = []
    ran = kiosk("visits", "list", "--day", "2026-07-30")
    while ran.status != 0:
        found = re.search(r"`kiosk ([^`]*)`", ran.complaint)
        assert found, ran.complaint
        assert done.count(found[1]) < MOST_TIMES, "a circle"
        done.append(found[1])
        argv = shlex.split(found[1])
        assert argv[:2] == ["--data", str(kiosk.folder)]
        mended = kiosk(*argv[2:], stdin=words)
        ran = mended if mended.status == 2 else kiosk("visits", "list", "--day", "2026-07-30")
    return done


@pytest.fixture
def words(kiosk: Kiosk) -> str:
    """What stands on the sheet, and was put away: the id, and the words."""
    return f"{kiosk.clinic_id} {' '.join(recovery_words.to_words(read_key(kiosk.key_file)))}"


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_one_sentence_says_mends_it(kiosk: Kiosk, words: str, damage: str) -> None:
    settings = (kiosk.folder / "clinic.toml").read_text()
    visits = kiosk("visits", "list", "--day", "2026-07-30", "--json").json
    DAMAGES[damage](kiosk)
    assert len(follow(kiosk, words)) == 1
    assert (kiosk.folder / "clinic.toml").read_text() == settings
    assert kiosk("visits", "list", "--day", "2026-07-30", "--json").json == visits
    assert "The trail is whole" in kiosk("audit", "verify").out
    assert kiosk("doctor").out.count("WRONG") == 0


@pytest.mark.parametrize(
    "two",
    list(combinations(("key lost", "clinic.id empty", "clinic.toml spoiled", "records.counter lost"), 2)),
    ids=" and ".join,
)
def test_two_at_once_lead_in_no_circle(kiosk: Kiosk, words: str, two: tuple[str, str]) -> None:
    for damage in two:
        DAMAGES[damage](kiosk)
    assert len(set(follow(kiosk, words))) <= len(two)
    assert "The trail is whole" in kiosk("audit", "verify").out


def test_all_at_once_lead_in_no_circle(kiosk: Kiosk, words: str) -> None:
    for name in FILES:
        lost(name)(kiosk)
    assert len(set(follow(kiosk, words))) < len(FILES)  # key and id come back by one


def test_the_words_of_another_clinic_bring_nothing_back(kiosk: Kiosk) -> None:
    lost("key")(kiosk)
    ran = kiosk("recovery", "restore", stdin=" ".join(recovery_words.to_words(bytes(32))))
    assert ran.complaint.startswith(f"These words do not open the records in {kiosk.folder}: ")
    assert not kiosk.key_file.exists()


def test_what_stood_in_the_keys_place_is_kept(kiosk: Kiosk, words: str) -> None:
    holding("key", b"not a key")(kiosk)
    assert "unusable-1.\n" in kiosk("recovery", "restore", stdin=words).out
    assert kiosk.key_file.with_name(f"{kiosk.clinic_id}.unusable-1").read_bytes() == b"not a key"


def test_where_nothing_is_lost_nothing_is_asked(kiosk: Kiosk) -> None:
    assert kiosk("recovery", "restore").out == "The clinic's key is here and opens the records.\n"


def test_a_counter_is_not_written_again_for_records_that_are_not_whole(kiosk: Kiosk) -> None:
    kiosk.sql("DELETE FROM document WHERE kind = 'visit'")
    lost("records.counter")(kiosk)
    ran = kiosk("recovery", "counter")
    assert ran.status == 1
    assert "is gone, and no entry tells who removed it." in ran.out
    assert not (kiosk.folder / "records.counter").exists()


def test_a_counter_that_began_anew_stands_in_the_trail(kiosk: Kiosk) -> None:
    lost("records.counter")(kiosk)
    assert kiosk("recovery", "counter").status == 0
    assert "machine.memory_begins" in kiosk.trail()


def test_settings_that_changed_are_noted_by_their_names(kiosk: Kiosk) -> None:
    kiosk("visits", "list")
    with (kiosk.folder / "clinic.toml").open("a", encoding="utf-8") as file:
        file.write("# a remark\n")
    (kiosk.folder / "clinic.toml").write_text(
        (kiosk.folder / "clinic.toml").read_text().replace("too_late_minutes = 15", "too_late_minutes = 20")
    )
    kiosk("visits", "list")
    noted = [each for each in kiosk("audit", "show", "--json").json if each["what"] == "settings.noted"]
    assert noted[-1]["detail"] == {"settings": ["too_late_minutes"]}


def test_the_settings_come_back_as_somebody_wrote_them(kiosk: Kiosk) -> None:
    file = kiosk.folder / "clinic.toml"
    written = "# by hand\n" + file.read_text().replace(
        "too_late_minutes = 15", "too_late_minutes = 20  # agreed in May"
    )
    file.write_text(written)
    assert kiosk("visits", "list").status == 0
    file.write_bytes(b"")
    assert kiosk("recovery", "settings").status == 0
    assert file.read_text() == written


def test_damaged_records_come_back_over_a_spoiled_key_id_and_settings(kiosk: Kiosk, words: str, tmp_path: Path) -> None:
    backup = tmp_path / "backup"
    assert kiosk("backup", backup).status == 0
    for damage in ("key spoiled", "clinic.id spoiled", "clinic.toml empty"):
        DAMAGES[damage](kiosk)
    (kiosk.folder / "records.db").write_bytes(b"no database")
    refused = kiosk("restore", backup, "--words", stdin=words.partition(" ")[2]).complaint
    assert refused.endswith("Or move that file away and restore again: then the key of the backup is the clinic's.")
    kiosk.key_file.unlink()
    restored = kiosk("restore", backup, "--words", stdin=words.partition(" ")[2])
    assert (restored.status, restored.err) == (0, "")
    assert kiosk("visits", "list").status == 0
    assert kiosk("audit", "verify").status == 0
