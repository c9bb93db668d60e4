from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from tinydb import where

from kiosk.core.actor import Actor
from kiosk.core.clock import SystemClock
from kiosk.core.errors import StaleWrite
from kiosk.records import Kind, Records, new_id
from kiosk.records.storage import KeyedDocument

ON_EACH_STORE = True
DAY = "2026-07-30"
NEXT_DAY = "2026-07-31"


def visit(number: int = 1, **fields: Any) -> dict[str, Any]:
    return {"id": f"V-{number:04}", "client_id": "C-1", "booking_code": f"B{number}", "state": "booked", **fields}


def test_a_document_is_found_by_its_id_whatever_its_day(records: Records, desk: Actor) -> None:
    with records.write(desk) as writer:
        assert writer.put("visit", visit(), partition=DAY) == 1
    with records.read() as reader:
        assert reader.get("visit", "V-0001") == {**visit(), "revision": 1}
        assert reader.get("visit", "V-0002") is None
        assert reader.get("client", "V-0001") is None


def test_a_day_holds_its_own_visits_in_the_order_they_came(records: Records, desk: Actor) -> None:
    with records.write(desk) as writer:
        for number in (3, 1, 2):
            writer.put("visit", visit(number), partition=DAY)
        writer.put("visit", visit(4), partition=NEXT_DAY)
    with records.read() as reader:
        assert [each["id"] for each in reader.all("visit", DAY)] == ["V-0003", "V-0001", "V-0002"]
        assert reader.all("visit", "2026-08-01") == []
        assert reader.partitions("visit") == [DAY, NEXT_DAY]
        assert (reader.count("visit"), reader.count("visit", DAY), reader.count("client")) == (4, 3, 0)


def test_a_visit_moves_to_another_day_with_its_id(records: Records, desk: Actor) -> None:
    with records.write(desk) as writer:
        writer.put("visit", visit(), partition=DAY)
    with records.write(desk) as writer:
        assert writer.put("visit", visit(), partition=NEXT_DAY, expect=1) == 2
    with records.read() as reader:
        assert reader.all("visit", DAY) == []
        assert [each["id"] for each in reader.all("visit", NEXT_DAY)] == ["V-0001"]
        assert reader.partitions("visit") == [NEXT_DAY]


def test_a_client_is_found_by_any_word_of_a_double_name_with_the_date_of_birth(records: Records, desk: Actor) -> None:
    client = {"id": "C-1", "name": "García Pérez", "date_of_birth": "1985-02-28"}
    other = {"id": "C-2", "name": "Pérez", "date_of_birth": "1990-01-01"}
    with records.write(desk) as writer:
        writer.put("client", client, index={"family_words": ["garcia", "perez"], "phone": "600111222"})
        writer.put("client", other, index={"family_words": "perez"})
    with records.read() as reader:
        for word in ("garcia", "perez"):
            assert [c["id"] for c in reader.find("client", family_words=word, date_of_birth="1985-02-28")] == ["C-1"]
        assert [c["id"] for c in reader.find("client", family_words="perez")] == ["C-1", "C-2"]
        assert [c["id"] for c in reader.find("client", phone="600111222")] == ["C-1"]
        assert reader.find("client", family_words="garcia", date_of_birth="1990-01-01") == []


def test_a_corrected_name_is_found_by_the_new_one_only(records: Records, desk: Actor) -> None:
    with records.write(desk) as writer:
        writer.put("client", {"id": "C-1"}, index={"family_words": ["gracia"], "phone": "600111222"})
        writer.put("client", {"id": "C-1"}, index={"family_words": ["garcia"]}, expect=1)
    with records.read() as reader:
        assert reader.find("client", family_words="gracia") == []
        assert reader.find("client", phone="600111222") == []
        assert len(reader.find("client", family_words="garcia")) == 1


def test_what_is_no_look_up_column_is_refused(records: Records, desk: Actor) -> None:
    with records.write(desk) as writer, pytest.raises(ValueError, match="no look-up column colour"):
        writer.put("visit", visit(), partition=DAY, index={"colour": "red"})
    with records.read() as reader, pytest.raises(ValueError, match="no look-up column name_key"):
        reader.find("visit", name_key="x")


