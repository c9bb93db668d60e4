"""`kiosk settings`: what the clinic decided for all its machines, and how it changes where they share the records."""

import argparse
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from kiosk.clinic import Clinic
from kiosk.commands.open_clinic import opened, system_user
from kiosk.commands.output import print_json, print_table, say
from kiosk.commands.parser import Groups, Parser, takes_pin
from kiosk.commands.pin_input import ask_line, by_lead
from kiosk.core.actor import Actor
from kiosk.core.clean import clean
from kiosk.core.errors import BadInput, NotAllowed
from kiosk.core.phrases import day_and_time
from kiosk.core.setting_owners import owners
from kiosk.core.settings import FILE, Settings, clinics
from kiosk.records import clinic_settings

_LONGEST = 200
_OWNERS = {True: "this machine's", False: "the clinic's"}


def register(groups: Groups) -> None:
    """Add `kiosk settings` and its actions to the front door."""
    group = groups.add_parser(
        "settings",
        help="show the settings, and change those that machines share",
        description="Where several machines share the records on PostgreSQL, the clinic's settings are in the records, and "
        "clinic.toml at each machine says what belongs to that machine. docs/settings.md says which is which.",
    )
    actions = group.add_subparsers(dest="action", metavar="ACTION", required=True, title="actions")
    showing = actions.add_parser(
        "show",
        help="show what is in force at this machine",
        description="Show each setting that is in force at this machine, and whose it is; and the lines of clinic.toml "
        "that are not read.",
    )
    showing.add_argument("--history", action="store_true", help="show when the clinic's settings changed, and by whom")
    showing.add_argument("--json", action="store_true", help="print one JSON document")
    showing.set_defaults(run=_show)
    taking = actions.add_parser(
        "take",
        help="put in force at every machine what clinic.toml says here, as a lead",
        description="Put in force at every machine the clinic's settings that clinic.toml says at this one. They are shown "
        "before. Then clinic.toml says what belongs to this machine, and is kept as it was as clinic.toml.taken.",
    )
    _for_a_lead(taking)
    taking.set_defaults(run=_take)
    resetting = actions.add_parser(
        "reset",
        help="give one of the clinic's settings its default again, as a lead",
        description="Give one of the clinic's settings its default again, at every machine.",
    )
    resetting.add_argument("name", metavar="NAME", help="such as accent")
    _for_a_lead(resetting)
    resetting.set_defaults(run=_reset)


def _for_a_lead(parser: Parser) -> None:
    parser.add_argument("--by", metavar="LEAD", required=True, help="the lead who decides it")
    takes_pin(parser, "the lead's PIN")


def _show(args: argparse.Namespace) -> int:
    with opened(args, look=True) as clinic:
        with clinic.records.read() as reader:
            kept = clinic_settings.settings_versions(reader)
            unread = clinic_settings.unread_settings(reader, clinic.folder)
        values = clinic.settings.model_dump(mode="json")
        whose = dict(owners(Settings))
        rows = [(name, _value(_at(values, name)), _OWNERS[of]) for name, of in whose.items()]
        if args.json:
            print_json(
                {
                    "settings": values,
                    "of_machine": [name for name, of in whose.items() if of],
                    "version": kept[-1].number if kept else None,
                    "not_read": sorted(unread),
                }
            )
        elif args.history:
            print_table(
                ("VERSION", "SINCE", "BY", "CHANGED"),
                [
                    (str(each.number), day_and_time(clinic.local(each.at)), clean(each.by), ", ".join(changed))
                    for each, changed in _with_changes(kept)
                ],
            )
        else:
            print_table(("SETTING", "VALUE", "WHOSE"), rows)
            say(*_said(unread))
    return 0


def _with_changes(
    kept: tuple[clinic_settings.SettingsVersion, ...],
) -> Iterator[tuple[clinic_settings.SettingsVersion, list[str]]]:
    before: Mapping[str, Any] = {}
    for each in kept:
        names = {*before, *each.values}
        changed = sorted(name for name in names if before.get(name) != each.values.get(name))
        yield each, changed if before else ["all"]
        before = each.values


def _at(values: Mapping[str, Any], name: str) -> Any:
    for part in name.split("."):
        values = values[part]
    return values


def _value(value: Any) -> str:
    plain = json.dumps(value, ensure_ascii=False, default=lambda part: part.model_dump(mode="json", exclude_none=True))
    return clean(plain, _LONGEST)


def _said(unread: Mapping[str, tuple[Any, Any]]) -> Iterator[str]:
    if unread:
        yield ""
        yield f"These lines of {FILE} are not read here. `kiosk settings take --by LEAD` puts them in force at every machine:"
    for name, (here, now) in unread.items():
        yield f"  {name}: {_value(here)}; in force: {_value(now)}"


def _take(args: argparse.Namespace) -> int:
    with opened(args) as clinic:
        _refuse_alone(clinic)
        with clinic.records.read() as reader:
            unread = clinic_settings.unread_settings(reader, clinic.folder)
        if not unread:
            say(f"{FILE} says nothing here that is not in force already.")
            return 0
        say("This is going to count at every machine:")
        say(*(f"  {name}: {_value(now)} -> {_value(here)}" for name, (here, now) in unread.items()))
        status = _decided(
            clinic, args, lambda actor: clinic_settings.take_settings(clinic.records, clinic.folder, actor)
        )
    if status == 0:
        say(f"{FILE} says what belongs to this machine now; as it was, it is {clinic_settings.TAKEN}.")
    return status


def _reset(args: argparse.Namespace) -> int:
    if args.name not in Settings.model_fields or not clinics({args.name: None}):
        raise BadInput(f"{clean(args.name, 40)} is none of the clinic's settings: `kiosk settings show` names them.")
    if Settings.model_fields[args.name].is_required():
        raise BadInput(f"{args.name} has no default: write it into {FILE}, then `kiosk settings take --by LEAD`.")
    with opened(args) as clinic:
        _refuse_alone(clinic)
        say(f"{args.name} gets its default again at every machine.")
        return _decided(clinic, args, lambda actor: clinic_settings.reset_setting(clinic.records, actor, args.name))


def _refuse_alone(clinic: Clinic) -> None:
    if clinic.records.is_embedded:
        raise NotAllowed(
            f"The records are in this folder, so {FILE} says what counts: change it there, and start the kiosk again."
        )


def _decided(clinic: Clinic, args: argparse.Namespace, change: Callable[[Actor], Sequence[str]]) -> int:
    if args.pin_fd is None and ask_line("Type yes to put it in force").strip().casefold() != "yes":
        say("Nothing was changed.")
        return 1
    lead = by_lead(clinic, args.by, args.pin_fd, "decides on the clinic's settings")
    names = change(lead.actor(clinic.terminal, system_user()))
    say(f"{lead.name} changed {' and '.join(names)} at every machine." if names else "It had its default already.")
    return 0
