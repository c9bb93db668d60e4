"""Sets of places judged by few of them: enough that nothing which can be told of all of them goes untold.

A protocol says of a set only whether it includes a place that is named (`includes`), and of two sets whether they share a
place (`meets`, `apart_from`). Places that no rule names are all alike. Choose questions so that each pair that is held
together has one of them (a cover; mostly it is the one question where the treatment is wanted). Any answers, over however
many places, say the same of every look as answers over few: send each place that is not named to one that stands for all
places which are in the same sets of the cover. A set of the cover then is the union of what it is sent to, so another set
shares a place with it after the sending if, and only if, it did before; and named places stay where they are. With a cover of
k questions 2 ** k places stand for all. One more is for the step that adds a place to a set of the cover: it is sent to that
place by itself, and the sets before and after the step are sent at once. So every verdict, and every step from one verdict to
another by one more place, that exists over all places exists over these. A place that only some of the questions offer can
be sent only to its like, so each kind has as many.

What the engine makes of the other places is judged by itself: each place alone, and all of them at once, are answers too.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, Final

from rules.checks.written_protocol import WrittenProtocol, looked_at, looks_in

_SPECIAL: Final = ("other", "none")
_SETS: Final = ("areas", "any_of")


def options_combined(
    written: WrittenProtocol, questions: Sequence[str], rules: Iterable[int]
) -> Mapping[str, tuple[str, ...]]:
    """Return for each question answered by a set the options whose sets are all judged."""
    looks = list(_looks(written, questions, rules))
    sets = [each for each in questions if written.questions[each]["type"] in _SETS]
    found: dict[str, tuple[str, ...]] = {}
    for each in sets:
        joined = _joined(each, looks)
        named = {look["includes"] for look in looks if "includes" in look and look["question"] in joined}
        most = 2 ** _cover(joined, looks) + 1
        found[each] = tuple(_stand_in(written, each, joined, {*named, *_SPECIAL}, most))
    return found


def _looks(written: WrittenProtocol, questions: Sequence[str], rules: Iterable[int]) -> Iterator[Mapping[str, Any]]:
    for place in rules:
        yield from looks_in(written.rules[place]["when"])
    for question in questions:
        gate = written.questions[question]["only_if"]
        yield from looks_in(gate) if gate else ()


def _pairs(looks: Iterable[Mapping[str, Any]]) -> list[tuple[str, ...]]:
    return [looked_at(look) for look in looks if "meets" in look or "apart_from" in look]


def _joined(question: str, looks: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """Return a question and those whose sets are compared with its own, directly or through others."""
    joined, pairs = [question], _pairs(looks)
    for one in joined:  # grows on the way
        joined += [other for pair in pairs if one in pair for other in pair if other not in joined]
    return tuple(dict.fromkeys(joined))


def _cover(joined: Sequence[str], looks: Iterable[Mapping[str, Any]]) -> int:
    """Return with how few questions each pair has one of them."""
    pairs = [pair for pair in _pairs(looks) if pair[0] in joined]
    return next(
        size
        for size in range(len(joined) + 1)
        if any(all(set(pair) & set(chosen) for pair in pairs) for chosen in combinations(joined, size))
    )


def _stand_in(
    written: WrittenProtocol, question: str, joined: Sequence[str], named: set[str], most: int
) -> Iterator[str]:
    """Name the options that are named, and of all others `most` of each kind: offered by the same questions."""
    offered = {each: [option["id"] for option in written.questions[each]["options"]] for each in joined}
    alike: dict[frozenset[str], int] = {}
    for option in dict.fromkeys(option for each in sorted(offered) for option in offered[each]):
        kind = frozenset(each for each in joined if option in offered[each])
        alike[kind] = alike.get(kind, 0) + (option not in named)
        if option in offered[question] and (option in named or alike[kind] <= most):
            yield option
