"""A private record at the command line: a reason before anything is shown, and the lead is told."""

from kiosk.clinic import Clinic
from kiosk.core.clock import SystemClock
from kiosk.visits.private_record import mark_private, unnoted_openings
from tests.kiosk.commands.one_clinic import Kiosk, a_kiosk, anna, visit_of, worked  # noqa: F401


def test_a_command_that_opens_a_private_record_asks_why_and_the_lead_is_told(kiosk: Kiosk) -> None:
    client, visit = anna(kiosk), visit_of(kiosk)
    with Clinic.open(kiosk.folder, clock=SystemClock(), terminal="desk") as clinic:
        mark_private(clinic, client, "known", clinic.staff.by_name("Rita Roy"))
    for command in (("client", "export", client, "--json"), ("visits", "show", visit)):
        silent = kiosk(*command, stdin="\n")
        assert silent.status == 2
        assert "This record is private" in silent.err
        assert "Ferrer" not in silent.out
        assert kiosk(*command, stdin="Her lawyer asked for it.\n").status == 0
    with Clinic.open(kiosk.folder, clock=SystemClock(), terminal="desk") as clinic:
        assert [opening.reason.line for _, opening in unnoted_openings(clinic)] == ["Her lawyer asked for it."] * 2
    trail = kiosk("audit", "show", "--client", client)
    assert trail.out.count("client.open_private") == 2
    assert "lawyer" not in trail.out
