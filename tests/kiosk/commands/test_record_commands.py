"""What the command line does with records: each command for real, on a clinic of its own, in this process."""

import json
import os
import re
import shutil
import stat
from datetime import date, time
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlcipher3 import dbapi2

from kiosk.clinic import Clinic
from kiosk.core.clock import SystemClock
from kiosk.records import Kind
from kiosk.records.keys import recovery_words
from kiosk.records.keys.key_files import read_key
from kiosk.records.secrets import derive
from kiosk.visits.visit import Visit
from tests.kiosk.commands.one_clinic import Kiosk, a_kiosk, anna, documents, visit_of, worked  # noqa: F401
from tests.kiosk.conftest import LEAD, PEEL, PINS
from tests.running import pin_by_pipe


def test_a_backup_brings_everything_back_into_an_empty_folder(kiosk: Kiosk, tmp_path: Path) -> None:
    told = kiosk("backup", tmp_path / "b", "--json").json
    assert told["files"] == ["clinic.id", "clinic.toml"]
    assert told["bytes"] == (tmp_path / "b").stat().st_size
    assert stat.S_IMODE((tmp_path / "b").stat().st_mode) == 0o600
    before = documents(kiosk.folder, kiosk.key_file)
    shutil.rmtree(kiosk.folder)
    ran = kiosk("restore", tmp_path / "b")
    assert (ran.status, ran.err) == (0, "")
    assert documents(kiosk.folder, kiosk.key_file) == before
    assert kiosk("audit", "verify").status == 0
    assert kiosk.trail()[-2:] == ["backup", "restored"]


def test_on_a_new_machine_the_words_of_the_sheet_are_enough(kiosk: Kiosk, tmp_path: Path) -> None:
    kiosk("backup", tmp_path / "b")
    words = recovery_words.to_words(read_key(kiosk.key_file))
    kiosk.key_file.rename(tmp_path / "old.key")
    there = tmp_path / "elsewhere"
    assert "No key of this account opens" in kiosk("restore", tmp_path / "b", data=there).complaint
    assert "Word 1 cannot be right" in kiosk("restore", tmp_path / "b", "--words", data=there, stdin="bab").complaint
    assert (
        "these are 17" in kiosk("restore", tmp_path / "b", "--words", data=there, stdin=" ".join(words[1:])).complaint
    )
    assert not there.exists()
    ran = kiosk("restore", tmp_path / "b", "--words", data=there, stdin="\n".join(words))
    assert f"The key is kept in {kiosk.key_file}" in ran.out
    assert kiosk("visits", "list", "--day", "2026-07-30", "--json", data=there).json[0]["client"]
    assert documents(there, tmp_path / "old.key")


def test_a_key_file_opens_the_backup_too(kiosk: Kiosk, tmp_path: Path) -> None:
    kiosk("backup", tmp_path / "b")
    kiosk.key_file.rename(tmp_path / "old.key")
    told = kiosk("restore", tmp_path / "b", "--key-file", tmp_path / "old.key", "--json", data=tmp_path / "c").json
    assert (told["newer"], told["lost"], told["kept_in"]) == (0, [], None)
    assert told["key_file"] == str(kiosk.key_file)


def test_damaged_records_come_back_with_what_was_newer_than_the_backup(kiosk: Kiosk, tmp_path: Path) -> None:
    kiosk("backup", tmp_path / "b")
    kiosk("client", "hold", anna(kiosk), stdin="complaint 12\n")
    file = kiosk.folder / "records.counter"
    file.write_bytes(b"damaged")
    assert "kiosk restore" in kiosk("visits", "list").complaint
    told = kiosk("restore", tmp_path / "b", "--json").json
    assert told["newer"] >= 1
    assert (Path(told["kept_in"]) / "records.db").exists()
    assert "under a legal hold" in kiosk("client", "erase", anna(kiosk), "--yes").complaint


def test_what_cannot_be_backed_up_or_restored_is_one_sentence(kiosk: Kiosk, tmp_path: Path) -> None:
    (tmp_path / "there").write_text("mine", encoding="utf-8")
    assert "already exists" in kiosk("backup", tmp_path / "there").complaint
    assert "cannot be written" in kiosk("backup", tmp_path / "no" / "folder" / "b").complaint
    assert "There is no file" in kiosk("restore", tmp_path / "none").complaint
    assert "it is damaged, or not a backup" in kiosk("restore", tmp_path / "there").complaint
    (tmp_path / "byte").write_bytes(b"x")
    assert "is not a backup: choose a file made by kiosk backup" in kiosk("restore", tmp_path / "byte").complaint
    assert (tmp_path / "there").read_text(encoding="utf-8") == "mine"


