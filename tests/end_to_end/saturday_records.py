"""What must stand on record when the simulated Saturday is over, read from the records themselves."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Final

from kiosk.clinic import Clinic
from kiosk.visits.session import MachineSettings
from kiosk.visits.visit import Visit
from tests.end_to_end.saturday_clients import CLIENTS, SATURDAY, ClientOfTheDay
from tests.end_to_end.saturday_clinic import DayHouse, opened
from tests.end_to_end.saturday_desk import RAISED, REPORTED
from tests.end_to_end.saturday_room import (
    CARE,
    DECLINED,
    NOTE,
    OVERRIDING,
    PASSES,
    SKIN_AFTER,
    SUCTION,
    TIP,
    WHY_OVERRIDE,
)
from tests.end_to_end.trail_oracle import read_trail

_DESK: Final = "Nadia Petrov"
_CONFIRMED: Final = (("confirm", _DESK),)
_SIGNED: Final = {
    "go ahead": ("go_ahead", "finish"),
    "with care": ("with_care", "finish"),
    "put off": ("put_off",),
    "decline": ("decline",),
    "settle": ("settle", "go_ahead", "finish"),
    "override": ("consent", "go_ahead", "finish"),
}
"""What the practitioner signed, in order."""

_COUNTED: Final = {
    ("visit.check_in", "client"): 51,
    ("visit.check_in", _DESK): 3,
    ("visit.stopped", "client"): 1,
    ("visit.resumed", "client"): 1,
    ("visit.request", "client"): 1,
    ("visit.request", _DESK): 1,
    ("visit.accept_walk_in", _DESK): 2,
    ("draft.hand", _DESK): 1,
    ("visit.confirm", _DESK): 52,
    ("visit.raise", _DESK): 1,
    ("visit.no_show", _DESK): 3,
    ("visit.cancelled", _DESK): 2,
    ("visit.left", _DESK): 2,
    ("visit.move", _DESK): 1,
    ("visit.reaction", _DESK): 1,
    ("visit.settle", "Dr Moss"): 3,
    ("visit.consent", "Dr Moss"): 1,
    ("visit.go_ahead", "Dr Moss"): 16,
    ("visit.go_ahead", "R. Adeyemi"): 23,
    ("visit.with_care", "Dr Moss"): 3,
    ("visit.with_care", "R. Adeyemi"): 4,
    ("visit.put_off", "Dr Moss"): 4,
    ("visit.decline", "Dr Moss"): 2,
    ("visit.finish", "Dr Moss"): 19,
    ("visit.finish", "R. Adeyemi"): 27,
}
"""What is in the trail of the day, whose it is, and how often, counted from the table of clients."""
_NEVER: Final = ("visit.undo", "visit.undo_raise", "visit.cancel", "pin_wrong", "client.open_locked")


@dataclass(frozen=True)
class KeptOfTheDay:
    """One visit in plain words."""

    state: str
    practitioner: str
    outcome: str | None
    rules: tuple[str, ...]
    answers: tuple[dict[str, Any], ...]
    """Of each completed check-in."""
    entered_by: tuple[str | None, ...]
    consents: tuple[str | None, ...]
    """How each consent that counts was given; None where none was asked for."""
    signed: tuple[tuple[str, str], ...]
    """Each decision, and whose."""


def _kept(visit: Visit) -> KeptOfTheDay:
    verdict = visit.verdict
    return KeptOfTheDay(
        state=visit.state,
        practitioner=visit.practitioner,
        outcome=verdict.outcome.name if verdict else None,
        rules=tuple(finding.rule for finding in verdict.findings) if verdict else (),
        answers=tuple(record.answers["raw"] for record in visit.checkins),
        entered_by=tuple(record.entered_by for record in visit.checkins),
        consents=tuple(record.consent.how if record.consent else None for record in visit.checkins),
        signed=tuple((signed.decision, signed.by) for signed in visit.signoffs),
    )


def _wanted(who: ClientOfTheDay, *, touch: bool) -> KeptOfTheDay:
    by_room = tuple((decision, who.room) for decision in _SIGNED.get(who.does, ()))
    on_paper = who.comes == "paper" or who.does == "override"
    asked = who.outcome not in ("DEFERRED", "CONTRAINDICATED") or who.does == "override"
    consent = None if not asked else "paper" if on_paper else "drawn" if touch else "typed"
    return KeptOfTheDay(
        state=who.ends,
        practitioner=who.room,
        outcome=who.outcome,
        rules=who.rules,
        answers=(who.on_record,) if who.comes else (),
        entered_by=((_DESK if who.comes == "paper" else None),) if who.comes else (),
        consents=(consent,) if who.comes else (),
        signed=(*_CONFIRMED, *by_room) if who.does else (),
    )


def check_the_visits(house: DayHouse, *, touch: bool) -> None:
    """Hold each visit of the day against the table, and what happened once against what was done."""
    with opened(house.home.parent, house.clock, "Somebody who looks") as clinic:
        visits = {entry.client.full_name: entry.visit for entry in clinic.daybook(SATURDAY).entries()}
        assert len(visits) == len(CLIENTS) == 60
        for who in CLIENTS:
            assert _kept(visits[who.full_name]) == _wanted(who, touch=touch), who.full_name
        _check_the_desk(visits)
        _check_the_rooms(visits)
        _check_the_move(clinic, visits["Kofi Mensah"])
        assert [visit.stopped for visit in visits.values()] == [False] * 60


def _check_the_desk(visits: dict[str, Visit]) -> None:
    raised = {name: (visit.raised.by, visit.raised.reason) for name, visit in visits.items() if visit.raised}
    assert raised == {"Siân Ap-Rhys": (_DESK, RAISED)}
    proofs = Counter(visit.proof for visit in visits.values())
    assert proofs == {"code": 48, "phone": 3, "staff": 3, None: 6}
    (reaction,) = visits["Tomasz Łuczak"].reactions
    assert (reaction.said, reaction.by, reaction.due, reaction.call_due) == (
        *(REPORTED, _DESK),
        *[date(2026, 11, 29)] * 2,
    )
    assert [name for name, visit in visits.items() if visit.reactions] == ["Tomasz Łuczak"]
    walk_ins = {name for name, visit in visits.items() if visit.source == "walk_in"}
    assert walk_ins == {"Mei Tanaka", "Ana Ruiz"}


def _check_the_rooms(visits: dict[str, Visit]) -> None:
    ((name, (overridden,)),) = [(name, visit.overrides) for name, visit in visits.items() if visit.overrides]
    assert name == "Sofia Papadaki"
    assert (overridden.by, overridden.reason, overridden.line) == ("Dr Moss", WHY_OVERRIDE, OVERRIDING)
    assert (overridden.overrides, overridden.overridden) == ("deferred", ("PP-ACNE-INFLAMED",))
    settled = {
        name: [(each.question, each.says, each.by) for each in v.settled] for name, v in visits.items() if v.settled
    }
    unsure = ("Samuel Osei", "Oliver Stone", "Tariq bin Said")
    assert settled == {name: [("keratosis", "no", "Dr Moss")] for name in unsure}
    cares = Counter(signed.care for visit in visits.values() for signed in visit.signoffs if signed.care)
    assert cares == {(CARE,): 7}
    until = {name: s.until for name, v in visits.items() for s in v.signoffs if s.decision == "put_off"}
    assert until == {
        "Amélie Fontaine": date(2026, 12, 12),
        "Daniel Cohen": None,
        "Nuala Ó Súilleabháin": None,
        "Zygmunt Żak": None,
    }
    declined = {s.reason for v in visits.values() for s in v.signoffs if s.decision == "decline"}
    assert declined == {DECLINED}
    sessions = {name: visit.session for name, visit in visits.items() if visit.session is not None}
    session = sessions["Tomasz Łuczak"]
    assert (session.areas, session.steps, session.left_out) == (("face",), ("crystals", "topicals", "protect"), ())
    assert len(sessions) == 46
    machine, none = MachineSettings(suction=SUCTION, passes=PASSES, tip=TIP), MachineSettings()
    noted = {
        name: (each.machine, each.skin_after, each.notes)
        for name, each in sessions.items()
        if (each.machine, each.skin_before, each.skin_after, each.notes) != (none, (), (), "")
    }
    assert noted == {"Yusuf Demir": (machine, (SKIN_AFTER,), NOTE), "Aisha Khan": (machine, (), "")}


def _check_the_move(clinic: Clinic, left: Visit) -> None:
    assert left.moved_to is not None
    moved = clinic.visits.get(left.moved_to)
    assert (moved.day, moved.start, moved.state, moved.moved_from) == (date(2026, 11, 30), time(9), "booked", SATURDAY)


def check_the_trail(house: DayHouse) -> None:
    """Verify that the trail is whole, by the product and by a reader of its own; count in it what happened, and find it shown so."""
    verified = house.run("audit", "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert "The trail is whole" in verified.stdout
    shown = house.run("audit", "show", "--day", SATURDAY.isoformat(), "--json")
    assert shown.returncode == 0, shown.stderr
    (key,) = house.home.rglob("*.key")
    read = read_trail(house.folder / "records.db", bytes.fromhex(key.read_text().strip()))
    entries = [entry for entry in read if entry["at"].startswith(SATURDAY.isoformat())]
    counted = Counter((entry["what"], entry["actor"]["name"] or entry["actor"]["role"]) for entry in entries)
    assert {what: counted[what] for what in _COUNTED} == _COUNTED
    assert [what for what, _ in counted if what in _NEVER] == []
    assert [*(entry["what"] for entry in json.loads(shown.stdout)), "audit.show"] == [
        entry["what"] for entry in entries
    ]