def test_a_stale_write_is_refused_and_names_who_changed_it_and_when(records: Records, clock: Any) -> None:
    rosa = Actor(name="Rosa Vidal", role="receptionist")
    luis = Actor(name="Luis Mora", role="practitioner")
    with records.write(rosa) as writer:
        writer.put("visit", visit(), partition=DAY)
    with records.write(luis) as writer:
        writer.put("visit", visit(state="in_progress"), partition=DAY, expect=1)
    changed_at = clock.now()
    clock.forward(seconds=40)
    with pytest.raises(StaleWrite) as refused, records.write(rosa) as writer:
        writer.put("visit", visit(state="left"), partition=DAY, expect=1)
    assert str(refused.value) == "Luis Mora changed this visit 40 s ago: look at it again, then save."
    assert (refused.value.who, refused.value.at) == ("Luis Mora", changed_at)
    assert refused.value.current is not None
    assert refused.value.current["state"] == "in_progress"
    with records.read() as reader:
        assert reader.all("visit", DAY)[0]["state"] == "in_progress"


def test_a_new_document_never_replaces_one_that_is_there(records: Records, desk: Actor) -> None:
    with records.write(desk) as writer:
        writer.put("visit", visit(), partition=DAY)
        with pytest.raises(StaleWrite):
            writer.put("visit", visit(), partition=DAY)


def test_a_removed_document_can_neither_be_changed_nor_found(records: Records, desk: Actor) -> None:
    with records.write(desk) as writer:
        writer.put("visit", visit(), partition=DAY)
    with records.write(desk) as writer:
        writer.remove("visit", "V-0001", expect=1)
    with pytest.raises(StaleWrite, match="was removed in the meantime"), records.write(desk) as writer:
        writer.put("visit", visit(), partition=DAY, expect=1)
    with records.read() as reader:
        assert reader.find("visit", booking_code="B1") == []
        assert reader.count("visit") == 0


def test_a_removal_of_something_newer_is_refused(records: Records, desk: Actor) -> None:
    with records.write(desk) as writer:
        writer.put("visit", visit(), partition=DAY)
        writer.put("visit", visit(state="left"), partition=DAY, expect=1)
        with pytest.raises(StaleWrite):
            writer.remove("visit", "V-0001", expect=1)


def test_an_error_undoes_the_whole_transaction_its_audit_entries_too(records: Records, desk: Actor) -> None:
    def half_done() -> None:
        with records.write(desk) as writer:
            writer.put("visit", visit(), partition=DAY)
            writer.audit("visit made", subject="V-0001")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half_done()
    with records.read() as reader:
        assert reader.count("visit") == 0
        assert list(reader.trail()) == []


def test_a_snapshot_does_not_change_while_it_is_read(records: Records, desk: Actor) -> None:
    with records.read() as reader:
        with records.write(desk) as writer:
            writer.put("visit", visit(), partition=DAY)
        assert reader.all("visit", DAY) == []
    with records.read() as reader:
        assert len(reader.all("visit", DAY)) == 1


def test_the_data_version_changes_with_every_commit_of_our_own_and_not_otherwise(records: Records, desk: Actor) -> None:
    before = records.data_version()
    with records.write(desk) as writer:
        writer.get("visit", "V-0001")
    assert records.data_version() == before
    with records.write(desk) as writer:
        writer.put("visit", visit(), partition=DAY)
    assert records.data_version() != before


def test_threads_share_the_records_without_a_lost_update(records: Records, desk: Actor) -> None:
    with records.write(desk) as writer:
        writer.put("visit", visit(count=0), partition=DAY)

    def add_one(_: int) -> None:
        with records.write(desk) as writer:
            found = writer.get("visit", "V-0001")
            assert found is not None
            writer.put("visit", {**found, "count": found["count"] + 1}, partition=DAY, expect=found["revision"])

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(add_one, range(100)))
    with records.read() as reader:
        assert reader.all("visit", DAY)[0]["count"] == 100


def test_a_thread_that_writes_already_is_told_instead_of_waiting_for_itself(records: Records, desk: Actor) -> None:
    with records.write(desk), pytest.raises(RuntimeError, match="writing already"), records.write(desk):
        pass


