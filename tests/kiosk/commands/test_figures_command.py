"""`kiosk figures`, as a lead runs it."""

from pathlib import Path

from tests.kiosk.commands.conftest import DAY, Shell


def test_figures_are_shown_and_saved_and_a_wrong_month_is_refused(kiosk: Shell, clinic_folder: Path) -> None:
    shown = kiosk("figures", "--day", DAY, data=clinic_folder)
    assert shown.status == 0
    assert shown.out.startswith("Check-ins\n")
    file = kiosk.home / "march.csv"
    saved = kiosk("figures", "--month", "2099-03", "--csv", file, data=clinic_folder)
    assert (saved.status, saved.out) == (0, f"{file} holds the figures.\n")
    assert file.read_text().splitlines()[0] == "section,what,count,of,p50,p90"
    again = kiosk("figures", "--month", "2099-03", "--csv", file, data=clinic_folder)
    assert again.status == 2
    wrong = kiosk("figures", "--month", "2099-13", data=clinic_folder)
    assert wrong.status == 2
    assert "a month is written like 2026-07" in wrong.err
