"""A review of rules before they are signed, as a lead reads it at the terminal."""

import textwrap
from collections.abc import Iterator

from kiosk.protocols.impact import ToCome
from kiosk.protocols.review import Review
from rules.diff import outcome_in_words

_WIDTH = 100
_EXAMPLES = 5


def review_in_words(review: Review) -> Iterator[str]:
    """Write a review out, line by line."""
    protocol = review.protocol
    yield f"{protocol.title} ({protocol.id}), version {protocol.version}, valid from {protocol.valid_from.isoformat()}"
    yield f"hash {protocol.sha256}"
    if protocol.overlays:
        yield f"with {', '.join(protocol.overlays)}"
    yield ""
    yield from _changed(review)
    yield from _open_points(review)
    yield from _touched(review.touched)
    yield from _checked(review)


def wrapped(words: str, lead: str) -> list[str]:
    """Break a text into lines that begin with a lead."""
    return textwrap.wrap(words, _WIDTH, initial_indent=lead, subsequent_indent=" " * len(lead))


def _changed(review: Review) -> Iterator[str]:
    if review.before is None or review.signed is None:
        yield "Nothing of it has been signed in this clinic before."
    elif not review.changes:
        yield f"Nothing changed since {review.signed.by} signed version {review.signed.version}."
    else:
        yield f"Changed since {review.signed.by} signed version {review.signed.version}:"
        for change in review.changes:
            yield from wrapped(change.sentence, "  - ")


def _open_points(review: Review) -> Iterator[str]:
    points = review.protocol.open_points
    yield ""
    yield "Open points; signing settles them as they stand here:" if points else "There are no open points."
    for point in points:
        yield from wrapped(point, "  - ")


def _touched(touched: ToCome) -> Iterator[str]:
    yield ""
    if not touched.booked:
        yield "No visit is booked for it."
        return
    known = touched.booked - touched.unknown
    visits = f"{touched.booked} booked visit{'s' if touched.booked != 1 else ''}"
    yield f"{visits}; for {known} of them the client's last answers tell, and {len(touched.touched)} would come out otherwise:"
    for each in touched.touched[:_EXAMPLES]:
        yield f"  {each.visit} on {each.day.isoformat()}: {outcome_in_words(each.before)} -> {outcome_in_words(each.after)}"
    if len(touched.touched) > _EXAMPLES:
        yield f"  and {len(touched.touched) - _EXAMPLES} more"


def _checked(review: Review) -> Iterator[str]:
    yield ""
    for result in review.failed_cases:
        yield f"Worked example, line {result.case.line}, {result.case.name}:"
        for difference in result.differences:
            yield from wrapped(difference, "  ")
    for failure in review.report.failures:
        yield from wrapped(f"Not proven: {failure.judged.letter}. {failure.judged.says}", "")
        if failure.counterexample is not None:
            for line in failure.counterexample.lines():
                yield from wrapped(line, "  ")
    if review.may_be_signed:
        cases = f", {review.cases} worked examples as written" if review.cases else ""
        proven = len(review.report.results)
        yield f"Checked: {proven} properties proven over {review.report.enumerated:,} cases{cases}."
