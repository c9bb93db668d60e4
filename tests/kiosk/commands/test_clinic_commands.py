"""The commands that work on a clinic: schedule, visits, check-in on paper, staff."""

import json
import os
import pwd
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from kiosk.clinic import Clinic
from kiosk.core.actor import Actor
from kiosk.core.clock import SystemClock
from kiosk.core.errors import LockedOut, WrongPin
from kiosk.records.keys.clinic_ids import clinic_id
from tests.kiosk.commands.conftest import DAY, PEEL, ROOT, SAID_DAY, SCHEDULE, Ran, Shell

ME = pwd.getpwuid(os.geteuid()).pw_name


@pytest.fixture
def own(kiosk: Shell, clinic_folder: Path) -> Shell:
    """A copy of the clinic, key included, for each test."""
    assert clinic_folder.parent == kiosk.home
    return kiosk


@pytest.fixture
def copy(own: Shell) -> Path:
    return own.home / "clinic"


ROCA = "482957"


@pytest.fixture
def run(own: Shell, copy: Path) -> Any:
    def run(*arguments: str | Path, **more: Any) -> Ran:
        return own(*arguments, data=copy, **more)

    return run


@pytest.fixture
def peel(run: Any) -> str:
    """The id of the visit for the peel."""
    visit_id: str = visits(run)[0]["id"]
    return visit_id


def visits(run: Any) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = run("visits", "list", "--day", DAY, "--json").json
    return listed


def actors(kiosk: Shell, folder: Path, what: str) -> list[Actor]:
    key = kiosk.config / f"{clinic_id(folder)}.key"
    with Clinic.open(folder, key_file=key, clock=SystemClock()) as clinic, clinic.records.read() as reader:
        return [entry.actor for entry in reader.trail() if entry.event == what]


class TestSchedule:
    def test_the_day_is_listed_with_what_a_program_needs(self, run: Any) -> None:
        first, second = visits(run)
        assert first.pop("id").startswith("V-")
        assert first == {
            "client": "Amélie Fontaine",
            "date_of_birth": "1985-07-31",
            "start": f"{DAY}T09:00",
            "treatment": "parisian-peel",
            "practitioner": "Dr Roca",
            "state": "booked",
            "outcome": None,
            "next_step": None,
            "earliest": None,
        }
        assert second["client"] == "Zoë [/x] O'Neil"

    def test_a_second_import_changes_nothing_and_another_time_moves(self, run: Any) -> None:
        before = visits(run)
        assert run("schedule", "import", "-", stdin=SCHEDULE).out == "2 unchanged.\n"
        assert visits(run) == before
        later = SCHEDULE.replace("09:00", "16:45")
        assert run("schedule", "import", "-", "--dry-run", stdin=later).out.startswith(
            "1 moved, 1 unchanged. Nothing was written"
        )
        assert visits(run) == before
        assert run("schedule", "import", "-", stdin=later).status == 0
        assert [visit["start"][-5:] for visit in visits(run)] == ["09:30", "16:45"]

    @pytest.mark.thorough
    @pytest.mark.process
    def test_two_imports_at_the_same_moment_take_each_visit_once(self, run: Any, own: Shell, copy: Path) -> None:
        lines = [
            f"{DAY} {10 + n // 60}:{n % 60:02},Twin Number{n},1985-07-31,parisian-peel,,,T{n}\n" for n in range(60)
        ]
        file = own.home / "twins.csv"
        file.write_text(SCHEDULE + "".join(lines), encoding="utf-8")
        both = [
            subprocess.Popen(
                own.command("--data", copy, "schedule", "import", file, "--json"),
                stdout=subprocess.PIPE,
                env=own.environment(),
                cwd=ROOT,
            )
            for _ in range(2)
        ]
        reports = [json.loads(process.communicate()[0]) for process in both]
        assert sorted((report["taken"], report["unchanged"]) for report in reports) == [(0, 62), (60, 2)]
        assert len(visits(run)) == 62

    def test_bad_lines_are_told_with_their_numbers_and_status_1(self, run: Any, tmp_path: Path) -> None:
        file = tmp_path / "day.csv"
        file.write_text(SCHEDULE + f"{DAY} 10:00,Bad Birth,2101-01-01,parisian-peel,Dr Roca,,LSC-9\n", encoding="utf-8")
        ran = run("schedule", "import", file)
        assert (ran.status, ran.err) == (1, "")
        assert '  Line 4: The "date of birth" is after the appointment.\n' in ran.out
        assert "Bad Birth" not in ran.out
        document = json.loads(run("schedule", "import", file, "--json").out)
        assert document["refused"] == [{"line": 4, "sentence": 'The "date of birth" is after the appointment.'}]
        assert (document["unchanged"], document["vanished"]) == (2, [])

    def test_a_vanished_visit_is_told_by_its_id_and_stays(self, run: Any) -> None:
        gone = visits(run)[1]
        ran = run("schedule", "import", "-", stdin="".join(SCHEDULE.splitlines(keepends=True)[:2]))
        assert ran.status == 0
        assert f"No longer in the file, and still booked:\n  {gone['id']}, {SAID_DAY}, 09:30\n" in ran.out
        assert gone in visits(run)

    @pytest.mark.parametrize(
        ("file", "says"),
        [
            ("nowhere.csv", "there is no such file"),
            (".", "There is no calendar (.ics) in the folder"),
            ("/dev/zero", "larger than 5 MB"),
            ("bad\x1b]52;c;aGk=\x07name", "Cannot read bad]52;c;aGk=name: there is no such file."),
        ],
        ids=["missing", "folder", "endless", "control characters"],
    )
    def test_what_cannot_be_read_is_one_sentence(self, run: Any, file: str, says: str) -> None:
        assert says in run("schedule", "import", file).complaint

    def test_it_stands_in_the_trail_under_the_account_of_the_machine(self, run: Any, own: Shell, copy: Path) -> None:
        run("visits", "list", env={"LOGNAME": "somebody-else", "USER": "somebody-else"})
        for what in ("schedule.import", "visits.list"):
            (actor,) = actors(own, copy, what)
            assert (actor.role, actor.system_user) == ("system", ME)


