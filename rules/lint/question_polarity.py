"""Whether a question asks for what its rules fire on, and an option says what its id says."""

import re
from collections.abc import Iterator
from typing import Final

from rules.checks.results import Counterexample
from rules.checks.written_protocol import WrittenProtocol, looks_in
from rules.model.fields import QuestionType
from rules.model.protocol import Protocol, Question

_ASIDE: Final = re.compile(r"\b(?:that|which|who|whose|where)\b.*")
"""What is said of a thing asked for ("a mole that no doctor has looked at") denies nothing."""
_DENIES: Final = re.compile(
    r"\b(?:not|no|none|never|nothing|neither|nor|without|free\s+(?:of|from)|lack|cannot|\w+n[’']t|rid\s+of|any\s*more|any\s+longer)\b",
    re.IGNORECASE,
)
_NO: Final = frozenset({"no", "never", "none"})
_WORD: Final = re.compile(r"[^\W_]+(?:[’'][^\W_]+)?")
_SAYS: Final = {
    "no": re.compile(r"\b(?:no|not|never|none|nothing|neither|without|\w+n[’']t)\b", re.IGNORECASE),
    "now": re.compile(r"\b(?:now|current\w*|today|still|at\s+present|these\s+days|at\s+the\s+moment)\b", re.IGNORECASE),
    "past": re.compile(
        r"\b(?:stopp?\w*|past|before|former\w*|used\s+to|ago|ended|quit|no\s+longer|not\s+any\s*more)\b", re.IGNORECASE
    ),
    "yes": re.compile(r"\b(?:yes|agree|of\s+course)\b", re.IGNORECASE),
}
_MEANS: Final = {
    **dict.fromkeys(("no", "never", "none", "nothing"), "no"),
    **dict.fromkeys(("now", "current", "currently", "still", "today"), "now"),
    **dict.fromkeys(("stopped", "past", "former", "before", "earlier", "ended"), "past"),
    "yes": "yes",
}  # fmt: skip
"""What the ids mean that say so themselves."""


def judge(protocol: Protocol) -> Iterator[Counterexample]:
    """Look at each question that is answered by one option, and at the options of all."""
    fired = _fired_on(protocol)
    for question in protocol.questions:
        yield from _denied(question, fired.get(question.id, {}))
        yield from _turned(question)
        yield from _swapped(question)


def _fired_on(protocol: Protocol) -> dict[str, dict[str, str]]:
    """Return, for each question, the options that something fires on, and what: a rule, or a question it opens."""
    written = WrittenProtocol(protocol)
    opening = [(name, each["only_if"]) for name, each in written.questions.items() if each["only_if"]]
    fired: dict[str, dict[str, str]] = {}
    for by, condition in (*((rule["id"], rule["when"]) for rule in written.rules), *opening):
        for look in looks_in(condition):
            for option in [look["is"]] if "is" in look else look.get("is_any_of", ()):
                fired.setdefault(look["question"], {}).setdefault(option, by)
    return fired


def _denied(question: Question, fired: dict[str, str]) -> Iterator[Counterexample]:
    """Find a question that denies what it is about: whoever has it says no, and a rule waits for the yes."""
    if question.type not in (QuestionType.YES_NO, QuestionType.ONE_OF):
        return
    found = _DENIES.search(_ASIDE.sub("", question.ask))
    by = next((by for option, by in fired.items() if option not in _NO), None)
    if found and by:
        option = next(option for option, each in fired.items() if each == by)
        yield Counterexample(
            f'questions.{question.id}.ask denies what {by} fires on ("{found[0]}"; it fires on "{question.label(option)}"): '
            f'"{question.ask}" Ask for the thing itself.'
        )


def _turned(question: Question) -> Iterator[Counterexample]:
    """Find an option whose id says yes, no, now or in the past, and whose label says another of these."""
    for option in question.options:
        means = _MEANS.get(option.id)
        if means is None or _SAYS[means].search(option.label):
            continue
        other = next((each for each, says in _SAYS.items() if each != means and says.search(option.label)), None)
        if other is not None and (means, other) != ("now", "yes"):
            yield _opposite(question, option.id, option.label)


def _swapped(question: Question) -> Iterator[Counterexample]:
    """Find an option whose label says the id of another, and nothing of its own."""
    ids = {option.id: set(option.id.lower().split("_")) for option in question.options}
    for option in question.options:
        said = {word.lower() for word in _WORD.findall(option.label)}
        if said & ids[option.id]:
            continue
        if option.id not in _MEANS and any(words <= said for other, words in ids.items() if other not in _MEANS):
            yield _opposite(question, option.id, option.label)


def _opposite(question: Question, option: str, label: str) -> Counterexample:
    return Counterexample(
        f'questions.{question.id}.options.{option} is labelled "{label}": who chooses it says something else than "{option}", '
        "which the rules go by. Give it the label of what it is."
    )
