"""Ten people at the kiosk of a busy morning, in a real terminal: each gets through, and what is on record is what they said."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.end_to_end.at_the_kiosk import ByKeys, ByTouch, Tapping
from tests.end_to_end.conftest import House
from tests.end_to_end.on_record import Kept, calls, kept, visit
from tests.end_to_end.told_clock import let_pass
from tests.end_to_end.what_is_asked import (
    FACIAL,
    FACIAL_ON_RECORD,
    PEEL,
    PEEL_ON_RECORD,
    STILL_SO,
    differently,
)

pytestmark = [pytest.mark.process, pytest.mark.thorough]

FACIAL_AND_PEEL = (
    *FACIAL[:5],
    PEEL[0],
    *FACIAL[5:9],
    *(PEEL[place] for place in (1, 5, 7, 8)),
    *FACIAL[9:11],
    PEEL[10],
    *FACIAL[11:13],
    *PEEL[12:15],
    FACIAL[13],
    PEEL[15],
)
"""What both ask is asked once."""


def test_who_taps_everything_twice_before_it_can_be_read(busy_house: House, passes: Path) -> None:
    busy_house.set(continue_at_once=True)
    kiosk = busy_house.open("client", name="Kiosk 1")
    tomasz = Tapping(kiosk, passes, twice=True, by_itself=True)
    tomasz.touch("With my name", "What is your family name?")
    tomasz.write("luczak")
    tomasz.go("When were you born?")
    tomasz.write("03021979", "1979")
    tomasz.go("telephone number?")
    tomasz.write("0112")
    tomasz.go("10:05   T. Ł.   Parisian Peel   Dr Moss")
    tomasz.choose("Yes, this is my visit", "Your answers are private")
    tomasz.go("Which areas would")
    tomasz.answer_all(PEEL)
    tomasz.go("Your consent")
    tomasz.read("Did we explain this well?")
    tomasz.choose("Sun on my skin", "Sign here with your finger")
    tomasz.sign("", "Thank you.", "We will call you.")
    # It came too early on every screen, and a half of each double tap that led on was for nobody.
    assert tomasz.too_early > len(PEEL)
    assert tomasz.second_halves > len(PEEL)

    assert kept(busy_house, "LU101") == Kept(
        state="screened",
        proof="phone",
        answers=PEEL_ON_RECORD,
        outcome="ELIGIBLE",
        findings=(),
        consent=(True, "client", "drawn", None),
        board=("Waiting for you", "to the room"),
    )
    (record,) = visit(busy_house, "LU101").checkins
    assert record.consent is not None
    assert record.consent.drawn is not None
    assert len(record.consent.drawn.strokes) == 2
    # Half a second for each question: it is on record, and the practitioner asks again what takes longer to read.
    assert record.seconds == dict.fromkeys([*PEEL_ON_RECORD, "note"], 0.5)


def test_by_keys_alone(busy_house: House) -> None:
    kiosk = busy_house.open("client", name="Kiosk 1")
    samuel = ByKeys(kiosk)
    samuel.go("How would you like to check in?")
    samuel.choose("With my name and date of birth", "What is your family name?")
    samuel.write("osei")
    samuel.go("When were you born?")
    samuel.write("27091988", "1988")
    samuel.go("telephone number?")
    samuel.write("0151")
    samuel.go("10:25   S. O.   Parisian Peel   Dr Moss")
    samuel.choose("Yes, this is my visit", "Your answers are private")
    samuel.go("Which areas would")
    samuel.answer_all(differently(PEEL, keratosis="I'm not sure"))
    samuel.go("Your consent")
    samuel.read("Did we explain this well?")
    samuel.choose("Ask me in the room", "Please type your full name")
    samuel.sign("Samuel Osei", "Thank you.", "We will call you.")

    assert kept(busy_house, "LU105") == Kept(
        state="screened",
        proof="phone",
        answers=PEEL_ON_RECORD | {"keratosis": "not_sure"},
        outcome="REVIEW",
        findings=("PP-KERATOSIS",),
        consent=(True, "client", "typed", "Samuel Osei"),
        board=("Waiting for you", "practitioner looks first"),
    )


def test_by_touch_alone(busy_house: House) -> None:
    busy_house.set(continue_at_once=True)
    kiosk = busy_house.open("client", name="Kiosk 1")
    jiwoo = ByTouch(kiosk, by_itself=True)
    jiwoo.touch("With my name", "What is your family name?")
    jiwoo.write("park")
    jiwoo.go("When were you born?")
    jiwoo.write("18041993", "1993")
    jiwoo.go("telephone number?")
    jiwoo.write("0144")
    jiwoo.go("10:20   J. P.   Parisian Peel   Dr Moss")
    jiwoo.choose("Yes, this is my visit", "Your answers are private")
    jiwoo.go("Which areas would")
    rash = differently(PEEL, rash="Yes")
    rash.insert(5, ("Where is the rash", ["Hands"]))
    jiwoo.answer_all(rash)
    assert "Enter" not in kiosk.text  # the names of keys are for who uses keys
    jiwoo.go("Your consent")
    jiwoo.read("Did we explain this well?")
    jiwoo.choose("Sun on my skin", "Sign here with your finger")
    jiwoo.sign("", "Thank you.", "We will call you.")

    assert kept(busy_house, "LU104") == Kept(
        state="screened",
        proof="phone",
        answers=PEEL_ON_RECORD | {"rash": "yes", "rash_where": ["hands"]},
        outcome="CAUTION",
        findings=("PP-RASH-ELSEWHERE",),
        consent=(True, "client", "drawn", None),
        board=("Waiting for you", "to the room"),
    )


def test_in_forty_columns_and_twelve_rows(busy_house: House) -> None:
    kiosk = busy_house.open("client", columns=40, rows=12, name="Kiosk 1")
    rosa = ByTouch(kiosk)
    rosa.touch("English", "Check in here")
    rosa.touch("With my name", "Your family name")
    rosa.write("garcia")
    rosa.go("Day", "Month", "Year")
    rosa.write("05051968", "1968")
    rosa.go("last 4")
    rosa.write("0163")
    rosa.go("10:10   R. G.")
    rosa.choose("Yes, this is my", "Your answers are private")
    rosa.read("Which areas would")
    # The laser is in the schedule, so it is not asked.
    rosa.answer_all([*FACIAL[:3], *FACIAL[4:-1], ("Your note", None)], then="Page 1 of 4")
    rosa.read("Did we explain")  # four pages of answers, then five of the consent
    rosa.choose("They may last", "Sign here with your finger")
    rosa.sign("", "Thank you.", "We will call you.")

    assert kept(busy_house, "LU106") == Kept(
        state="screened",
        proof="phone",
        answers=FACIAL_ON_RECORD | {"laser_planned": "yes"},
        outcome="REVIEW",
        findings=("MF-LASER",),
        consent=(True, "client", "drawn", None),
        board=("Waiting for you", "practitioner looks first"),
    )


def test_a_minor_with_a_guardian(busy_house: House) -> None:
    kiosk = busy_house.open("client", name="Kiosk 1")
    ella = ByTouch(kiosk)
    ella.touch("With my name", "What is your family name?")
    ella.write("lindqvist")
    ella.go("When were you born?")
    ella.write("12012011", "2011")
    ella.go("telephone number?")
    ella.write("0182")
    ella.go("10:30   E. L.   Medical facial   R. Adeyemi")
    ella.choose("Yes, this is my visit", "Is your parent or guardian here with you?")
    ella.choose("Yes", "Your answers are private", "You may answer alone")
    ella.go("Which areas would")
    ella.answer_all(FACIAL)
    ella.go("Your consent")
    ella.read("Did we explain this well?")
    ella.choose("Ask me in the room", "This is for you, the young person")
    ella.choose("Yes, I do", "Now the parent or guardian: who are you?")
    ella.choose("I am the mother", "Sign here with your finger")
    ella.touch("Type my name", "Guardian's full name")
    ella.write("karin lindqvist")
    ella.go("Thank you.", "We will call you.")

    assert kept(busy_house, "LU109") == Kept(
        state="screened",
        proof="phone",
        answers=FACIAL_ON_RECORD,
        outcome="ELIGIBLE",
        findings=(),
        consent=(True, "guardian", "typed", "Karin Lindqvist"),
        board=("Waiting for you", "see the guardian first"),
    )
    (record,) = visit(busy_house, "LU109").checkins
    assert (record.answered_by, record.guardian_present) == ("client", True)
    assert record.consent is not None
    assert (record.consent.relation, record.consent.assent) == ("mother", True)
    assert record.consent.guardian_seen is None  # that is for the desk, before the consent counts


def test_who_walks_away(busy_house: House, passes: Path) -> None:
    kiosk = busy_house.open("client", name="Kiosk 1")
    margaret = Tapping(kiosk, passes, twice=False)
    margaret.touch("With my name", "What is your family name?")
    margaret.write("hale")
    margaret.go("When were you born?")
    margaret.write("09111961", "1961")
    margaret.go("telephone number?")
    margaret.write("0136")
    margaret.go("10:15   M. H.   Parisian Peel   Dr Moss")
    margaret.choose("Yes, this is my visit", "Your answers are private")
    margaret.go("Which areas would")
    margaret.answer_all(PEEL[:3], then="Do you have a cold sore")
    let_pass(passes, 75)
    kiosk.see("Are you still there?")
    assert "cold sore" not in kiosk.text
    margaret.touch("I am still here", "Do you have a cold sore")  # but then goes, without a word
    margaret.choose("Yes", "✓")
    let_pass(passes, 75)
    kiosk.see("Are you still there?")
    let_pass(passes, 30)
    kiosk.see("Check in here")
    assert "M. H." not in kiosk.text

    assert kept(busy_house, "LU103") == Kept(
        state="arrived",
        proof="phone",
        answers={"area": ["face"], "acne_inflamed": "no", "pimples_open": "no", "herpes_active": "yes"},
        outcome=None,
        findings=(),
        consent=(),
        board=("At the kiosk", "stopped half-way"),
        draft=True,
    )
    assert visit(busy_house, "LU103").stopped


def test_who_comes_back(busy_house: House) -> None:
    busy_house.set(continue_at_once=True)
    kiosk = busy_house.open("client", name="Kiosk 1")
    ngozi = ByTouch(kiosk, by_itself=True)
    kiosk.go("LU113\r", "10:15   N. B.   Medical facial   R. Adeyemi")  # by a scanner
    ngozi.choose("Yes, this is my visit", "Your answers are private")
    ngozi.go("Which areas would", "Last time: Face, Neck")
    of_today, of_ever = FACIAL[5:11], FACIAL[11:13]
    ngozi.answer_all([(asks, STILL_SO) for asks, _ in FACIAL[:2]], then="What is your skin like")
    ngozi.choose("No, it has", "Sensitive")
    ngozi.answer("Sensitive", "Is a laser part of")
    ngozi.answer_all([(asks, STILL_SO) for asks, _ in FACIAL[3:5]], then=of_today[0][0])
    ngozi.answer_all(differently(of_today, medical="Yes"), then="When was your last medical facial")
    kiosk.send(b"18102026")
    ngozi.go(of_ever[0][0])
    ngozi.answer_all([*((asks, STILL_SO) for asks, _ in of_ever), FACIAL[13]])
    ngozi.go("Your consent")
    ngozi.read("Sign here with your finger")  # asked back within the year, so not again
    ngozi.sign("", "Thank you.", "We will call you.")

    assert kept(busy_house, "LU113") == Kept(
        state="screened",
        proof="code",
        answers=FACIAL_ON_RECORD
        | {"area": ["face", "neck"], "skin_type": "sensitive", "had_before": "yes", "session_last": "2026-10-18"},
        outcome="CAUTION",
        findings=("MF-SENSITIVE",),
        consent=(True, "client", "drawn", None),
        board=("Waiting for you", "to the room"),
    )
    (record,) = visit(busy_house, "LU113").checkins
    assert record.changed == ("skin_type", "session_last")
    assert record.last_answers is not None
    assert (record.last_answers["skin_type"], record.last_answers["session_last"]) == ("dry", "2026-09-13")


def test_who_declines_consent(busy_house: House) -> None:
    kiosk = busy_house.open("client", name="Kiosk 1")
    grace = ByTouch(kiosk)
    kiosk.go("LU107\r", "10:20   G. O.   Medical facial   R. Adeyemi", "10:45   G. O.   Parisian Peel   Dr Moss")
    grace.choose("Yes, this is my visit", "Your answers are private")
    grace.go("Which areas would")
    grace.answer_all(FACIAL_AND_PEEL)
    grace.go("Your consent to the medical facial")
    grace.read("Did we explain this well?")
    grace.choose("They may last", "Sign here with your finger")
    grace.sign("", "Your consent to the Parisian Peel")
    grace.touch("I do not want this", "Thank you.", "We will call you.")

    assert kept(busy_house, "LU107") == Kept(
        state="screened",
        proof="code",
        answers=FACIAL_ON_RECORD,
        outcome="ELIGIBLE",
        findings=(),
        consent=(True, "client", "drawn", None),
        board=("Waiting for you", "to the room"),
    )
    assert kept(busy_house, "LU108") == Kept(
        state="declined",
        proof="code",
        answers=PEEL_ON_RECORD,
        outcome="REVIEW",
        findings=("HOUSE-TWO-TREATMENTS",),
        consent=(False, "client", "typed", None),
        board=("Waiting for you", "said no to the consent"),
    )
    assert calls(busy_house) == [("Kiosk 1", "said no to the consent")]


def test_who_takes_a_date_back(busy_house: House) -> None:
    kiosk = busy_house.open("client", name="Kiosk 1")
    amelie = ByTouch(kiosk)
    amelie.touch("English", "Check in here")
    kiosk.go("LU102\r", "10:10   A. F.   Parisian Peel   Dr Moss")
    amelie.choose("Yes, this is my visit", "Your answers are private")
    amelie.go("Which areas would")
    amelie.answer_all(PEEL[:11], "Have you ever taken Accutane")
    amelie.answer("Yes, but I", "When did you last take it?")
    amelie.write("12062026", "2026")
    amelie.go("Have you ever had rosacea")
    amelie.touch("‹ Back", "When did you last take it?", "▌ 12        ▌ 06        ▌ 2026")
    amelie.choose("I only know the month", "I only know it roughly")
    amelie.go("Please type the month")  # the day is taken back, and nothing takes its place by itself
    amelie.write("052026", "2026")
    amelie.go("Have you ever had rosacea")
    amelie.answer_all(PEEL[12:])
    kiosk.see("▌ May 2026")
    amelie.go("Thank you.", "We will call you.")

    assert kept(busy_house, "LU102") == Kept(
        state="screened",
        proof="code",
        answers=PEEL_ON_RECORD | {"isotretinoin": "stopped", "isotretinoin_last": "2026-05"},
        outcome="DEFERRED",
        findings=("PP-ACCUTANE-6M",),
        consent=(),
        board=("Waiting for you", "book from 1 December"),
    )
    assert visit(busy_house, "LU102").earliest == date(2026, 12, 1)


def test_who_types_anything(busy_house: House) -> None:
    kiosk = busy_house.open("client", name="Kiosk 1")
    zoe = ByKeys(kiosk)
    zoe.go("How would you like to check in?")
    zoe.choose("With my name and date of birth", "What is your family name?")
    zoe.write(b"\xe9\xff\x00\x1b[48;30;100;600;1000t[/x] O'Neil\x1b]52;c;QQ==\x07", "▌ [/x] O'Neil  ")
    zoe.go("When were you born?")
    zoe.write(b"\x1b[200~02/10/1982\x1b[201~\xc3", "▌ 02        ▌ 10        ▌ 1982")
    zoe.go("telephone number?")
    zoe.write(b"\xf0\x9f0\x1b[6n2\x801\x9b9", "▌ 0219  ")
    zoe.go("10:40   Z. X.   Medical facial   R. Adeyemi")
    zoe.choose("Yes, this is my visit", "Your answers are private")
    zoe.go("Which areas would")
    zoe.answer_all(FACIAL[:9], "Have you used a retinol")
    zoe.answer("Yes", "When did you last use that cream?")
    zoe.write(b"\x1b[200~20.11.2026\x1b[201~", "▌ 20        ▌ 11        ▌ 2026")
    zoe.go("Have you had a medical")
    zoe.answer_all(FACIAL[10:-1], "Is there anything else")
    note = "[/x] [@click=app.quit]$HOME Jo[/]"
    zoe.write(b"\x1b[31m[/x] [@click=app.quit]\xff$HOME\x00 \xe2\x80\xaeJo[/]", note)
    zoe.go("Is everything right?", "[/x] [@click=")
    zoe.go("Your consent")
    zoe.read("Did we explain this well?")
    zoe.choose("Ask me in the room", "Please type your full name")
    zoe.sign("Zoë [/x] O'Neil", "Thank you.", "We will call you.")

    assert kept(busy_house, "LU112") == Kept(
        state="screened",
        proof="phone",
        answers=FACIAL_ON_RECORD | {"retinoid": "yes", "retinoid_last": "2026-11-20", "note": note},
        outcome="CAUTION",
        findings=("MF-NOTE",),
        consent=(True, "client", "typed", "Zoë [/x] O'Neil"),
        board=("Waiting for you", "to the room"),
    )
