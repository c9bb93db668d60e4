"""Every text that somebody read before answering stays, by its hash, whatever becomes of the clinic's words meanwhile."""

from pathlib import Path

from kiosk.clinic import Clinic
from tests.kiosk.conftest import GOOD, KEY, House


def test_a_notice_read_before_the_clinic_changed_its_name_stays_as_it_was_read(house: House, base: Path) -> None:
    client = house.client()
    visit = house.book(client)
    check_in = house.at_questions(client)
    check_in.answer(["face"])
    check_in.next()
    check_in.leave("timeout")
    settings = base / "clinic" / "clinic.toml"
    settings.write_text(settings.read_text().replace("Piel Clara", "Piel Serena"))
    with Clinic.open(house.folder, clock=house.clock, terminal="kiosk-2", key_file=base / "keys" / KEY) as renamed:
        renamed.desk(house.rita).hand_back_draft(visit.id, "kiosk-2")
        again = renamed.check_in()
        again.resume()
        house.answer_all(again, GOOD)
        again.finish()
        again.give("Anna Ferrer")
        record = renamed.visits.get(visit.id).checkin
        assert record is not None
        assert record.privacy_sha is not None
        kept = renamed.text(record.privacy_sha)
    assert kept is not None
    assert "Who keeps your answers: Piel Clara." in kept["content"]["full"]


def test_every_text_and_rule_that_a_record_names_can_be_read_again(house: House) -> None:
    visit = house.screened(house.client())
    record = visit.checkin
    assert record is not None
    assert record.consent is not None
    for sha in (record.privacy_sha, record.consent.text_sha):
        assert sha is not None
        assert house.clinic.text(sha) is not None
    protocol = house.clinic.library.by_hash(record.sha256)
    assert protocol is not None
    assert all(protocol.question(question).ask for question in record.answers["raw"])
