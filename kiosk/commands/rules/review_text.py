"""A review of rules before they are signed, as a lead reads it at the terminal."""

import textwrap
from collections.abc import Iterable, Iterator

from kiosk.commands.rules.protocol_text import protocol_in_words
from kiosk.core.phrases import clock_time
from kiosk.replay.impact import BookedVisits, WaitingVisit
from kiosk.replay.sign_off_review import Review
from kiosk.visits.clinic_findings import is_clinic_finding
from rules import Protocol, Verdict, answer_in_words, day_in_words, outcome_in_words, several
from rules.compare.comparison import MovedCase

_WIDTH = 100
_EXAMPLES = 5


def review_in_words(review: Review) -> Iterator[str]:
    """Write a review out, line by line."""
    protocol = review.protocol
    yield f"{protocol.title} ({protocol.id}), version {protocol.version}, valid from {day_in_words(protocol.valid_from)}"
    yield f"hash {protocol.sha256}"
    if protocol.overlays:
        yield f"with {', '.join(protocol.overlays)}"
    yield ""
    yield from _changed(review)
    yield from _open_points(review)
    yield from _clashes(review)
    yield from _touched(review.touched)
    yield from _waiting(review.waiting)
    yield from _checked(review)


def wrapped(words: str, lead: str) -> list[str]:
    """Break a text into lines that begin with a lead."""
    return textwrap.wrap(words, _WIDTH, initial_indent=lead, subsequent_indent=" " * len(lead))


def _changed(review: Review) -> Iterator[str]:
    if review.before is None or review.signed is None:
        yield "Nothing of it has been signed in this clinic before. This is all of it:"
        yield ""
        yield from (f"  {line}".rstrip() for line in protocol_in_words(review.protocol))
    elif not review.changes:
        yield f"Nothing changed since {review.signed.by} signed version {review.signed.version}."
    else:
        yield f"Changed since {review.signed.by} signed version {review.signed.version}:"
        for change in review.changes:
            yield from wrapped(change.sentence, "  - ")


def _open_points(review: Review) -> Iterator[str]:
    points = review.protocol.open_points
    yield ""
    yield "Open points; signing settles them as written here:" if points else "There are no open points."
    for point in points:
        yield from wrapped(point.text, "  - ")


def _clashes(review: Review) -> Iterator[str]:
    if review.clashes:
        yield ""
        yield "Asked differently by another treatment:"
        for each in review.clashes:
            yield from wrapped(each.sentence, "  - ")


def _touched(touched: BookedVisits) -> Iterator[str]:
    yield ""
    if not touched.booked:
        yield "No visit is booked for it."
        return
    known = touched.booked - touched.unknown
    visits = several(touched.booked, "booked visit", "booked visits")
    otherwise = (
        f"{len(touched.touched)} would come out differently:" if touched.touched else "none would come out differently."
    )
    yield f"{visits}; the client's last answers are known for {known}, and {otherwise}"
    for each in touched.touched[:_EXAMPLES]:
        yield f"  {each.visit} on {day_in_words(each.day)}: {outcome_in_words(each.before)} -> {outcome_in_words(each.after)}"
    if len(touched.touched) > _EXAMPLES:
        yield f"  and {len(touched.touched) - _EXAMPLES} more"


def _waiting(waiting: tuple[WaitingVisit, ...]) -> Iterator[str]:
    if not waiting:
        yield "Nobody is checked in for it and not yet treated."
        return
    yield ""
    yield f"Checked in today and not yet treated: {len(waiting)}. Signing judges them again, at once and at every terminal:"
    for each in waiting:
        if each.after is None:
            then = "its answers can't be judged any more; whoever opens it is told to reopen the check-in"
        else:
            then = "as it stands" if each.stays else f"{_standing(each.before)} -> {_standing(each.after)}"
        yield from wrapped(f"{each.visit} at {clock_time(each.start)}: {then}", "  - ")


def _standing(verdict: Verdict) -> str:
    own = ", ".join(finding.rule for finding in verdict.findings if is_clinic_finding(finding.rule))
    return f"{outcome_in_words(verdict)} ({own})" if own else outcome_in_words(verdict)


def _checked(review: Review) -> Iterator[str]:
    yield ""
    for examples in review.examples:
        for result in examples.failed:
            yield f"{examples.file}, line {result.case.line}, {result.case.name}:"
            for difference in result.differences:
                yield from wrapped(difference, "  ")
    for failure in review.report.failures:
        yield from wrapped(f"Not proven: {failure.judged.letter}. {failure.judged.says}", "")
        for counterexample in failure.counterexamples:
            for line in counterexample.lines():
                yield from wrapped(line, "  ")
    yield from _examples(review)
    if review.report.proven:
        properties = several(len(review.report.results), "property", "properties")
        yield f"Checked: {properties} proven over {several(review.report.enumerated, 'case', 'cases')}."
    yield from _weaker(review)


def _examples(review: Review) -> Iterator[str]:
    for examples in review.examples:
        if examples.results is None:
            yield from wrapped(
                f"THERE ARE NO WORKED EXAMPLES of {examples.of}, so none were run; they belong in {examples.file}.",
                "",
            )
            continue
        count, failed = len(examples.results), len(examples.failed)
        came = f"{failed} of them came out differently" if failed else "all as written"
        yield f"Ran {several(count, 'worked example', 'worked examples')} of {examples.of}: {came}."


def _weaker(review: Review) -> Iterator[str]:
    if not review.milder or review.cases is None or review.signed is None:
        return
    yield ""
    yield from wrapped(
        f"WEAKER than version {review.signed.version}, which {review.signed.by} signed: of "
        f"{several(review.cases.cases, 'case', 'cases')} of a visit on {day_in_words(review.cases.on)}, "
        f"{several(len(review.milder), 'comes out milder', 'come out milder')}, such as",
        "",
    )
    for each in review.milder[:_EXAMPLES]:
        yield from wrapped(case_in_words((review.protocol, review.before), each), "  - ")


def case_in_words(protocols: Iterable[Protocol | None], moved: MovedCase) -> str:
    """Describe a case that is judged differently: what differs from the harmless answers, and how its outcome turns."""
    known = [each for each in protocols if each is not None]
    answers_given = []
    for name, raw in moved.answers.items():
        asking = next((each.question(name) for each in known if each.has_question(name)), None)
        answers_given.append(f"{name}: {raw}" if asking is None else f"{asking.short}: {answer_in_words(asking, raw)}")
    return f"{'; '.join(answers_given) or 'only harmless answers'} ({moved.turn})"
