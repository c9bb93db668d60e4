"""Which rules are in force, who signed them, and how fast they come: from files, from the records, at several terminals."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.clinic import Clinic
from kiosk.core.errors import NotAllowed
from kiosk.governance import protocol_files, set_number, sign_offs
from kiosk.records import Kind
from kiosk.replay.sign_off_review import review
from rules import Period, Protocol
from rules.model import canonical
from rules.reading.overlays import shipped_overlay
from rules.reading.strict_yaml import read_tree
from tests.kiosk.conftest import FACIAL, PEEL, TODAY, FixedClock, House, open_clinic

OURS = """\
overlay: ours
title: Ours
version: 1
valid_from: {day}
status: {status}
summary: What we do besides.
protocols: [parisian-peel]
stricter:
  - {{rule: PP-SUN, outcome: review, why: Burns.}}
"""

NO = {"extended-screening": "It asks too much."}


def template(name: str, **parts: str) -> str:
    text = (Path(protocol_files.__file__).parent / "template.yaml").read_text("utf-8")
    text = text.replace("NAME", name).replace("TITLE", name.replace("-", " ").capitalize())
    return text.replace("status: draft", f"status: {parts.get('status', 'active')}").replace(
        "valid_from: 2026-01-01", f"valid_from: {parts.get('valid_from', '2026-01-01')}"
    )


def write(house: House, name: str, text: str, file: str = protocol_files.PROTOCOL) -> Path:
    path = house.folder / protocol_files.FOLDER / name / file
    protocol_files.write_protocol(path, text)
    return path


def sign(house: House, treatment: str) -> Protocol:
    signing = house.clinic.library.drafted(treatment)
    house.clinic.sign_protocols([replace(signing, proof={"proven": True})], house.lead)
    return signing.protocol


def adopt(house: House, overlay: str, *treatments: str) -> None:
    data = protocol_files.read_bytes(house.clinic.library.overlay_path(overlay))
    signings = [house.clinic.library.drafted(each, {overlay: data}) for each in treatments]
    house.clinic.sign_protocols(signings, house.lead, {overlay: "adopt"})


@pytest.fixture
def other(clock: FixedClock, house: House) -> Iterator[Clinic]:
    """A second terminal, open at the same time."""
    with open_clinic(house.folder.parent, clock, terminal="desk") as opened:
        yield opened


class TestOwnProtocols:
    def test_a_file_in_the_folder_is_a_treatment_of_the_clinic(self, house: House) -> None:
        write(house, "new-one", template("new-one"))
        assert list(house.clinic.protocols) == [PEEL, FACIAL, "new-one"]
        assert house.clinic.titles()["new-one"] == "New one"
        assert not house.clinic.library.is_signed("new-one")

    def test_every_terminal_sees_it_and_sees_it_signed(self, house: House, other: Clinic) -> None:
        assert "new-one" not in other.protocols
        write(house, "new-one", template("new-one"))
        assert not other.library.is_signed("new-one")
        sign(house, "new-one")
        assert other.library.is_signed("new-one")
        assert other.library.proof("new-one") == {"proven": True}

    def test_a_changed_character_unsigns_it_everywhere_and_the_old_text_is_signed_again(
        self, house: House, other: Clinic
    ) -> None:
        path = write(house, "new-one", template("new-one"))
        before = path.read_text("utf-8")
        sign(house, "new-one")
        protocol_files.write_protocol(path, before.replace("A cold sore today.", "A cold sore today!"))
        assert not other.library.is_signed("new-one")
        assert other.protocols["new-one"].rule("NEW-COLD-SORE").staff.startswith("A cold sore today!")
        protocol_files.write_protocol(path, before)
        assert other.library.is_signed("new-one")

    def test_a_comment_or_a_line_moved_changes_nothing_that_was_signed(self, house: House) -> None:
        path = write(house, "new-one", template("new-one"))
        sign(house, "new-one")
        protocol_files.write_protocol(
            path, "# A remark.\n" + path.read_text("utf-8").replace("  # draft, active or retired", "")
        )
        assert house.clinic.library.is_signed("new-one")

    def test_a_draft_is_not_offered_and_a_draft_of_a_signed_one_leaves_that_in_force(self, house: House) -> None:
        path = write(house, "new-one", template("new-one", status="draft"))
        assert "new-one" not in house.clinic.protocols
        protocol_files.write_protocol(path, template("new-one"))
        signed = sign(house, "new-one")
        protocol_files.write_protocol(path, template("new-one", status="draft").replace("version: 1 ", "version: 2 "))
        found = house.clinic.library.in_force("new-one")
        assert found.protocol is not None
        assert (found.protocol.sha256, found.protocol.version) == (signed.sha256, 1)
        assert found.signed is not None
        assert "draft" in (found.problem or "")

    def test_a_broken_file_leaves_what_was_signed_in_force_and_says_why(self, house: House) -> None:
        path = write(house, "new-one", template("new-one"))
        signed = sign(house, "new-one")
        protocol_files.write_protocol(path, "id: [\n")
        found = house.clinic.library.in_force("new-one")
        assert found.protocol is not None
        assert found.protocol.sha256 == signed.sha256
        assert "not YAML" in (found.problem or "")
        protocol_files.write_protocol(write(house, "never-signed", "id: [\n"), "id: [\n")
        assert "never-signed" not in house.clinic.protocols

    def test_a_retired_one_and_one_whose_file_is_gone_are_no_longer_offered(self, house: House) -> None:
        path = write(house, "new-one", template("new-one"))
        sign(house, "new-one")
        protocol_files.write_protocol(path, template("new-one", status="retired"))
        assert "new-one" not in house.clinic.protocols
        protocol_files.write_protocol(path, template("new-one"))
        assert "new-one" in house.clinic.protocols
        path.unlink()
        assert "new-one" not in house.clinic.protocols

    def test_a_new_version_counts_from_its_day_on_and_the_old_one_until_then(self, house: House) -> None:
        path = write(house, "new-one", template("new-one"))
        old = sign(house, "new-one")
        later = (TODAY + timedelta(days=3)).isoformat()
        protocol_files.write_protocol(path, template("new-one", valid_from=later).replace("version: 1 ", "version: 2 "))
        new = sign(house, "new-one")
        assert house.clinic.protocols["new-one"].sha256 == old.sha256
        assert house.clinic.library.is_signed("new-one")
        house.clock.forward(days=3)
        assert house.clinic.protocols["new-one"].sha256 == new.sha256
        assert house.clinic.library.is_signed("new-one")

    def test_a_file_that_calls_itself_otherwise_than_its_folder_is_a_problem(self, house: House) -> None:
        write(house, "new-one", template("other-one"))
        assert "new-one" not in house.clinic.protocols
        assert "other-one" in (house.clinic.library.in_force("new-one").problem or "")

    def test_a_shipped_protocol_can_not_be_replaced_by_a_file(self, house: House) -> None:
        before = house.clinic.protocols[PEEL].sha256
        write(house, PEEL, template(PEEL))
        assert house.clinic.protocols[PEEL].sha256 == before


class TestOverlays:
    def test_none_counts_before_a_lead_adopts_it(self, house: House) -> None:
        write(house, "ours", OURS.format(day="2026-01-01", status="active"), protocol_files.OVERLAY)
        assert house.clinic.protocols[PEEL].overlays == ()
        assert house.clinic.library.is_signed(PEEL)

    def test_adopting_changes_the_rules_signs_them_and_stands_in_the_trail(self, house: House, other: Clinic) -> None:
        before = house.clinic.protocols[PEEL].sha256
        adopt(house, "extended-screening", PEEL, FACIAL)
        for treatment in (PEEL, FACIAL):
            assert other.protocols[treatment].overlays == ("extended-screening 2",)
            assert other.library.is_signed(treatment)
        assert other.protocols[PEEL].sha256 != before
        assert "overlay.adopt" in house.trail("extended-screening")
        with pytest.raises(NotAllowed, match="lead"):
            house.clinic.sign_protocols([], house.dr_roca, {"extended-screening": "refuse"}, NO)

    def test_a_decision_alone_leaves_the_changed_rules_unsigned(self, house: House) -> None:
        house.clinic.sign_protocols([], house.lead, {"extended-screening": "adopt"})
        assert house.clinic.protocols[PEEL].has_question("breastfeeding")
        assert not house.clinic.library.is_signed(PEEL)

    def test_refusing_it_again_brings_back_the_rules_without_it_under_the_next_version(self, house: House) -> None:
        before = house.clinic.protocols[PEEL]
        adopt(house, "extended-screening", PEEL, FACIAL)
        signings = [house.clinic.library.drafted(each, {"extended-screening": None}) for each in (PEEL, FACIAL)]
        house.clinic.sign_protocols(signings, house.lead, {"extended-screening": "refuse"}, NO)
        now = house.clinic.protocols[PEEL]
        assert canonical.as_version(now, before.version) == before
        assert (before.version, now.version) == (3, 6)
        assert house.clinic.library.is_signed(PEEL)

    def test_going_back_to_what_an_earlier_signature_was_for_is_not_signed(self, house: House) -> None:
        adopt(house, "extended-screening", PEEL, FACIAL)
        house.clinic.sign_protocols([], house.lead, {"extended-screening": "refuse"}, NO)
        # The lead signed the plain rules once; the newest signature is for others.
        assert house.clinic.protocols[PEEL].overlays == ()
        assert not house.clinic.library.is_signed(PEEL)

    def test_an_own_overlay_that_is_changed_by_hand_unsigns_what_it_goes_on(self, house: House) -> None:
        path = write(house, "ours", OURS.format(day="2026-01-01", status="active"), protocol_files.OVERLAY)
        adopt(house, "ours", PEEL)
        assert house.clinic.protocols[PEEL].rule("PP-SUN").outcome == "review"
        assert house.clinic.library.is_signed(PEEL)
        protocol_files.write_protocol(path, path.read_text("utf-8").replace("review", "deferred"))
        assert house.clinic.protocols[PEEL].rule("PP-SUN").outcome == "deferred"
        assert not house.clinic.library.is_signed(PEEL)

    def test_one_that_weakens_is_a_problem_and_what_was_signed_stays(self, house: House) -> None:
        path = write(house, "ours", OURS.format(day="2026-01-01", status="active"), protocol_files.OVERLAY)
        adopt(house, "ours", PEEL)
        signed = house.clinic.protocols[PEEL].sha256
        protocol_files.write_protocol(
            path, path.read_text("utf-8").replace("PP-SUN, outcome: review", "PP-ROSACEA, outcome: caution")
        )
        found = house.clinic.library.in_force(PEEL)
        assert found.protocol is not None
        assert found.protocol.sha256 == signed
        assert "can't weaken a rule" in (found.problem or "")

    def test_one_of_a_later_day_waits_for_it(self, house: House) -> None:
        day = (TODAY + timedelta(days=2)).isoformat()
        write(house, "ours", OURS.format(day=day, status="active"), protocol_files.OVERLAY)
        adopt(house, "ours", PEEL)
        assert house.clinic.protocols[PEEL].overlays == ()
        assert house.clinic.library.is_signed(PEEL)
        house.clock.forward(days=2)
        assert house.clinic.protocols[PEEL].overlays == ("ours 1",)
        assert house.clinic.library.is_signed(PEEL)


class TestVersions:
    def test_what_was_signed_under_a_number_is_never_signed_for_anything_else(self, house: House) -> None:
        path = write(house, "new-one", template("new-one"))
        first = sign(house, "new-one")
        protocol_files.write_protocol(path, path.read_text("utf-8").replace("A cold sore today.", "A cold sore today!"))
        with pytest.raises(NotAllowed, match=r"Version 1 of new-one, or a later one, .* version 2 at least"):
            sign(house, "new-one")
        protocol_files.write_protocol(path, template("new-one"))
        assert sign(house, "new-one") == first  # the same content may be signed again

    def test_an_own_protocol_rid_of_an_overlay_goes_on_with_the_next_number_and_keeps_it_over_a_comment(
        self, house: House
    ) -> None:
        path = write(house, "new-one", template("new-one"))
        sign(house, "new-one")
        overlay = OURS.format(day="2026-01-01", status="active").replace("parisian-peel", "new-one")
        write(
            house,
            "ours",
            overlay.replace("PP-SUN", "NEW-SCRUB").replace("review", "contraindicated"),
            protocol_files.OVERLAY,
        )
        adopt(house, "ours", "new-one")
        assert (house.clinic.protocols["new-one"].version, house.clinic.library.is_signed("new-one")) == (2, True)
        signing = house.clinic.library.drafted("new-one", {"ours": None})
        house.clinic.sign_protocols([signing], house.lead, {"ours": "refuse"})
        assert (house.clinic.protocols["new-one"].version, house.clinic.library.is_signed("new-one")) == (3, True)
        protocol_files.write_protocol(path, "# A remark.\n" + path.read_text("utf-8"))
        assert (house.clinic.protocols["new-one"].version, house.clinic.library.is_signed("new-one")) == (3, True)
        change = set_number.longer(
            house.clinic.library, house.clinic.protocols["new-one"], "NEW-SCRUB", Period.of("9 days"), TODAY
        )
        assert "version: 4" in change.text

    def test_versions_only_rise_whatever_is_adopted_refused_and_adopted_again(self, house: House) -> None:
        seen = [house.clinic.protocols[PEEL]]
        for _ in range(2):
            adopt(house, "extended-screening", PEEL, FACIAL)
            seen.append(house.clinic.protocols[PEEL])
            signings = [house.clinic.library.drafted(each, {"extended-screening": None}) for each in (PEEL, FACIAL)]
            house.clinic.sign_protocols(signings, house.lead, {"extended-screening": "refuse"}, NO)
            seen.append(house.clinic.protocols[PEEL])
            assert house.clinic.library.is_signed(PEEL)
        assert [each.version for each in seen] == [3, 5, 6, 7, 8]
        assert len({each.sha256 for each in seen}) == 5


class TestKeeping:
    def test_the_content_that_was_signed_or_judged_stays_in_the_records(self, house: House) -> None:
        visit = house.screened(house.client())
        assert visit.checkin is not None
        sha = visit.checkin.sha256
        adopt(house, "extended-screening", PEEL, FACIAL)
        with house.clinic.records.read() as reader:
            kept = sign_offs.protocol_by_hash(reader, sha)
        assert kept is not None
        assert (kept.sha256, kept.overlays) == (sha, ())

    def test_an_unsigned_content_is_kept_too_once_somebody_was_judged_by_it(self, house: House) -> None:
        house.clinic.sign_protocols([], house.lead, {"extended-screening": "adopt"})
        sha = house.clinic.protocols[FACIAL].sha256
        with house.clinic.records.read() as reader:
            assert sign_offs.protocol_by_hash(reader, sha) is None
        # Whoever writes a visit keeps the rules it was judged by.
        visit = house.screened(house.client(), PEEL, **_harmless(house.clinic.protocols[PEEL]))
        assert visit.verdict is not None
        assert [finding.rule for finding in visit.verdict.findings] == ["HOUSE-UNSIGNED"]
        with house.clinic.records.read() as reader:
            assert sign_offs.protocol_by_hash(reader, visit.verdict.sha256) == house.clinic.protocols[PEEL]

    def test_what_was_tampered_with_is_not_taken_for_what_was_kept(self, house: House) -> None:
        sha = house.clinic.protocols[PEEL].sha256
        with house.clinic.records.write(house.lead.actor("desk")) as writer:
            document = writer.get(Kind.TEXT, sha)
            assert document is not None
            document["content"]["protocol"]["rules"][0]["outcome"] = "caution"
            writer.put(Kind.TEXT, document, expect=document["revision"])
        with house.clinic.records.read() as reader:
            assert sign_offs.protocol_by_hash(reader, sha) is None


def _harmless(protocol: Protocol) -> dict[str, Any]:
    return {question.id: "no" for question in protocol.questions if "yes" in question.option_ids} | {
        question.id: ["none"] for question in protocol.questions if "none" in question.option_ids
    }


def test_a_check_in_of_rules_that_ask_more_now_is_looked_at_and_not_lost(house: House) -> None:
    visit = house.screened(house.client())
    adopt(house, "extended-screening", PEEL, FACIAL)
    again = house.clinic.judge.judge(visit, [], on=TODAY, at=house.clock.now())
    assert [finding["rule"] for finding in again.verdict["findings"]] == ["HOUSE-OLDER-RULES"]
    assert visit.checkin is not None
    assert again.verdict["sha256"] == visit.checkin.sha256


@pytest.fixture
def read_files(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The files whose YAML was read since the test asked for this."""
    read: list[Any] = []

    def watched(text: str, file: Any) -> Any:
        read.append(file)
        return read_tree(text, file)

    for module in ("rules.reading.loader", "rules.reading.overlays", "rules.reading.overlay_file"):
        monkeypatch.setattr(f"{module}.read_tree", watched)
    return read