class TestPaperForms:
    def test_a_form_gives_the_visit_its_verdict(self, run: Any, peel: str) -> None:
        form = {**PEEL, "rash": "yes", "rash_where": ["hands"]}
        document = run(
            "checkin", peel, "-", "--staff", "dr roca", "--consent", "paper", "--json", pin=ROCA, stdin=json.dumps(form)
        ).json
        assert set(document) == {"visit", "verdict"}
        assert [finding["rule"] for finding in document["verdict"]["findings"]] == [
            "HOUSE-UNSIGNED",
            "HOUSE-UNDECIDED",
            "PP-RASH-ELSEWHERE",
            "HOUSE-OTHER-DAY",
        ]
        assert (document["visit"]["id"], document["visit"]["state"]) == (peel, "screened")
        (kept,) = document["visit"]["checkins"]
        assert kept["answers"]["raw"]["rash_where"] == ["hands"]
        assert (kept["consent"]["given"], kept["consent"]["how"]) == (True, "paper")
        listed = visits(run)[0]
        assert (listed["state"], listed["outcome"], listed["next_step"]) == ("screened", "review", "practitioner_first")

    def test_who_told_of_a_spot_is_listed_to_be_brought_back(self, run: Any, peel: str) -> None:
        assert run("visits", "bring-back").out == "There is nobody to bring back.\n"
        form = {**PEEL, "lesion": "yes"}
        ran = run("checkin", peel, "-", "--staff", "Dr Roca", pin=ROCA, stdin=json.dumps(form))
        assert (ran.status, ran.err) == (0, "")
        (listed,) = run("visits", "bring-back", "--json").json
        assert (listed["id"], listed["advised"]) == (peel, False)
        assert "NOT YET" in run("visits", "bring-back").out

    def test_it_is_entered_by_the_system_user_for_the_member_of_staff(
        self, run: Any, peel: str, own: Shell, copy: Path
    ) -> None:
        run("checkin", peel, "-", "--staff", "Dr Roca", "--consent", "paper", pin=ROCA, stdin=json.dumps(PEEL))
        assert [str(actor) for actor in actors(own, copy, "visit.check_in")] == [f"system user {ME} for Dr Roca"]

    @pytest.mark.parametrize(
        ("form", "says"),
        [
            ("", "JSON"),
            ("[]", ""),
            ('{"area": null}', '"area"'),
            ('{"area": "face"}', '"area"'),
            ('{"area": ["face"], "area": ["face"]}', '"area"'),
            ('{"colour": "red"}', '"colour"'),
            (json.dumps({key: value for key, value in PEEL.items() if key != "rosacea"}), "rosacea"),
        ],
        ids=["empty", "a list", "null", "a bare area", "twice", "unknown", "unanswered"],
    )
    def test_a_form_that_will_not_do_is_one_sentence_and_changes_nothing(
        self, run: Any, peel: str, form: str, says: str
    ) -> None:
        assert says in run("checkin", peel, "-", "--staff", "Dr Roca", pin=ROCA, stdin=form).complaint
        assert visits(run)[0]["state"] == "booked"

    def test_an_unknown_visit_or_member_of_staff_is_one_sentence(self, run: Any, peel: str) -> None:
        form = json.dumps(PEEL)
        assert (
            "no visit with that id"
            in run("checkin", "V-NONE", "-", "--staff", "Dr Roca", pin=ROCA, stdin=form).complaint
        )
        assert "Nobody with that name" in run("checkin", peel, "-", "--staff", "Nobody", stdin=form).complaint

    def test_a_second_form_for_the_same_visit_is_refused(self, run: Any, peel: str) -> None:
        run("checkin", peel, "-", "--staff", "Dr Roca", "--consent", "paper", pin=ROCA, stdin=json.dumps(PEEL))
        assert "Reopen" in run("checkin", peel, "-", "--staff", "Dr Roca", pin=ROCA, stdin=json.dumps(PEEL)).complaint


