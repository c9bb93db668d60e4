"""A clinic writes a protocol of its own, from the page that says how, and uses it: no line of Python is touched."""

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kiosk.checkin import paper_form
from kiosk.checkin.screen_data import Step
from kiosk.clinic import Clinic
from tests.kiosk.commands.conftest import ROOT, Shell, made
from tests.kiosk.conftest import FixedClock

DOC = (ROOT / "docs" / "protocols" / "tutorial.md").read_text(encoding="utf-8")
DAY = "2099-03-02"
MORNING = datetime(2099, 3, 2, 8, 45, tzinfo=UTC)
SCHEDULE = f"""\
start,client,date of birth,treatment,practitioner,booking code
{DAY} 09:00,Amélie Fontaine,1985-07-31,Glycolic peel,Dr Roca,GP-1
{DAY} 09:10,Ines Sol,1979-02-03,glycolic-peel,Dr Roca,GP-2
"""
HEALTHY = {
    "area": ["face"], "wish": "glow", "herpes_active": "no", "pimples_open": "no", "rash": "no", "strong_sun": "no",
    "lesion": "no", "shaved": "no", "feels_ill": "no", "retinoid": "no", "scrub": "no", "wax": "no", "had_before": "no",
    "face_laser": "no", "face_filler": "no", "isotretinoin": "never", "face_surgery": "no", "expecting": "no",
    "acid_reaction": "no", "thick_scars": "no", "eczema_ever": "no", "note": "",
}  # fmt: skip


def files_in(text: str) -> dict[str, str]:
    """Return the files that the page writes out, each in the order of its parts."""
    files: dict[str, str] = {}
    for name, part in re.findall(r"<!-- (\S+) -->\n\n```yaml\n(.*?)```", text, re.DOTALL):
        files[name] = files.get(name, "") + part + "\n"
    return files


def signed(kiosk: Shell) -> None:
    """Make a clinic whose lead has written, checked, tested and signed the peel of the page, and booked it."""
    folder = kiosk.home / "clinic"
    assert kiosk("setup", "--lead", "Lena Lead", "--time-zone", "Etc/UTC", data=folder, pin="736492").status == 0
    begun = kiosk("rules", "new", "glycolic-peel", data=folder)
    assert (begun.status, begun.err) == (0, "")
    # The draft itself is whole already: it loads, and its worked examples come out.
    assert kiosk("rules", "test", "glycolic-peel", data=folder).out.startswith(
        "glycolic-peel: 4 cases, all as expected"
    )
    for name, text in files_in(DOC).items():
        if name.startswith("glycolic-peel/"):
            (folder / "protocols" / name).write_text(text, encoding="utf-8")
    assert kiosk("staff", "add", "Dr Roca", "--role", "practitioner", data=folder, pin="482957").status == 0
    checked = kiosk("rules", "check", "glycolic-peel", data=folder)
    assert checked.status == 0, checked.out
    tested = kiosk("rules", "test", "glycolic-peel", data=folder)
    assert tested.out.startswith("glycolic-peel: 5 cases, all as expected")
    ran = kiosk("rules", "sign", "glycolic-peel", "--by", "lena lead", data=folder, pin="736492")
    assert (ran.status, ran.err) == (0, ""), ran.err
    assert "Nothing of it has been signed in this clinic before. This is all of it:" in ran.out
    assert "Client: Your skin needs 3 days of rest after a scrub." in ran.out
    assert "How strong the acid is" in ran.out  # the open points
    assert ran.out.endswith("Glycolic peel, version 1, is signed by Lena Lead.\n")
    assert kiosk("schedule", "import", "-", data=folder, stdin=SCHEDULE).status == 0


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory, "peel-of-the-page", signed)


@pytest.fixture
def folder(kiosk: Shell) -> Path:
    return kiosk.home / "clinic"


def opened(kiosk: Shell, folder: Path) -> Clinic:
    (key,) = kiosk.config.glob("*.key")
    clinic = Clinic.open(folder, clock=FixedClock(MORNING), terminal="kiosk-1", key_file=key)
    if clinic.clock_doubt():
        clinic.confirm_date(clinic.actor_system())
    return clinic


@pytest.mark.thorough
def test_the_peel_of_the_page_has_thirty_questions(kiosk: Shell, folder: Path) -> None:
    assert len(kiosk("rules", "show", "glycolic-peel", "--json", data=folder).json["questions"]) == 30


@pytest.mark.thorough
def test_its_questions_are_asked_at_the_kiosk_and_its_rules_decide(kiosk: Shell, folder: Path) -> None:
    with opened(kiosk, folder) as clinic:
        check_in = clinic.check_in()
        check_in.identify("Fontaine", 31, 7, 1985)
        check_in.yes()
        check_in.accept()
        asked = []
        answers = HEALTHY | {"wax": "yes", "wax_last": "2099-03-01", "rash": "yes", "rash_where": ["hands"]}
        while check_in.step is Step.QUESTION:
            name = check_in.asked.question.id
            asked.append(name)
            check_in.answer(answers[name])
            check_in.next()
        assert asked == [
            question.id for question in clinic.protocols["glycolic-peel"].in_order if question.id in answers
        ]
        check_in.finish()
        while check_in.step is Step.CONSENT:
            check_in.give("Amélie Fontaine")
        (visit,) = [each for each in clinic.visits.of_day(date(2099, 3, 2)) if each.checkins]
    verdict = visit.verdict
    assert verdict is not None
    # Waxed on 1 March, a week of rest: the 8th. The rash lies elsewhere, and nobody has to look because of a signature.
    assert [finding.rule for finding in verdict.findings] == ["GP-WAX", "GP-RASH-ELSEWHERE"]
    assert (str(verdict.outcome), verdict.earliest) == ("deferred", date(2099, 3, 8))


