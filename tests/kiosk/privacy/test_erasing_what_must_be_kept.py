"""What must still be kept of a treatment is kept, locked or corrected; what need not be goes at once; a lead can force it."""

from datetime import UTC, date, datetime

import pytest

from kiosk.checkin.screen_data import Step
from kiosk.clinic import Clinic
from kiosk.core.clock import SystemClock
from kiosk.core.errors import BadInput, NotAllowed, NotFound
from kiosk.privacy import forced_erasure
from kiosk.privacy.erase import erase
from kiosk.records import Kind
from kiosk.records.audit.verification import verify
from kiosk.visits.record_lock import lock, unlock
from tests.kiosk.commands.one_clinic import Kiosk, a_kiosk, anna, worked  # noqa: F401
from tests.kiosk.conftest import LEAD, PINS, SYSTEM, House
from tests.running import pin_by_pipe


def test_a_record_is_kept_to_its_last_day_and_what_need_not_be_goes_at_once(house: House) -> None:
    client = house.client(phone="020 7946 0101")
    seen = house.screened(client)
    house.book(client, day=date(2026, 8, 20))
    refused = erase(house.clinic, client.id, SYSTEM)
    assert (refused.kept_until, refused.records, refused.visits, refused.phones) == (date(2036, 12, 31), 0, 1, 1)
    assert [visit.id for visit in house.clinic.visits.of_client(client.id)] == [seen.id]
    assert house.clinic.clients.get(client.id).phone is None
    assert house.clinic.clients.find_by_phone("020 7946 0101") == []
    house.clock.at = datetime(2036, 12, 31, 20, tzinfo=UTC)
    house.clinic.confirm_date(LEAD)
    assert erase(house.clinic, client.id, SYSTEM).kept_until == date(2036, 12, 31)
    house.clock.forward(days=1)
    house.clinic.confirm_date(LEAD)
    assert erase(house.clinic, client.id, SYSTEM).records == 1
    with pytest.raises(NotFound):
        house.clinic.clients.get(client.id)
    assert verify(house.clinic.records) == []


def test_who_was_booked_and_never_came_is_erased_at_once(house: House) -> None:
    client = house.client()
    house.book(client)
    assert erase(house.clinic, client.id, SYSTEM).kept_until is None


def test_a_clock_that_runs_ahead_ends_no_time_of_keeping(house: House) -> None:
    client = house.client()
    house.screened(client)
    house.clock.forward(days=4000)
    with pytest.raises(NotAllowed, match="clock"):
        erase(house.clinic, client.id, SYSTEM)


def test_forcing_takes_a_lead_a_reason_and_two_steps(house: House) -> None:
    client = house.client()
    house.screened(client)
    for member in (house.rita, house.dr_roca):
        with pytest.raises(NotAllowed, match="Only a lead"):
            forced_erasure.ask(house.clinic, client.id, "a court", member)
    with pytest.raises(BadInput, match="needs a reason"):
        forced_erasure.ask(house.clinic, client.id, "  ", house.lead)
    with pytest.raises(NotAllowed, match="the first step is missing"):
        forced_erasure.carry_out(house.clinic, client.id, house.lead)
    forced_erasure.ask(house.clinic, client.id, "a court said so", house.lead)
    house.clock.forward(days=7, seconds=1)
    with pytest.raises(NotAllowed, match="older than 7 days"):
        forced_erasure.carry_out(house.clinic, client.id, house.lead)
    forced_erasure.ask(house.clinic, client.id, "a court said so", house.lead)
    assert forced_erasure.carry_out(house.clinic, client.id, house.lead).records == 1
    with pytest.raises(NotFound):
        house.clinic.clients.get(client.id)
    with house.clinic.records.read() as reader:
        kept = reader.get(Kind.META, f"force-{client.id}")
    assert kept is not None
    assert (kept["reason"], kept["by"], kept["done_by"]) == ("a court said so", "Lena Lead", "Lena Lead")
    assert verify(house.clinic.records) == []