class TestOneVisit:
    def test_it_is_shown_with_answers_and_verdict(self, run: Any, peel: str) -> None:
        run("checkin", peel, "-", "--staff", "Dr Roca", "--consent", "declined", pin=ROCA, stdin=json.dumps(PEEL))
        shown = run("visits", "show", peel.lower()).out
        assert shown.startswith(
            f"Amélie Fontaine, born 31 July 1985\nParisian Peel on {SAID_DAY} at 09:00 with Dr Roca\nVisit {peel}, declined\n"
        )
        assert "\n  Rosacea: no\n" in shown
        assert [line for line in shown.splitlines() if "_" in line] == []  # no id of a question or an answer
        assert "\nVerdict: review, next step: practitioner looks first\n" in shown
        document = run("visits", "show", peel, "--json").json
        assert document["verdict"]["protocol"] == "parisian-peel"
        assert document["checkins"][0]["consent"]["given"] is False

    def test_an_empty_day_and_an_unknown_visit_are_told(self, run: Any) -> None:
        assert run("visits", "list", "--day", "2001-01-01").out == "There are no visits on 1 January 2001.\n"
        assert run("visits", "list", "--day", "2001-01-01", "--json").json == []
        assert "no visit with that id" in run("visits", "show", "V-NONE").complaint


