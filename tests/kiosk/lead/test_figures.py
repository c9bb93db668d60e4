"""The figures of a day: counted by hand here, never by name, and never so few that they are one."""

import csv
import io
from datetime import timedelta

import pytest

from kiosk.lead.figures import NOT_SHOWN, Figure, _parted, figures
from kiosk.lead.figures_text import figures_as_csv, figures_in_lines
from kiosk.room.override import REASONS, Override
from kiosk.visits.clinic_findings import TITLES
from kiosk.visits.visit import Visit
from tests.kiosk.conftest import PEEL, SYSTEM, TODAY, House


def found(house: House) -> dict[tuple[str, str], Figure]:
    return {(each.section, each.what): each for each in figures(house.clinic, TODAY, TODAY)}


def copies(house: House, visit: Visit, count: int) -> None:
    """Let so many more clients say the same at the same hour, each in a minute more than the one before."""
    [record] = visit.checkins
    for number in range(1, count + 1):
        finished = record.finished_at + timedelta(minutes=number)
        other = house.client(f"Client {number}", "Soler")
        again = visit.model_copy(
            update={
                "id": house.clinic.visits.new_id(),
                "revision": 0,
                "client_id": other.id,
                "checkins": (record.model_copy(update={"finished_at": finished, "seconds": {"rash": 2.0 * number}}),),
            }
        )
        house.clinic.visits.save(again, SYSTEM, "visit.test")


def test_a_day_is_counted(house: House) -> None:
    copies(house, house.screened(house.client(), rash="not_sure"), 9)
    told = found(house)
    assert told["Check-ins", "Parisian Peel"].count == 10
    assert told["Check-ins", "Medical facial"].count == 0
    took = told["Minutes to complete", "at the kiosk"]
    assert (took.count, took.middle, took.most) == (10, 4.5, 8.1)
    unsure = next(each for (section, _), each in told.items() if "not sure" in section and each.count == 10)
    assert (unsure.of, unsure.middle, unsure.most) == (10, 10.0, 16.4)
    assert [each.count for (section, _), each in told.items() if section == "Outcomes"] == [10]
    assert told["Rules that fired", next(what for section, what in told if section == "Rules that fired")].count == 10


def test_who_was_not_sure_is_never_how_many_saw_the_question(house: House) -> None:
    visit = house.screened(house.client())
    for number in range(6):  # the time of a note is kept, and an empty note is an answer on paper only
        other = house.client(f"Client {number}", "Soler")
        (record,) = visit.checkins
        raw = {**record.answers["raw"], **({"note": ""} if number == 0 else {})}
        seen = record.model_copy(update={"answers": {**record.answers, "raw": raw}, "seconds": {"note": 6.0}})
        fresh = {"id": house.clinic.visits.new_id(), "revision": 0, "client_id": other.id, "checkins": (seen,)}
        house.clinic.visits.save(visit.model_copy(update=fresh), SYSTEM, "visit.test")
    (note,) = [each for (section, what), each in found(house).items() if "not sure" in section and what == "Note"]
    assert (note.shown, note.of, note.middle) == (NOT_SHOWN, None, 6.0)


def test_what_fired_and_what_was_overridden_is_told_in_words(house: House) -> None:
    visit = house.room().paper_consent(house.confirmed(house.client(), herpes_active="yes"), "yes", "Anna Ferrer")
    why = Override(REASONS[0], "An old scar, not a sore.")
    gone = house.room().decide(visit, "go_ahead", pin_checked=house.dr_roca, seen_sha=visit.content_sha, override=why)
    *_, signed = gone.signoffs
    also = ("HOUSE-OTHER-DAY", "PP-LONG-GONE")  # of the clinic, and of rules that it had before
    again = signed.model_copy(update={"overridden": (*signed.overridden, *also)})
    copies(house, gone.model_copy(update={"signoffs": (again,)}), 9)
    told = found(house)
    assert told["Rules that fired", "Cold sore (PP-HERPES)"].count == 10
    assert told["Overridden", "Cold sore (PP-HERPES)"].count == 10
    assert {what for section, what in told if section == "Overridden"} == {
        "Cold sore (PP-HERPES)",
        TITLES["HOUSE-OTHER-DAY"],
        "PP-LONG-GONE, of earlier rules",
    }


def test_few_are_hidden_and_so_is_what_would_give_them_away(house: House) -> None:
    copies(house, house.screened(house.client()), 7)
    house.screened(house.client("Zoe", "Vidal"), rash="not_sure")
    told = found(house)
    rash = next(
        each for (section, _), each in told.items() if "not sure" in section and each.of == 9 and each.count is None
    )
    assert rash.shown == NOT_SHOWN
    spoken = [each for (section, _), each in told.items() if section in ("Rules that fired", "Outcomes")]
    assert all(each.count is None for each in spoken if each.what.startswith("Rash"))
    lines = "\n".join(figures_in_lines(tuple(told.values()), 60))
    assert NOT_SHOWN in lines
    assert "under" not in lines  # seven who are hidden beside one are not few
    assert max(map(len, lines.splitlines())) <= 60
    for word in ("Vidal", "Soler", "Dr Roca", "Rita"):
        assert word not in lines
    read = list(csv.DictReader(io.StringIO(figures_as_csv(tuple(told.values())).decode())))
    assert read[0] == {"section": "Check-ins", "what": "Parisian Peel", "count": "9", "of": "", "p50": "", "p90": ""}
    assert {"4", "3", "2", "1"}.isdisjoint({row["count"] for row in read})


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({"a": 20, "b": 7, "c": 1}, [20, None, None]),  # 28 less 20 less 7 would be one
        ({"a": 20, "b": 2, "c": 2}, [None, None, None]),
        ({"a": 20, "b": 3, "c": 4}, [20, None, None]),
        ({"a": 9, "b": 1}, [None, None]),
        ({"a": 9, "b": 0}, [9, 0]),
        ({"a": 9, "b": 8}, [9, 8]),
    ],
)
def test_nobody_can_take_the_hidden_from_the_whole(counts: dict[str, int], shown: list[int | None]) -> None:
    assert [each.count for each in _parted("", counts)] == shown


def test_a_clinic_without_visits_has_figures_of_nothing(house: House) -> None:
    assert [each.count for each in figures(house.clinic, TODAY, TODAY) if each.section == "Check-ins"] == [0, 0]
    assert house.clinic.protocols[PEEL].title in "\n".join(figures_in_lines(figures(house.clinic, TODAY, TODAY), 40))
