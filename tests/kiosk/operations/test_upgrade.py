"""A clinic that a new version finds: backed up, brought to today's format, its sign-offs carried over or not, and back again."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kiosk.core.actor import Actor
from kiosk.core.errors import RecordsUnavailable, SchemaTooNew
from kiosk.governance import sign_offs
from kiosk.operations import upgrade as upgrading
from kiosk.operations.clinic_looks import look_inside
from kiosk.operations.upgrade import Upgraded, upgrade
from kiosk.records import Kind
from kiosk.records.backup.restoration import restore
from kiosk.records.embedded import tables
from kiosk.records.embedded.snapshot_file import inspect
from kiosk.replay import engine_change
from kiosk.replay.engine_change import awaits_upgrade
from kiosk.replay.sign_off_review import review
from rules import Outcome, Protocol
from rules.model import canonical, protocol
from rules.proof import protocol_proof
from rules.reading import loader
from tests.kiosk.conftest import FACIAL, KEY, PEEL, FixedClock, House
from tests.kiosk.left import DATA, DAY, Left, by_0_1_0
from tests.running import ROOT

ROOT_ACCOUNT = Actor(name="root", role="system", terminal="command line")
VERSION = "9.9.9"
RULES_0_1_0 = DATA / "rules-0.1.0"
OF_0_1_0 = "ae17bd99^"
"""The last commit of version 0.1.0's engine and format."""


def upgraded(left: Left, version: str = VERSION) -> Upgraded:
    clock = FixedClock(left.at)
    return upgrade(left.folder, left.key, version, actor=ROOT_ACCOUNT, clock=clock, key_file=left.base / "keys" / KEY)


def fates(done: Upgraded) -> dict[str, tuple[list[str], str]]:
    return {fate.treatment: ([each.same_by for each in fate.carried], fate.to_sign) for fate in done.fates}


def events(left: Left) -> list[str]:
    with left.opened() as clinic, clinic.records.read() as reader:
        return [entry.event for entry in reader.trail()]


@pytest.fixture
def left(tmp_path: Path) -> Left:
    return by_0_1_0(tmp_path)