def test_a_locked_record_is_opened_for_a_reason_only(house: House) -> None:
    client = house.client()
    visit = house.confirmed(client)
    with pytest.raises(BadInput, match="needs a reason"):
        lock(house.clinic, client.id, "", SYSTEM)
    lock(house.clinic, client.id, "the client asked for it", SYSTEM)
    for look in (
        lambda: house.desk().open(visit.id),
        lambda: house.room().open(visit.id),
        lambda: house.desk().visits_of(client),
    ):
        with pytest.raises(NotAllowed, match="This record is locked"):
            look()
    check_in = house.clinic.check_in()
    check_in.identify(client.family_name, 5, 3, 1984)
    assert (check_in.step, check_in.notice.kind) == (Step.NOTICE, "desk")
    unlock(house.clinic, client.id, "a new visit", SYSTEM)
    assert house.desk().open(visit.id).client_id == client.id
    assert "client.open_locked" in house.trail(client.id)


def today_again(kiosk: Kiosk) -> str:
    """Let Anna's finished visit have been today; return how long it is kept by that."""
    with Clinic.open(kiosk.folder, clock=SystemClock(), terminal="desk") as clinic:
        (visit,) = clinic.visits.of_client(anna(kiosk))
        again = {"id": clinic.visits.new_id(), "revision": 0, "day": clinic.today(), "booking_code": None}
        clinic.visits.save(visit.model_copy(update=again), LEAD, "visit.book")
        return f"31 December {clinic.today().year + 10}"


def test_the_commands_say_until_when_and_what_can_be_done_instead(kiosk: Kiosk) -> None:
    client, until = anna(kiosk), today_again(kiosk)
    ran = kiosk("client", "erase", client, "--yes")
    assert ran.status == 1
    assert f"{client} is not erased: the record of a treatment must be kept until {until} (keep_years = 10" in ran.out
    for words in (f"client export {client} --pdf FILE", f"client correct {client}", f"client lock {client}"):
        assert f"`kiosk --data {kiosk.folder} {words}`" in ran.out
    assert (
        kiosk("client", "correct", client, stdin="Ana\n\n1984-03-06\n-\n").out
        == "Corrected: given name, date of birth.\n"
    )
    assert kiosk("client", "find", "--json", stdin="Ana Ferrer\n1984-03-06\n").json[0]["id"] == client
    assert "needs --by LEAD" in kiosk("client", "erase", client, "--force").complaint
    assert "give both" in kiosk("client", "erase", client, "--confirm").complaint
    words = ("client", "erase", client, "--force", "--by", "Lena Lead")
    with pin_by_pipe("111222") as pin:
        assert "The name and PIN do not match" in kiosk(*words, *pin, stdin="A court.\n").complaint
    with pin_by_pipe(PINS["lead"]) as pin:
        first = kiosk(*words, *pin, stdin="A court said so.\n").out
    assert f"`kiosk --data {kiosk.folder} client erase {client} --force --confirm --by NAME`" in first
    with pin_by_pipe(PINS["lead"]) as pin:
        assert f"{client} is erased: 2 visits" in kiosk(*words, "--confirm", *pin).out
    assert kiosk("audit", "verify").status == 0


def test_the_commands_ask_why_a_locked_record_is_opened(kiosk: Kiosk) -> None:
    client, visits = anna(kiosk), kiosk("visits", "list", "--day", "2026-07-30", "--json").json
    visit = next(each["id"] for each in visits if each["client"] == "Anna Ferrer")
    assert kiosk("client", "lock", client, stdin="she asked for it\n").status == 0
    for words in (("visits", "show", visit), ("client", "export", client, "--json")):
        assert "needs a reason" in kiosk(*words).complaint
        assert kiosk(*words, stdin="a complaint\n").status == 0
    exported = kiosk("client", "export", client, "--json", stdin="a copy for her\n").json
    assert [each["reason"] for each in exported["lock"]["openings"]] == ["a complaint", "a complaint", "a copy for her"]
    with pin_by_pipe(PINS["lead"]) as pin:
        assert kiosk("client", "unlock", client, "--by", "Lena Lead", *pin, stdin="she came back\n").status == 0
    assert kiosk("visits", "show", visit).status == 0