def test_the_trail_is_shown_by_client_staff_visit_and_day(kiosk: Kiosk) -> None:
    client, visit = anna(kiosk), visit_of(kiosk)
    by_client = kiosk("audit", "show", "--client", client, "--json").json
    assert {entry["about"] for entry in by_client} == {client}
    by_visit = kiosk("audit", "show", "--visit", visit, "--json").json
    assert "visit.check_in" in [entry["what"] for entry in by_visit]
    assert 0 < len(by_visit) < len(by_client)
    by_staff = kiosk("audit", "show", "--staff", "Dr Roca", "--json").json
    assert {entry["who"] for entry in by_staff} == {"Dr Roca"}
    on_day = kiosk("audit", "show", "--day", "2026-07-30", "--json").json
    assert {entry["at"][:10] for entry in on_day} == {"2026-07-30"}
    assert kiosk("audit", "show", "--day", "1999-01-01").out == "There are no such entries.\n"
    assert kiosk.trail()[-1] == "audit.show"
    assert "another client's visit" in kiosk("audit", "show", "--visit", visit, "--client", "C-0").complaint
    assert kiosk("audit", "show", "--client", client).out.startswith("entry")


def test_a_trail_that_was_touched_from_outside_is_told_and_ends_with_one(kiosk: Kiosk) -> None:
    assert kiosk("audit", "verify").out.startswith("The trail is whole")
    connection = dbapi2.connect(str(kiosk.folder / "records.db"))
    connection.execute(f"PRAGMA key = \"x'{derive(read_key(kiosk.key_file), 'records').hex()}'\"")
    connection.execute("UPDATE audit SET entry = replace(entry, 'Rita Roy', 'Bea Ortiz') WHERE seq = 20")
    connection.commit()
    connection.execute("DELETE FROM audit WHERE seq = 12")
    connection.commit()
    connection.close()
    ran = kiosk("audit", "verify")
    assert ran.status == 1
    assert "Entry 12 is missing." in ran.out
    problems = json.loads(kiosk("audit", "verify", "--json").out)["problems"]
    assert 12 in [problem["entry"] for problem in problems]


def test_a_checkpoint_tells_that_the_folder_was_put_back(kiosk: Kiosk, tmp_path: Path) -> None:
    shutil.copytree(kiosk.folder, tmp_path / "older")
    kiosk("client", "hold", anna(kiosk), stdin="complaint 12\n")
    assert kiosk("audit", "checkpoint", tmp_path / "point").status == 0
    assert kiosk("audit", "verify", "--checkpoint", tmp_path / "point").status == 0
    assert kiosk("audit", "verify", data=tmp_path / "older").status == 0
    ran = kiosk("audit", "verify", "--checkpoint", tmp_path / "point", data=tmp_path / "older")
    assert ran.status == 1
    assert "put back to an older state" in ran.out
    assert "already exists" in kiosk("audit", "checkpoint", tmp_path / "point").complaint
    (tmp_path / "point").write_text("{}", encoding="utf-8")
    assert "not a checkpoint" in kiosk("audit", "verify", "--checkpoint", tmp_path / "point").complaint


def test_a_client_is_found_by_lines_of_standard_input_alone(kiosk: Kiosk) -> None:
    client = anna(kiosk)
    assert [each["id"] for each in kiosk("client", "find", "--json", stdin="ferrer\n").json] == [client]
    assert [each["id"] for each in kiosk("client", "find", "--json", stdin="020 79460101\n").json] == [client]
    both = kiosk("client", "find", "--json", stdin="\n1984-03-05\n").json
    assert sorted(each["name"] for each in both) == ["Anna Ferrer", "Bert Soler"]
    assert kiosk("client", "find", stdin="Nobody\n").out == "Nobody was found.\n"
    assert "Give a name" in kiosk("client", "find", stdin="\n\n").complaint
    assert [each["id"] for each in kiosk("client", "find", "--json", stdin="Anna\n5.3.1984\n").json] == [client]
    assert "this clinic writes dates like 31.07.2026" in kiosk("client", "find", stdin="Anna\n5 March\n").complaint
    assert "more than 2 lines" in kiosk("client", "find", stdin="a\nb\nc\n").complaint
    assert "unrecognized arguments" in kiosk("client", "find", "Anna").complaint.lower()
    assert kiosk.trail().count("client.found") == 6


