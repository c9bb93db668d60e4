"""Protocols as a command line names them: an id, a file or folder, or a protocol with overlays, "ID+OVERLAY"."""

import argparse
import os
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from kiosk.commands.printable import complain
from kiosk.core.clean import clean
from kiosk.core.errors import BadInput
from kiosk.core.paths import path_of
from kiosk.core.settings import FILE as SETTINGS
from kiosk.governance.protocol_files import CASES, FOLDER, OVERLAY, PROTOCOL, OwnFiles, own_files
from kiosk.governance.question_clashes import TranslatedProtocol
from rules import Protocol, ProtocolError, load_protocol, protocol, shipped
from rules.compare.worked_cases import overlay_cases
from rules.lint.protocol_texts import Translations
from rules.reading.loader import read_text, shipped_file
from rules.reading.overlays import (
    Overlay,
    combined,
    is_overlay,
    load_overlay,
    overlays_in_order,
    refuse_unfit,
    shipped_overlay,
    shipped_overlays,
    taken_from,
)
from rules.reading.translations import translations_of

_WITH: Final = "+"
_OWN: Final = "For the clinic's own, name its folder before the command: kiosk --data DIR rules ..."


@dataclass(frozen=True, slots=True)
class Named:
    """A protocol that was named, with the file of its worked examples and its translations."""

    protocol: Protocol
    cases: Path
    translations: Translations

    @property
    def worded(self) -> TranslatedProtocol:
        return TranslatedProtocol(self.protocol, self.translations)

    def with_protocol(self, protocol: Protocol, translations: Translations) -> "Named":
        """Return the same with different content of the protocol, and its translations."""
        return replace(self, protocol=protocol, translations=translations)