class TestStaff:
    def test_somebody_is_added_listed_disabled_and_enabled(self, run: Any) -> None:
        assert (
            run("staff", "add", "Rita Roy", "--role", "receptionist", pin="591738").out
            == "Rita Roy can sign in as receptionist.\n"
        )
        assert run("staff", "disable", "rita roy").out == "Rita Roy can no longer sign in.\n"
        by_name = {member["name"]: member for member in run("staff", "list", "--json").json}
        assert by_name["Rita Roy"]["active"] is False
        assert by_name["Dr Roca"]["treatments"] == ["parisian-peel", "medical-facial"]
        assert by_name["Dr Roca"]["all_treatments"] is True
        assert (by_name["Rita Roy"]["treatments"], by_name["Rita Roy"]["all_treatments"]) == ([], False)
        assert re.search(r"Dr Roca +practitioner +all ", run("staff", "list").out)
        run("staff", "enable", "Rita Roy")
        assert "Rita Roy   receptionist" in run("staff", "list").out

    def test_who_gives_all_treatments_gives_those_that_come_later_too(self, run: Any, own: Shell, copy: Path) -> None:
        add = ("staff", "add", "--role", "practitioner")
        run(*add, "Dr All", pin="591738")
        run(*add, "Dr One", "--treatment", "medical-facial", pin="264817")
        assert re.search(r"Dr One +practitioner +Medical facial +yes", run("staff", "list").out)
        with Clinic.open(copy, key_file=own.config / f"{clinic_id(copy)}.key", clock=SystemClock()) as clinic:
            may = {
                name: clinic.room(clinic.staff.by_name(name))._gives("glycolic-peel") for name in ("Dr All", "Dr One")
            }
        assert may == {"Dr All": True, "Dr One": False}

    def test_a_new_pin_counts_and_the_old_one_does_not(self, run: Any, own: Shell, copy: Path) -> None:
        assert run("staff", "reset-pin", "Dr Roca", pin="264817").status == 0
        with Clinic.open(copy, key_file=own.config / f"{clinic_id(copy)}.key", clock=SystemClock()) as clinic:
            assert clinic.staff.check_pin("Dr Roca", "264817", terminal="desk").name == "Dr Roca"

    def test_a_lead_unlocks_somebody_with_the_leads_own_pin(self, run: Any, own: Shell, copy: Path) -> None:
        key = own.config / f"{clinic_id(copy)}.key"
        with Clinic.open(copy, key_file=key, clock=SystemClock()) as clinic:
            for _ in range(5):
                with pytest.raises(WrongPin):
                    clinic.staff.check_pin("Dr Roca", "482951", terminal="desk")
        unlock = ("staff", "unlock", "dr roca", "--by")
        assert "is not a lead of this clinic" in run(*unlock, "Dr Roca", pin="482957").complaint
        assert "do not match" in run(*unlock, "Lena Lead", pin="736499").complaint
        with Clinic.open(copy, key_file=key, clock=SystemClock()) as clinic, pytest.raises(LockedOut):
            clinic.staff.check_pin("Dr Roca", "482957", terminal="desk")
        assert run(*unlock, "Lena Lead", pin="736492").out == "Dr Roca may try again at once.\n"
        with Clinic.open(copy, key_file=key, clock=SystemClock()) as clinic:
            roca = clinic.staff.check_pin("Dr Roca", "482957", terminal="desk")
            with clinic.records.read() as reader:
                (entry,) = [each for each in reader.trail(subject=roca.id) if each.event == "unlocked"]
        assert (entry.actor.name, entry.actor.role) == ("Lena Lead", "lead")
        assert "was not locked" in run(*unlock, "Lena Lead", pin="736492").out

    def test_a_lead_names_a_prescriber_with_the_leads_own_pin(self, run: Any) -> None:
        naming = ("staff", "prescriber", "dr roca", "--by")
        assert "only a lead names a prescriber" in run(*naming, "Dr Roca", pin="482957").complaint
        assert run(*naming, "Lena Lead", pin="736492").out == "Dr Roca signs besides another practitioner.\n"
        assert {each["name"]: each["prescriber"] for each in run("staff", "list", "--json").json}["Dr Roca"]
        taken_back = run(*naming, "Lena Lead", "--no-more", pin="736492").out
        assert taken_back == "Dr Roca no longer signs besides another practitioner.\n"

    @pytest.mark.parametrize(
        ("arguments", "pin", "says"),
        [
            (("add", "Dr Roca", "--role", "lead"), "591738", "on the staff list already"),
            (("add", "New One", "--role", "lead"), "111111", "repeats the same digits"),
            (("add", "New One", "--role", "owner"), "591738", "invalid choice: 'owner'"),
            (
                ("add", "New One", "--role", "practitioner", "--treatment", "waxing"),
                "591738",
                "There is no treatment waxing",
            ),
            (("disable", "Lena Lead"), None, "the only lead"),
            (("disable", "Nobody"), None, "Nobody with that name"),
            (("reset-pin", "Nobody"), "591738", "Nobody with that name"),
            (("reset-pin", "Dr Roca"), None, "There is no terminal to ask for the PIN at"),
        ],
        ids=["taken", "weak", "no role", "no treatment", "last lead", "unknown", "unknown PIN", "no terminal"],
    )
    def test_what_cannot_be_is_one_sentence(
        self, run: Any, arguments: tuple[str, ...], pin: str | None, says: str
    ) -> None:
        assert says in run("staff", *arguments, pin=pin).complaint
