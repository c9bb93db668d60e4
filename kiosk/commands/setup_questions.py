"""What `kiosk setup` asks about a new clinic: each question again until its answer will do, and no answer is lost."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from kiosk.commands.date_argument import EXAMPLES
from kiosk.commands.pin_input import ask_line, until_right
from kiosk.core.clean import clean
from kiosk.core.errors import BadInput
from kiosk.core.settings import Settings, allowed
from kiosk.operations.new_clinic import LEAD_LIMIT, NAME, is_time_zone, machine_time_zone

YEARS: Final = 10
ORDER: Final = "dmy"
_WHERE: Final = "kiosk setup"
_ORDERS: Final = ", ".join(f"{order} ({example})" for order, example in EXAMPLES.items())


@dataclass(frozen=True, slots=True)
class ClinicAnswers:
    """What is known of a new clinic: its settings, and who leads it."""

    settings: Settings
    lead: str


def clinic_answers(args: argparse.Namespace, *, asks: bool) -> ClinicAnswers:
    """Return what the options say, checked at once, and ask for the rest if questions may be asked."""
    zone = machine_time_zone()
    given = {
        "clinic_name": None if args.name is None else clean(args.name or NAME),
        "time_zone": args.time_zone,
        "date_order": args.date_order,
        "keep_years": args.keep_years,
    }
    usual: dict[str, Any] = {"clinic_name": NAME, "time_zone": zone, "date_order": ORDER, "keep_years": YEARS}
    known = {name: value for name, value in given.items() if value is not None}
    Settings.checked(usual | known, _WHERE)  # an option that will not do is told before anything is asked
    if args.lead is not None:
        lead_name(args.lead)
    if asks:
        for name, question, read in (
            ("clinic_name", "Name of the clinic", _clinic_name),
            ("time_zone", "Time zone", _time_zone),
            ("date_order", f"Date order: {_ORDERS}", _date_order),
            ("keep_years", "Years to keep records after a client's last visit", _years),
        ):
            if name not in known:
                known[name] = _asked(question, read, usual[name])
    lead = args.lead if args.lead is not None or not asks else _asked("Name of the first lead", lead_name)
    return ClinicAnswers(Settings.checked(usual | known, _WHERE), lead or "")


def _asked(question: str, read: Callable[[str], Any], usual: Any = None) -> Any:
    shown = question if usual is None else f"{question} [{usual}]"

    def or_usual(answer: str) -> Any:
        return usual if usual is not None and not answer.strip() else read(answer.strip())

    return until_right(lambda: ask_line(shown), or_usual)


def lead_name(answer: str) -> str:
    """Return the first lead's name, cleaned; BadInput if nothing is left of it."""
    name = clean(answer, LEAD_LIMIT)
    if not name:
        raise BadInput("The first lead needs a name: type one.")
    return name


def _clinic_name(answer: str) -> str:
    return str(_setting("clinic_name", clean(answer)))


def _time_zone(answer: str) -> str:
    if not is_time_zone(answer):
        raise BadInput(f"There is no time zone “{clean(answer, 40)}”: write it like Europe/Madrid or America/New_York.")
    return answer


def _date_order(answer: str) -> str:
    order = answer.casefold()
    if order not in EXAMPLES:
        raise BadInput(f"Type one of {', '.join(EXAMPLES)}.")
    return order


def _years(answer: str) -> int:
    if not (answer.isascii() and answer.isdigit()):
        raise BadInput("Type the years as a whole number, such as 10.")
    return int(_setting("keep_years", int(answer[:4])))


def _setting(name: str, value: Any) -> Any:
    try:
        Settings.checked({"clinic_name": NAME, "time_zone": "UTC", name: value}, _WHERE)
    except BadInput:
        raise BadInput(f"That will not do: it must be {allowed(name).removesuffix(', in quotes')}.") from None
    return value
