"""Every stored verdict comes out again, years and versions later, and one that was tampered with is found."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest

from kiosk.core.errors import NotAllowed
from kiosk.governance import protocol_files, set_number, sign_offs
from kiosk.people.client_book import Client
from kiosk.records import Kind
from kiosk.replay.explaining import explain_visit
from kiosk.replay.impact import stored, to_come
from kiosk.replay.replay import Replay, replay
from kiosk.replay.sign_off_review import review
from kiosk.room.finish_form import SessionDraft
from kiosk.visits.visit import Visit
from rules import Period
from rules.model import canonical
from rules.proof import protocol_proof, proving
from tests.kiosk.conftest import FACIAL, PEEL, TODAY, House

STOPPED = {"isotretinoin": "stopped", "isotretinoin_last": "2026-02-10"}
FIRST, LAST = date(2000, 1, 1), date(2099, 12, 31)


def again(house: House) -> Replay:
    return replay(house.clinic, FIRST, LAST)


def longer(house: House, rule: str, period: str, treatment: str = PEEL) -> None:
    """Make a period longer, as the command does once the lead has agreed."""
    library = house.clinic.library
    change = set_number.longer(
        library, library.drafted(treatment).protocol, rule, Period.of(period), house.clinic.today()
    )
    signing = library.drafted(treatment, change.changed, change.own_text)
    protocol_files.write_protocol(change.path, change.text)
    house.clinic.sign_protocols([signing], house.lead, {change.overlay: "adopt"} if change.overlay else {})


@pytest.fixture
def busy(house: House) -> House:
    """A clinic with check-ins of all kinds: harmless, deferred, unsure and settled, corrected, on paper, and two treatments."""
    house.screened(house.client())
    house.screened(house.client("Berta", "Soler"), **STOPPED)
    unsure = house.confirmed(house.client("Clara", "Pons"), rosacea="not_sure")
    room = house.room()
    settled = room.settle(unsure, "rosacea", "no", pin_checked=house.dr_roca)
    room.correct(settled, "strong_sun", "yes", "She goes to the beach.", pin_checked=house.dr_roca)
    both = house.client("Dora", "Vidal")
    house.book(both, PEEL)
    house.book(both, FACIAL, start=time(11, 0))
    house.check_in(both, herpes_active="yes")
    return house


def test_all_comes_out_again(busy: House) -> None:
    found = again(busy)
    assert found.differences == ()
    assert (found.visits, found.verdicts) == (
        5,
        10,
    )  # of each visit the check-in's own verdict, and the one that stands


def test_it_does_so_after_the_rules_changed_and_the_days_went_by(busy: House) -> None:
    busy.clock.forward(minutes=1)
    longer(busy, "PP-ACCUTANE-6M", "12 months")
    busy.clock.forward(days=400)
    busy.clinic.confirm_date(busy.lead.actor("desk"))
    assert again(busy).differences == ()


def test_sessions_on_record_count_as_they_did_then(house: House) -> None:
    client = house.client()
    visit = house.confirmed(client)
    room = house.room()
    seen = house.visit(visit)
    started = room.decide(seen, "go_ahead", pin_checked=house.dr_roca, seen_sha=seen.content_sha, note_shown=True)
    house.clock.forward(hours=1)
    room.finish(started, ["face"], ["crystals"], "", pin_checked=house.dr_roca)
    house.clock.forward(days=7, hours=-1)
    second = house.screened(client, had_before="no")
    assert second.verdict is not None
    assert "PP-SPACING-3W" in [finding.rule for finding in second.verdict.findings]
    assert again(house).differences == ()


def rewritten(house: House, visit: Visit, change: Any) -> None:
    """Write a visit's document as nobody at a screen could."""
    with house.clinic.records.write(house.lead.actor("desk")) as writer:
        document = writer.get(Kind.VISIT, visit.id)
        assert document is not None
        change(document)
        writer.put(Kind.VISIT, document, partition=visit.day.isoformat(), expect=document["revision"])


