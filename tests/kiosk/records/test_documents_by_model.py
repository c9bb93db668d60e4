"""The records against a model that is a dictionary: whatever is done in whatever order, both say the same."""

import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from kiosk.core.actor import Actor
from kiosk.core.clock import SystemClock
from kiosk.core.errors import StaleWrite
from kiosk.records import Records
from kiosk.records.audit.verification import verify

IDS = st.sampled_from([f"V-{number}" for number in range(6)])
DAYS = st.sampled_from(["2026-07-30", "2026-07-31", "2026-08-01"])
CODES = st.lists(st.sampled_from(["a", "b", "c", "\u00e9", "x'y"]), max_size=3)
SOMEBODY = Actor(name="somebody", role="system")


class Documents(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.place = tempfile.TemporaryDirectory()
        self.folder = Path(self.place.name) / "clinic"
        self.records = Records.create(self.folder, bytes(32), clock=SystemClock())
        self.model: dict[str, dict[str, Any]] = {}
        self.order: list[str] = []

    def teardown(self) -> None:
        assert verify(self.records) == []
        self.records.close()
        self.place.cleanup()

    @rule(id_=IDS, day=DAYS, codes=CODES, text=st.text(max_size=5), revision=st.none() | st.integers(1, 4))
    def put(self, id_: str, day: str, codes: list[str], text: str, revision: int | None) -> None:
        known = self.model.get(id_)
        document = {"id": id_, "text": text}
        try:
            with self.records.write(SOMEBODY) as writer:
                made = writer.put("visit", document, partition=day, expect=revision, index={"booking_code": codes})
        except StaleWrite:
            assert revision != (None if known is None else known["revision"])
            return
        assert made == (1 if known is None else known["revision"] + 1)
        if known is None:
            self.order.append(id_)
        self.model[id_] = {
            "document": {**document, "revision": made},
            "revision": made,
            "day": day,
            "codes": set(codes),
        }

    @rule(id_=IDS)
    def remove(self, id_: str) -> None:
        if id_ in self.model:
            with self.records.write(SOMEBODY) as writer:
                writer.remove("visit", id_, expect=self.model.pop(id_)["revision"])
            self.order.remove(id_)

    @rule(id_=IDS, day=DAYS)
    def change_and_think_better_of_it(self, id_: str, day: str) -> None:
        known = self.model.get(id_)

        def half_done() -> None:
            with self.records.write(SOMEBODY) as writer:
                expect = None if known is None else known["revision"]
                writer.put("visit", {"id": id_}, partition=day, expect=expect, index={"booking_code": "z"})
                raise InterruptedError

        try:
            half_done()
        except InterruptedError:
            pass
        else:
            raise AssertionError

    @rule()
    def reopen(self) -> None:
        self.records.close()
        self.records = Records.open(self.folder, bytes(32), clock=SystemClock())

    @invariant()
    def they_agree(self) -> None:
        by_day: dict[str, list[Any]] = defaultdict(list)
        by_code: dict[str, list[Any]] = defaultdict(list)
        for id_ in self.order:
            known = self.model[id_]
            by_day[known["day"]].append(known["document"])
            for code in known["codes"]:
                by_code[code].append(known["document"])
        with self.records.read() as reader:
            assert reader.partitions("visit") == sorted(by_day)
            assert {day: reader.all("visit", day) for day in by_day} == by_day
            assert reader.count("visit") == len(self.model)
            for code in ("a", "b", "c", "\u00e9", "x'y", "z"):
                assert reader.find("visit", booking_code=code) == by_code[code]
            for id_ in ("V-0", "V-5"):
                assert reader.get("visit", id_) == (self.model[id_]["document"] if id_ in self.model else None)


Documents.TestCase.settings = settings(max_examples=15, stateful_step_count=20, deadline=None)
TestDocuments = Documents.TestCase
