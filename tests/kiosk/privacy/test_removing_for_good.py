"""Retention, purging, erasing and holding: what goes is gone from the disk, what must stay stays, and the trail is whole."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from kiosk.checkin.check_in import CheckIn
from kiosk.clinic import Clinic
from kiosk.core.actor import Actor
from kiosk.core.errors import NotAllowed, NotFound
from kiosk.privacy.erase import erase
from kiosk.privacy.legal_hold import hold_of, place_hold, release_hold
from kiosk.privacy.purge import _remove_clients, _remove_visits, find_due, purge, purge_nightly
from kiosk.records import Kind, retention_settings
from kiosk.records.audit import examination
from kiosk.records.audit.verification import verify
from kiosk.records.keys.key_files import read_key
from kiosk.schedule import import_schedule
from kiosk.visits.record_lock import lock
from tests.kiosk.conftest import KEY, LEAD, FixedClock, House
from tests.kiosk.privacy.pages import everything_on_disk

CLERK = Actor(name="clerk", role="system", system_user="clerk")


def pass_by(house: House, **span: float) -> None:
    """Let time pass, and let staff confirm the date afterwards."""
    house.clock.forward(**span)
    house.clinic.confirm_date(LEAD)


def entries(house: House, what: str) -> list[dict[str, object]]:
    with house.clinic.records.read() as reader:
        return [dict(entry.detail) for entry in reader.trail() if entry.event == what]


def left_half_way(house: House, client: object) -> CheckIn:
    check_in = house.at_questions(client)  # type: ignore[arg-type]
    check_in.answer(["face"])
    check_in.next()
    check_in.leave("timeout")
    return check_in


def test_a_visit_stays_to_the_last_day_of_its_time_and_its_client_goes_with_it(house: House) -> None:
    client = house.client()
    visit = house.screened(client)
    house.clock.at = datetime(2036, 12, 31, 12, tzinfo=UTC)  # ten calendar years after 30 July 2026, rounded up
    house.clinic.confirm_date(LEAD)
    assert purge(house.clinic, CLERK).visits == 0
    pass_by(house, days=1)
    done = purge(house.clinic, CLERK)
    assert (done.visits, done.clients, done.held, done.log_emptied) == (1, 1, 0, True)
    for gone in (lambda: house.clinic.visits.get(visit.id), lambda: house.clinic.clients.get(client.id)):
        with pytest.raises(NotFound):
            gone()
    assert entries(house, "purge")[-1] == {
        "visits": 1,
        "clients": 1,
        "drafts": 0,
        "audit_entries": 0,
        "put_aside": 0,
        "fingerprints": 0,
        "held": 0,
    }
    assert verify(house.clinic.records) == []


def test_the_years_count_from_the_last_visit_for_all_of_them(house: House) -> None:
    client = house.client()
    first = house.screened(client)
    pass_by(house, days=3651)
    later = house.book(client, day=house.clinic.today())  # 28 July 2036
    house.clock.at = datetime(2046, 12, 31, 12, tzinfo=UTC)
    house.clinic.confirm_date(LEAD)
    assert purge(house.clinic, CLERK).visits == 0
    assert {visit.id for visit in house.clinic.visits.of_client(client.id)} == {first.id, later.id}
    pass_by(house, days=1)
    done = purge(house.clinic, CLERK)
    assert (done.visits, done.clients) == (2, 1)


@pytest.mark.parametrize(
    ("born", "last_day"), [(date(2010, 8, 1), date(2036, 12, 31)), (date(2024, 8, 1), date(2042, 8, 1))]
)
def test_somebody_under_age_is_kept_until_of_age_and_for_those_years_at_least(
    house: House, born: date, last_day: date
) -> None:
    house.book(house.client("Nil", "Costa", born))
    house.clock.at = datetime.combine(last_day, time(9), UTC)
    house.clinic.confirm_date(LEAD)
    assert purge(house.clinic, CLERK).visits == 0
    pass_by(house, days=1)
    assert purge(house.clinic, CLERK).visits == 1


def test_settings_that_remove_count_only_as_a_lead_confirmed_them(house: House, base: Path) -> None:
    house.screened(house.client())
    pass_by(house, days=400)
    settings = base / "clinic" / "clinic.toml"
    settings.write_text(settings.read_text().replace("keep_years = 10", "keep_years = 1"))
    with Clinic.open(house.folder, clock=house.clock, terminal="desk", key_file=base / "keys" / KEY) as brief:
        brief.confirm_date(LEAD)
        with pytest.raises(NotAllowed, match=r"says keep_years = 1 \(confirmed: 10\): nothing is removed until"):
            purge(brief, CLERK)
        assert purge_nightly(brief, CLERK) is None
        key = read_key(base / "keys" / KEY)
        (told,) = examination.examine_records(brief.folder, key, clock=house.clock)
        assert "says keep_years = 1 (confirmed: 10)" in told
        retention_settings.confirm_times(brief.records, brief.settings, house.lead.actor())
        assert examination.examine_records(brief.folder, key, clock=house.clock) == []
        assert purge(brief, CLERK).visits == 0
        assert entries(house, "keeping.confirm")[-1]["keep_years"] == 1


def test_nothing_is_purged_while_the_date_is_in_doubt(house: House) -> None:
    house.screened(house.client())
    house.clock.forward(days=20000)
    with pytest.raises(NotAllowed, match="Confirm the date"):
        purge(house.clinic, CLERK)
    assert purge_nightly(house.clinic, CLERK) is None
    house.clock.forward(days=-20000)
    assert len(house.clinic.daybook().entries()) == 1


def test_a_draft_goes_after_its_hours_and_at_the_end_of_its_day(house: House, base: Path) -> None:
    anna, bert = house.client(), house.client("Bert", "Soler", date(1970, 1, 2))
    for client in (anna, bert):
        house.book(client)
    left_half_way(house, anna)
    assert purge(house.clinic, CLERK).drafts == 0
    house.clock.forward(hours=13, minutes=59)  # 23:59 in Madrid
    assert find_due(house.clinic).drafts == ()
    house.clock.forward(minutes=2)
    assert purge(house.clinic, CLERK).drafts == 1
    settings = base / "clinic" / "clinic.toml"
    settings.write_text(settings.read_text().replace("keep_drafts_hours = 24", "keep_drafts_hours = 1"))
    house.clock.forward(hours=10)
    with Clinic.open(house.folder, clock=house.clock, terminal="kiosk-2", key_file=base / "keys" / KEY) as brief:
        retention_settings.confirm_times(brief.records, brief.settings, house.lead.actor())
        again = House(brief, house.clock, house.folder, house.lead, house.rita, house.bea, house.dr_roca)
        house.book(bert, day=brief.today())
        left_half_way(again, bert)
        house.clock.forward(minutes=61)
        assert purge(brief, CLERK).drafts == 1


def test_the_nightly_purge_runs_once_and_not_before_three(house: House) -> None:
    house.clock.at = datetime(2026, 7, 31, 0, 30, tzinfo=UTC)  # 02:30 in Madrid
    assert purge_nightly(house.clinic, CLERK) is None
    house.clock.forward(minutes=31)
    assert purge_nightly(house.clinic, CLERK) is not None
    assert purge_nightly(house.clinic, CLERK) is None
    assert len(entries(house, "purge")) == 1
    house.clock.forward(days=1)
    assert purge_nightly(house.clinic, CLERK) is not None


def test_the_oldest_end_of_the_trail_goes_behind_a_signed_anchor_but_never_past_a_hold(house: House) -> None:
    client = house.client()
    house.clock.forward(days=2)
    house.book(client, day=house.clinic.today())
    place_hold(house.clinic, client.id, "complaint 12", CLERK)
    pass_by(house, days=4016)
    held = find_due(house.clinic)
    assert (len(held.visits), len(held.held)) == (0, 1)
    done = purge(house.clinic, CLERK)
    assert (done.visits, done.clients, done.held) == (0, 0, 1)
    with house.clinic.records.read() as reader:
        assert next(reader.trail(subject=client.id)).event == "client.add"
    release_hold(house.clinic, client.id, CLERK)
    assert purge(house.clinic, CLERK).audit_entries > 3
    assert verify(house.clinic.records) == []
    assert entries(house, "audit_cut")


def test_an_erased_client_is_gone_from_every_page_of_the_disk(house: House, base: Path) -> None:
    lines = (
        "start,client,date of birth,treatment,practitioner,phone,booking code\n"
        "2026-07-30 10:30,Wilhelmina Quackenbush,1984-03-05,parisian-peel,Dr Roca,020 7946 0999,ZZZ-77\n"
        "2026-07-30 11:00,Anna Ferrer,1985-03-05,parisian-peel,Dr Roca,020 7946 0111,AAA-11\n"
    )
    import_schedule(house.clinic, lines.encode(), actor=LEAD)
    (client,) = house.clinic.clients.find_by_name("Quackenbush")
    house.check_in(client)
    house.clinic.check_in().identify("Quackenbush", 1, 1, 1950)  # a wrong try under this name
    needles = (b"Quackenbush", b"quackenbush", b"79460999", b"7946 0999", b"ZZZ77", b"ZZZ-77")
    before = everything_on_disk(house.folder, base / "keys" / KEY)
    assert all(needle in before for needle in needles)
    erased = erase(house.clinic, client.id, CLERK, forced=True)
    assert (erased.records, erased.visits, erased.schedule_lines, erased.log_emptied) == (1, 1, 1, True)
    purge(house.clinic, CLERK)
    after = everything_on_disk(house.folder, base / "keys" / KEY)
    assert [needle for needle in needles if needle in after] == []
    assert b"Ferrer" in after
    assert client.id.encode() in after  # the trail says that it was done
    assert house.trail(client.id)[-1] == "client.erase"
    assert verify(house.clinic.records) == []


def test_a_hold_stops_erasing_until_it_is_released(house: House) -> None:
    client = house.client()
    place_hold(house.clinic, client.id, "complaint 12", CLERK)
    with pytest.raises(NotAllowed, match="under a legal hold since 30 July 2026"):
        erase(house.clinic, client.id, CLERK, forced=True)
    with pytest.raises(NotAllowed, match="under a hold already"):
        place_hold(house.clinic, client.id, "another", CLERK)
    with house.clinic.records.read() as reader:
        hold = hold_of(house.clinic, reader, client.id)
    assert hold is not None
    assert hold.reason == "complaint 12"
    release_hold(house.clinic, client.id, CLERK)
    with pytest.raises(NotAllowed, match="under no hold"):
        release_hold(house.clinic, client.id, CLERK)
    erase(house.clinic, client.id, CLERK, forced=True)
    assert house.trail(client.id) == ["client.add", "client.hold", "client.release", "client.erase"]


def test_somebody_at_a_kiosk_is_not_erased_under_their_hands(house: House) -> None:
    client = house.client()
    house.book(client)
    check_in = house.at_questions(client)
    with pytest.raises(NotAllowed, match="is checking in at kiosk-1 now"):
        erase(house.clinic, client.id, CLERK, forced=True)
    check_in.answer(["face"])
    check_in.next()
    check_in.leave("client")
    assert erase(house.clinic, client.id, CLERK, forced=True).drafts == 1
    with house.clinic.records.read() as reader:
        assert reader.all(Kind.DRAFT) == []


def test_a_hold_placed_while_a_purge_runs_is_respected(house: House, clock: FixedClock) -> None:
    client = house.client()
    house.book(client, start=time(9))
    clock.forward(days=3900)
    house.clinic.confirm_date(LEAD)
    found = find_due(house.clinic)
    place_hold(house.clinic, client.id, "complaint", CLERK)
    assert len(found.visits) == 1
    assert _remove_visits(house.clinic, found.visits, CLERK) == (0, 0)
    assert _remove_clients(house.clinic, [client.id], CLERK) == 0
    assert house.clinic.visits.of_client(client.id)


def test_what_a_held_client_did_not_complete_outlasts_its_day_and_opens_at_no_kiosk(house: House) -> None:
    anna, bert = house.client(), house.client("Bert", "Soler", date(1970, 1, 2))
    for client in (anna, bert):
        house.book(client)
        left_half_way(house, client)
    (visit,) = house.clinic.visits.of_client(anna.id)
    house.desk().hand_back_draft(visit.id, house.clinic.terminal)
    place_hold(house.clinic, anna.id, "complaint 12", CLERK)
    pass_by(house, days=1)
    carla = house.client("Carla", "Pons", date(1990, 4, 1))
    house.book(carla, day=house.clinic.today())
    house.at_questions(carla)  # a first arrival of the day throws away what is left of earlier days
    assert purge(house.clinic, CLERK).drafts == 0
    with house.clinic.records.read() as reader:
        assert {draft["client_id"] for draft in reader.all(Kind.DRAFT)} == {anna.id, carla.id}
    assert not house.clinic.check_in().handed_back
    release_hold(house.clinic, anna.id, CLERK)
    assert purge(house.clinic, CLERK).drafts == 1


@pytest.mark.parametrize("how", [erase, purge])
def test_a_lock_goes_with_its_record_and_takes_the_reasons_along(house: House, how: Callable[..., object]) -> None:
    client = house.client()
    house.book(client)
    lock(house.clinic, client.id, "she left her husband", CLERK)
    pass_by(house, days=4000)
    how(house.clinic, *([client.id] if how is erase else []), CLERK)
    with pytest.raises(NotFound):
        house.clinic.clients.get(client.id)
    with house.clinic.records.read() as reader:
        assert [document["id"] for document in reader.all(Kind.META) if client.id in document["id"]] == []
    assert verify(house.clinic.records) == []