def test_a_verdict_that_was_made_milder_is_found_in_both_places(house: House) -> None:
    visit = house.screened(house.client(), rosacea="yes")

    def milder(document: dict[str, Any]) -> None:
        for verdict in (document["checkins"][0]["verdict"], document["judgement"]["verdict"]):
            verdict.update(outcome="eligible", next_step="room", findings=[])

    rewritten(house, visit, milder)
    found = again(house)
    assert [(each.visit, each.which) for each in found.differences] == [
        (visit.id, "check-in 1"),
        (visit.id, "the verdict as it stands"),
    ]
    assert "stored eligible (nothing found); recomputed contraindicated (PP-ROSACEA)" in found.differences[0].sentence


def test_an_answer_that_was_changed_is_found(house: House) -> None:
    visit = house.screened(house.client(), rosacea="yes")
    rewritten(house, visit, lambda document: document["checkins"][0]["answers"]["raw"].update(rosacea="no"))
    assert {each.which for each in again(house).differences} == {"check-in 1", "the verdict as it stands"}


class TestAVerdictOfAnEarlierVersionOfTheEngine:
    @pytest.fixture
    def visit(self, house: House) -> Visit:
        """A check-in judged when the engine said the day in each finding: its rules are kept under that engine's hash."""
        visit = house.screened(house.client(), **STOPPED, retinoid="yes", retinoid_last="2026-07-29")
        content = {**canonical.content_to_hash(house.clinic.protocols[PEEL]), "engine": "1"}
        sha = canonical.sha256(content)

        def as_then(document: dict[str, Any]) -> None:
            document["checkins"][0]["sha256"] = sha
            for verdict in (document["checkins"][0]["verdict"], document["judgement"]["verdict"]):
                verdict["sha256"] = sha
                (cream,) = [each for each in verdict["findings"] if each["rule"] == "PP-RETINOID-3D"]
                cream["client"] += " You can come from 1 August 2026."

        with house.clinic.records.write(house.lead.actor("desk")) as writer:
            writer.put(Kind.TEXT, {"id": sha, "subject": sign_offs.KEPT, "language": "en", "content": content})
            (signed,) = writer.find(Kind.SIGNOFF, subject=PEEL)
            writer.put(Kind.SIGNOFF, {**signed, "sha256": sha}, expect=signed["revision"], index={"subject": PEEL})
        rewritten(house, visit, as_then)
        return visit

    @pytest.mark.usefixtures("visit")
    def test_comes_out_again_though_its_sentences_are_put_otherwise_now(self, house: House) -> None:
        found = again(house)
        assert (found.verdicts, found.differences) == (2, ())

    def test_and_one_that_was_tampered_with_is_found(self, house: House, visit: Visit) -> None:
        rewritten(
            house, visit, lambda document: document["judgement"]["verdict"]["findings"][0].update(outcome="caution")
        )
        assert [each.which for each in again(house).differences] == ["the verdict as it stands"]


def test_rules_that_are_no_longer_on_record_are_named(house: House) -> None:
    visit = house.screened(house.client())
    rewritten(house, visit, lambda document: document["checkins"][0].update(sha256="0" * 64))
    (difference,) = [each for each in again(house).differences if each.which == "check-in 1"]
    assert "not on record" in difference.sentence


def test_a_signature_that_was_not_there_is_missed(house: House) -> None:
    visit = house.screened(house.client())
    with house.clinic.records.write(house.lead.actor("desk")) as writer:
        for signoff in writer.find(Kind.SIGNOFF, subject=PEEL):
            writer.remove(Kind.SIGNOFF, signoff["id"], expect=signoff["revision"])
    (difference,) = again(house).differences
    assert (difference.visit, difference.which) == (visit.id, "the verdict as it stands")
    assert "was not signed then" in difference.sentence


