"""`kiosk visits`: the visits of a day, and one visit with everything known about it."""

import argparse
from dataclasses import asdict
from datetime import tzinfo

from kiosk.clinic import Clinic
from kiosk.commands import export_command
from kiosk.commands.client_rights import reason_to_open
from kiosk.commands.date_argument import a_date
from kiosk.commands.open_clinic import noted_if_it_can_be, opened, system_actor
from kiosk.commands.output import print_json, print_table, say
from kiosk.commands.paper_output import check_place, put, takes_place
from kiosk.commands.parser import Groups, a_path, takes_pin
from kiosk.commands.pin_input import known_pin
from kiosk.commands.visit_output import ahead, details, lines_of, next_step_words
from kiosk.core.clean import clean
from kiosk.core.new_file import write_output
from kiosk.core.paths import path_of
from kiosk.core.phrases import clock_time
from kiosk.core.taken_names import refuse_taken
from kiosk.desk.call_list import call_lines
from kiosk.handouts import take_away
from kiosk.handouts.take_away import TakeAway
from kiosk.records import Reader
from kiosk.visits import bring_back, rejudge
from kiosk.visits.closed_record import Closed, closed_as, name_on_list
from kiosk.visits.day_book import DayEntry
from kiosk.visits.lots import products_of_lot
from kiosk.visits.standing import standing
from kiosk.visits.visit import Visit
from rules import day_in_words


def register(groups: Groups) -> None:
    """Add `kiosk visits` and its actions to the front door."""
    group = groups.add_parser("visits", help="list and show visits", description="The visits in the day book.")
    actions = group.add_subparsers(dest="action", metavar="ACTION", required=True, title="actions")
    listing = actions.add_parser(
        "list", help="the visits of a day", description="List the visits of a day in order of start."
    )
    listing.add_argument(
        "--day",
        type=a_date,
        metavar="DATE",
        help="as 2026-07-31, or as the clinic writes it; without it, the clinic's today",
    )
    listing.add_argument("--json", action="store_true", help="print one JSON document: a list of visits")
    listing.set_defaults(run=_list)
    back = actions.add_parser(
        "bring-back",
        help="who mentioned a spot that no doctor has looked at",
        description="List the visits at which a client mentioned a spot that no doctor has looked at, until staff note that one "
        "has.",
    )
    back.add_argument("--json", action="store_true", help="print one JSON document: a list of visits")
    back.set_defaults(run=_bring_back)
    calls = actions.add_parser(
        "calls",
        help="whom to phone",
        description="List whom to phone: appointments that come too early, those the clinic moved, and who is to be brought back.",
    )
    calls.add_argument("--json", action="store_true", help="print one JSON document: a list of calls")
    calls.set_defaults(run=_calls)
    lot = actions.add_parser(
        "lot",
        help="who had a product of a lot",
        description="List the visits at which a product of a lot was used, as the records of the sessions name it.",
    )
    lot.add_argument("lot", metavar="LOT", help="the lot as it is on the label; spaces and capitals do not matter")
    lot.add_argument("--staff", metavar="NAME", required=True, help="the member of staff who asks")
    takes_pin(lot, "that member's PIN")
    lot.add_argument("--json", action="store_true", help="print one JSON document: a list of visits")
    lot.set_defaults(run=_lot)
    showing = actions.add_parser("show", help="one visit", description="Show one visit: answers, verdict, decisions.")
    showing.add_argument("visit", metavar="VISIT", help="the visit's id, such as V-7K3M9QXTAB")
    showing.add_argument("--json", action="store_true", help="print one JSON document: the visit")
    showing.set_defaults(run=_show)
    filing = actions.add_parser(
        "file",
        help="one PDF of a whole visit",
        description="Write one PDF of a whole visit, for a complaint or a regulator: the texts that were shown, every "
        "version of the answers, verdict, sign-offs, what was done, and the audit trail.",
    )
    filing.add_argument("visit", metavar="VISIT", help="the visit's id, such as V-7K3M9QXTAB")
    filing.add_argument("file", metavar="FILE", type=a_path, help="a new file; an existing one is never replaced")
    filing.set_defaults(run=_file)
    papers = actions.add_parser(
        "paper",
        help="what the client takes away, as PDF or printed",
        description="Print a paper for the client, or write it as PDF: the slip of the next appointment, how to prepare for it, a copy "
        "of the consent with the signature, the after-care, or the advice to see a doctor. It is in the client's language, as far as the "
        "lead has signed its words.",
    )
    papers.add_argument("visit", metavar="VISIT", help="the visit's id, such as V-7K3M9QXTAB")
    papers.add_argument("what", metavar="PAPER", choices=[*TakeAway], help=f"one of {', '.join(TakeAway)}")
    papers.add_argument("--english", action="store_true", help="in English, for the file, whatever the client reads")
    takes_place(papers)
    papers.set_defaults(run=_paper)
    export_command.register(actions)


