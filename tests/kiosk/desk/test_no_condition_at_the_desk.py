"""The desk reads no word of what a client answered, whatever rule fires: on the board, on the visit, in what it says."""

from collections.abc import Iterator

from kiosk.desk.board import board
from kiosk.desk.condition_words import named_conditions
from kiosk.desk.visit_page import visit_page
from kiosk.visits.day_book import DayEntry
from kiosk.visits.visit import Visit, VisitState
from kiosk.visits.visit_parts import Judgement
from rules import Protocol, evaluate, resolve
from rules.compare.worked_cases import WorkedCase
from tests.kiosk.conftest import House
from tests.kiosk.desk.rules_of_all import EVERYTHING, cases

STATES = (VisitState.screened, VisitState.confirmed, VisitState.put_off, VisitState.declined)


def judged(visit: Visit, protocol: Protocol, case: WorkedCase, state: VisitState) -> Visit:
    """Return the visit as it is once these answers were given."""
    verdict = evaluate(protocol, resolve(protocol, case.answers, answered_on=case.answered_on), on=case.on)
    record = Judgement(on=case.on, at=visit.arrived_at, verdict=verdict.to_record()) if visit.arrived_at else None
    return visit.model_copy(update={"judgement": record, "state": state, "day": case.on})


def read_at_the_desk(house: House, visit: Visit) -> Iterator[str]:
    """Yield all that the desk reads of a visit."""
    clinic = house.clinic
    client = clinic.clients.get(visit.client_id)
    page = visit_page(clinic, house.desk(), visit, client)
    yield from (page.heading, page.appointment, page.band)
    yield from (line for section in page.sections for line in (section.title, *section.lines))
    yield from (action.label for action in page.actions)
    day = board([DayEntry(visit, client)], (), clinic.now(), clinic.settings, titles=clinic.titles())
    for row in day.rows:
        yield from (row.name, row.treatment, row.where, row.mark.words if row.mark else "", row.called, row.needs)


def test_every_rule_that_ships_has_an_example_here() -> None:
    fired = {each.rule for _, case in cases() for each in case.expected.fires or ()}
    assert {rule.id for protocol in EVERYTHING for rule in protocol.rules} - fired == set()


def test_no_rule_brings_a_condition_to_the_desk(house: House) -> None:
    visit = house.book(house.client())
    visit = visit.model_copy(update={"arrived_at": house.clinic.clock.now()})
    looked_at = 0
    for protocol, case in cases():
        for state in STATES:
            for text in read_at_the_desk(house, judged(visit, protocol, case, state)):
                looked_at += 1
                assert named_conditions(text, EVERYTHING) == (), f"{protocol.id}, {case.name}: {text}"
    assert looked_at > 1000


def test_a_condition_would_be_seen(house: House) -> None:
    visit = house.screened(house.client())
    raised = house.desk().raise_(visit, "She has rosacea")
    assert any(named_conditions(text, EVERYTHING) for text in read_at_the_desk(house, raised))