def test_a_paper_form_of_it_can_be_entered_and_explained(kiosk: Shell, folder: Path) -> None:
    visits = kiosk("visits", "list", "--day", DAY, "--json", data=folder).json
    (visit,) = [each["id"] for each in visits if (each["client"], each["state"]) == ("Ines Sol", "booked")]
    answers = json.dumps(HEALTHY | {"thick_scars": "not_sure"})
    with opened(kiosk, folder) as clinic:
        staff = clinic.staff.by_name("Lena Lead")
        paper_form.enter(
            clinic,
            visit,
            json.loads(answers),
            staff=staff,
            consent="paper",
            on=date(2099, 3, 2),
            filled_at=None,
            system_user="x",
        )
    told = kiosk("rules", "explain", "--visit", visit, data=folder)
    assert (told.status, told.err) == (0, "")
    assert told.out.startswith("Glycolic peel, version 1, on 2 March 2099: review, practitioner looks first.\n")
    assert "Review by GP-SCARS, left open by Thick scars: not sure.\n" in told.out
    assert "Source: house rule." in told.out
    assert "Thick scars: once it is known and harmless (GP-SCARS), all else equal: eligible.\n" in told.out
    assert "Ines" not in told.out


def test_the_list_says_who_signed_it_and_that_it_is_proven(kiosk: Shell, folder: Path) -> None:
    (peel,) = [each for each in kiosk("rules", "list", "--json", data=folder).json if each["id"] == "glycolic-peel"]
    assert peel["in_force"]
    assert (peel["signed"]["by"], peel["signed"]["proven"]) == ("Lena Lead", True)


def test_one_character_more_and_the_signature_no_longer_holds(kiosk: Shell, folder: Path) -> None:
    path = folder / "protocols" / "glycolic-peel" / "protocol.yaml"
    before = path.read_text(encoding="utf-8")
    try:
        path.write_text(
            before.replace("staff: Scar", "staff: Scars", 1).replace("Thick scars in the past.", "Thick scars!")
        )
        (peel,) = [each for each in kiosk("rules", "list", "--json", data=folder).json if each["id"] == "glycolic-peel"]
        assert (peel["in_force"], peel["signed"]) == (True, None)
    finally:
        path.write_text(before, encoding="utf-8")
    (peel,) = [each for each in kiosk("rules", "list", "--json", data=folder).json if each["id"] == "glycolic-peel"]
    assert peel["signed"] is not None


def test_a_slip_in_it_is_named_with_its_line_and_what_was_signed_stays_in_force(kiosk: Shell, folder: Path) -> None:
    path = folder / "protocols" / "glycolic-peel" / "protocol.yaml"
    before = path.read_text(encoding="utf-8")
    line = before.splitlines().index("    outcome: contraindicated") + 1
    try:
        path.write_text(before.replace("outcome: contraindicated", "outcome: forbidden"), encoding="utf-8")
        complaint = kiosk("rules", "check", "glycolic-peel", data=folder).complaint
        assert f"line {line}," in complaint
        (peel,) = [each for each in kiosk("rules", "list", "--json", data=folder).json if each["id"] == "glycolic-peel"]
        assert (peel["in_force"], peel["signed"]["by"]) == (True, "Lena Lead")
        assert f"line {line}," in peel["problem"]
    finally:
        path.write_text(before, encoding="utf-8")


def test_only_a_lead_signs_and_a_wrong_pin_signs_nothing(kiosk: Shell, folder: Path) -> None:
    by = ("rules", "sign", "medical-facial", "--by")
    assert "is not a lead" in kiosk(*by, "Dr Roca", data=folder, pin="482957").complaint
    assert "Nobody with that name" in kiosk(*by, "Somebody", data=folder, pin="482957").complaint
    assert kiosk(*by, "Lena Lead", data=folder, pin="111222").status == 2
    (facial,) = [each for each in kiosk("rules", "list", "--json", data=folder).json if each["id"] == "medical-facial"]
    assert facial["signed"] is None


def test_a_name_that_is_taken_or_none_is_refused(kiosk: Shell, folder: Path) -> None:
    assert "comes with the kiosk" in kiosk("rules", "new", "parisian-peel", data=folder).complaint
    assert "There is" in kiosk("rules", "new", "glycolic-peel", data=folder).complaint
    for name in ("Glycolic", "../x", "a/b", "-", "x" * 60):
        assert "small letters" in kiosk("rules", "new", "--", name, data=folder).complaint
