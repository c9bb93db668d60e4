"""What goes to a translator and comes back: a line for each text of one file of rules, its English and its translation.

The file of a language holds what the translator gives, in the order of the English; what is put into a text ({period}) stays
as it is written there.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kiosk.core.clean import clean
from kiosk.core.errors import BadInput
from rules import Protocol, QuestionType
from rules.lint.protocol_texts import texts
from rules.reading.loader import read_text
from rules.reading.overlays import Overlay
from rules.reading.strict_yaml import read_tree
from rules.reading.translations import NAMES, flat

HEAD: Final = ("place", "english", "translation")
_NAMES: Final = "names"
_NO_BREAK: Final = "\N{NO-BREAK SPACE}"
_LONGEST: Final = 2000
_WORDS: Final = ("yes", "no", "day", "days", "week", "weeks", "month", "months")


@dataclass(frozen=True, slots=True)
class Line:
    """One text for a translator; `translation` is empty where there is none yet."""

    place: str
    english: str
    translation: str


def lines_to_translate(
    made: Iterable[Protocol], file: Path, words: Mapping[str, str], overlay: Overlay | None = None
) -> list[Line]:
    """Return what is to be translated of one file: of a protocol, or of an overlay, by what it makes of its protocols."""
    found = dict(_english(list(made), file, overlay))
    listed = ", ".join(text for place, text in words.items() if place.startswith(NAMES))
    names = next(iter(made)).names if overlay is None else overlay.says.names
    once = [Line(f"words.{each}", each.capitalize(), words.get(f"words.{each}", "")) for each in _WORDS]
    own = [Line(place, english, words.get(place, "")) for place, english in found.items()]
    return [Line(_NAMES, ", ".join(names), listed), *once, *own]


def _english(made: list[Protocol], file: Path, overlay: Overlay | None) -> Iterator[tuple[str, str]]:
    """Return the English texts of a file by place, as they are written, so that what is put into them is seen."""
    written = dict(flat(read_tree(read_text(file), file).data, by_id=True))
    asked = set() if overlay is None else {f"questions.{each.id}" for each in overlay.says.questions}
    ruled = set() if overlay is None else {f"rules.{each.id}" for each in overlay.says.rules}
    for protocol in made:
        plain = {each.id for each in protocol.questions if each.type is QuestionType.YES_NO}
        for text in texts(protocol):
            is_own = overlay is None or text.part in asked or text.part in ruled
            is_yes_or_no = text.kind == "label" and text.question in plain
            if text.is_translated and is_own and not is_yes_or_no:
                short = text.place.removesuffix(".claim")
                yield (
                    text.place,
                    written.get(text.place) or written.get(f"{short}.text") or written.get(short, text.words),
                )


def as_csv(found: Iterable[Line]) -> str:
    """Return the lines as CSV, under the heads place, english, translation."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEAD)
    writer.writerows((each.place, each.english, each.translation) for each in found)
    return text.getvalue()


def sent_back(data: bytes, asked: Iterable[Line]) -> dict[str, str]:
    """Read what a translator sends back as texts by place; BadInput if it is not what was asked for, and whole."""
    wanted = {each.place: each for each in asked}
    found: dict[str, str] = {}
    for number, row in _rows(data):
        place, english, words = (in_one_line(row.get(each) or "") for each in HEAD)
        if place not in wanted:
            raise BadInput(
                f'Line {number}: there is no text "{place}"; print the texts again, and leave the first column as it is.'
            )
        if place in found:
            raise BadInput(f"Line {number}: {place} is there twice; keep one.")
        if english != in_one_line(wanted[place].english):
            raise BadInput(f"Line {number}: the English of {place} is not what it is now; print the texts again.")
        if len(row["translation"] or "") > _LONGEST:
            raise BadInput(
                f"Line {number}: the translation of {place} has more than {_LONGEST:,} characters; shorten it."
            )
        found[place] = words
    missing = [place for place in wanted if not found.get(place) and place != _NAMES]
    if missing:
        more = f", and {len(missing) - 1} more" if len(missing) > 1 else ""
        raise BadInput(f"There is no translation of {missing[0]}{more}.")
    names = [name.strip() for name in found.pop(_NAMES, "").split(",")]
    return found | {f"{NAMES}{number}": name for number, name in enumerate(filter(None, names), start=1)}


def in_one_line(text: str) -> str:
    """Return a text as `clean` does, but a no-break space, as before a French question mark, stays."""
    return _NO_BREAK.join(clean(part, _LONGEST) for part in text.split(_NO_BREAK))


def _rows(data: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput("This is not UTF-8 text; save it as CSV UTF-8.") from None
    head = text.partition("\n")[0]
    separator = max(",;\t", key=head.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        if not set(HEAD) <= set(reader.fieldnames or ()):
            raise BadInput(f"The first line names no columns {', '.join(HEAD)}; print the texts again with --csv.")
        for row in reader:
            if any(row.get(each) for each in HEAD):
                yield reader.line_num, row
    except csv.Error as error:
        raise BadInput(f"Line {max(1, reader.line_num)}: this is not CSV ({error}).") from None


def as_yaml(words: Mapping[str, str]) -> str:
    """Return texts by place as the file of a language."""
    tree: dict[str, Any] = {}
    for place, text in words.items():
        here = tree
        *path, last = place.split(".")
        for step in path:
            here = here.setdefault(step, {})
        here[last] = text
    names = tree.pop(_NAMES, {})
    listed = f"names: [{', '.join(json.dumps(name, ensure_ascii=False) for name in names.values())}]\n" if names else ""
    return listed + "".join(_written(tree, 0))


def _written(tree: Mapping[str, Any], depth: int) -> Iterator[str]:
    for key, value in tree.items():
        if isinstance(value, dict):
            yield f"{'  ' * depth}{key}:\n"
            yield from _written(value, depth + 1)
        else:
            yield f"{'  ' * depth}{key}: {json.dumps(value, ensure_ascii=False)}\n"
