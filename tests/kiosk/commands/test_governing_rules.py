"""A lead signs, tightens, adopts and refuses from the command line; what it shows, what it asks, and what it leaves alone."""

import re
from pathlib import Path

import pytest

from rules.compare.worked_cases import load_cases
from tests.kiosk.commands.conftest import DAY, PEEL, SCHEDULE, Shell, made
from tests.rules.clinic import shipped_cases

LEAD = ("--by", "Lena Lead")
PIN = "736492"


def governed(kiosk: Shell) -> None:
    """Make a clinic whose lead signed the peel, and a day with a client who is booked for it."""
    folder = kiosk.home / "clinic"
    assert kiosk("setup", "--lead", "Lena Lead", "--time-zone", "Etc/UTC", data=folder, pin=PIN).status == 0
    assert kiosk("staff", "add", "Dr Roca", "--role", "practitioner", data=folder, pin="482957").status == 0
    ran = kiosk("rules", "sign", "parisian-peel", *LEAD, data=folder, pin=PIN)
    assert (ran.status, ran.err) == (0, ""), ran.err
    assert kiosk("schedule", "import", "-", data=folder, stdin=SCHEDULE).status == 0


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory, "governed", governed)


@pytest.fixture
def folder(kiosk: Shell) -> Path:
    return kiosk.home / "clinic"


def signed(kiosk: Shell, folder: Path) -> dict[str, tuple[int, bool, list[str]]]:
    return {
        each["id"]: (each["version"], each["signed"] is not None, each["overlays"])
        for each in kiosk("rules", "list", "--json", data=folder).json
    }


def test_signing_again_has_nothing_to_do(kiosk: Shell, folder: Path) -> None:
    ran = kiosk("rules", "sign", "parisian-peel", *LEAD, data=folder, pin="000000")
    assert ran.status == 0
    first, *rest = ran.out.splitlines()
    assert first == "Parisian Peel, version 3, is signed already: Lena Lead."
    assert [line.split(" yet")[0] for line in rest] == [
        f"Nobody has decided on {overlay}" for overlay in ("allergy", "extended-screening", "pregnancy")
    ]


@pytest.mark.thorough
def test_a_period_is_made_longer_in_one_command_and_undone_in_one(kiosk: Shell, folder: Path) -> None:
    command = ("rules", "set", "parisian-peel", "PP-ACCUTANE-6M")
    ran = kiosk(*command, "12 months", *LEAD, data=folder, pin=PIN)
    assert (ran.status, ran.err) == (0, ""), ran.err
    assert (
        "Changed since Lena Lead signed version 3:\n  - PP-ACCUTANE-6M is stricter: 12 months instead of 6 months.\n"
        in ran.out
    )
    assert "1 booked visit; the client's last answers are known for 0" in ran.out
    assert signed(kiosk, folder)["parisian-peel"] == (4, True, ["own-parisian-peel 1"])
    assert "12 months is not longer" in kiosk(*command, "12 months", *LEAD, data=folder, pin=PIN).complaint
    assert "can't be weakened" in kiosk(*command, "3 months", *LEAD, data=folder, pin=PIN).complaint

    told = kiosk("rules", "diff", "parisian-peel@3", "parisian-peel", data=folder)
    assert (told.status, told.err) == (0, "")
    assert "PP-ACCUTANE-6M is stricter: 12 months instead of 6 months." in told.out
    said = r"Of ([\d,]+) cases enumerated, each of a visit on \d+ \w+ \d{4}, ([\d,]+) are judged differently\."
    cases = re.search(said, told.out)
    assert cases is not None
    assert 0 < int(cases[2].replace(",", "")) < int(cases[1].replace(",", ""))
    assert "Last Accutane: " in told.out
    assert "No check-in on record in this clinic is for it." in told.out

    back = kiosk("rules", "refuse", "own-parisian-peel", *LEAD, data=folder, pin=PIN)
    assert (back.status, back.err) == (1, ""), back.err
    assert "PP-ACCUTANE-6M is WEAKER: 6 months instead of 12 months." in back.out
    assert "WEAKER than version 4, which Lena Lead signed: " in back.out
    assert back.out.endswith("say so and why: --weaker --because TEXT.\n")
    assert signed(kiosk, folder)["parisian-peel"] == (4, True, ["own-parisian-peel 1"])
    why = ("--weaker", "--because", "The source says six months.")
    assert "go together" in kiosk("rules", "refuse", "own-parisian-peel", *LEAD, *why[:1], data=folder).complaint
    again = kiosk("rules", "refuse", "own-parisian-peel", *LEAD, *why[1:], data=folder, pin=PIN)
    assert again.out.endswith("say so and why: --weaker --because TEXT.\n")
    assert "go together" in kiosk("rules", "sign", "parisian-peel", *LEAD, *why[1:], data=folder).complaint
    back = kiosk("rules", "refuse", "own-parisian-peel", *LEAD, *why, data=folder, pin=PIN)
    assert (back.status, back.err) == (0, ""), back.err
    # What was said is as before, but the number is not: versions only rise.
    assert signed(kiosk, folder)["parisian-peel"] == (5, True, [])
    trail = [each for each in kiosk("audit", "show", "--json", data=folder).json if each["what"] == "protocol.sign"]
    assert [each["detail"].get("because") for each in trail] == [None, None, "The source says six months."]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("parisian-peel", "PP-SUN", "2 days"), "no rule PP-SUN with a period"),
        (("parisian-peel", "PP-ACCUTANE-6M", "a year"), "A period is written like"),
        (("parisian-peel", "PP-ACCUTANE-6M", "9999 months"), "9999 months is too long; a period is 120 months at most"),
        (("no-such-peel", "PP-SUN", "2 days"), "has no protocol no-such-peel"),
    ],
)
def test_what_can_not_be_set_is_said_before_a_pin_is_asked_for(
    kiosk: Shell, folder: Path, words: tuple[str, ...], says: str
) -> None:
    assert says in kiosk("rules", "set", *words, *LEAD, data=folder).complaint


