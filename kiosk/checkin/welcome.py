"""What the opening screen says of an open clinic: the day, the time, what it is for and how long that takes here."""

from kiosk.checkin import estimate
from kiosk.checkin.texts import client_texts
from kiosk.core.errors import KioskError
from kiosk.core.local_dates import begun, local_long_day, local_time
from kiosk.visits.books import Books


def day_and_time_now(books: Books) -> tuple[str, str]:
    """Return the present day and time at the clinic."""
    now = books.now()
    return begun(local_long_day(now.date(), year=False)), local_time(now)


def welcome(books: Books) -> tuple[str, ...]:
    """Return what it is for; with the minutes of the settings while the records cannot be reached."""
    try:
        takes = estimate.measured(books)
    except KioskError:
        takes = estimate.Estimate(books.settings.minutes_estimate_default)
    return client_texts.welcome_lines(takes)