def test_signed_rules_come_without_a_word_of_yaml(
    base: Path, clock: FixedClock, house: House, read_files: list[Any]
) -> None:
    write(house, "our-peel", template("our-peel"))
    sign(house, "our-peel")
    adopt(house, "extended-screening", PEEL, FACIAL)
    read_files.clear()
    with open_clinic(base, clock, terminal="desk") as clinic:
        loaded = dict(clinic.protocols)
        assert all(clinic.library.is_signed(treatment) for treatment in loaded)
        assert read_files == []
        assert [each.overlays for each in loaded.values()] == [("extended-screening 2",)] * 2 + [()]


def test_an_overlay_for_one_treatment_leaves_the_others_known(
    base: Path, clock: FixedClock, house: House, read_files: list[Any]
) -> None:
    write(house, "ours", OURS.format(day="2026-01-01", status="active"), protocol_files.OVERLAY)
    adopt(house, "extended-screening", PEEL, FACIAL)
    adopt(house, "ours", PEEL)
    read_files.clear()
    with open_clinic(base, clock, terminal="desk") as clinic:
        assert clinic.library.is_signed(FACIAL)
        assert [Path(each).parent.name for each in read_files] == ["ours"]
    sign(house, FACIAL)
    read_files.clear()
    with open_clinic(base, clock, terminal="desk") as clinic:
        assert clinic.library.is_signed(FACIAL)
        assert clinic.library.is_signed(PEEL)
        assert read_files == []


