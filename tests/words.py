"""The words that the code marks for clients, taken into each language's `kiosk.po`: `make words`, or `python -m tests.words`.

A translation stays with its words, and goes with them; new words come without one. A header stays as it stands: a file in which
nothing changed is written as it was.
"""

from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from kiosk.core.language import DOMAIN, FOLDER

ROOT = Path(__file__).parents[1]
MARKS: dict[str, tuple[int, ...] | None] = {"tr": None, "tr_later": None, "ntr": (1, 2)}


def marked() -> Catalog:
    """Return a catalogue of all words that `kiosk` and `screens` mark, without a translation."""
    found = Catalog()
    for words in _extracted():
        found.add(words)
    return found


@cache
def _extracted() -> tuple[str | tuple[str, ...], ...]:
    files = (each for package in ("kiosk", "screens") for each in sorted((ROOT / package).rglob("*.py")))
    return tuple(
        words
        for file in files
        if "kiosk.core.language" in file.read_text(encoding="utf-8")
        for _, words, _, _ in extract_from_file("python", file, keywords=MARKS)
    )


def sources() -> list[Path]:
    """Return what translators write: a file a language."""
    return sorted(FOLDER.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def language_of(source: Path) -> str:
    return source.parents[1].name


def taken_in(written: str, language: str, words: Catalog) -> str:
    """Return a translator's file with the words that are marked now."""
    header, _, _ = written.partition("\n\nmsgid ")
    catalog = read_po(BytesIO(written.encode()), locale=language)
    catalog.update(words, no_fuzzy_matching=True)
    body = BytesIO()
    write_po(body, catalog, width=None, omit_header=True, no_location=True, sort_output=True, ignore_obsolete=True)
    return f"{header.strip()}\n\n{body.getvalue().decode().strip()}\n"


if __name__ == "__main__":
    for path in sources():
        path.write_text(taken_in(path.read_text(), language_of(path), marked()))
