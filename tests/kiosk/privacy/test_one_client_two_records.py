"""Merging two records of one client: found under either name, and apart again as they were."""

from datetime import date, time

import pytest

from kiosk.core.actor import Actor
from kiosk.core.errors import NotAllowed
from kiosk.privacy.erase import erase
from kiosk.privacy.export import export_client
from kiosk.privacy.legal_hold import place_hold
from kiosk.privacy.merge_clients import merge, unmerge
from kiosk.records.audit.verification import verify
from kiosk.schedule import import_schedule
from tests.kiosk.conftest import LEAD, House

CLERK = Actor(name="clerk", role="system", system_user="clerk")
LINE = (
    "start,client,date of birth,treatment,practitioner\n2026-07-30 12:00,Ana Ferer,1984-03-05,parisian-peel,Dr Roca\n"
)


def visits(house: House, client_id: str) -> set[str]:
    return {visit.id for visit in house.clinic.visits.of_client(client_id)}


def test_the_visits_of_both_stand_under_one_and_either_name_finds_it(house: House) -> None:
    anna, twin = house.client(phone="020 7946 0101"), house.client("Ana", "Ferer", phone="020 7946 0102")
    first, second = house.book(anna), house.book(twin, start=time(11))
    merge(house.clinic, anna.id, twin.id, CLERK)
    assert visits(house, anna.id) == {first.id, second.id}
    assert visits(house, twin.id) == set()
    book = house.clinic.clients
    born = date(1984, 3, 5)
    for found in (
        book.find("Ferer", born),
        book.find("Ferrer", born),
        book.born_on(born),
        book.find_by_name("Ana Ferer"),
        book.find_by_phone("020 7946 0102"),
    ):
        assert [client.id for client in found] == [anna.id]
    assert house.trail(twin.id) == ["client.add", "visit.book", "client.merge"]
    assert house.trail(anna.id)[-2:] == ["client.merge", "client.merge"]
    assert verify(house.clinic.records) == []


def test_at_the_kiosk_the_other_spelling_leads_to_both_appointments(house: House) -> None:
    anna, twin = house.client(), house.client("Ana", "Ferer")
    house.book(anna)
    house.book(twin, start=time(10, 45))
    merge(house.clinic, anna.id, twin.id, CLERK)
    check_in = house.clinic.check_in()
    check_in.identify("Ferer", 5, 3, 1984)
    assert len(check_in.appointments) == 2


def test_a_schedule_that_still_has_the_other_spelling_books_for_the_record_that_counts(house: House) -> None:
    anna, twin = house.client(), house.client("Ana", "Ferer")
    merge(house.clinic, anna.id, twin.id, CLERK)
    import_schedule(house.clinic, LINE.encode(), actor=LEAD)
    assert len(visits(house, anna.id)) == 1


def test_taking_it_back_gives_each_what_was_theirs_and_leaves_what_came_later(house: House) -> None:
    anna, twin = house.client(), house.client("Ana", "Ferer")
    first, second = house.book(anna), house.book(twin, start=time(11))
    merge(house.clinic, anna.id, twin.id, CLERK)
    later = house.book(house.clinic.clients.get(anna.id), start=time(12))
    unmerge(house.clinic, twin.id, CLERK)
    assert visits(house, anna.id) == {first.id, later.id}
    assert visits(house, twin.id) == {second.id}
    assert [client.id for client in house.clinic.clients.find_by_name("Ferer")] == [twin.id]
    before = twin.model_dump(exclude={"revision"})
    assert house.clinic.clients.get(twin.id).model_dump(exclude={"revision"}) == before
    assert verify(house.clinic.records) == []


def test_a_draft_goes_with_the_visit_and_comes_back_with_it(house: House) -> None:
    anna, twin = house.client(), house.client("Ana", "Ferer")
    visit = house.book(twin)
    check_in = house.at_questions(twin)
    check_in.answer(["face"])
    check_in.next()
    check_in.leave("timeout")
    merge(house.clinic, anna.id, twin.id, CLERK)
    assert house.desk().has_draft(house.visit(visit))
    assert [draft["client_id"] for draft in export_client(house.clinic, anna.id, CLERK)[0]["drafts"]] == [anna.id]
    unmerge(house.clinic, twin.id, CLERK)
    assert [draft["client_id"] for draft in export_client(house.clinic, twin.id, CLERK)[0]["drafts"]] == [twin.id]


def test_three_records_are_joined_and_parted_in_the_order_they_came(house: House) -> None:
    one, two, three = house.client(), house.client("Ana", "Ferer"), house.client("Anne", "Ferrar")
    visit = house.book(three)
    merge(house.clinic, two.id, three.id, CLERK)
    merge(house.clinic, one.id, two.id, CLERK)
    assert visits(house, one.id) == {visit.id}
    assert house.clinic.clients.find("Ferrar", date(1984, 3, 5))[0].id == one.id
    with pytest.raises(NotAllowed, match=f"{two.id} is itself merged into {one.id}"):
        unmerge(house.clinic, three.id, CLERK)
    unmerge(house.clinic, two.id, CLERK)
    unmerge(house.clinic, three.id, CLERK)
    assert visits(house, three.id) == {visit.id}


def test_what_may_be_two_people_is_not_joined(house: House) -> None:
    anna, other = house.client(), house.client(born=date(1984, 5, 3))
    with pytest.raises(NotAllowed, match="different dates of birth"):
        merge(house.clinic, anna.id, other.id, CLERK)
    with pytest.raises(NotAllowed, match="the same record"):
        merge(house.clinic, anna.id, anna.id, CLERK)
    with pytest.raises(NotAllowed, match="is not merged"):
        unmerge(house.clinic, anna.id, CLERK)
    merge(house.clinic, anna.id, other.id, CLERK, other_birth_date=True)
    with pytest.raises(NotAllowed, match="already"):
        merge(house.clinic, other.id, anna.id, CLERK)


def test_erasing_and_holding_count_for_both_records(house: House) -> None:
    anna, twin = house.client(), house.client("Ana", "Ferer")
    house.book(twin)
    place_hold(house.clinic, twin.id, "complaint", CLERK)
    merge(house.clinic, anna.id, twin.id, CLERK)
    with pytest.raises(NotAllowed, match="legal hold"):
        erase(house.clinic, anna.id, CLERK, forced=True)


def test_a_merged_client_is_erased_whole_by_either_id(house: House) -> None:
    anna, twin = house.client(), house.client("Ana", "Ferer")
    house.book(twin)
    merge(house.clinic, anna.id, twin.id, CLERK)
    document, _ = export_client(house.clinic, twin.id, CLERK)
    assert document["client"]["id"] == anna.id
    assert [record["id"] for record in document["merged_records"]] == [twin.id]
    assert erase(house.clinic, twin.id, CLERK, forced=True).records == 2
    assert house.clinic.clients.born_on(date(1984, 3, 5)) == []