def test_the_overlay_that_ships_is_the_file_that_is_read(house: House) -> None:
    assert house.clinic.library.overlay_path("extended-screening") == shipped_overlay("extended-screening")
    assert house.clinic.library.overlay("extended-screening").says.valid_from == date(2026, 1, 1)


TATTOOS = """\
overlay: tattoos
title: Tattoos
version: 1
valid_from: 2026-01-01
status: active
summary: Where a tattoo is, we do not peel.
protocols: [parisian-peel]
questions:
  - id: tattoo
    type: yes_no
    horizon: ever
    ask: Do you have a tattoo?
    why: We keep clear of it.
    short: Tattoo
    topic: your skin
  - id: tattoo_where
    type: areas
    horizon: ever
    only_if: {question: tattoo, is: yes}
    ask: Where is the tattoo?
    why: We check if it is where you would like to be treated.
    short: Place of the tattoo
    topic: your skin
    options: {face: Face, neck: Neck, decollete: Upper chest, hands: Hands, other: Somewhere else}
rules:
  - id: OUR-TATTOO
    outcome: deferred
    when: {question: tattoo_where, meets: area}
    client: We look at the place with you at your next visit.
    staff: A tattoo in an area to be treated.
    house: true
  - id: OUR-TATTOO-ELSEWHERE
    outcome: caution
    when: {question: tattoo_where, apart_from: area}
    client: We keep clear of the place you told us about.
    staff: A tattoo outside the areas to be treated. Keep clear of it.
    house: true
"""


@pytest.mark.thorough
def test_the_peel_with_one_more_question_about_a_place_is_proven_and_signed(house: House) -> None:
    text = write(house, "tattoos", TATTOOS, protocol_files.OVERLAY).read_bytes()
    seen = review(house.clinic, PEEL, {"tattoos": text})
    assert [each.counterexample for each in seen.report.failures] == []
    assert seen.may_be_signed
    house.clinic.sign_protocols([seen.proven(None)], house.lead, {"tattoos": "adopt"})
    assert house.clinic.library.is_signed(PEEL)
    assert house.clinic.protocols[PEEL].overlays == ("tattoos 1",)
    in_force = house.clinic.library.in_force(PEEL)
    assert in_force.signed is not None
    assert in_force.signed.proves(house.clinic.protocols[PEEL])
