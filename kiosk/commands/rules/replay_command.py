"""`kiosk rules replay` and `diff`: judge again what was judged, and say what another version would have said."""

import argparse
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from kiosk.commands.open_clinic import opened, system_actor
from kiosk.commands.output import print_json, quoted, say
from kiosk.commands.progress import progress
from kiosk.commands.rules.protocol_arguments import Names
from kiosk.commands.rules.resolve_protocol import at_hand, meant_in
from kiosk.commands.rules.review_text import case_in_words, wrapped
from kiosk.core.clean import clean
from kiosk.core.errors import BadInput
from kiosk.replay.impact import StoredCheckIns, stored
from kiosk.replay.replay import replay
from rules import Protocol, day_in_words, outcome_in_words, several
from rules.compare.comparison import Comparison, MovedCase, compared
from rules.compare.diff import ProtocolChange, protocol_changes

_DIFFERENCES: Final = 1
_EXAMPLES: Final = 3


def run_replay(args: argparse.Namespace) -> int:
    """Recompute the verdicts of these days; 1 if any differs."""
    if args.first > args.last:
        raise BadInput(
            f"{day_in_words(args.first)} is after {day_in_words(args.last)}: write the first day after --from."
        )
    with opened(args) as clinic:
        with progress() as tell:
            found = replay(clinic, args.first, args.last, tell=tell)
        with clinic.records.write(system_actor()) as writer:
            detail = {"from": args.first.isoformat(), "to": args.last.isoformat(), "verdicts": found.verdicts}
            writer.audit("rules.replay", detail={**detail, "differences": len(found.differences)})
    if args.json:
        print_json(
            {
                "visits": found.visits,
                "verdicts": found.verdicts,
                "differences": [
                    {"visit": each.visit, "day": each.day.isoformat(), "which": each.which, "sentence": each.sentence}
                    for each in found.differences
                ],
            }
        )
    else:
        for each in found.differences:
            say(f"{each.visit} on {day_in_words(each.day)}, {each.which}: {clean(each.sentence, limit=1000)}")
        count = len(found.differences)
        came = several(count, "comes out differently", "come out differently") if count else "all come out as stored"
        say(
            f"{several(found.verdicts, 'verdict', 'verdicts')} of {several(found.visits, 'visit', 'visits')} "
            f"recomputed: {came}."
        )
    return _DIFFERENCES if found.differences else 0


def diff(args: argparse.Namespace) -> int:
    """Say what differs between two versions, and for whom."""
    names = Names(args)
    names.say_if_nowhere()
    with at_hand(args) as clinic:
        old, new = (meant_in(clinic, names, name).protocol for name in (args.old, args.new))
        on_record = stored(clinic, old, new) if clinic is not None and old.id == new.id else None
        _print_diff(args, old, new, on_record)
    return 0


def _print_diff(args: argparse.Namespace, old: Protocol, new: Protocol, on_record: StoredCheckIns | None) -> None:
    if old.id != new.id:
        raise BadInput(f"{old.id} and {new.id} are two protocols; a diff is between two versions of one.")
    with progress() as tell:
        tell(f"Judging all cases of {old.title} under both versions")
        cases = compared(old, new)
    said = protocol_changes(old, new, cases)
    if args.json:
        print_json(_as_json(said, cases, on_record))
    else:
        say(*map(quoted, _in_words((new, old), said, cases, on_record)))


def _in_words(
    protocols: tuple[Protocol, ...],
    said: tuple[ProtocolChange, ...],
    cases: Comparison,
    on_record: StoredCheckIns | None,
) -> Iterator[str]:
    yield "What changed:" if said else "Nothing changed."
    for change in said:
        yield from wrapped(change.sentence, "  - ")
    yield ""
    judged = several(len(cases.moved), "is judged differently", "are judged differently")
    yield f"Of {several(cases.cases, 'case', 'cases')} enumerated, each of a visit on {day_in_words(cases.on)}, {judged}."
    if cases.milder:
        milder = several(len(cases.milder), "of them comes out milder", "of them come out milder")
        yield f"{milder}: it is WEAKER."
    for turn, moved in cases.turns().items():
        yield f"  {turn}: {len(moved):,}"
        for each in moved[:_EXAMPLES]:
            yield from wrapped(case_in_words(protocols, each), "      ")
    if on_record is None:
        return
    yield ""
    if not on_record.judged:
        yield "No check-in on record in this clinic is for it."
        return
    yield (
        f"Of {several(on_record.judged, 'check-in', 'check-ins')} on record in this clinic, each judged again for its day, "
        f"{len(on_record.touched) or 'none'} would come out differently."
    )
    for visit in on_record.touched[: 2 * _EXAMPLES]:
        turn = f"{outcome_in_words(visit.before)} -> {outcome_in_words(visit.after)}"
        yield f"  {visit.visit} on {day_in_words(visit.day)}: {turn}"


def _as_json(said: tuple[ProtocolChange, ...], cases: Comparison, on_record: StoredCheckIns | None) -> dict[str, Any]:
    found: dict[str, Any] = {
        "changes": [change.sentence for change in said],
        "weaker": [change.sentence for change in said if change.weaker],
        "cases": cases.cases,
        "cases_on": cases.on.isoformat(),
        "cases_differ": len(cases.moved),
        "cases_milder": len(cases.milder),
        "turns": {turn: len(moved) for turn, moved in cases.turns().items()},
        "examples": [_example(each.answers, each) for moved in cases.turns().values() for each in moved[:_EXAMPLES]],
    }
    if on_record is not None:
        found["visits"] = on_record.judged
        found["visits_differ"] = [
            {"visit": each.visit, "day": each.day.isoformat(), **_turn(each)} for each in on_record.touched
        ]
    return found


def _example(answers: Mapping[str, Any], moved: MovedCase) -> dict[str, Any]:
    return {"answers": dict(answers), **_turn(moved)}


def _turn(moved: Any) -> dict[str, Any]:
    return {
        "before": {"outcome": str(moved.before.outcome), "earliest": _day(moved.before.earliest)},
        "after": {"outcome": str(moved.after.outcome), "earliest": _day(moved.after.earliest)},
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