def test_an_overlay_that_is_not_there_is_named(kiosk: Shell, folder: Path) -> None:
    complaint = kiosk("rules", "adopt", "nothing", *LEAD, data=folder, pin=PIN).complaint
    assert "There is no overlay nothing; there are allergy, extended-screening, pregnancy" in complaint


@pytest.mark.thorough
def test_the_worked_examples_are_run_before_anything_is_signed_with_or_without_an_overlay(
    kiosk: Shell, folder: Path
) -> None:
    ran = kiosk("rules", "adopt", "extended-screening", *LEAD, data=folder, pin="000000")
    assert ran.status == 2  # the wrong PIN
    count = {each: len(load_cases(shipped_cases(each)).cases) for each in ("parisian-peel", "medical-facial")}
    for treatment, cases in count.items():
        assert f"Ran {cases} worked examples of {treatment}: all as written.\n" in ran.out
    assert len(re.findall(r"Ran \d+ worked examples of extended-screening: all as written\.", ran.out)) == 2
    longer = ("rules", "set", "parisian-peel", "PP-RETINOID-3D", "5 days")
    ran = kiosk(*longer, *LEAD, data=folder, pin="000000")
    assert f"Ran {count['parisian-peel']} worked examples of parisian-peel: all as written.\n" in ran.out
    assert "THERE ARE NO WORKED EXAMPLES of own-parisian-peel, so none were run; " in " ".join(ran.out.split())
    cases = folder / "protocols" / "own-parisian-peel" / "overlay.parisian-peel.cases.yaml"
    cases.parent.mkdir(parents=True, exist_ok=True)
    cases.write_text(
        "protocol: parisian-peel\non: 2026-09-15\ncases:\n  - name: Four days after the cream\n"
        "    answers: {retinoid: yes, retinoid_last: 2026-09-11}\n    outcome: incomplete\n    unanswered: [area]\n",
        encoding="utf-8",
    )
    ran = kiosk(*longer, *LEAD, data=folder, pin=PIN)
    assert ran.status == 1
    assert f"{cases}, line 4, Four days after the cream:\n" in ran.out
    assert "Ran 1 worked example of own-parisian-peel: 1 of them came out differently.\n" in ran.out
    assert "must pass the check first" in ran.out


def test_every_stored_verdict_comes_out_again(kiosk: Shell, folder: Path) -> None:
    visits = kiosk("visits", "list", "--day", DAY, "--json", data=folder).json
    (visit,) = [each["id"] for each in visits if each["treatment"] == "parisian-peel"]
    answers = kiosk.home / "answers.json"
    answers.write_text(str(PEEL).replace("'", '"'), encoding="utf-8")
    entered = kiosk("checkin", visit, answers, "--staff", "Dr Roca", "--consent", "paper", data=folder, pin="482957")
    assert (entered.status, entered.err) == (0, ""), entered.err
    ran = kiosk("rules", "replay", "--from", "2000-01-01", "--to", "2099-12-31", "--json", data=folder).json
    assert ran == {"visits": 1, "verdicts": 2, "differences": []}
    assert "is after" in kiosk("rules", "replay", "--from", "2026-02-01", "--to", "2026-01-01", data=folder).complaint


def test_answers_are_explained_without_a_clinic(kiosk: Shell) -> None:
    answers = '{"area": ["face"], "isotretinoin": "stopped", "isotretinoin_last": "2026-08-31"}'
    told = kiosk("rules", "explain", "parisian-peel", "-", "--on", "2026-09-15", stdin=answers)
    assert told.status == 0
    assert "Deferred by PP-ACCUTANE-6M, because of Last Accutane: 31 August 2026.\n" in told.out
    assert "Still to be answered: " in told.out
    assert "--visit" in kiosk("rules", "explain").complaint


def test_the_schema_is_one_json_document(kiosk: Shell) -> None:
    assert kiosk("rules", "schema").json["title"] == "A treatment's protocol"
    assert "stricter" in kiosk("rules", "schema", "overlay").json["properties"]


@pytest.mark.thorough
def test_what_ships_is_refused_with_a_reason_or_adopted_and_stands_in_the_trail(kiosk: Shell, folder: Path) -> None:
    refused = kiosk("rules", "refuse", "pregnancy", *LEAD, data=folder, pin=PIN)
    assert "Say why pregnancy is refused: --because TEXT." in refused.complaint
    why = ("--because", "Asked in the room, by name.")
    ran = kiosk("rules", "refuse", "pregnancy", *LEAD, *why, data=folder, pin=PIN)
    assert (ran.status, ran.out) == (0, "pregnancy is refused.\n"), ran.err
    assert kiosk("rules", "adopt", "allergy", *LEAD, data=folder, pin=PIN).status == 0
    listed = kiosk("rules", "list", data=folder).out
    assert "Overlay pregnancy: refused (Lena Lead: Asked in the room, by name.)." in listed
    assert "Overlay allergy: adopted." in listed
    assert "Overlay extended-screening: not decided" in listed
    trail = [each for each in kiosk("audit", "show", "--json", data=folder).json if each["what"] == "overlay.refuse"]
    assert [each["detail"] for each in trail] == [{"because": why[1]}]
