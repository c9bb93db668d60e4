"""The peel that docs/protocols/tutorial.md writes out, at the kiosk itself: signed by the lead, asked on the client's real screens."""

from __future__ import annotations

import re
from datetime import date, time
from pathlib import Path

import pytest

from kiosk.core.actor import Actor
from kiosk.demo.people import LEAD
from kiosk.governance import protocol_files
from kiosk.replay.sign_off_review import review
from kiosk.visits.visit import Visit
from tests.proven import kept_for_this_run
from tests.screens.conftest import Open
from tests.screens.leading import to_birth
from tests.screens.stage import Stage

DOC = Path(__file__).parents[3] / "docs" / "protocols" / "tutorial.md"
PEEL = "glycolic-peel"
SYSTEM = Actor(name="tests", role="system")


def sign_the_peel_of_the_page(stage: Stage) -> None:
    """Write the page's files into the clinic's folder, and sign them as `kiosk rules sign` does."""
    parts = re.findall(r"<!-- glycolic-peel/(\S+) -->\n\n```yaml\n(.*?)```", DOC.read_text("utf-8"), re.DOTALL)
    folder = stage.clinic.library.folder / protocol_files.FOLDER / PEEL
    for name in dict(parts):
        protocol_files.write_protocol(folder / name, "\n".join(part for each, part in parts if each == name))
    with kept_for_this_run():
        reviewed = review(stage.clinic, PEEL)
    assert reviewed.may_be_signed
    stage.clinic.sign_protocols([reviewed.proven(None)], stage.clinic.staff.by_name(LEAD.name))


def book(stage: Stage) -> Visit:
    clinic = stage.clinic
    client = clinic.clients.add(clinic.clients.new("Olga", "Winterfeld", date(1985, 7, 30)), SYSTEM)
    visit = Visit(
        id=clinic.visits.new_id(),
        client_id=client.id,
        day=clinic.today(),
        start=time(10, 30),
        treatment=PEEL,
        practitioner=next(each.practitioner for each in clinic.visits.of_day(clinic.today())),
    )
    return clinic.visits.save(visit, SYSTEM, "visit.book")


async def answer(stage: Stage, said: dict[str, str]) -> list[str]:
    """Answer what the screens ask, no or the first option where nothing else is said; return what was asked."""
    asked: list[str] = []
    for _ in range(40):
        match stage.screen:
            case "ChoiceScreen":
                question = stage.app.screen.asked.question
                assert question.ask.split()[0] in stage.text
                plain = "No" if question.type == "yes_no" else question.options[0].label
                await stage.tap(said.get(question.id, plain))
            case "AreasScreen":
                question = stage.app.screen.asked.question
                await stage.tap("Face")
            case "NoteScreen":
                question = stage.app.screen.asked.question
            case _:
                return asked
        asked.append(question.id)
        await stage.tap("#go")
    raise AssertionError("the questions never ended")


@pytest.mark.thorough
async def test_its_questions_stand_on_the_screens_of_the_kiosk_and_its_rules_judge_them(open_stage: Open) -> None:
    async with open_stage() as stage:
        sign_the_peel_of_the_page(stage)
        visit = book(stage)
        await to_birth(stage, "winterfeld")
        await stage.type("30071985")
        await stage.tap("#go")
        await stage.tap("Yes, this is my visit")
        while stage.screen == "PrivacyScreen":
            await stage.tap("#go")
        asked = await answer(stage, {"thick_scars": "Yes"})
        protocol = stage.clinic.protocols[PEEL]
        assert asked == [question.id for question in protocol.in_order if question.only_if is None]
        assert stage.screen == "ReviewScreen"
        await stage.tap("#go")
        while stage.screen == "ConsentScreen":
            await stage.tap("#go")
        assert "What makes dark patches after the peel more likely?" in stage.text
        await stage.tap("Sun on my skin")
        await stage.tap("Type my name")
        await stage.type("olga winterfeld")
        await stage.tap("#go")
        verdict = stage.clinic.visits.get(visit.id).verdict
        assert verdict is not None
        assert [finding.rule for finding in verdict.findings] == ["GP-SCARS"]
        assert verdict.sha256 == protocol.sha256
        assert str(verdict.outcome) == "review"
