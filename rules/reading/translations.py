"""The translations of a protocol, put together as its English is: its own file and that of each overlay on it.

A translation is a file beside the protocol, named by its language ("es.yaml"), or beside an overlay, named by both
("pregnancy.es.yaml"). It has the same texts at the same places, except what staff read: that stays English. Besides, it has
`names`, the words that readers know by sight, and `words`, once for all: yes and no, and day, days, week, weeks, month and
months for the periods that are put where a text says {period}, or the name of a rule in braces.

A language counts where it is complete in files: where the protocol has it and each overlay that adds texts.
"""

import re
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final

from rules.model.fields import QuestionType
from rules.model.period import Period
from rules.model.protocol import Protocol
from rules.reading.loader import read_text
from rules.reading.overlays import Overlay
from rules.reading.strict_yaml import read_tree

NAMES: Final = "names."
"""Where a translation lists the words that its readers know by sight, as the protocol lists the English ones: no texts."""
LANGUAGE: Final = r"[a-z]{2}(?:-[A-Z]{2})?"
"""How a language is named: "es", "pt-BR"."""
_LANGUAGE_FILE: Final = re.compile(rf"{LANGUAGE}\.yaml")
_WORDS: Final = "words."
_PLACEHOLDER: Final = re.compile(r"\{(period|[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)+)\}")


def translations_of(
    protocol: Protocol, file: Path, overlays: Iterable[Overlay] = (), own: Path | None = None
) -> dict[str, dict[str, str]]:
    """Return the texts of a protocol in each language, by place; `file` is the protocol's own, `overlays` are those on it.

    `own` is the folder of a clinic's rules: a translation that is there under the name of a protocol or an overlay counts
    before the one beside it. ProtocolError for a translation that can't be read.
    """
    adding = [each for each in overlays if each.says.questions or each.says.rules]
    beside = translations_beside(file)
    if own is not None:
        beside |= translations_beside(own / protocol.id / file.name)
    found = {}
    for language, words in beside.items():
        files = {each.id: translation_of(each, language, own) for each in adding}
        if all(each.is_file() for each in files.values()):
            found[language] = put_together(
                protocol, words, [(each, read_translation(files[each.id])) for each in adding]
            )
    return found


def put_together(
    protocol: Protocol, words: dict[str, str], added: Iterable[tuple[Overlay, dict[str, str]]] = ()
) -> dict[str, str]:
    """Return one language of a protocol: its own file's texts, those of each overlay's, and what is put into them."""
    return _filled(protocol, [words, *(_on(protocol, overlay, texts) for overlay, texts in added)])


def translations_beside(file: Path) -> dict[str, dict[str, str]]:
    """Read the translations that are beside a protocol's file as they stand; ProtocolError for one that can't be read."""
    found = sorted(each for each in file.parent.glob("*.yaml") if _LANGUAGE_FILE.fullmatch(each.name))
    return {each.stem: read_translation(each) for each in found}


def translation_of(overlay: Overlay, language: str, own: Path | None = None) -> Path:
    """Return the file of an overlay's texts in a language, whether or not it is there; a clinic's `own` counts first."""
    file = Path(overlay.file)
    if own is not None and (here := own / overlay.id / f"overlay.{language}.yaml").is_file():
        return here
    return file.with_name(f"{file.stem}.{language}.yaml")


def read_translation(file: Path) -> dict[str, str]:
    """Read one translation as texts by place; what is put into a text is left as it stands."""
    return as_places(read_text(file), file)


def as_places(text: str, file: Path | str) -> dict[str, str]:
    """Read the text of a translation as texts by place; `file` is what errors name."""
    return dict(flat(read_tree(text, file).data))


def flat(value: Any, place: str = "", *, by_id: bool = False) -> Iterator[tuple[str, str]]:
    """Walk through what a file says, as texts by place; what is in a list has its number, or with `by_id` its id if it has one."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from flat(inner, f"{place}.{key}" if place else str(key), by_id=by_id)
    elif isinstance(value, list):
        for number, inner in enumerate(value, start=1):
            name = inner.get("id", number) if by_id and isinstance(inner, dict) else number
            yield from flat(inner, f"{place}.{name}", by_id=by_id)
    else:
        yield place, str(value)


def _on(protocol: Protocol, overlay: Overlay, words: dict[str, str]) -> dict[str, str]:
    """Return what an overlay's translation says on one protocol; what is no text of the overlay, under the overlay's name."""
    reach = {f"questions.{question.id}": question.only_for for question in overlay.says.questions}
    reach |= {f"rules.{rule.id}": rule.only_for for rule in overlay.says.rules}
    found = {}
    for place, text in words.items():
        part = ".".join(place.split(".")[:2])
        if part in reach:
            if not reach[part] or protocol.id in reach[part]:
                found[place] = text
        elif not place.startswith(NAMES):
            found[place if place.startswith(_WORDS) else f"{overlay.id}.{place}"] = text
    said = " ".join(found.values())
    return found | {place: name for place, name in words.items() if place.startswith(NAMES) and name in said}


def _filled(protocol: Protocol, parts: Iterable[dict[str, str]]) -> dict[str, str]:
    """Put a protocol's periods and its yes and no into the texts of a language."""
    found: dict[str, str] = {}
    words: dict[str, str] = {}
    names: list[str] = []
    for part in parts:
        for place, text in part.items():
            if place.startswith(_WORDS):
                words.setdefault(place.removeprefix(_WORDS), text)
            elif place.startswith(NAMES):
                names.append(text)
            else:
                found[place] = text
    periods = {rule.id: rule.period for rule in protocol.rules if rule.period is not None}
    said = {rule: in_words for rule, period in periods.items() if (in_words := _in_words(period, words))}
    for place, text in found.items():
        if "{" in text:
            own = {"period": said[rule]} if (rule := _rule_of(place)) in said else said
            found[place] = _PLACEHOLDER.sub(partial(_put, own), text)
    for question in protocol.questions:
        for option in question.options if question.type is QuestionType.YES_NO else ():
            if option.id in words:
                found.setdefault(f"questions.{question.id}.options.{option.id}", words[option.id])
    return found | {f"{NAMES}{number}": name for number, name in enumerate(dict.fromkeys(names), start=1)}


def _rule_of(place: str) -> str:
    return place.split(".")[1] if place.startswith("rules.") else ""


def _put(periods: dict[str, str], found: re.Match[str]) -> str:
    return periods.get(found[1], found[0])


def _in_words(period: Period, words: dict[str, str]) -> str | None:
    unit = period.unit.value[:-1] if period.count == 1 else period.unit.value
    return f"{period.count} {words[unit]}" if unit in words else None