def _list(args: argparse.Namespace) -> int:
    with opened(args, look=True) as clinic:
        day = args.day or clinic.today()
        entries = clinic.daybook(day).entries()
        with clinic.records.read() as reader:
            listed = [(entry, closed_as(clinic, reader, entry.client.id)) for entry in entries]
        with noted_if_it_can_be(), clinic.records.write(system_actor()) as writer:
            writer.audit("visits.list", detail={"day": day.isoformat(), "visits": len(entries)})
        titles = clinic.titles()
    if args.json:
        print_json([ahead(entry, closed) for entry, closed in listed])
    elif not listed:
        say(f"There are no visits on {day_in_words(day)}.")
    else:
        print_table(
            ("start", "client", "born", "treatment", "practitioner", "state", "next step", "id"),
            [_row(entry, closed, titles) for entry, closed in listed],
        )
    return 0


def _bring_back(args: argparse.Namespace) -> int:
    with opened(args) as clinic, clinic.records.write(system_actor()) as writer:
        visits = clinic.visits.to_bring_back(writer)
        entries = [_listed(clinic, writer, visit) for visit in visits]
        writer.audit("visits.bring_back", detail={"visits": len(entries)})
    if args.json:
        print_json([{**ahead(each, closed), "advised": bring_back.is_advised(each.visit)} for each, closed in entries])
    elif not entries:
        say("There is nobody to bring back.")
    else:
        print_table(
            ("day", "client", "born", "advised, slip given", "id"),
            [_to_bring_back(entry, closed, clinic.settings.zone) for entry, closed in entries],
        )
    return 0


def _calls(args: argparse.Namespace) -> int:
    with opened(args) as clinic, clinic.records.write(system_actor()) as writer:
        lines = call_lines(clinic, writer)
        writer.audit("desk.call_list", detail={"lines": len(lines)})
    if args.json:
        print_json([asdict(line) | {"first": line.first.isoformat() if line.first else None} for line in lines])
    elif not lines:
        say("Nobody has to be phoned.")
    else:
        print_table(
            ("why", "client", "telephone", "treatment", "first day", "booked", "called", "came", "id"),
            [
                (
                    line.why,
                    line.name,
                    line.phone,
                    line.treatment,
                    day_in_words(line.first) if line.first else "",
                    line.booked,
                    line.called,
                    line.came,
                    line.visit_id,
                )
                for line in lines
            ],
        )
    return 0


def _listed(clinic: Clinic, reader: Reader, visit: Visit) -> tuple[DayEntry, Closed | None]:
    """Return a visit with its client, and why their record opens for a reason only, if it does."""
    entry = DayEntry(visit, clinic.clients.get(visit.client_id, reader))
    return entry, closed_as(clinic, reader, visit.client_id)


def _to_bring_back(entry: DayEntry, closed: Closed | None, zone: tzinfo) -> tuple[str, ...]:
    visit, client = entry.visit, entry.client
    by = bring_back.advised_by(visit, zone) or "NOT YET"
    born = "" if closed else day_in_words(client.date_of_birth)
    return (day_in_words(visit.day), name_on_list(client, closed), born, by, visit.id)


