"""An address to which a clinic cannot move: said as it is, with the clinic left where it is."""

from tests.kiosk.commands.one_clinic import Kiosk, a_kiosk, worked  # noqa: F401


def test_an_address_with_a_password_is_refused_without_being_shown(kiosk: Kiosk) -> None:
    told = kiosk("migrate", "--to", "postgresql://kiosk:hidden@localhost/clinic").complaint
    assert told.startswith("The address given with --to: store is not allowed")
    assert "hidden" not in told


def test_a_server_that_cannot_be_found_is_told_with_its_reason(kiosk: Kiosk) -> None:
    told = kiosk("migrate", "--to", "postgresql://kiosk@nowhere.invalid/clinic").complaint
    assert told.startswith("The PostgreSQL server cannot be reached, or refuses the kiosk (")
    assert "nowhere.invalid" in told
    assert "goes on by itself" not in told
    assert kiosk("audit", "verify").status == 0
