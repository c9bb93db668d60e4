"""The eight visits that a reader is asked about are as the written truth says: each band, and the button that follows from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.clinic import Clinic
from kiosk.demo.people import MOSS
from kiosk.room.next_decisions import advised_decision
from tests.screens.stage import HandClock
from tests.screens.summaries import made

TRUTH = {
    "Charlotte Brandt": ("YES", "go_ahead"),
    "Leila Haddad": ("YES, WITH CARE", "with_care"),
    "Samuel Osei": ("LOOK FIRST", ""),
    "Yusuf Demir": ("LOOK FIRST", ""),
    "Oliver Stone": ("NOT TODAY", "put_off"),
    "Sofia Papadaki": ("NOT TODAY", "put_off"),
    "Daniel Cohen": ("NOT THIS TREATMENT", "decline"),
    "Grace O'Connell": ("LOOK FIRST", ""),
}


@pytest.mark.thorough
def test_each_visit_is_what_its_truth_says(tmp_path: Path) -> None:
    with Clinic.open(made(tmp_path / "clinic"), clock=HandClock(), terminal="Room") as clinic:
        room = clinic.room(clinic.staff.check_pin(MOSS.name, MOSS.pin, terminal="Room"))
        told = {entry.client.full_name: (entry.visit, room.summary(entry.visit)) for entry in room.my_day()}
        found = {name: (summed.band.word, advised_decision(visit, summed)) for name, (visit, summed) in told.items()}
        assert found == TRUTH
        assert told["Sofia Papadaki"][1].choices[0] == "Neck only: with care"
        assert told["Oliver Stone"][1].choices[0] == "From 25 November: eligible"
        last = told["Charlotte Brandt"][1].last_time
        assert last is not None
        assert last.note == "The left cheek reddens quickly: one pass less there."
