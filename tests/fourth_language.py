"""A fourth language, invented: every text 40 % longer than its English, in letters that English has not. It is nothing but files.

A catalogue, and for each protocol and each overlay what a translator sends back. It goes by the code of Esperanto, so that days and
months have names.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from kiosk.checkin.texts.part_texts import OWN_LETTERS
from kiosk.clinic import Clinic
from kiosk.core import language
from kiosk.governance.protocol_files import FOLDER, write_protocol
from kiosk.governance.translator_file import Line, as_csv, as_yaml, lines_to_translate, sent_back
from kiosk.lead.languages_signed import review_language, sign_translation
from kiosk.people.staff import StaffMember
from rules import Protocol, protocol, shipped
from rules.reading.loader import read_text, shipped_file
from rules.reading.overlays import Overlay, combined, load_overlay, shipped_overlay, shipped_overlays

CODE: Final = "eo"
NAME: Final = "Esperanto"
LETTERS: Final = "ĈĜĤĴŜŬ"
LONGER: Final = 1.4

_LIKE: Final = str.maketrans("cghjsuCGHJSU", "ĉĝĥĵŝŭĈĜĤĴŜŬ")
_JOINTS: Final = {"or": "aŭ", "and": "kaj"}
_ENDING: Final = "ŭoĵanĝeŝitĉ"
_LONGEST_WORD: Final = 12
_LEAST_WORD: Final = 4
_ROUND_UP: Final = 0.99
_PARTS: Final = re.compile(r"(\{[^{}]*\})|([^\W\d_]+(?:['’-][^\W\d_]+)*)")
_SPECIAL: Final = {OWN_LETTERS: LETTERS, "English": NAME}
"""What every catalogue says about its language."""


@cache
def longer(words: str) -> str:
    """Return English words as the invented language has them: each word changed, and the whole 40 % longer.

    What is put in stays as it is, and so does what stands between the words. What would make a word too long is a word more.
    """
    owed = _ROUND_UP
    grown: list[str] = []
    end = 0
    found = list(_PARTS.finditer(words))
    for part in found:
        between = words[end : part.start()]
        end = part.end()
        grown.append(between)
        if part[1]:
            grown.append(part[1])
            continue
        is_last = part is found[-1]
        owed += (LONGER - 1) * (len(between) + len(part[0]) + (len(words) - end if is_last else 0))
        if joint := _JOINTS.get(part[0]):
            grown.append(joint)
            continue
        room = max(1, _LONGEST_WORD - len(part[0]))
        grown.append(part[0].translate(_LIKE) + _ending(min(room, int(owed))))
        owed -= min(room, int(owed))
        if owed >= _LEAST_WORD:
            grown.append(f" {_ending(int(owed) - 1)}")
            owed -= int(owed)
    return "".join([*grown, words[end:]])


def _ending(count: int) -> str:
    return "".join(_ENDING[at % len(_ENDING)] for at in range(count))


def translated(words: str) -> str:
    """Return what the catalogue of the invented language has for words."""
    return _SPECIAL.get(words) or longer(words)


def shipped_words() -> Iterator[str | tuple[str, str]]:
    """Walk through what the catalogues that ship translate: all that is marked."""
    source = language.FOLDER / "es" / "LC_MESSAGES" / f"{language.DOMAIN}.po"
    with source.open("rb") as file:
        yield from (message.id for message in read_po(file) if message.id)


def write_catalogue(folder: Path) -> Path:
    """Write the invented language's catalogue beside copies of those that ship; return the folder."""
    for compiled in language.FOLDER.glob(f"*/LC_MESSAGES/{language.DOMAIN}.mo"):
        (folder / compiled.parent.relative_to(language.FOLDER)).mkdir(parents=True)
        shutil.copyfile(compiled, folder / compiled.relative_to(language.FOLDER))
    made = Catalog(locale=CODE)
    for words in shipped_words():
        made.add(words, tuple(map(longer, words)) if isinstance(words, tuple) else translated(words))
    file = folder / CODE / "LC_MESSAGES" / f"{language.DOMAIN}.mo"
    file.parent.mkdir(parents=True)
    with file.open("wb") as compiled:
        write_mo(compiled, made)
    return folder


def sent_by_translator(lines: list[Line]) -> str:
    """Return the file of a translator who was sent these lines, read as `kiosk rules texts --take` does."""
    words = [Line(each.place, each.english, longer(each.english)) for each in lines]
    return as_yaml(sent_back(as_csv(words).encode(), lines))


def write_rules(clinic: Path) -> None:
    """Write the invented language of everything that ships into a clinic's folder, as its own."""
    for treatment in shipped():
        lines = lines_to_translate([protocol(treatment)], shipped_file(treatment), {})
        _write(clinic, treatment, f"{CODE}.yaml", lines)
    for name in shipped_overlays():
        overlay = load_overlay(shipped_overlay(name))
        lines = lines_to_translate(made_with(overlay), Path(overlay.file), {}, overlay)
        _write(clinic, name, f"overlay.{CODE}.yaml", lines)


def _write(clinic: Path, folder: str, file: str, lines: list[Line]) -> None:
    own = clinic / FOLDER / folder
    own.mkdir(parents=True, exist_ok=True)
    write_protocol(own / file, sent_by_translator(lines))


def made_with(overlay: Overlay) -> list[Protocol]:
    """Return what an overlay makes of each protocol that it goes on."""
    files = [shipped_file(each) for each in overlay.says.protocols]
    return [combined(read_text(file), file, overlay) for file in files]


def put_in_force(clinic: Clinic, lead: StaffMember) -> None:
    """Write the language into a clinic, and let its lead sign it for every treatment."""
    write_rules(clinic.folder)
    for treatment in clinic.protocols:
        sign_translation(clinic, review_language(clinic, treatment, CODE), lead)