def test_an_export_is_json_or_pdf_and_kept_from_other_eyes(kiosk: Kiosk, tmp_path: Path) -> None:
    client = anna(kiosk)
    document = kiosk("client", "export", client, "--json", "--pdf", tmp_path / "c.pdf").json
    assert document["client"]["family_name"] == "Ferrer"
    assert document["visits"][0]["session"]["notes"] == "all went well"
    assert stat.S_IMODE((tmp_path / "c.pdf").stat().st_mode) == 0o600
    text = " ".join(page.extract_text() for page in PdfReader(tmp_path / "c.pdf").pages)
    assert "Anna Ferrer" in text
    assert "all went well" in text
    assert "already exists" in kiosk("client", "export", client, "--pdf", tmp_path / "c.pdf").complaint
    assert "Choose an output" in kiosk("client", "export", client).complaint
    assert "is not in the records" in kiosk("client", "export", "C-NOBODY", "--json").complaint


def test_the_whole_of_a_visit_is_one_pdf(kiosk: Kiosk, tmp_path: Path) -> None:
    visit = visit_of(kiosk)
    assert kiosk("visits", "file", visit, tmp_path / "v.pdf").out == f"{tmp_path / 'v.pdf'} holds all of {visit}.\n"
    text = " ".join(page.extract_text() for page in PdfReader(tmp_path / "v.pdf").pages)
    for words in ("Anna Ferrer", "finished", "all went well", "Texts that were shown", "Audit trail"):
        assert words in text
    assert "There is no visit with that id" in kiosk("visits", "file", "V-NONE", tmp_path / "w.pdf").complaint
    assert not (tmp_path / "w.pdf").exists()


def test_a_client_is_erased_only_if_that_is_surely_meant(kiosk: Kiosk) -> None:
    (bert,) = kiosk("client", "find", "--json", stdin="Bert Soler\n").json
    client = bert["id"]  # who was booked and never came, so that nothing must be kept
    assert "give --yes" in kiosk("client", "erase", client, stdin="erase\n").complaint
    assert kiosk("client", "hold", client, typed="complaint 12\n").status == 0
    assert "needs a reason" in kiosk("client", "hold", client, stdin="\n").complaint
    assert "legal hold" in kiosk("client", "erase", client, "--yes").complaint
    assert kiosk("client", "release", client).status == 0
    assert kiosk("client", "erase", client, typed="no\n").status == 2
    assert kiosk("client", "erase", client, typed="").status == 2
    assert kiosk("client", "find", typed="Bert Soler\n1984-03-05\n").out.count(client) == 1
    told = kiosk("client", "erase", client.lower(), typed="erase\n").out
    assert "Bert Soler, born 5 March 1984: 1 visit. This can't be undone." in told
    assert f"{client} is erased: 1 visit" in told
    assert kiosk("client", "find", stdin="Bert Soler\n").out == "Nobody was found.\n"
    assert kiosk("audit", "verify").status == 0


def test_two_records_are_merged_and_parted(kiosk: Kiosk) -> None:
    client = anna(kiosk)
    (bert,) = kiosk("client", "find", "--json", stdin="Bert Soler\n").json
    assert "which has 2 visits" in kiosk("client", "merge", client, bert["id"]).out
    assert [each["id"] for each in kiosk("client", "find", "--json", stdin="Bert Soler\n").json] == [client]
    assert "is separate again, with 1 visit" in kiosk("client", "unmerge", bert["id"]).out
    assert "is not merged" in kiosk("client", "unmerge", bert["id"]).complaint