def test_reopened_records_hold_what_was_written(
    records: Records, desk: Actor, folder: Any, key: bytes, store: str
) -> None:
    with records.write(desk) as writer:
        writer.put("visit", visit(note="naïve café, 東京"), partition=DAY)
    records.close()
    with Records.open(folder, key, store=store, clock=SystemClock()) as again, again.read() as reader:
        assert reader.all("visit", DAY)[0]["note"] == "naïve café, 東京"


def test_records_remember_when_they_were_last_changed(records: Records, desk: Actor, clock: Any) -> None:
    assert records.last_change() is None
    with records.write(desk) as writer:
        writer.put("visit", visit(), partition=DAY)
    assert records.last_change() == clock.now()


class TestThroughTinyDB:
    """The documents are TinyDB's: its own queries and updates work on them, a partition being a table."""

    def test_a_query_searches_one_day(self, records: Records, desk: Actor) -> None:
        with records.write(desk) as writer:
            writer.put("visit", visit(1), partition=DAY)
            writer.put("visit", visit(2, state="arrived"), partition=DAY)
            writer.put("visit", visit(3, state="arrived"), partition=NEXT_DAY)
        with records.read() as reader:
            found = reader._db.table(f"visit/{DAY}").search(where("state") == "arrived")
            assert [each.doc_id for each in found] == ["V-0002"]
            assert reader._db.tables() == {f"visit/{DAY}", f"visit/{NEXT_DAY}"}

    def test_an_update_writes_the_documents_it_changes_and_no_others(self, records: Records, desk: Actor) -> None:
        with records.write(desk) as writer:
            for number in (1, 2):
                writer.put("visit", visit(number), partition=DAY)
        with records.write(desk) as writer:
            writer._db.table(f"visit/{DAY}").update({"state": "arrived"}, where("booking_code") == "B2")
        with records.read() as reader:
            states = {each["id"]: (each["state"], each["revision"]) for each in reader.all("visit", DAY)}
            assert states == {"V-0001": ("booked", 1), "V-0002": ("arrived", 2)}
            assert [each["id"] for each in reader.find("visit", state="arrived")] == ["V-0002"]
            assert [entry.changes[0][1] for entry in reader.trail()][-1] == "V-0002"

    def test_a_document_is_inserted_with_an_id_of_ours_or_refused(self, records: Records, desk: Actor) -> None:
        with records.write(desk) as writer:
            table = writer._db.table(f"visit/{DAY}")
            table.insert(KeyedDocument(visit(), "V-0001"))
            with pytest.raises(ValueError, match="new_id"):
                table.insert({"state": "booked"})
            with pytest.raises(ValueError, match="already exists"):
                table.insert(KeyedDocument(visit(), "V-0001"))
        with records.read() as reader:
            assert reader.find("visit", booking_code="B1")[0]["id"] == "V-0001"

    def test_dropping_a_table_empties_one_day(self, records: Records, desk: Actor) -> None:
        with records.write(desk) as writer:
            writer.put("visit", visit(1), partition=DAY)
            writer.put("visit", visit(2), partition=NEXT_DAY)
        with records.write(desk) as writer:
            writer._db.drop_table(f"visit/{DAY}")
        with records.read() as reader:
            assert reader.partitions("visit") == [NEXT_DAY]

    def test_nothing_is_changed_outside_a_write(self, records: Records) -> None:
        with records.read() as reader, pytest.raises(RuntimeError, match=r"Records\.write"):
            reader._db.table(f"visit/{DAY}").insert(KeyedDocument(visit(), "V-0001"))


def test_every_kind_can_be_kept(records: Records, desk: Actor) -> None:
    with records.write(desk) as writer:
        for kind in Kind:
            writer.put(kind, {"id": new_id("X")})
    with records.read() as reader:
        assert {kind: reader.count(kind) for kind in Kind} == dict.fromkeys(Kind, 1)


def test_ids_are_readable_and_do_not_repeat() -> None:
    made = {new_id("V") for _ in range(20_000)}
    assert len(made) == 20_000
    assert not set("".join(id_.removeprefix("V-") for id_ in made)) & set("01OILU")
