"""What a client may ask for besides a copy: erasing, correcting, and locking the record."""

import argparse

from kiosk.clinic import Clinic
from kiosk.commands.date_argument import birth_example, order_of, typed_date
from kiosk.commands.open_clinic import opened, system_actor
from kiosk.commands.output import print_json, say
from kiosk.commands.parser import Groups, Parser, takes_pin
from kiosk.commands.pin_input import by_lead
from kiosk.commands.private_input import ask_each, at_terminal
from kiosk.core.clean import clean
from kiosk.core.errors import BadInput, command
from kiosk.people.staff import StaffMember
from kiosk.privacy import forced_erasure
from kiosk.privacy.erase import Erased, erase, erased_as_json, must_be_kept
from kiosk.visits.closed_record import closed_as, opened_with
from kiosk.visits.record_lock import lock, unlock
from rules import day_in_words, several

KEPT = 1
"""The exit status when what must still be kept was left."""


def register(actions: Groups) -> None:
    """Add the actions to those of `kiosk client`."""
    erasing = actions.add_parser(
        "erase",
        help="remove a client for good",
        description="Remove everything held about a client. What must still be kept about a treatment stays until a day "
        "that the command names (keep_years); a lead erases it before that day with --force, for a reason, "
        "and then with --force --confirm. The audit trail records the erasing under an id that leads nowhere. "
        "Refused under a legal hold. Older backups still hold the client.",
    )
    names_client(erasing)
    erasing.add_argument("--yes", action="store_true", help="ask no question")
    erasing.add_argument("--force", action="store_true", help="erase before the time is over; asks for a reason")
    erasing.add_argument("--confirm", action="store_true", help="with --force: the second step, which erases")
    _by_a_lead(erasing, "with --force: the lead who does it")
    erasing.add_argument("--json", action="store_true", help="print one JSON document: how much was removed")
    erasing.set_defaults(run=_erase)
    correcting = actions.add_parser(
        "correct",
        help="correct name, date of birth or telephone",
        description="Correct a client's given name, family name, date of birth (in the clinic's order, or as 1984-03-05) and telephone. Each is asked for "
        'at the terminal, or read from four lines of standard input; an empty line leaves it as it is, "-" removes a telephone.',
    )
    names_client(correcting)
    correcting.set_defaults(run=_correct)
    locking = actions.add_parser(
        "lock",
        help="let nobody open a record without a reason",
        description="Lock a client's record: it is kept, the screens do not open it, and the commands ask for a reason, which "
        "is kept beside it. The reason for locking is asked for at the terminal, or read from a line of standard input.",
    )
    names_client(locking)
    locking.set_defaults(run=_lock)
    unlocking = actions.add_parser("unlock", help="end a lock", description="End a lock, as a lead, for a reason.")
    names_client(unlocking)
    _by_a_lead(unlocking, "the lead who ends it", required=True)
    unlocking.set_defaults(run=_unlock)


def names_client(parser: Parser) -> None:
    """Add the argument that names a client."""
    parser.add_argument("client", metavar="CLIENT-ID", help="the client's id, such as C-7K3M9QXTAB")


def id_of(args: argparse.Namespace) -> str:
    """Return the id of the client that a command names."""
    return clean(args.client, 40).upper()


def reason_to_open(clinic: Clinic, client_id: str) -> str:
    """Ask for the reason to open a record, if it is locked or private; it is noted with the look itself."""
    with clinic.records.read() as reader:
        closed = closed_as(clinic, reader, client_id)
    if closed is None:
        return ""
    (reason,) = ask_each(f"This record is {closed}. Reason for opening it")
    with clinic.records.write(system_actor()) as writer:
        opened_with(clinic, writer, client_id, reason, system_actor())
    return reason


def _by_a_lead(parser: Parser, help_text: str, *, required: bool = False) -> None:
    parser.add_argument("--by", metavar="LEAD", required=required, help=help_text)
    takes_pin(parser, "that lead's PIN")


def _erase(args: argparse.Namespace) -> int:
    if args.confirm and not args.force:
        raise BadInput("--confirm is the second step of --force: give both.")
    if args.force and args.by is None:
        raise BadInput("--force needs --by LEAD: who erases before the time is over?")
    with opened(args) as clinic:
        if args.force and not args.confirm:
            return _ask_to_force(clinic, args)
        if args.force:
            erased = forced_erasure.carry_out(clinic, id_of(args), _lead(clinic, args))
        else:
            if not args.yes:
                _ask_before_erasing(clinic, id_of(args))
            erased = erase(clinic, id_of(args), system_actor())
        _tell(clinic, erased, as_json=args.json)
    return 0 if erased.kept_until is None else KEPT


