"""What is in a clinic's records, looked at beside the terminals: the folder is opened, and closed again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from kiosk.checkin import drafts
from kiosk.checkin.drafts import Draft
from kiosk.clinic import Clinic
from kiosk.desk.board import todays_board
from kiosk.visits.visit import Visit
from tests.end_to_end.conftest import House


@contextmanager
def looking(house: House) -> Iterator[Clinic]:
    """Open the clinic for a look."""
    with Clinic.open(house.folder, clock=house.clock, terminal="Somebody who looks") as clinic:
        yield clinic


@dataclass(frozen=True)
class Kept:
    """What is on record of a visit, in plain words, and what the desk's board makes of it."""

    state: str
    proof: str
    answers: dict[str, object]
    """Of the one check-in that was completed at the kiosk; of the draft, where none was."""
    outcome: str | None
    findings: tuple[str, ...]
    """The rules that found something, worst first."""
    consent: tuple[object, ...]
    """Given or not, by whom, how, and in which name; empty where nobody was asked."""
    board: tuple[str, str]
    """Under which heading, and what is said of it."""
    draft: bool = False
    """Whether a draft is still kept."""
    called: str = ""


def kept(house: House, code: str) -> Kept:
    """Return what is kept of the visit with this booking code."""
    with looking(house) as clinic:
        found = _visit(clinic, code)
        with clinic.records.read() as reader:
            draft = drafts.of_visit(reader, found.id)
        ((title, row),) = (
            (group.title, row)
            for group in todays_board(clinic).groups
            for row in group.rows
            if row.visit_id == found.id
        )
    if found.checkins:
        (record,) = found.checkins
        assert record.terminal == "Kiosk 1"
        answers, signed = record.answers["raw"], record.consent
    else:
        answers, signed = _drafted(draft, found.treatment), None
    assert row.mark is not None
    return Kept(
        state=found.state,
        proof=found.proof or "",
        answers=answers,
        outcome=found.verdict.outcome.name if found.verdict else None,
        findings=tuple(finding.rule for finding in found.verdict.findings) if found.verdict else (),
        consent=(signed.given, signed.by, signed.how, signed.name) if signed else (),
        board=(title, row.mark.words),
        draft=draft is not None,
        called=row.called,
    )


def calls(house: House) -> list[tuple[str, str]]:
    """Return what the desk is told of its terminals: which, and what."""
    with looking(house) as clinic:
        return [(call.terminal, call.words) for call in todays_board(clinic).calls]


def visit(house: House, code: str) -> Visit:
    """Return the visit with a booking code."""
    with looking(house) as clinic:
        return _visit(clinic, code)


def _visit(clinic: Clinic, code: str) -> Visit:
    (found,) = clinic.visits.by_code(code)
    return found


def _drafted(draft: Draft | None, treatment: str) -> dict[str, object]:
    answers: dict[str, object] = (draft.questions or {})["answers"][treatment]["raw"] if draft else {}
    return answers