def _lot(args: argparse.Namespace) -> int:
    with opened(args) as clinic:
        staff = clinic.staff.by_name(args.staff)
        staff = clinic.staff.check_pin(staff.name, known_pin(args.pin_fd, staff.name), terminal=clinic.terminal)
        with clinic.records.write(system_actor(staff.name, staff.id)) as writer:
            visits = clinic.visits.of_lot(args.lot, writer)
            entries = [_listed(clinic, writer, visit) for visit in visits]
            writer.audit("visits.lot", detail={"lot": args.lot, "visits": len(entries)})
            for entry, _ in entries:
                writer.audit("client.found", subject=entry.client.id)
        titles = clinic.titles()
    if args.json:
        print_json([{**ahead(each, closed), "products": _of_lot(each, closed, args.lot)} for each, closed in entries])
    elif not entries:
        say(f"No record names lot {clean(args.lot)}.")
    else:
        print_table(
            ("day", "client", "born", "telephone", "treatment", "practitioner", "product", "id"),
            [_row_of_lot(entry, closed, titles, args.lot) for entry, closed in entries],
        )
    return 0


def _of_lot(entry: DayEntry, closed: Closed | None, lot: str) -> list[str]:
    return [] if closed else [product.words for product in products_of_lot(entry.visit, lot)]


def _row_of_lot(entry: DayEntry, closed: Closed | None, titles: dict[str, str], lot: str) -> tuple[str, ...]:
    visit, client = entry.visit, entry.client
    treatment = titles.get(visit.treatment, visit.treatment)
    open_facts = (day_in_words(client.date_of_birth), client.phone or "", treatment)
    return (
        day_in_words(visit.day),
        name_on_list(client, closed),
        *(("", "", "") if closed else open_facts),
        visit.practitioner,
        "; ".join(_of_lot(entry, closed, lot)),
        visit.id,
    )


def _row(entry: DayEntry, closed: Closed | None, titles: dict[str, str]) -> tuple[str, ...]:
    visit, client = entry.visit, entry.client
    treatment = titles.get(visit.treatment, visit.treatment)
    closed_as_what = "private record" if closed == "private" else ""
    return (
        clock_time(visit.start),
        name_on_list(client, closed),
        "" if closed else day_in_words(client.date_of_birth),
        closed_as_what if closed else treatment,
        visit.practitioner,
        standing(visit),
        "" if closed else next_step_words(visit),
        visit.id,
    )


def _show(args: argparse.Namespace) -> int:
    with opened(args) as clinic:
        visit = rejudge.as_due(clinic, clinic.visits.get(args.visit.strip().upper()))
        reason_to_open(clinic, visit.client_id)
        entry = DayEntry(visit, clinic.clients.get(visit.client_id))
        with clinic.records.write(system_actor()) as writer:
            writer.audit("visit.open", subject=visit.client_id, detail={"visit": visit.id})
        lines = [] if args.json else [*lines_of(clinic, entry)]
    if args.json:
        print_json(details(entry))
    else:
        say(*lines)
    return 0


def _file(args: argparse.Namespace) -> int:
    from kiosk.handouts.pdf import to_pdf  # noqa: PLC0415  (brings the PDF library, which is slow to load)
    from kiosk.privacy.export import export_visit, noting_failure  # noqa: PLC0415  (brings what reads all of a visit)

    file = path_of(args.file)
    refuse_taken(file)
    with opened(args) as clinic:
        visit = clinic.visits.get(args.visit.strip().upper())
        reason_to_open(clinic, visit.client_id)
        paper = export_visit(clinic, visit.id, system_actor())
        with noting_failure(clinic, "visit.file", visit.client_id, system_actor()):
            write_output(file, to_pdf(paper))
    say(f"{file} holds all of {visit.id}.")
    return 0


def _paper(args: argparse.Namespace) -> int:
    check_place(args)
    with opened(args) as clinic:
        visit = clinic.visits.get(args.visit.strip().upper())
        reason_to_open(clinic, visit.client_id)
        paper = take_away.paper_of(clinic, visit, TakeAway(args.what), english=args.english)
        said = put(args, paper, clinic.settings.printing)
        take_away.note_handed_out(clinic, system_actor(), visit, paper, "saved" if args.to else "printed")
    say(*filter(None, (paper.told, said)))
    return 0