def test_a_purge_counts_first_and_removes_then(kiosk: Kiosk) -> None:
    settings = kiosk.folder / "clinic.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("keep_years = 10", "keep_years = 1"), encoding="utf-8")
    confirming = re.escape(f"`kiosk --data {kiosk.folder} purge --confirm --by NAME`")
    assert re.search(confirming, kiosk("purge").complaint)
    with pin_by_pipe(PINS["rita"]) as pin:
        told = kiosk("purge", "--confirm", "--by", "Rita Roy", *pin).complaint
    assert "only a lead confirms how long records are kept" in told
    with pin_by_pipe(PINS["lead"]) as pin:
        assert "Lena Lead confirmed: keep_years = 1, " in kiosk("purge", "--confirm", "--by", "Lena Lead", *pin).out
    with Clinic.open(kiosk.folder, terminal="desk", clock=SystemClock()) as clinic:
        old, young = [
            clinic.visits.save(
                Visit(
                    id=clinic.visits.new_id(),
                    client_id=clinic.clients.add(clinic.clients.new("Cleo", "Marin", date(1990, 1, 1)), LEAD).id,
                    day=date(clinic.today().year - ago, 12, 31),
                    start=time(9),
                    treatment=PEEL,
                ),
                LEAD,
                "visit.book",
            ).id
            for ago in (2, 1)
        ]
    counted = kiosk("purge", "--dry-run", "--json").json
    assert counted["visits"] >= 1
    assert kiosk("visits", "show", old).status == 0
    removed = kiosk("purge", "--json").json
    assert {name: removed[name] for name in counted} == counted
    assert "There is no visit with that id" in kiosk("visits", "show", old).complaint
    assert kiosk("visits", "show", young).status == 0
    assert kiosk("purge").out.startswith("0 visits, 0 drafts and 0 audit entries were removed.")
    assert kiosk.trail().count("purge") == 2


@pytest.mark.disk
def test_the_doctor_warns_until_somebody_confirmed_the_sheet(kiosk: Kiosk, tmp_path: Path) -> None:
    kiosk("backup", tmp_path / "b")

    def standing() -> dict[str, str]:
        return {check["name"]: check["state"] for check in json.loads(kiosk("doctor", "--json").out)}

    assert standing()["recovery sheet"] == "warning"
    kiosk.patch.setattr("kiosk.records.location.IN_MEMORY", frozenset())  # in which a test's folder may lie
    assert {state for name, state in standing().items() if name != "recovery sheet"} == {"well"}
    assert kiosk("doctor").status == 1
    words = recovery_words.to_words(read_key(kiosk.key_file))
    shown = kiosk("recovery", "sheet").out
    assert [word for word in shown.split() if word in words] == list(words)
    wrong = recovery_words.to_words(bytes(32))
    assert "another key" in kiosk("recovery", "confirm", stdin=" ".join(wrong)).complaint
    assert "Word 1 cannot be right" in kiosk("recovery", "confirm", stdin="hello").complaint
    assert kiosk("recovery", "confirm", stdin=" ".join(words)).status == 0
    assert standing()["recovery sheet"] == "well"
    assert kiosk("doctor").status == 0


def backup_check(kiosk: Kiosk) -> tuple[str, str]:
    (check,) = [each for each in json.loads(kiosk("doctor", "--json").out) if each["name"] == "backup"]
    return check["state"], check["says"]


def test_the_doctor_counts_no_backup_that_failed(kiosk: Kiosk, tmp_path: Path) -> None:
    assert backup_check(kiosk)[0] == "warning"
    assert "cannot be written" in kiosk("backup", tmp_path / "no" / "folder" / "b").complaint
    assert kiosk.trail()[-1] == "backup"
    assert backup_check(kiosk)[0] == "warning"
    assert kiosk("backup", tmp_path / "b").status == 0
    assert backup_check(kiosk)[0] == "well"


def test_the_doctor_asks_for_a_new_backup_after_a_new_key(kiosk: Kiosk, tmp_path: Path) -> None:
    kiosk("backup", tmp_path / "b")
    kiosk("rekey", "--yes")
    state, says = backup_check(kiosk)
    assert state == "warning"
    assert "opens with a former key only" in says
    kiosk("backup", tmp_path / "c")
    assert backup_check(kiosk)[0] == "well"


def test_the_doctor_names_what_is_wrong(kiosk: Kiosk) -> None:
    kiosk.folder.chmod(0o755)
    checks = {check["name"]: check for check in json.loads(kiosk("doctor", "--json").out)}
    assert checks["folder"]["state"] == "problem"
    assert "run chmod 700" in checks["folder"]["says"]
    kiosk.folder.chmod(0o700)
    kiosk.key_file.rename(kiosk.key_file.with_suffix(".away"))
    checks = {check["name"]: check for check in json.loads(kiosk("doctor", "--json").out)}
    assert checks["key"]["state"] == "problem"
    assert "records" not in checks
    kiosk.key_file.with_suffix(".away").rename(kiosk.key_file)
    (kiosk.folder / "records.db").write_bytes(os.urandom(8192))
    checks = {check["name"]: check for check in json.loads(kiosk("doctor", "--json").out)}
    assert checks["records"]["state"] == "problem"