def test_only_the_days_asked_for_are_judged_again(house: House) -> None:
    house.screened(house.client())
    assert replay(house.clinic, TODAY, TODAY).verdicts == 2
    assert replay(house.clinic, TODAY + timedelta(days=1), LAST).verdicts == 0
    assert replay(house.clinic, FIRST, TODAY - timedelta(days=1)).verdicts == 0


def booked_again(house: House, client: Client, days: int) -> Visit:
    return house.book(client, PEEL, day=TODAY + timedelta(days=days), start=time(9, 0))


def test_a_longer_period_touches_the_booked_visits_whose_last_answers_it_turns(house: House) -> None:
    stopped, healthy, new = house.client(), house.client("Berta", "Soler"), house.client("Clara", "Pons")
    for client in (stopped, healthy):
        house.screened(client, **(STOPPED if client is stopped else {}))
    # Stopped on 10 February: six months are over on 10 August, twelve are not.
    touched = booked_again(house, stopped, 20)
    booked_again(house, healthy, 21)
    booked_again(house, new, 22)
    long_after = booked_again(house, stopped, 300)
    library = house.clinic.library
    change = set_number.longer(library, library[PEEL], "PP-ACCUTANE-6M", Period.of("12 months"), TODAY)
    found = to_come(house.clinic, library[PEEL], library.drafted(PEEL, change.changed).protocol)
    assert (found.booked, found.unknown) == (4, 1)
    assert [(each.visit, str(each.before.outcome), str(each.after.outcome)) for each in found.touched] == [
        (touched.id, "eligible", "deferred")
    ]
    assert found.touched[0].after.earliest == date(2027, 2, 10)
    assert long_after.id not in {each.visit for each in found.touched}


def test_the_visits_on_record_that_another_version_judges_otherwise_are_found(house: House) -> None:
    house.screened(house.client())
    visit = house.screened(house.client("Berta", "Soler"), strong_sun="yes")
    old = house.clinic.protocols[PEEL]
    new = replace_rule(old, "PP-SUN", "review")
    found = stored(house.clinic, old, new)
    assert (found.judged, [each.visit for each in found.touched]) == (2, [visit.id])


def replace_rule(protocol: Any, rule_id: str, outcome: str) -> Any:
    document = protocol.model_dump(mode="json")
    for rule in document["rules"]:
        if rule["id"] == rule_id:
            rule["outcome"] = outcome
    return type(protocol).model_validate(document)


def test_a_visit_is_explained_with_what_was_settled_and_by_the_rules_of_its_day(busy: House) -> None:
    visits = busy.clinic.visits.of_day(TODAY)
    (visit,) = [each for each in visits if each.settled]
    lines = explain_visit(busy.clinic, busy.visit(visit))
    assert "Caution by PP-SUN, because of Strong sun today: yes." in lines
    assert not any("PP-ROSACEA" in line for line in lines)  # settled
    busy.desk().left(visit)
    longer(busy, "PP-ACCUTANE-6M", "12 months")
    assert explain_visit(busy.clinic, busy.visit(visit)) == lines


