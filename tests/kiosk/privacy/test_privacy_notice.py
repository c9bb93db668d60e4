"""The privacy notice says what the settings make of it, and nothing that they contradict."""

from datetime import date
from typing import Any

import pytest

from kiosk.checkin.texts import client_texts
from kiosk.core.settings import Settings
from kiosk.privacy import retention
from tests.kiosk.conftest import House

BASE: dict[str, Any] = {"clinic_name": "Piel Clara", "time_zone": "Europe/Madrid"}


def notice(**more: Any) -> str:
    return client_texts.privacy(Settings.checked({**BASE, **more})).full


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"clinic_name": "Alba"}, "Who keeps your answers: Alba."),
        ({}, "They are kept in this clinic, in locked form."),
        (
            {"store": "postgresql://db/clinic"},
            "in locked form on a server. The people who run the server can't read them.",
        ),
        ({}, "They leave it only in a copy that you or the law ask for."),
        ({}, "The desk sees only what comes next for you, how to call you, and what help you need here."),
        (
            {"desk_sees_conditions": True},
            "The desk sees what comes next for you, and why; how to call you, and what help you need here.",
        ),
        ({}, "for 10 years from the end of the year of your last visit, and at least until you are 18."),
        (
            {"keep_years": 1, "age_of_consent": 16},
            "for 1 year from the end of the year of your last visit, and at least until you are 16.",
        ),
        ({}, "what you said goes after 24 hours, or when the day ends"),
        ({"keep_drafts_hours": 1}, "what you said goes after 1 hour, or when the day ends"),
        ({}, "Please ask at the desk."),
        ({"clinic_phone": "+34 91 123 45 67"}, "Please ask at the desk, or phone +34 91 123 45 67."),
        ({"privacy_contact": "Write to privacy@example.org."}, "Write to privacy@example.org."),
    ],
)
def test_each_setting_that_concerns_a_client_is_told_as_it_stands(settings: dict[str, Any], says: str) -> None:
    assert says in notice(**settings)


def test_what_the_settings_do_not_say_is_not_promised() -> None:
    assert "only the people who treat you" not in notice(desk_sees_conditions=True).casefold()
    assert "The desk sees only" not in notice(desk_sees_conditions=True)
    assert "kept in this clinic" not in notice(store="postgresql://db/clinic")
    assert "Please ask at the desk." not in notice(privacy_contact="Write to us.")


@pytest.mark.parametrize("years", [1, 7, 10, 30])
def test_the_years_that_it_tells_are_those_by_which_records_go(house: House, years: int) -> None:
    settings = Settings.checked({**BASE, "keep_years": years})
    visit = house.book(house.client(), day=date(2026, 8, 20))
    last_year = retention.kept_until([visit], None, settings).year
    words = "1 year" if years == 1 else f"{last_year - 2026} years"
    assert f"for {words} from the end of the year of your last visit" in client_texts.privacy(settings).full


def test_a_change_of_settings_is_another_notice_and_the_one_that_was_read_is_kept(house: House) -> None:
    assert (
        client_texts.privacy(house.clinic.settings).sha
        != client_texts.privacy(Settings.checked({**BASE, "keep_years": 3})).sha
    )
