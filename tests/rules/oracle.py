"""When a period has passed, and when a client may come, found by walking through the days one by one.

Written apart from the engine, and importing nothing of it: an error would have to be made twice, in two ways.
"""

from datetime import date, timedelta

DAY = timedelta(days=1)


def months_lived(start: date, day: date) -> int:
    """Count the whole months that lie between two days; the last counts once its day of the month is reached."""
    whole = (day.year - start.year) * 12 + day.month - start.month
    return whole if day.day >= start.day else whole - 1


def has_passed(start: date, count: int, unit: str, day: date) -> bool:
    if unit == "months":
        return months_lived(start, day) >= count
    nights = (day - start) // DAY
    return nights >= count * {"days": 1, "weeks": 7}[unit]


def first_day_passed(start: date, count: int, unit: str) -> date:
    """Walk from the first day on until the period has passed."""
    day = start
    while not has_passed(start, count, unit, day):
        day += DAY
    return day


def first_day_for_a_peel(on: date, last_isotretinoin: date | None, last_retinoid: date | None) -> date:
    """Walk from the visit on until six months after the medicine and three days after the cream have passed."""
    day = on
    while True:
        medicine_over = last_isotretinoin is None or has_passed(last_isotretinoin, 6, "months", day)
        cream_over = last_retinoid is None or has_passed(last_retinoid, 3, "days", day)
        if medicine_over and cream_over:
            return day
        day += DAY
