"""Signing asks the lead for each overlay that nobody has decided on, and keeps the answers with the signature."""

import pytest

from kiosk.clinic import Clinic
from kiosk.commands.rules import lead_commands, overlay_decisions
from kiosk.core.clock import SystemClock
from kiosk.records import Kind
from tests.kiosk.commands.one_clinic import Kiosk, a_kiosk, worked  # noqa: F401
from tests.kiosk.conftest import FACIAL, LEAD, PEEL, PINS

SIGN = ("rules", "sign", PEEL, "--by", "Lena Lead")


@pytest.fixture
def undecided(kiosk: Kiosk) -> Kiosk:
    """A clinic whose rules are signed, and whose lead has decided on nothing else."""
    with (
        Clinic.open(kiosk.folder, clock=SystemClock(), terminal="desk") as clinic,
        clinic.records.write(LEAD) as writer,
    ):
        document = writer.get(Kind.META, "protocols")
        assert document is not None
        writer.put(Kind.META, {**document, "overlays": {}}, expect=document["revision"])
    return kiosk


def answering(kiosk: Kiosk, *answers: str) -> list[str]:
    """Let a lead sit at the terminal who gives these answers; return the questions that were asked."""
    asked: list[str] = []
    left = iter(answers)

    def ask(question: str) -> str:
        asked.append(question)
        return next(left)

    kiosk.patch.setattr(overlay_decisions, "ask_line", ask)
    kiosk.patch.setattr(lead_commands, "ask_line", ask)
    kiosk.patch.setattr(lead_commands, "known_pin", lambda *_: PINS["lead"])
    return asked


def test_each_is_adopted_refused_with_a_reason_or_left_for_later(undecided: Kiosk) -> None:
    asked = answering(undecided, "no", "We patch-test everybody.", "later", "yes", "yes")
    ran = undecided(*SIGN)
    assert (ran.status, ran.err) == (0, ""), ran.err
    assert asked == [
        "Adopt allergies? yes, no or later", "Why is it refused", "Adopt extended screening? yes, no or later",
        "Adopt pregnancy? yes, no or later", "Type yes to sign",
    ]  # fmt: skip
    listed = undecided("rules", "list").out
    assert "Overlay allergy: refused (Lena Lead: We patch-test everybody.)." in listed
    assert "Overlay extended-screening: not decided" in listed
    assert "Overlay pregnancy: adopted." in listed
    with Clinic.open(undecided.folder, clock=SystemClock(), terminal="desk") as clinic:
        for treatment in (PEEL, FACIAL):  # what is adopted is signed wherever it goes
            assert clinic.protocols[treatment].overlays == ("pregnancy 1",)
            assert clinic.library.is_signed(treatment)
            assert clinic.library.undecided(treatment) == ("extended-screening",)


def test_where_all_is_left_for_later_there_is_nothing_to_sign_and_that_is_said(undecided: Kiosk) -> None:
    answering(undecided, "later", "later", "later", "yes")
    assert undecided(*SIGN).status == 0
    answering(undecided, "later", "later", "later")
    first, *rest = undecided(*SIGN).out.splitlines()[-4:]
    assert "is signed already: Lena Lead." in first
    assert [each.split(" yet")[0] for each in rest] == [
        f"Nobody has decided on {overlay}" for overlay in ("allergy", "extended-screening", "pregnancy")
    ]


def test_what_is_answered_wrongly_is_asked_again_and_what_was_answered_is_kept(undecided: Kiosk) -> None:
    asked = answering(undecided, "perhaps", "no", "  ", "We patch-test everybody.", "later", "later", "yes")
    ran = undecided(*SIGN)
    assert "Answer yes, no or later.\n" in ran.out
    assert "A refusal needs a reason: type one.\n" in ran.out
    assert asked[:5] == [*["Adopt allergies? yes, no or later"] * 2, *["Why is it refused"] * 2, asked[4]]
    assert "Overlay allergy: refused (Lena Lead: We patch-test everybody.)." in undecided("rules", "list").out
