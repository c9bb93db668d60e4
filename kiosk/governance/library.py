"""The protocols in force: what ships, what the clinic adds, overlays the lead adopted, as of the clinic's today.

What was signed is known again by the hash of its files and comes ready from the records, so that opening a clinic reads no
YAML. A file that can't be read, is a draft, or is not valid yet leaves the content signed last in force.
"""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from kiosk.core.errors import KioskError
from kiosk.governance import sign_offs
from kiosk.governance.composition import files_hash, is_signed_for, uncounted_hashes
from kiosk.governance.editions import edition, part
from kiosk.governance.protocol_files import FOLDER, OVERLAY, OwnFiles, own_files, read_bytes
from kiosk.governance.sign_offs import Decided, ProtocolToSign, SignedProtocol
from kiosk.records import Reader, Records, Writer
from rules import Protocol, RulesError, day_in_words, protocol, shipped
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
    taken_from,
)

_ACTIVE: Final = "active"
_RETIRED: Final = "retired"


@dataclass(frozen=True, slots=True)
class InForce:
    """What is in force for a treatment, if anything; who signed it; and why the files are not what is in force."""

    protocol: Protocol | None
    signed: SignedProtocol | None
    own: bool
    problem: str | None = None


@dataclass(slots=True)
class _State:
    """What is known since something last changed."""

    token: tuple[Any, ...] = ()
    files: OwnFiles = field(default_factory=lambda: OwnFiles({}, {}, ()))
    decided: dict[str, Decided] = field(default_factory=dict)
    in_force: dict[str, InForce] = field(default_factory=dict)