def _lead(clinic: Clinic, args: argparse.Namespace) -> StaffMember:
    return by_lead(clinic, args.by, args.pin_fd, "erases a client before the time is over")


def _ask_to_force(clinic: Clinic, args: argparse.Namespace) -> int:
    with clinic.records.read() as reader:
        until = must_be_kept(clinic, reader, id_of(args))
    if until is None:
        raise BadInput(f"Nothing about {id_of(args)} must be kept any longer: leave --force out.")
    lead = _lead(clinic, args)
    (reason,) = ask_each(f"Reason for erasing what must be kept until {day_in_words(until)}, without a name")
    asked = forced_erasure.ask(clinic, id_of(args), reason, lead)
    second = command(clinic.folder, f"client erase {asked.client_id} --force --confirm --by NAME")
    say(f"Nothing is erased yet. Think it over, and take the second step within a week: {second}.")
    return 0


def _tell(clinic: Clinic, erased: Erased, *, as_json: bool) -> None:
    if as_json:
        print_json(erased_as_json(erased))
        return
    counts = (
        f"{several(erased.visits, 'visit', 'visits')}, {several(erased.drafts, 'draft', 'drafts')}, "
        f"{several(erased.schedule_lines, 'line', 'lines')} of the schedule"
    )
    if erased.kept_until is None:
        say(
            f"{erased.client_id} is erased: {counts}, {several(erased.records, 'record', 'records')}.",
            "Older backups still hold the client: remove them when you can.",
        )
    else:
        id_ = erased.client_id
        say(
            f"{id_} is not erased: the record of a treatment must be kept until {day_in_words(erased.kept_until)} "
            f"(keep_years = {clinic.settings.keep_years}, from the last visit).",
            f"What need not be kept is gone: {counts}, {several(erased.phones, 'telephone', 'telephones')}.",
            f"You can give a copy ({command(clinic.folder, f'client export {id_} --pdf FILE')}), correct what is wrong "
            f"({command(clinic.folder, f'client correct {id_}')}), or lock the record, so that opening it needs a reason "
            f"({command(clinic.folder, f'client lock {id_}')}).",
        )
    if erased.put_aside:
        say(
            f"Older records put aside in the clinic's folder may hold the client too ({', '.join(erased.put_aside)}): "
            "`kiosk purge --put-aside` removes them."
        )
    if erased.exported_to and erased.kept_until is None:
        say(
            f"Visits of this client went out to {' and '.join(erased.exported_to)}: remove them there, and wherever they went on."
        )
    if not erased.log_emptied:
        say("Another terminal was busy, so the next purge empties the log beside the records.")


def _ask_before_erasing(clinic: Clinic, client_id: str) -> None:
    with clinic.records.read() as reader:
        clients = clinic.clients.family(client_id, reader)
        visits = sum(len(clinic.visits.of_client(client.id, reader)) for client in clients)
    if not at_terminal():
        raise BadInput("Erasing can't be undone: give --yes if nobody is there to be asked.")
    say(
        f"{clients[0].full_name}, born {day_in_words(clients[0].date_of_birth)}: {several(visits, 'visit', 'visits')}. This "
        "can't be undone."
    )
    (answer,) = ask_each("Type erase to go on")
    if answer.casefold() != "erase":
        raise BadInput("Nothing was erased.")


def _correct(args: argparse.Namespace) -> int:
    order = order_of(args)
    given, family_name, born, phone = ask_each(
        "Given name", "Family name", f"Date of birth, as {birth_example(order)}", 'Telephone, or "-" for none'
    )
    day = typed_date(born, order) if born else None
    with opened(args) as clinic:
        reason_to_open(clinic, id_of(args))
        changed = clinic.clients.correct(id_of(args), given, family_name, day, phone, system_actor())
    say(f"Corrected: {', '.join(changed)}." if changed else "Nothing was changed.")
    return 0


def _lock(args: argparse.Namespace) -> int:
    (reason,) = ask_each("Reason for locking")
    with opened(args) as clinic:
        locked = lock(clinic, id_of(args), reason, system_actor())
    say(f"{locked.client_id} is locked: opening the record needs a reason from now on.")
    return 0


def _unlock(args: argparse.Namespace) -> int:
    with opened(args) as clinic:
        lead = by_lead(clinic, args.by, args.pin_fd, "ends a lock")
        (reason,) = ask_each("Reason for ending the lock")
        unlock(clinic, id_of(args), reason, lead.actor(clinic.terminal))
    say(f"{id_of(args)} is no longer locked.")
    return 0
