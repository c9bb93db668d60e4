"""The demo's day: alive at any hour, and every promise of its cheat sheet kept by the product itself."""

import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kiosk.checkin.check_in import CheckIn
from kiosk.checkin.screen_data import Step
from kiosk.clinic import Clinic
from kiosk.demo import DemoClient, DemoInfo, demo_clinic, demo_info
from kiosk.demo.acting import HARMLESS
from kiosk.demo.times import FUTURE, NEAR, PAST, Times
from kiosk.visits.visit import Visit, VisitState
from rules import Outcome, QuestionType
from tests.kiosk.conftest import FixedClock
from tests.once import of_this_run, once

MADRID = ZoneInfo("Europe/Madrid")
NOON = datetime(2026, 7, 30, 12, 3, tzinfo=MADRID)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a demo that was made at three past twelve, to be copied."""

    def make(folder: Path) -> None:
        demo_clinic(folder, FixedClock(NOON.astimezone(UTC)), time_zone="Europe/Madrid")

    return once(of_this_run(tmp_path_factory) / "noon", make)


@pytest.fixture
def noon(template: Path, tmp_path: Path) -> Iterator[tuple[Clinic, DemoInfo]]:
    """The demo as it stands at three past twelve."""
    folder = Path(shutil.copytree(template, tmp_path / "clinic"))
    with Clinic.open(folder, clock=FixedClock(NOON.astimezone(UTC)), terminal="Kiosk 9") as clinic:
        info = demo_info(clinic)
        assert info is not None
        yield clinic, info


def visits(clinic: Clinic) -> list[Visit]:
    return [entry.visit for entry in clinic.daybook().entries()]


def somebody(info: DemoInfo, name: str) -> DemoClient:
    return next(client for client in info.clients if client.name.startswith(name))


def come(clinic: Clinic, client: DemoClient, *, by_name: bool = False) -> CheckIn:
    check_in = clinic.check_in()
    if by_name:
        born = client.date_of_birth
        check_in.identify(client.name.split()[-1], born.day, born.month, born.year)
    else:
        check_in.identify_code(client.booking_code)
    return check_in


def walk(clinic: Clinic, client: DemoClient, **answers: Any) -> Visit:
    """Check in as somebody of the sheet, answering no but for `answers`; return the first visit."""
    check_in = come(clinic, client)
    visit_id = check_in.appointments[0].visit_id
    check_in.yes()
    if check_in.step is Step.GUARDIAN:
        check_in.guardian(present=True)
    check_in.accept()
    while check_in.step in (Step.QUESTION, Step.UNSURE_HELP):
        if check_in.step is Step.UNSURE_HELP:
            check_in.help_wanted(False)
            continue
        question = check_in.asked.question
        if question.type is not QuestionType.NOTE:
            check_in.answer(answers.get(question.id, HARMLESS.get(question.id, "no")))
        check_in.next()
    check_in.finish()
    while check_in.step is Step.CONSENT:
        if check_in.consent.by == "guardian":
            check_in.give("Marta Mas", relation="mother")
        else:
            check_in.give(client.name)
    assert check_in.step is Step.DONE
    return clinic.visits.get(visit_id)


def test_its_published_pins_open_it_and_cost_little(noon: tuple[Clinic, DemoInfo]) -> None:
    clinic, info = noon
    for name, pin in info.pins.items():
        assert clinic.staff.check_pin(name, pin, terminal="Desk").name == name
    with clinic.records.read() as reader:
        kept = [document["pin"] for document in reader.all("staff")]
    assert len(kept) == len(info.pins)
    assert all("$m=8,t=1,p=1$" in each for each in kept)


class TestTheDay:
    def test_it_is_full_and_has_both_treatments(self, noon: tuple[Clinic, DemoInfo]) -> None:
        treatments = Counter(visit.treatment for visit in visits(noon[0]))
        assert treatments.total() >= 25
        assert min(treatments["parisian-peel"], treatments["medical-facial"]) >= 10

    def test_something_stands_at_every_stage(self, noon: tuple[Clinic, DemoInfo]) -> None:
        states = Counter(visit.state for visit in visits(noon[0]))
        assert set(states) == set(VisitState) - {VisitState.requested, VisitState.left}
        assert states[VisitState.finished] >= 3
        assert any(visit.stopped for visit in visits(noon[0]))

    def test_every_outcome_is_there(self, noon: tuple[Clinic, DemoInfo]) -> None:
        outcomes = {visit.verdict.outcome for visit in visits(noon[0]) if visit.verdict}
        assert outcomes == set(Outcome)

    def test_what_has_happened_happened_before_now_and_in_order(self, noon: tuple[Clinic, DemoInfo]) -> None:
        for visit in visits(noon[0]):
            moments = [visit.arrived_at, visit.screened_at, visit.confirmed_at, visit.started_at, visit.ended_at]
            told = [moment for moment in moments if moment is not None]
            assert told == sorted(told)
            assert all(moment <= NOON for moment in told)

    def test_clients_come_back_with_finished_sessions_and_answers_on_record(
        self, noon: tuple[Clinic, DemoInfo]
    ) -> None:
        clinic, _ = noon
        earlier = [
            visit
            for entry in clinic.daybook().entries()
            for visit in clinic.visits.of_client(entry.client.id)
            if visit.day < clinic.today()
        ]
        assert len(earlier) >= 6
        assert all(visit.checkin and visit.is_over for visit in earlier)
        assert sum(visit.session is not None for visit in earlier) >= 5

    def test_the_clock_is_not_in_doubt_and_the_rules_are_signed(self, noon: tuple[Clinic, DemoInfo]) -> None:
        clinic, _ = noon
        assert clinic.clock_doubt() is None
        assert all(clinic.library.is_signed(treatment) for treatment in clinic.protocols)

    def test_every_language_is_in_force_and_some_clients_speak_it(self, noon: tuple[Clinic, DemoInfo]) -> None:
        clinic, _ = noon
        for treatment in clinic.protocols:
            assert {"es", "fr"} <= set(clinic.library.translations(treatment))
        assert {"en", "es", "fr"} <= {clinic.clients.get(visit.client_id).language for visit in visits(clinic)}

    def test_its_rules_are_proven_and_the_summary_does_not_doubt_them(self, noon: tuple[Clinic, DemoInfo]) -> None:
        clinic, _ = noon
        for treatment, protocol in clinic.protocols.items():
            signed = clinic.library.in_force(treatment).signed
            assert signed is not None
            assert signed.proves(protocol)

    def test_it_is_made_in_few_changes_for_somebody_waits(self, noon: tuple[Clinic, DemoInfo]) -> None:
        clinic, _ = noon
        assert clinic.records.mark().commits < 10 * 22  # ten for each check-in, whatever the number of questions

    def test_staff_sign_in_with_the_pins_shown(self, noon: tuple[Clinic, DemoInfo]) -> None:
        clinic, info = noon
        roles = {clinic.staff.check_pin(name, pin, terminal="Desk").role for name, pin in info.pins.items()}
        assert roles == {"receptionist", "practitioner", "lead"}

    def test_another_terminal_that_joins_has_the_sheet_too(self, tmp_path: Path) -> None:
        clock = FixedClock(NOON.astimezone(UTC))
        info = demo_clinic(tmp_path / "clinic", clock, time_zone="Europe/Madrid")
        with Clinic.open(tmp_path / "clinic", clock=clock) as clinic:
            assert clinic.demo
            assert demo_info(clinic) == info
        assert info.join.endswith(f"kiosk --data {tmp_path / 'clinic'}")

    @pytest.mark.parametrize("installed", [True, False])
    def test_a_shell_finds_the_program_that_the_sheet_names(
        self, noon: tuple[Clinic, DemoInfo], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, installed: bool
    ) -> None:
        """In a checkout `kiosk` is in .venv/bin, which no shell searches; installed, a link in the path leads to it."""
        program = tmp_path / ".venv" / "kiosk"
        program.parent.mkdir()
        program.touch(mode=0o700)
        if installed:
            (tmp_path / "kiosk").symlink_to(program)
        monkeypatch.setenv("PATH", str(tmp_path))
        monkeypatch.setattr("sys.executable", str(program.with_name("python")))
        assert noon[1].join.startswith("kiosk --data " if installed else f"{program} --data ")

    def test_a_name_is_nowhere_in_the_bytes_of_the_folder(self, noon: tuple[Clinic, DemoInfo]) -> None:
        clinic, _ = noon
        written = b"".join(file.read_bytes() for file in clinic.folder.iterdir())
        names = [entry.client.full_name for entry in clinic.daybook().entries()]
        assert [name for name in names if name.encode() in written] == []


class TestTheSheet:
    """Each line of the cheat sheet, walked."""

    @pytest.mark.parametrize(
        ("name", "answers", "outcome"),
        [
            ("Tomasz", {}, "eligible"),
            ("Margaret", {"rosacea": "yes"}, "contraindicated"),
            ("Ji-woo", {"rash": "yes", "rash_where": ["hands"]}, "caution"),
            ("Samuel", {"lesion": "not_sure"}, "review"),
            ("Rosa", {}, "review"),
            ("Zoë", {}, "eligible"),
            ("Helena", {}, "review"),
            ("Yusuf", {"had_before": "no"}, "review"),
            ("Ella", {}, "eligible"),
        ],
    )
    def test_the_outcome_is_the_one_promised(
        self, noon: tuple[Clinic, DemoInfo], name: str, answers: dict[str, Any], outcome: str
    ) -> None:
        clinic, info = noon
        verdict = walk(clinic, somebody(info, name), **answers).verdict
        assert verdict is not None
        assert verdict.outcome == outcome

    def test_accutane_stopped_five_months_ago_has_its_first_day(self, noon: tuple[Clinic, DemoInfo]) -> None:
        clinic, info = noon
        amelie = somebody(info, "Amélie")
        assert "stopped it in February 2026" in amelie.shows
        visit = walk(clinic, amelie, isotretinoin="stopped", isotretinoin_last="2026-02")
        assert visit.verdict is not None
        assert (visit.verdict.outcome, visit.earliest) == ("deferred", date(2026, 8, 28))

    def test_two_treatments_are_one_check_in(self, noon: tuple[Clinic, DemoInfo]) -> None:
        clinic, info = noon
        walk(clinic, somebody(info, "Grace"))
        both = [entry.visit for entry in clinic.daybook().entries() if entry.client.given_name == "Grace"]
        assert [visit.state for visit in both] == [VisitState.screened] * 2

    def test_two_of_one_name_and_birth_date_are_asked_their_first_name(self, noon: tuple[Clinic, DemoInfo]) -> None:
        clinic, info = noon
        check_in = come(clinic, somebody(info, "Anna"), by_name=True)
        assert check_in.step is Step.FIRST_NAME
        check_in.give_first_name("Ewa")
        check_in.prove(somebody(info, "Ewa").phone_last4)
        assert check_in.step is Step.VISIT

    def test_a_name_with_signs_in_it_is_found(self, noon: tuple[Clinic, DemoInfo]) -> None:
        clinic, info = noon
        assert come(clinic, somebody(info, "Ngozi"), by_name=True).step is Step.PROOF
        late = come(clinic, somebody(info, "Peter"))
        assert (late.notice.kind if late.notice else "") == "too_late"
        early = come(clinic, somebody(info, "Wei"))
        assert (early.notice.kind if early.notice else "") == "too_early"

    def test_who_comes_back_is_asked_whether_it_is_still_so(self, noon: tuple[Clinic, DemoInfo]) -> None:
        clinic, info = noon
        check_in = come(clinic, somebody(info, "Ngozi"))
        check_in.yes()
        check_in.accept()
        lasts = []
        while check_in.step is Step.QUESTION:
            lasts.append(check_in.asked.last)
            question = check_in.asked.question
            if question.type is not QuestionType.NOTE:
                check_in.answer(
                    {"had_before": "yes", "session_last": "longer_ago"}.get(
                        question.id, HARMLESS.get(question.id, "no")
                    )
                )
            check_in.next()
        assert "dry" in lasts
        check_in.leave("staff")


@pytest.mark.parametrize(
    ("now", "least"),
    [
        pytest.param(datetime(2026, 7, 30, 0, 3, tzinfo=MADRID), 10, marks=pytest.mark.thorough),
        pytest.param(datetime(2026, 7, 30, 19, 30, tzinfo=MADRID), 10, marks=pytest.mark.thorough),
        pytest.param(datetime(2026, 7, 30, 23, 57, 30, tzinfo=MADRID), 10, marks=pytest.mark.thorough),
        (datetime(2026, 3, 29, 3, 5, tzinfo=MADRID), 10),  # the clocks have just gone forward
        pytest.param(datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=MADRID), 10, marks=pytest.mark.thorough),  # and back
        pytest.param(datetime(2024, 2, 29, 12, 0, tzinfo=MADRID), 10, marks=pytest.mark.thorough),
    ],
    ids=["after midnight", "evening", "before midnight", "spring night", "autumn night", "leap day"],
)
def test_at_any_hour_many_can_check_in_right_now(tmp_path: Path, now: datetime, least: int) -> None:
    clock = FixedClock(now.astimezone(UTC))
    info = demo_clinic(tmp_path / "clinic", clock, time_zone="Europe/Madrid")
    with Clinic.open(tmp_path / "clinic", clock=clock, terminal="Kiosk 9") as clinic:
        assert len(visits(clinic)) >= 25
        assert clinic.clock_doubt() is None
        steps = Counter(come(clinic, client).step for client in info.clients)
    assert steps[Step.VISIT] >= least


def test_times_keep_their_order_and_their_day_at_every_minute() -> None:
    for minute in range(0, 24 * 60, 7):
        now = datetime(2026, 7, 30, tzinfo=MADRID) + timedelta(minutes=minute)
        times = Times(now)
        for offsets in (range(-PAST, 1, 5), range(5, FUTURE + 1, 5)):
            starts = [times.start(offset) for offset in offsets]
            assert starts == sorted(starts)
        moments = [times.moment(offset) for offset in range(-PAST, 1, 5)]
        assert moments == sorted(moments)
        assert moments[-1] == now
        assert moments[0].astimezone(MADRID).date() == now.date()
        for offset in range(5, NEAR, 5):
            start = datetime.combine(now.date(), times.start(offset), MADRID)
            assert timedelta(minutes=-15) <= start - now <= timedelta(minutes=60)