class Library(Mapping[str, Protocol]):
    """The treatments' protocols in force, by id. Notices what other terminals sign and what changes in the folder."""

    def __init__(self, folder: Path, records: Records, today: Callable[[], date]) -> None:
        self.folder = folder
        self._records = records
        self._today = today
        self._guard = threading.RLock()
        self._state = _State()
        self._version: int | None = None
        self._read: dict[str, Protocol] = {}
        self._overlays: dict[str, Overlay] = {}
        self._known: dict[str, Protocol] = {}

    # The protocols in force

    def __getitem__(self, treatment: str) -> Protocol:
        found = self.in_force(treatment).protocol
        if found is None:
            raise KeyError(treatment)
        return found

    def __iter__(self) -> Iterator[str]:
        return (treatment for treatment in self.candidates() if self.in_force(treatment).protocol is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def in_force(self, treatment: str) -> InForce:
        """Return what is in force for a treatment today."""
        with self._guard:
            state = self._current()
            if treatment not in state.in_force:
                state.in_force[treatment] = self._find(treatment, state)
            return state.in_force[treatment]

    def is_signed(self, treatment: str) -> bool:
        """Tell whether the lead has signed exactly what is in force."""
        return self.in_force(treatment).signed is not None

    def candidates(self) -> tuple[str, ...]:
        """Return the ids of all treatments that have a file, in force or not."""
        with self._guard:
            return (*shipped(), *self._current().files.protocols)

    def decided(self) -> dict[str, Decided]:
        """Return what the lead decided on overlays, by id."""
        with self._guard:
            return dict(self._current().decided)

    def undecided(self, treatment: str) -> tuple[str, ...]:
        """Return the overlays for a treatment that ship and that no lead has adopted or refused yet."""
        if treatment not in shipped():
            return ()  # what ships is made for the treatments that ship
        decided = self.decided()
        return tuple(overlay for overlay in shipped_overlays() if overlay not in decided)

    def overlays(self) -> tuple[str, ...]:
        """Return the ids of all overlays there are, adopted or not."""
        with self._guard:
            return (*shipped_overlays(), *self._current().files.overlays)

    def proof(self, treatment: str) -> Mapping[str, Any] | None:
        """Return the stored proof of exactly what is in force."""
        signed = self.in_force(treatment).signed
        return None if signed is None else signed.proof

    def highest(self, treatment: str) -> int:
        """Return the highest version of a treatment's rules that was signed; 0 if none was."""
        with self._records.read() as reader:
            return sign_offs.highest(sign_offs.sign_offs(reader, treatment))

    # Contents

    def by_hash(self, sha256: str, reader: Reader | None = None) -> Protocol | None:
        """Return a content by its hash, in force or long replaced; None if it was never kept."""
        if sha256 in self._known:
            return self._known[sha256]
        if reader is None:
            with self._records.read() as reading:
                return self.by_hash(sha256, reading)
        found = sign_offs.protocol_by_hash(reader, sha256)
        if found is not None:
            self._known[sha256] = found
        return found

    def keep(self, writer: Writer, sha256: str) -> None:
        """Keep a content that somebody was judged by."""
        if sha256 in self._known:
            sign_offs.keep_content(writer, self._known[sha256])

    # What the files say, to be signed

    def path(self, treatment: str) -> Path:
        """Return the file of a treatment's protocol; KeyError if there is none."""
        if treatment in shipped():
            return shipped_file(treatment)
        with self._guard:
            return self._current().files.protocols[treatment]

    def overlay_path(self, overlay: str) -> Path:
        """Return the file of an overlay; KeyError if there is none."""
        if overlay in shipped_overlays():
            return shipped_overlay(overlay)
        with self._guard:
            return self._current().files.overlays[overlay]

    def overlay(self, overlay: str, text: bytes | None = None) -> Overlay:
        """Return an overlay as its file says it, or as another text would."""
        path = self.overlay_path(overlay) if overlay in self.overlays() else self.folder / FOLDER / overlay / OVERLAY
        data = read_bytes(path) if text is None else text
        key = canonical.files_sha256(data, str(path).encode())
        if key not in self._overlays:
            self._overlays[key] = read_overlay(data.decode(errors="replace"), path)
        return self._overlays[key]

    def drafted(
        self, treatment: str, changed: Mapping[str, bytes | None] | None = None, text: bytes | None = None
    ) -> ProtocolToSign:
        """Return what the files say of a treatment, ready to be signed.

        `changed` says which overlays count differently than now: another text, or none at all; `text` is what the protocol's
        own file is going to be.
        """
        with self._guard:
            texts = self._overlay_texts(self._current()) | dict(changed or {})
        data = {overlay: text for overlay, text in texts.items() if text is not None}
        base = read_bytes(self.path(treatment)) if text is None else text
        overlays = self._counting(treatment, data, None)
        found = self._combined(treatment, base, overlays, data)
        by_hand = treatment not in shipped() and not overlays and not changed
        with self._records.read() as reader:
            found = self._note(edition(found, sign_offs.sign_offs(reader, treatment), reader, by_hand=by_hand))
        parts = {each.id: part(each) for each in overlays}
        return ProtocolToSign(found, files_hash(base, data, parts), parts, uncounted_hashes(data, parts))

    def on(self, treatment: str, changed: Mapping[str, bytes | None] | None = None) -> tuple[Overlay, ...]:
        """Return the overlays that count for a treatment, as `drafted` takes them."""
        with self._guard:
            texts = self._overlay_texts(self._current()) | dict(changed or {})
        data = {overlay: text for overlay, text in texts.items() if text is not None}
        return tuple(self._counting(treatment, data, None))

    def _counting(self, treatment: str, data: Mapping[str, bytes], day: date | None) -> list[Overlay]:
        """Read the overlays that count for a treatment: active ones, and on a day those that are valid by then."""
        own = self._current().files.overlays
        overlays = []
        for overlay, text in sorted(data.items()):
            there = overlay in shipped_overlays() or (overlay in own and read_bytes(own[overlay]) == text)
            read = self.overlay(overlay, None if there else text)
            if read.id != overlay:
                raise KioskError(f"{read.file} calls itself {read.id}; the folder it is in says {overlay}.")
            valid = day is None or read.says.valid_from <= day
            if treatment in read.says.protocols and read.says.status == _ACTIVE and valid:
                overlays.append(read)
        return overlays_in_order(overlays)

    def _combined(
        self, treatment: str, base: bytes, overlays: Sequence[Overlay], data: Mapping[str, bytes]
    ) -> Protocol:
        path = self.path(treatment)
        if not overlays and treatment in shipped():
            return self._note(protocol(treatment))
        self._fits(overlays, data)
        key = canonical.files_sha256(base, *(each.mark.encode() + data[each.id] for each in overlays))
        if key not in self._read:
            made = combined(base.decode(errors="replace"), path, *overlays)
            if made.id != treatment:
                raise KioskError(f"{path} calls itself {made.id}; the folder it is in says {treatment}.")
            self._read[key] = made
        return self._note(self._read[key])

    def fits(self, overlay: str, text: bytes) -> None:
        """Refuse an overlay that names a protocol or a rule that, with those in force, does not exist; ProtocolError."""
        with self._guard:
            texts = self._overlay_texts(self._current()) | {overlay: text}
        self._fits([self.overlay(overlay, text)], {each: data for each, data in texts.items() if data is not None})

    def _fits(self, overlays: Sequence[Overlay], data: Mapping[str, bytes]) -> None:
        """Refuse what does not fit; `data` holds the texts of all overlays that count, on whatever protocol."""

        @cache
        def rules_of(treatment: str) -> frozenset[str]:
            base = protocol(treatment) if treatment in shipped() else load_protocol(self.path(treatment))
            on = [rule for each in self._counting(treatment, data, None) for rule in each.says.rules]
            added = (rule for rule in on if not rule.only_for or treatment in rule.only_for)
            return frozenset(rule.id for rule in (*base.rules, *added))

        for overlay in overlays:
            refuse_unfit(overlay, self.candidates(), rules_of, self._readable(set(self.overlays()) - set(data)))

    def _readable(self, overlays: Iterable[str]) -> Iterator[Overlay]:
        for each in sorted(overlays):
            with suppress(RulesError, KioskError):
                yield self.overlay(each)

    def resting_on(self, overlay: str) -> Mapping[str, tuple[str, ...]]:
        """Return the overlays in force that rest on this one, each with what it takes from it."""
        found = {each.id: taken_from(each, self.overlay(overlay)) for each in self.adopted(overlay)}
        return {each: taken for each, taken in found.items() if taken}

    def adopted(self, without: str = "") -> tuple[Overlay, ...]:
        with self._guard:
            texts = self._overlay_texts(self._current())
        read = (self.overlay(each) for each in texts if each != without)
        return tuple(each for each in read if each.says.status == _ACTIVE)

    def _note(self, found: Protocol) -> Protocol:
        return self._known.setdefault(found.sha256, found)

    # Finding

    def _current(self) -> _State:
        """Return the state as it is, looking again if anything may have changed."""
        version, today = self._records.data_version(), self._today()
        files = own_files(self.folder)
        known = self._state.token
        if known and version == self._version and known[1:] == (today, files.stamp):
            return self._state
        with self._records.read() as reader:
            revision, decided = sign_offs.decisions(reader)
        token = (revision, today, files.stamp)
        if token != known:
            self._state = _State(token, files, decided)
        self._version = version
        return self._state

    def _overlay_texts(self, state: _State) -> dict[str, bytes | None]:
        texts: dict[str, bytes | None] = {}
        for overlay, decided in state.decided.items():
            if decided.decision == "adopt" and overlay in (*shipped_overlays(), *state.files.overlays):
                texts[overlay] = read_bytes(self.overlay_path(overlay))
        return texts

    def _find(self, treatment: str, state: _State) -> InForce:
        own = treatment not in shipped()
        day = self._today()
        with self._records.read() as reader:
            signed = sign_offs.sign_offs(reader, treatment)
            counts = sign_offs.holding(signed, day)
            if own and treatment not in state.files.protocols:
                # Its file is gone: the clinic no longer gives this treatment.
                return InForce(None, None, own)
            try:
                found, problem = self._by_files(treatment, state, signed, reader, day)
            except (RulesError, KioskError) as error:
                found, problem = None, str(error)
            if found is not None and found.status == _RETIRED:
                return InForce(None, None, own)
            if found is None and counts is not None:
                found = sign_offs.protocol_by_hash(reader, counts["sha256"], hash_of_today=True)
                found = found and self._note(found)
        if found is None and not own:
            found = self._note(protocol(treatment))
        holds = found is not None and counts is not None and counts["sha256"] == found.sha256
        return InForce(found, SignedProtocol.of(counts) if counts and holds else None, own, problem)

    def _by_files(
        self, treatment: str, state: _State, signed: list[dict[str, Any]], reader: Reader, day: date
    ) -> tuple[Protocol | None, str | None]:
        """Return what the files put in force on a day, or None and why what was signed last stays in force."""
        data = {overlay: text for overlay, text in self._overlay_texts(state).items() if text is not None}
        base = read_bytes(self.path(treatment))
        # Older content under its old version would be a step back; only the newest sign-off, or the one that counts, may match.
        newest = [each for each in (*signed[-1:], sign_offs.holding(signed, day)) if each is not None]
        known = next((each for each in newest if is_signed_for(each, treatment, base, data, self.overlay)), None)
        found = self.by_hash(known["sha256"], reader) if known else None

        def made(on: date | None) -> Protocol:
            overlays = self._counting(treatment, data, on)
            by_hand = treatment not in shipped() and not overlays
            return self._note(edition(self._combined(treatment, base, overlays, data), signed, reader, by_hand=by_hand))

        if found is None or found.valid_from > day:
            found = made(None)
        if found.status == _RETIRED:
            return found, None
        if found.status != _ACTIVE:
            return None, f"{found.title}: the file is a draft, so it is not in force."
        if found.valid_from <= day:
            return found, None
        later = f"{found.title}, version {found.version}, counts from {day_in_words(found.valid_from)} on."
        if sign_offs.holding(signed, day) is not None:
            return None, later
        sooner = made(day)
        return (sooner if sooner.valid_from <= day else None), later