class TestSetting:
    def test_the_next_number_goes_into_the_same_file_and_the_same_number_is_changed_in_place(
        self, house: House
    ) -> None:
        longer(house, "PP-ACCUTANE-6M", "9 months")
        longer(house, "PP-RETINOID-3D", "5 days")
        path = house.clinic.library.overlay_path("own-parisian-peel")
        path.write_text(path.read_text("utf-8").replace("stricter:", "# why so\nstricter:"), encoding="utf-8")
        longer(house, "PP-ACCUTANE-6M", "12 months")
        text = path.read_text("utf-8")
        assert "# why so" in text
        assert text.count("- rule:") == 2
        found = house.clinic.protocols[PEEL]
        periods = {rule.id: str(rule.period) for rule in found.rules if rule.period}
        assert (periods["PP-ACCUTANE-6M"], periods["PP-RETINOID-3D"]) == ("12 months", "5 days")
        assert found.overlays == ("own-parisian-peel 3",)
        assert house.clinic.library.is_signed(PEEL)
        assert path.stat().st_mode & 0o777 == 0o600

    def test_a_number_of_an_own_protocol_is_changed_where_it_stands(self, house: House) -> None:
        template = (set_number.Path(protocol_files.__file__).parent / "template.yaml").read_text("utf-8")
        text = (
            template.replace("NAME", "new-one").replace("TITLE", "New one").replace("status: draft", "status: active")
        )
        path = house.folder / protocol_files.FOLDER / "new-one" / protocol_files.PROTOCOL
        protocol_files.write_protocol(path, text)
        longer(house, "NEW-SCRUB", "5 days", "new-one")
        found = house.clinic.protocols["new-one"]
        assert (found.version, found.valid_from, found.overlays) == (2, TODAY, ())
        assert (str(found.rule("NEW-SCRUB").period), str(found.question("scrub_last").period)) == ("5 days", "5 days")
        changed = [
            (before, after)
            for before, after in zip(text.splitlines(), path.read_text("utf-8").splitlines(), strict=True)
            if before != after
        ]
        assert (
            len(changed) == 4
        )  # the version, the day, the question's period and the rule's; comments and all else stay
        assert house.clinic.library.is_signed("new-one")


def test_what_was_signed_is_proven_or_says_that_it_is_not(house: House) -> None:
    signing = replace(house.clinic.library.drafted(PEEL), proof={"cases": 1})
    house.clinic.sign_protocols([signing], house.lead)
    assert house.clinic.library.proof(PEEL) == {"cases": 1}
    assert house.clinic.library.proof(FACIAL) is None
    signed = house.clinic.library.in_force(PEEL).signed
    assert signed is not None
    assert not signed.proves(house.clinic.protocols[PEEL])  # it says nothing of this content


def test_what_ships_is_signed_with_the_proof_that_ships_and_keeps_its_digest(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proving, "prove", None)
    seen = review(house.clinic, PEEL)
    house.clinic.sign_protocols([seen.proven(None)], house.lead)
    ships = protocol_proof.shipped_proof(house.clinic.protocols[PEEL])
    assert ships is not None
    with house.clinic.records.read() as reader:
        *_, kept = sign_offs.sign_offs(reader, PEEL)
    assert kept["proof"]["digest"] == ships.digest
    assert kept["proof"] == ships.to_json()


@pytest.mark.thorough
def test_a_proof_holds_for_the_content_it_was_made_of_and_no_other(house: House) -> None:
    report = proving.prove(house.clinic.protocols[FACIAL])
    assert report.proof is not None
    signing = replace(house.clinic.library.drafted(FACIAL), proof=report.proof.to_json())
    (signed,) = house.clinic.sign_protocols([signing], house.lead)
    assert signed.proves(house.clinic.protocols[FACIAL])
    assert not signed.proves(house.clinic.protocols[PEEL])


def test_nothing_is_explained_before_the_check_in_or_by_rules_that_are_not_on_record(house: House) -> None:
    client = house.client()
    with pytest.raises(NotAllowed, match="no completed check-in"):
        explain_visit(house.clinic, house.book(client))
    screened = house.screened(house.client("Ben", "Costa"))
    assert screened.judgement is not None
    lost = screened.judgement.model_copy(update={"verdict": {**screened.judgement.verdict, "sha256": "0" * 64}})
    with pytest.raises(NotAllowed, match="not on record"):
        explain_visit(house.clinic, screened.model_copy(update={"judgement": lost}))


def test_a_session_said_to_be_over_after_a_verdict_was_not_on_record_at_it(house: House) -> None:
    anna = house.client()
    room, visit = house.room(), house.confirmed(anna)
    going = room.decide(visit, "go_ahead", pin_checked=house.dr_roca, seen_sha=visit.content_sha)
    house.clock.forward(days=1)
    house.clinic.confirm_date(house.rita.actor("desk"))
    house.screened(anna)
    house.clock.forward(minutes=5)
    room.finish_later(going, SessionDraft())
    assert again(house).differences == ()
