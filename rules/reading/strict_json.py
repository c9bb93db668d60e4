"""Answers as JSON text, read strictly: what is unclear is refused rather than guessed."""

import json
import re
from typing import Any, Final, NoReturn

from rules.model.rules_errors import AnswerError

LIMIT: Final = 1024 * 1024
"""The most bytes a file of answers may have."""

_TEXT = re.compile(r'"(?:[^"\\]|\\.)*"?', re.DOTALL)
_DEPTH: Final = 2
_SHAPE: Final = 'Answers are one object, like {"area": ["face"], "rosacea": "no"}.'


def read_answers(text: str | bytes) -> dict[str, Any]:
    """Read answers from JSON text: one object of texts and lists of texts.

    AnswerError for anything else: null, true, false and numbers, a duplicate key, deeper nesting, broken JSON or UTF-8, more
    than 1 MiB. `resolve` checks questions and options.
    """
    if len(text) > LIMIT or (isinstance(text, str) and len(text.encode(errors="replace")) > LIMIT):
        raise AnswerError("the file", "The answers are larger than 1 MiB; give one client's answers only.")
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise AnswerError("the file", f"The answers are not UTF-8 text (byte {error.start + 1}).") from None
    _refuse_depth(text)
    try:
        # Numbers are left as texts no option can equal, so that the refusal can name the question.
        answers = json.loads(
            text, object_pairs_hook=_once, parse_int=_Number, parse_float=_Number, parse_constant=_Number
        )
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise AnswerError(place, f"The answers are not JSON: {error.msg} at {place}.") from None
    if not isinstance(answers, dict):
        raise AnswerError("the file", _SHAPE)
    for question, value in answers.items():
        for part in value if isinstance(value, list) else [value]:
            _check_plain(question, part)
    return answers


class _Number(str):
    """A number as it was written."""

    __slots__ = ()


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for key, value in pairs:
        if key in answers:
            raise AnswerError(key, f'"{key}" is answered twice; give one answer.')
        answers[key] = value
    return answers


def _refuse_depth(text: str) -> None:
    depth = 0
    for mark in re.finditer(r"[\[\]{}]", _TEXT.sub(lambda found: " " * len(found[0]), text)):
        depth += 1 if mark[0] in "[{" else -1
        if depth > _DEPTH:
            line = text.count("\n", 0, mark.start()) + 1
            column = mark.start() - text.rfind("\n", 0, mark.start())
            place = f"line {line}, column {column}"
            raise AnswerError(place, f"At {place} the answers nest deeper than a list in an object. {_SHAPE}")


def _check_plain(question: str, value: Any) -> None:
    if isinstance(value, _Number):
        _refuse(question, f"the number {value[:20]}")
    if value is None:
        _refuse(question, "null")
    if isinstance(value, bool):
        _refuse(question, "true" if value else "false")
    if not isinstance(value, str):
        _refuse(question, "an object or a list")
    try:
        value.encode()
    except UnicodeEncodeError:
        _refuse(question, "half a character")


def _refuse(question: str, wrong: str) -> NoReturn:
    raise AnswerError(question, f'"{question}" has {wrong} for an answer; answers are texts or lists of texts.')
