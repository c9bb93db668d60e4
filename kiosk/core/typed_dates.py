"""A date from the fields it is typed into. What cannot be is said in words and names its field. Pure."""

from collections.abc import Mapping
from datetime import date

from kiosk.core.errors import BadInput
from kiosk.core.language import tr, tr_later
from kiosk.core.local_dates import begun, local_day, local_day_of_month, local_month

_EMPTY = {
    "d": tr_later("Please type the day."),
    "m": tr_later("Please type the month."),
    "y": tr_later("Please type the year."),
}
_EMPTY_BY_CARDS = {
    "d": tr_later("Please type the day, or touch what you know."),
    "m": tr_later("Please type the month, or touch what you know."),
    "y": tr_later("Please type the year, or touch what you know."),
}
_NO_NUMBER = {
    "d": tr_later("Please write the day as a number."),
    "m": tr_later("Please write the month as a number."),
    "y": tr_later("Please write the year as a number."),
}
_IN_THE_FUTURE = {
    "d": tr_later("{date} is in the future. Please check the day."),
    "m": tr_later("{date} is in the future. Please check the month."),
    "y": tr_later("{date} is in the future. Please check the year."),
}
_LONGEST = {"d": 2, "m": 2, "y": 4}
_FIRST_YEAR = 1000
_MONTHS = 12


def typed_day(parts: Mapping[str, str], *, example: str = "2024", by_cards: bool = False) -> date:
    """Return the day that the fields `d`, `m` and `y` name.

    `example` is a year with four digits such as is asked for; `by_cards`: there are cards to touch for a part that is not known.
    """
    first = typed_month(parts, example=example, by_cards=by_cards)
    day = _number(parts, "d", by_cards=by_cards)
    try:
        return first.replace(day=day)
    except ValueError:
        pass
    words = tr("There is no {day}. Please check the day.")
    if (day, first.month) == (29, 2):
        words = tr("There is no {day} in {year}. Please check the day.")
    raise BadInput(words.format(day=local_day_of_month(day, first), year=first.year), part="d")


def typed_month(parts: Mapping[str, str], *, example: str = "2024", by_cards: bool = False) -> date:
    """Return the first day of the month that the fields `m` and `y` name."""
    for part in parts:
        _number(parts, part, by_cards=by_cards)
    month, year = (_number(parts, part, by_cards=by_cards) for part in "my")
    if not 1 <= month <= _MONTHS:
        raise BadInput(tr("There is no month {number}. Please check the month.").format(number=month), part="m")
    if year < _FIRST_YEAR:
        raise BadInput(tr("Please write the year with four digits, such as {year}.").format(year=example), part="y")
    return date(year, month, 1)


def not_after(day: date, today: date, *, month_only: bool = False) -> date:
    """Return the day, or the first one of a month, if it has come."""
    if day > today:
        named = begun(local_month(day)) if month_only else local_day(day)
        part = "y" if day.year > today.year else "m" if month_only or day.month > today.month else "d"
        raise BadInput(tr(_IN_THE_FUTURE[part]).format(date=named), part=part)
    return day


def _number(parts: Mapping[str, str], part: str, *, by_cards: bool) -> int:
    text = parts[part].strip()
    if not text:
        raise BadInput(tr((_EMPTY_BY_CARDS if by_cards else _EMPTY)[part]), part=part)
    if not (text.isascii() and text.isdigit()) or len(text) > _LONGEST[part]:
        raise BadInput(tr(_NO_NUMBER[part]), part=part)
    return int(text)
