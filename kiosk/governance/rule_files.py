"""What rule files say together: the protocols that ship, the clinic's own, and overlays on them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from kiosk.core.errors import KioskError
from kiosk.governance.protocol_files import OVERLAY, OwnFiles, read_bytes
from rules import Protocol, RulesError, protocol, shipped
from rules.model import canonical
from rules.reading.loader import load_protocol, shipped_file
from rules.reading.overlays import (
    Overlay,
    combined,
    overlays_in_order,
    read_overlay,
    refuse_unfit,
    shipped_overlay,
    shipped_overlays,
)

ACTIVE: Final = "active"


class RuleFiles:
    """The files of one place: those that are in force, or those that a lead signs next."""

    def __init__(self, place: Path, own: OwnFiles, note: Callable[[Protocol], Protocol]) -> None:
        """Take the clinic's own files, which are in `place`; `note` keeps a protocol that was read, by its hash."""
        self.own = own
        self._place = place
        self._note = note
        self._read: dict[str, Protocol] = {}
        self._overlays: dict[str, Overlay] = {}

    def path(self, treatment: str) -> Path:
        """Return the file of a treatment's protocol; KeyError if there is none."""
        return shipped_file(treatment) if treatment in shipped() else self.own.protocols[treatment]

    def overlay_path(self, overlay: str) -> Path:
        """Return the file of an overlay; KeyError if there is none."""
        return shipped_overlay(overlay) if overlay in shipped_overlays() else self.own.overlays[overlay]

    def overlays(self) -> tuple[str, ...]:
        """Return the ids of all overlays there are."""
        return (*shipped_overlays(), *self.own.overlays)

    def overlay(self, overlay: str, text: bytes | None = None) -> Overlay:
        """Return an overlay as its file says it, or as another text would."""
        path = self.overlay_path(overlay) if overlay in self.overlays() else self._place / overlay / OVERLAY
        data = read_bytes(path) if text is None else text
        key = canonical.files_sha256(data, str(path).encode())
        if key not in self._overlays:
            self._overlays[key] = read_overlay(data.decode(errors="replace"), path)
        return self._overlays[key]

    def counting(self, treatment: str, data: Mapping[str, bytes], day: date | None) -> list[Overlay]:
        """Read the overlays that count for a treatment: active ones, and on a day those that are valid by then."""
        overlays = []
        for overlay, text in sorted(data.items()):
            there = overlay in shipped_overlays() or (
                overlay in self.own.overlays and read_bytes(self.own.overlays[overlay]) == text
            )
            read = self.overlay(overlay, None if there else text)
            if read.id != overlay:
                raise KioskError(f"{read.file} calls itself {read.id}; the folder it is in says {overlay}.")
            valid = day is None or read.says.valid_from <= day
            if treatment in read.says.protocols and read.says.status == ACTIVE and valid:
                overlays.append(read)
        return overlays_in_order(overlays)

    def combined(self, treatment: str, base: bytes, overlays: Sequence[Overlay], data: Mapping[str, bytes]) -> Protocol:
        """Put overlays on a protocol whose file says `base`; `data` holds the texts of all overlays that count."""
        path = self.path(treatment)
        if not overlays and treatment in shipped():
            return self._note(protocol(treatment))
        self.refuse_unfit(overlays, data)
        key = canonical.files_sha256(base, *(each.mark.encode() + data[each.id] for each in overlays))
        if key not in self._read:
            made = combined(base.decode(errors="replace"), path, *overlays)
            if made.id != treatment:
                raise KioskError(f"{path} calls itself {made.id}; the folder it is in says {treatment}.")
            self._read[key] = made
        return self._note(self._read[key])

    def refuse_unfit(self, overlays: Sequence[Overlay], data: Mapping[str, bytes]) -> None:
        """Refuse what names a rule that does not exist; `data` holds the texts of all overlays that count, on whatever protocol."""

        @cache
        def rules_of(treatment: str) -> frozenset[str]:
            base = protocol(treatment) if treatment in shipped() else load_protocol(self.path(treatment))
            on = [rule for each in self.counting(treatment, data, None) for rule in each.says.rules]
            added = (rule for rule in on if not rule.only_for or treatment in rule.only_for)
            return frozenset(rule.id for rule in (*base.rules, *added))

        known = (*shipped(), *self.own.protocols)
        for overlay in overlays:
            refuse_unfit(overlay, known, rules_of, self._readable(set(self.overlays()) - set(data)))

    def _readable(self, overlays: Iterable[str]) -> Iterator[Overlay]:
        for each in sorted(overlays):
            with suppress(RulesError, KioskError):
                yield self.overlay(each)
