"""`kiosk rules texts`: what a translator gets and gives back, and source and translation beside each other."""

import argparse
import re
import sys
from pathlib import Path
from typing import Final

from kiosk.commands.input_files import folder_of, read_input
from kiosk.commands.output import say
from kiosk.commands.printable import complain
from kiosk.commands.rules.beside import beside
from kiosk.commands.rules.protocol_arguments import Names
from kiosk.core.clean import clean
from kiosk.core.errors import BadInput
from kiosk.governance import translator_file
from kiosk.governance.protocol_files import FOLDER, write_protocol
from kiosk.governance.translator_file import Line
from rules import Protocol, several
from rules.lint.one_language import faults
from rules.lint.protocol_texts import ENGLISH
from rules.lint.protocol_texts import texts as all_texts
from rules.reading.overlays import Overlay
from rules.reading.translations import LANGUAGE, put_together, read_translation, translation_of

_MISSING: Final = "(missing)"
_MOST: Final = 20


def show_texts(args: argparse.Namespace) -> int:
    """Print the texts of a protocol or an overlay with their translation, or take a translation in."""
    if not re.fullmatch(LANGUAGE, args.language) or args.language == ENGLISH:
        raise BadInput(
            f"A language is named like es or pt-BR, and English is the source; not {clean(args.language, 20)}."
        )
    texts = _Texts(args)
    if args.take is not None:
        return _take(args, texts)
    if args.csv:
        sys.stdout.write(translator_file.as_csv(texts.lines))
        return 0
    say(f"{args.protocol}: English and {args.language}")
    for each in texts.lines:
        say("", each.place, *beside(each.english, each.translation or _MISSING))
    return 0


class _Texts:
    """The texts of one file of rules, and the files of its language: where it is read, and where the clinic's own belongs."""

    def __init__(self, args: argparse.Namespace) -> None:
        names = Names(args)
        self.language: str = args.language
        self.own = folder_of(args.data) / FOLDER if names.has_clinic else None
        self.overlay: Overlay | None = names.overlay(args.protocol)
        self.made: list[Protocol] = [each.protocol for each in names.named(args.protocol)]
        if self.overlay is None:
            self.file = names.file_of(args.protocol)
            self.read = self._of(self.file, self.made[0].id)
        else:
            self.file = Path(self.overlay.file)
            self.read = translation_of(self.overlay, self.language, self.own)
        self.bases = {each.id: self._of(names.file_of(each.id), each.id) for each in self.made}
        """The translation of each protocol that the file goes on, where there is one."""
        words = read_translation(self.read) if self.read.is_file() else {}
        self.lines: list[Line] = translator_file.lines_to_translate(self.made, self.file, words, self.overlay)

    def _of(self, file: Path, protocol_id: str) -> Path:
        here = self.own / protocol_id / f"{self.language}.yaml" if self.own is not None else None
        return here if here is not None and here.is_file() else file.with_name(f"{self.language}.yaml")

    def target(self) -> Path:
        """Return where the clinic's own translation belongs; BadInput without a clinic."""
        if self.own is None:
            raise BadInput("A translation is taken into a clinic's folder; name it: kiosk --data DIR rules texts ...")
        if self.overlay is not None:
            return self.own / self.overlay.id / f"overlay.{self.language}.yaml"
        return self.own / self.made[0].id / f"{self.language}.yaml"

    def faults(self, words: dict[str, str]) -> tuple[str, ...]:
        """Judge new texts with those of the protocols that they go on."""
        found: list[str] = []
        for protocol in self.made:
            if self.overlay is None:
                together = put_together(protocol, words)
            elif self.bases[protocol.id].is_file():
                together = put_together(protocol, read_translation(self.bases[protocol.id]), [(self.overlay, words)])
            else:
                raise BadInput(f"{protocol.title} has no texts in {self.language} yet; translate {protocol.id} first.")
            own = {each.place for each in self.lines}
            others = {each.place for each in all_texts(protocol)} - own
            found += (each for each in faults(protocol, self.language, together) if each.split(" ")[0] not in others)
        return tuple(dict.fromkeys(found))


def _take(args: argparse.Namespace, texts: _Texts) -> int:
    target = texts.target()
    shown = clean(args.take, 200)
    try:
        words = translator_file.sent_back(read_input(args.take), texts.lines)
    except BadInput as error:
        raise BadInput(f"{shown}: {error.sentence} Nothing was taken.") from None
    wrong = texts.faults(words)
    if wrong:
        for each in wrong[:_MOST]:
            complain(each)
        raise BadInput(f"{shown}: {several(len(wrong), 'fault', 'faults')}, as said above. Nothing was taken.")
    write_protocol(target, translator_file.as_yaml(words))
    say(f"Taken into {clean(str(target), 200)}.")
    treatments = " or ".join(each.id for each in texts.made)
    say(f"Clients read it once the lead signs it: kiosk rules sign {treatments} --language {texts.language} --by NAME.")
    return 0