class Names:
    """What the names on one command line mean; the clinic's own files count if a clinic's folder is named."""

    def __init__(self, args: argparse.Namespace) -> None:
        data = args.data or os.environ.get("KIOSK_DATA", "")
        folder = path_of(data) if data else None
        self.has_clinic = folder is not None and (folder / SETTINGS).exists()
        self.names_folder = folder is not None
        """Whether a clinic's folder was named."""
        self._own = own_files(folder) if folder else OwnFiles({}, {}, ())
        self._place = folder / FOLDER if folder else None
        self.in_force: tuple[Overlay, ...] | None = None
        """The overlays that the clinic adopted, below any other; None if that is not known."""
        self.nowhere = None if self.has_clinic else folder
        """The folder that was named and holds no clinic, if one was."""

    def say_if_nowhere(self) -> None:
        """Say that the folder named holds no clinic, so that what follows is said without one."""
        if self.nowhere is not None:
            complain(f"There is no clinic in {clean(str(self.nowhere), 200)}; what follows is said without one.")

    def is_known(self, name: str) -> bool:
        """Tell whether a name is the id of a protocol that ships or that the clinic wrote."""
        return name in self._protocol_ids()

    def all(self, without: Collection[str] = ()) -> tuple[Named, ...]:
        """Return what there is to check without a name: every protocol, and every overlay on each of its protocols."""
        own = (overlay for overlay in self._own.overlays if overlay not in without)
        names = (*shipped(), *self._own.protocols, *shipped_overlays(), *own)
        return tuple(each for name in names for each in self.named(name))

    def chosen(self, names: Sequence[str]) -> tuple[Named, ...]:
        """Return what these names mean, or all there is where none is given."""
        return tuple(each for name in names for each in self.named(name)) if names else self.all()

    def one(self, name: str) -> Protocol:
        """Return the one protocol that a name means; BadInput for an overlay alone."""
        found = self.named(name)
        if len(found) > 1 or (found[0].protocol.overlays and _WITH not in name):
            base = found[0].protocol.id
            raise BadInput(f"{name} is an overlay; name it with a protocol that it goes on, as {base}{_WITH}{name}.")
        return found[0].protocol

    def named(self, name: str) -> tuple[Named, ...]:
        """Return the protocol of a name, or, for an overlay, each of its protocols with the overlay on it."""
        overlay = self._overlay(name)
        if overlay is not None:
            beneath = self._beneath([overlay])
            self._fits([overlay], beneath=beneath)
            return tuple(self._with(each, [overlay], beneath) for each in overlay.says.protocols)
        base, *rest = [name] if Path(name).exists() else name.split(_WITH)
        if not rest:
            return (self._base(base),)
        overlays = []
        for each in rest:
            found = self._overlay(each)
            if found is None:
                raise BadInput(self._unknown("overlay", each, self._overlay_ids()))
            overlays.append(found)
        return (self._with(base, overlays, self._rested_on(overlays)),)

    def overlay(self, name: str) -> Overlay | None:
        """Return the overlay that a name means; None if it means a protocol, or nothing."""
        return self._overlay(name)

    def file_of(self, name: str) -> Path:
        """Return the file of the protocol that a name means; BadInput, naming those there are, if there is none."""
        file = shipped_file(name) if name in shipped() else self._file(name)
        if file is None:
            raise BadInput(self._unknown("protocol", name, self._protocol_ids()))
        return file

    def is_overlay(self, name: str) -> bool:
        """Tell whether a name is that of an overlay alone, by its id or file."""
        return self._overlay(name) is not None

    def _beneath(self, overlays: list[Overlay]) -> list[Overlay]:
        """Return the overlays below these: those in force, or, if that is not known, those they rest on."""
        if self.in_force is None:
            return self._rested_on(overlays)
        named = {each.id for each in overlays}
        return [each for each in self.in_force if each.id not in named]

    def _rested_on(self, overlays: list[Overlay]) -> list[Overlay]:
        """Return the overlays that have what these tighten or look at, and in turn those they rest on."""
        found: list[Overlay] = []
        waiting = list(overlays)
        while waiting:
            overlay = waiting.pop()
            met: set[str] = {name for each in (*overlays, *found) for name in taken_from(overlay, each)}
            for other in self._others({each.id for each in (*overlays, *found)}):
                taken = {*taken_from(overlay, other)} - met
                if taken:
                    met |= taken
                    found.append(other)
                    waiting.append(other)
        return found

    def _others(self, without: Collection[str]) -> Iterator[Overlay]:
        """Return the overlays that can be read, except some."""
        for name in self._overlay_ids():
            if name not in without:
                with suppress(ProtocolError):
                    other = self._overlay(name)
                    if other is not None:
                        yield other

    def _fits(
        self, overlays: list[Overlay], base: str = "", file: Path | None = None, beneath: Sequence[Overlay] = ()
    ) -> None:
        """Refuse overlays that name what does not exist; a file counts as what it says it is."""
        named = {base: load_protocol(file)} if file is not None and base not in shipped() else {}
        there = {each.id: each for each in named.values()}

        def rules_of(protocol_id: str) -> list[str]:
            found = there.get(protocol_id) or self._base(protocol_id).protocol
            on = [overlay for overlay in (*beneath, *overlays) if protocol_id in overlay.says.protocols]
            return [*(rule.id for rule in found.rules), *(rule.id for overlay in on for rule in overlay.says.rules)]

        counting = {each.id for each in (*beneath, *overlays)}
        for overlay in overlays:
            refuse_unfit(overlay, (*self._protocol_ids(), *there), rules_of, self._others(counting))

    def _protocol_ids(self) -> tuple[str, ...]:
        return (*shipped(), *self._own.protocols)

    def _overlay_ids(self) -> tuple[str, ...]:
        return (*shipped_overlays(), *self._own.overlays)

    def _overlay(self, name: str) -> Overlay | None:
        if name in shipped_overlays():
            return load_overlay(shipped_overlay(name))
        if name in self._own.overlays:
            return load_overlay(self._own.overlays[name])
        path = Path(name)
        if path.is_dir() and (path / OVERLAY).exists():
            path /= OVERLAY
        if path.suffix in (".yaml", ".yml") and path.is_file() and is_overlay(read_text(path)):
            return load_overlay(path)
        return None

    def _base(self, name: str) -> Named:
        if name in shipped():
            file = shipped_file(name)
            return Named(protocol(name), file.with_name(CASES), translations_of(protocol(name), file, own=self._place))
        found = self._file(name)
        if found is None:
            raise BadInput(self._unknown("protocol", name, self._protocol_ids()))
        made = load_protocol(found)
        return Named(made, found.with_name(CASES), translations_of(made, found))

    def _unknown(self, kind: str, name: str, there_are: Sequence[str]) -> str:
        known = f"There is no {kind} {clean(name, 60)}; there are {', '.join(there_are)}."
        return known if self.names_folder else f"{known} {_OWN}"

    def _file(self, name: str) -> Path | None:
        if name in self._own.protocols:
            return self._own.protocols[name]
        path = Path(name)
        if path.is_dir():
            return path / PROTOCOL
        return path if path.suffix or path.exists() else None

    def _with(self, base: str, overlays: list[Overlay], beneath: Sequence[Overlay] = ()) -> Named:
        file: Path | None = shipped_file(base) if base in shipped() else self._file(base)
        if file is None:
            raise BadInput(f"There is no protocol {clean(base, 60)}; there are {', '.join(self._protocol_ids())}.")
        self._fits(overlays, base, file, beneath)
        counting = [each for each in beneath if base in each.says.protocols]
        on = overlays_in_order((*counting, *overlays))
        made = combined(read_text(file), file, *on)
        last = overlays[-1].file
        return Named(made, overlay_cases(Path(last), made.id), translations_of(made, file, on, self._place))