@pytest.fixture
def with_rules_of_0_1_0(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Let this version bring the peel that 0.1.0 brought: only the engine is another one."""
    shipped = tmp_path / "shipped"
    shutil.copytree(loader._FOLDER, shipped)
    shutil.rmtree(shipped / "parisian_peel")
    shutil.copytree(RULES_0_1_0 / "parisian_peel", shipped / "parisian_peel")
    monkeypatch.setattr(loader, "_FOLDER", shipped)
    loader._loaded.cache_clear()
    yield shipped / "parisian_peel"
    loader._loaded.cache_clear()


class TestOf010:
    def test_it_comes_to_todays_format_behind_a_backup_and_the_lead_signs_what_is_new(self, left: Left) -> None:
        done = upgraded(left)
        assert (done.before, done.now, done.new_format) == (None, VERSION, True)
        assert [file.name for file in done.backups] == ["before-format-2.backup"]
        assert fates(done) == {
            PEEL: ([], "its rules are not those that were signed"),
            FACIAL: ([], "nobody has signed it"),
        }
        assert events(left)[-2:] == ["backup.done", "upgrade"]
        assert left.look() == []

    @pytest.mark.usefixtures("with_rules_of_0_1_0")
    def test_a_sign_off_without_a_digest_is_carried_over_where_examples_and_visits_come_out_the_same(
        self, left: Left
    ) -> None:
        with left.opened() as clinic:
            assert not clinic.library.is_signed(PEEL)
            assert awaits_upgrade(clinic, PEEL)
            assert not awaits_upgrade(clinic, FACIAL)
            assert any(" upgrade` finds out" in check.says for check in look_inside(clinic, left.base / "keys" / KEY))
        done = upgraded(left)
        assert fates(done)[PEEL] == (["cases_and_visits"], "")
        with left.opened() as clinic:
            found = clinic.library.in_force(PEEL)
            assert found.signed is not None
            assert (found.signed.by, found.signed.is_carried) == ("Lena Lead", True)
            with clinic.records.read() as reader:
                first, second, carried = sign_offs.sign_offs(reader, PEEL)
                entry = next(each for each in reader.trail() if each.event == "protocol.carry_over")
        assert found.signed.at.isoformat() == second["at"]
        assert carried["carried"]["from"] == second["id"]
        assert first["version"] == 1
        assert entry.detail["from"] == second["sha256"]
        assert entry.detail["same_by"] == "cases_and_visits"
        assert left.look() == []

    def test_not_where_a_worked_example_comes_out_differently(self, left: Left, with_rules_of_0_1_0: Path) -> None:
        cases = with_rules_of_0_1_0 / "cases.yaml"
        cases.write_text(cases.read_text("utf-8").replace("outcome: eligible", "outcome: review", 1), "utf-8")
        assert fates(upgraded(left))[PEEL] == ([], "1 worked example comes out differently")

    def test_not_without_worked_examples(self, left: Left, with_rules_of_0_1_0: Path) -> None:
        (with_rules_of_0_1_0 / "cases.yaml").unlink()
        _, why = fates(upgraded(left))[PEEL]
        assert "no worked examples" in why

    @pytest.mark.usefixtures("with_rules_of_0_1_0")
    def test_not_where_a_verdict_on_record_would_read_otherwise(self, left: Left) -> None:
        with left.opened() as clinic:
            visit = next(
                each for each in clinic.visits.of_day(DAY.date().replace(day=30, month=11)) if each.treatment == PEEL
            )
            verdict = {**visit.checkins[0].verdict, "outcome": "review"}
            record = visit.checkins[0].model_copy(update={"verdict": verdict})
            clinic.visits.save(visit.model_copy(update={"checkins": (record,)}), ROOT_ACCOUNT, "visit.altered")
        _, why = fates(upgraded(left))[PEEL]
        assert "on record would read otherwise" in why


class TestAgain:
    def test_a_second_time_nothing_is_to_be_done(self, left: Left) -> None:
        upgraded(left)
        before = events(left)
        done = upgraded(left)
        assert (done.before, done.backups) == (VERSION, ())
        assert events(left) == before

    @pytest.mark.usefixtures("with_rules_of_0_1_0")
    @pytest.mark.parametrize("killed_at", ["fates", "_kept", "_note", "rejudge"])
    def test_one_that_was_killed_goes_on(self, left: Left, killed_at: str, monkeypatch: pytest.MonkeyPatch) -> None:
        def killed(*_: object, **__: object) -> None:
            raise KeyboardInterrupt

        with left.opened():  # the format is today's, so that this backs up by itself
            pass
        with monkeypatch.context() as patched:
            where: Any = upgrading.rejudge if killed_at == "rejudge" else upgrading
            patched.setattr(where, "redraw" if killed_at == "rejudge" else killed_at, killed)
            with pytest.raises(KeyboardInterrupt):
                upgraded(left)
        upgraded(left)
        with left.opened() as clinic, clinic.records.read() as reader:
            assert clinic.library.is_signed(PEEL)
            assert len(sign_offs.sign_offs(reader, PEEL)) == 3
        assert events(left).count("upgrade") == 1
        assert [file.name for file in left.folder.glob("before-upgrade-*")] == [f"before-upgrade-{VERSION}.backup"]
        assert left.look() == []

    def test_one_that_was_killed_before_the_format_changed_takes_up_its_backup(
        self, left: Left, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def killed(*_: object, **__: object) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patched:
            patched.setattr(upgrading.Clinic, "open", killed)
            with pytest.raises(KeyboardInterrupt):
                upgraded(left)
        (backup,) = left.folder.glob("before-*")
        made = backup.stat().st_ino
        assert upgraded(left).backups == (backup,)
        assert backup.stat().st_ino == made

    def test_a_backup_is_never_replaced(self, left: Left) -> None:
        (first,) = upgraded(left).backups
        kept = first.read_bytes()
        shutil.rmtree(left.base)
        again = by_0_1_0(left.base)
        first.write_bytes(kept)
        first.chmod(0o600)
        assert upgraded(again).backups == (first,)  # it holds the records as they are
        shutil.rmtree(left.base)
        again = by_0_1_0(left.base)
        first.write_bytes(b"something else")
        first.chmod(0o600)
        assert [file.name for file in upgraded(again).backups][-1] == "before-format-2.backup"
        assert inspect(first.with_name("before-format-2-2.backup"), again.key).commits > 0


def test_it_is_refused_while_another_terminal_has_the_clinic_open(left: Left) -> None:
    with left.opened(), pytest.raises(RecordsUnavailable, match="open at another terminal: close the kiosk everywhere"):
        upgraded(left)


class TestAnotherEngine:
    """The rules stay what they were, and the engine's number rises."""

    @pytest.fixture
    def signed(
        self, house: House, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
    ) -> Callable[..., Left]:
        def under_another_engine(digest: str | None = None) -> Left:
            for treatment in (PEEL, FACIAL):
                signing = house.clinic.library.drafted(treatment)
                proof = protocol_proof.shipped_proof(signing.protocol)
                assert proof is not None
                changed = replace(proof, digest=proof.digest if digest is None else digest)
                house.clinic.sign_protocols([replace(signing, proof=changed.to_json())], house.lead)
            shipped = {each: protocol_proof.shipped_proof(house.clinic.protocols[each]) for each in (PEEL, FACIAL)}
            house.clinic.close()
            for module in (canonical, protocol, protocol_proof):
                monkeypatch.setattr(module, "ENGINE", "3")
            loader._loaded.cache_clear()
            canonical._RESTORED.clear()
            if request.node.get_closest_marker("thorough") is None:  # it is known what the other engine makes of them

                def known(judged: Protocol, *_: object) -> protocol_proof.Report:
                    proof = shipped[judged.id]
                    assert proof is not None
                    return protocol_proof.Report.of(replace(proof, sha256=judged.sha256), judged)

                monkeypatch.setattr(engine_change, "known_or_proven", known)
            return Left(house.folder.parent, at=house.clock.at)

        return under_another_engine

    @pytest.fixture(autouse=True)
    def _engine_of_today(self) -> Iterator[None]:
        yield
        loader._loaded.cache_clear()
        canonical._RESTORED.clear()

    def test_where_every_verdict_and_sentence_is_the_same_the_sign_off_is_carried_over(
        self, house: House, signed: Callable[..., Left]
    ) -> None:
        waiting = house.screened(house.client())
        left = signed()
        done = upgraded(left)
        assert fates(done) == {PEEL: (["digest"], ""), FACIAL: (["digest"], "")}
        with left.opened() as clinic, clinic.records.read() as reader:
            assert clinic.library.is_signed(PEEL)
            assert sign_offs.sign_offs(reader, PEEL)[-1]["digest"] == sign_offs.sign_offs(reader, PEEL)[-2]["digest"]
            entries = [entry for entry in reader.trail() if entry.event == "protocol.carry_over"]
            verdict = clinic.visits.get(waiting.id).verdict
        assert verdict is not None
        assert (verdict.outcome, verdict.findings) == (
            Outcome.ELIGIBLE,
            (),
        )  # nor was the client who waits judged as by unsigned rules
        assert [entry.subject for entry in entries] == [PEEL, FACIAL]
        assert {entry.detail["same_by"] for entry in entries} == {"digest"}
        assert left.look() == []
        assert fates(upgraded(left, "9.9.10")) == {PEEL: ([], ""), FACIAL: ([], "")}

    @pytest.mark.thorough
    def test_where_it_is_proven_anew_it_is_the_same(self, signed: Callable[..., Left]) -> None:
        assert fates(upgraded(signed())) == {PEEL: (["digest"], ""), FACIAL: (["digest"], "")}

    def test_where_one_differs_the_lead_signs_again(self, signed: Callable[..., Left]) -> None:
        left = signed(digest="0" * 64)
        done = upgraded(left)
        assert fates(done) == dict.fromkeys(
            (PEEL, FACIAL), ([], "this version judges or says something else in at least one case")
        )
        with left.opened() as clinic:
            assert not clinic.library.is_signed(PEEL)


def test_the_digest_is_kept_with_each_sign_off(house: House) -> None:
    house.clinic.sign_protocols([review(house.clinic, FACIAL).proven(None)], house.lead)
    with house.clinic.records.read() as reader:
        kept = sign_offs.sign_offs(reader, FACIAL)[-1]
    proof = protocol_proof.shipped_proof(house.clinic.protocols[FACIAL])
    assert proof is not None
    assert kept["digest"] == proof.digest


class TestBackAgain:
    """The older version, which knows one format less, restores the backup."""

    @pytest.fixture
    def older(self, house: House, monkeypatch: pytest.MonkeyPatch) -> Left:
        """Let this version know one format more than the one that made the clinic."""
        house.client("Bert", "Soler")
        house.clinic.close()
        statements = ("CREATE TABLE chair (number INTEGER PRIMARY KEY) STRICT",)
        monkeypatch.setattr(tables, "MIGRATIONS", {**tables.MIGRATIONS, tables.VERSION + 1: statements})
        for module in (tables, upgrading):
            monkeypatch.setattr(module, "VERSION", max(tables.MIGRATIONS))
        return Left(house.folder.parent, at=house.clock.at)

    def test_into_an_empty_folder(self, older: Left, monkeypatch: pytest.MonkeyPatch) -> None:
        done = upgraded(older)
        assert done.new_format
        monkeypatch.undo()
        with pytest.raises(SchemaTooNew):
            older.opened()
        aside = older.folder.rename(older.base / "clinic-9.9.9")
        backup = aside / done.backups[0].name
        restore(backup, older.folder, older.key, actor=ROOT_ACCOUNT, clock=FixedClock(older.at))
        with older.opened() as clinic, clinic.records.read() as reader:
            assert [client.full_name for client in clinic.clients.find_by_name("Bert")] == ["Bert Soler"]
            assert reader.get(Kind.META, "version") is None
        assert older.look() == []

    @pytest.mark.thorough
    @pytest.mark.process
    def test_version_0_1_0_itself_restores_it_and_works_on(self, left: Left, tmp_path: Path) -> None:
        if subprocess.run(["git", "-C", ROOT, "cat-file", "-e", OF_0_1_0], check=False, capture_output=True).returncode:
            pytest.skip("this clone does not reach back to version 0.1.0")
        (tmp_path / "old").mkdir()
        kept = subprocess.run(["git", "-C", ROOT, "archive", OF_0_1_0], check=True, capture_output=True)
        subprocess.run(["tar", "-x", "-C", tmp_path / "old"], input=kept.stdout, check=True)
        (backup,) = upgraded(left).backups

        def old(*arguments: str | Path) -> str:
            variables = {**os.environ, "PYTHONPATH": str(tmp_path / "old"), "XDG_CONFIG_HOME": str(tmp_path / "config")}
            command = [sys.executable, "-m", "screens", "--data", tmp_path / "back", *arguments]
            ran = subprocess.run(command, env=variables, cwd=tmp_path, capture_output=True, text=True, check=True)
            return ran.stdout

        old("restore", backup, "--key-file", left.base / "keys" / KEY)
        assert all(name in old("visits", "list", "--day", "2026-11-30") for name in ("Amélie Fontaine", "Ana Neil"))
        assert "Lena Lead" in old("rules", "list")