def test_the_doctor_names_a_protocol_that_no_lead_signed(kiosk: Kiosk) -> None:
    with (
        Clinic.open(kiosk.folder, terminal="desk", clock=SystemClock()) as clinic,
        clinic.records.write(LEAD) as writer,
    ):
        for signed in writer.find(Kind.SIGNOFF, subject=PEEL):
            writer.remove(Kind.SIGNOFF, signed["id"], expect=signed["revision"])
    (check,) = [each for each in json.loads(kiosk("doctor", "--json").out) if each["name"] == "protocols"]
    assert check["state"] == "warning"
    assert "No lead has signed Parisian Peel as it stands" in check["says"]
    assert f"`kiosk --data {kiosk.folder} rules sign {PEEL} --by LEAD`" in check["says"]


def test_a_new_key_opens_the_records_and_the_old_one_does_not(kiosk: Kiosk, tmp_path: Path) -> None:
    old = tmp_path / "old.key"
    shutil.copy(kiosk.key_file, old)
    kiosk("backup", tmp_path / "b")
    before = documents(kiosk.folder, kiosk.key_file)
    with Clinic.open(kiosk.folder, terminal="desk", clock=SystemClock()) as clinic, clinic.records.read():
        assert "open at another terminal" in kiosk("rekey", "--yes").complaint
    assert read_key(old) == read_key(kiosk.key_file)
    former = kiosk.key_file.with_name(f"{kiosk.key_file.stem}.former-1.key")
    assert kiosk("rekey", "--yes", "--json").json == {"key_file": str(kiosk.key_file), "former_key_file": str(former)}
    assert read_key(former) == read_key(old)
    assert read_key(old) != read_key(kiosk.key_file)
    assert documents(kiosk.folder, kiosk.key_file) == before
    with pytest.raises(dbapi2.DatabaseError):
        documents(kiosk.folder, old)
    assert kiosk("audit", "verify").status == 0
    assert kiosk("restore", tmp_path / "b", "--key-file", old, data=tmp_path / "older").status == 0


def test_a_new_key_is_not_made_unasked_while_nobody_holds_the_sheet_of_the_old_one(kiosk: Kiosk) -> None:
    old = read_key(kiosk.key_file)
    sheet = kiosk.key_file.with_name(f"{kiosk.key_file.stem}.recovery-sheet.pdf")
    sheet.write_bytes(b"the words of the old key")
    assert "Nobody has confirmed holding the recovery sheet of the present key" in kiosk("rekey").complaint
    assert kiosk("rekey", typed="no\n").status == 2
    assert read_key(kiosk.key_file) == old
    assert kiosk("rekey", typed="rekey\n").status == 0
    assert not sheet.exists()
    former = kiosk.key_file.with_name(f"{kiosk.key_file.stem}.former-1.recovery-sheet.pdf")
    assert former.read_bytes() == b"the words of the old key"
    kiosk("recovery", "confirm", stdin=" ".join(recovery_words.to_words(read_key(kiosk.key_file))))
    assert kiosk("rekey").status == 0


def test_a_key_that_comes_from_elsewhere_is_not_changed_here(kiosk: Kiosk) -> None:
    kiosk.patch.setenv("KIOSK_KEY_FD", "77")
    assert "credential or a file descriptor" in kiosk("rekey").complaint


@pytest.mark.parametrize(
    "command",
    [
        ("backup",), ("restore",), ("audit", "verify"), ("audit", "show"), ("audit", "checkpoint"), ("client", "find"),
        ("client", "export"), ("client", "erase"), ("client", "hold"), ("client", "release"), ("client", "merge"),
        ("client", "unmerge"), ("purge",), ("recovery", "sheet"), ("recovery", "confirm"), ("rekey",), ("doctor",),
        ("visits", "file"), ("client", "correct"), ("client", "lock"), ("client", "unlock"), ("recovery", "restore"),
        ("recovery", "settings"), ("recovery", "counter"),
    ],
)  # fmt: skip
def test_every_command_explains_itself(kiosk: Kiosk, command: tuple[str, ...]) -> None:
    ran = kiosk(*command, "--help")
    assert ran.status == 0
    assert ran.out.startswith("usage: kiosk ")
