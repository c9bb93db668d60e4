"""The protocols in force: what ships, what the clinic adds, overlays the lead adopted, as of the clinic's today.

What the clinic adds is in its folder, and what a file says there is what counts. Where several machines share the records,
the records hold these files, and the folder of each machine what its lead signs next (`kiosk.governance.shared_rules`).

What was signed is known again by the hash of its files and comes ready from the records, so that opening a clinic reads no
YAML. A file that can't be read, is a draft, or is not valid yet leaves the content signed last in force.
"""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

from kiosk.core.errors import KioskError
from kiosk.governance import shared_rules, sign_offs, signed_translations
from kiosk.governance.composition import files_hash, is_signed_for, uncounted_hashes
from kiosk.governance.editions import edition, part
from kiosk.governance.protocol_files import FOLDER, Stamp, own_files, read_bytes, translation_files
from kiosk.governance.rule_files import ACTIVE, RuleFiles
from kiosk.governance.shared_rules import IN_FORCE, SharedRules
from kiosk.governance.sign_offs import Decided, ProtocolToSign, SignedProtocol
from kiosk.governance.signed_translations import languages_in_force
from kiosk.records import Reader, Records, Writer
from rules import Protocol, RulesError, day_in_words, protocol, shipped
from rules.lint.protocol_texts import Translations
from rules.reading.overlays import Overlay, shipped_overlays, taken_from
from rules.reading.translations import translations_of

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

    token: tuple[Any, ...]
    files: RuleFiles
    """Those that are in force."""
    next: RuleFiles
    """Those that are signed next: the same, unless machines share the records."""
    decided: dict[str, Decided]
    in_force: dict[str, InForce] = field(default_factory=dict)
    translations: dict[str, tuple[Stamp, Translations]] = field(default_factory=dict)
    """For each treatment its translations that clients may have, and the files from which they were read."""


class Library(Mapping[str, Protocol]):
    """The treatments' protocols in force, by id. Notices what other terminals sign and what changes in the folder."""

    def __init__(self, folder: Path, records: Records, today: Callable[[], date]) -> None:
        self.folder = folder
        self._records = records
        self._today = today
        self._guard = threading.RLock()
        self._known_state: _State | None = None
        self._version: int | None = None
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
            return (*shipped(), *self._current().next.own.protocols)

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
            return self._current().next.overlays()

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

    def written_translations(self, treatment: str) -> Translations:
        """Return the texts of what is in force in each language that the files have, signed or not."""
        found = self.in_force(treatment).protocol
        if found is None:
            return {}
        with self._guard:
            files = self._current().files
            overlays = [files.overlay(mark.rpartition(" ")[0]) for mark in found.overlays]
        return translations_of(found, files.path(treatment), overlays, self.folder / FOLDER)

    def translations(self, treatment: str) -> Translations:
        """Return the texts of what is in force in each language that a client may have: those the lead signed as they are.

        Where machines share the records, what was signed at one counts at all, whatever the files of the others say.
        They are read again once something is signed, or a file changes.
        """
        with self._guard:
            state, stamp = self._current(), translation_files(self.folder)
            if state.translations.get(treatment, (None,))[0] != stamp:
                state.translations[treatment] = (stamp, self._signed_translations(treatment))
            return state.translations[treatment][1]

    def _signed_translations(self, treatment: str) -> Translations:
        with self._records.read() as reader:
            signed = signed_translations.of_treatment(reader, treatment)
        found = self.in_force(treatment).protocol
        if not signed or found is None:
            return {}
        if not self._records.is_embedded:
            return signed_translations.words_signed(found, signed)
        with suppress(RulesError):  # what can't be read is shown to nobody
            written = self.written_translations(treatment)
            return {language: written[language] for language in languages_in_force(found, written, signed)}
        return {}

    # What the files say, to be signed

    def path(self, treatment: str) -> Path:
        """Return the file of a treatment's protocol; KeyError if there is none."""
        with self._guard:
            return self._current().next.path(treatment)

    def overlay_path(self, overlay: str) -> Path:
        """Return the file of an overlay; KeyError if there is none."""
        with self._guard:
            return self._current().next.overlay_path(overlay)

    def overlay(self, overlay: str, text: bytes | None = None) -> Overlay:
        """Return an overlay as its file says it, or as another text would."""
        with self._guard:
            return self._current().next.overlay(overlay, text)

    def drafted(
        self, treatment: str, changed: Mapping[str, bytes | None] | None = None, text: bytes | None = None
    ) -> ProtocolToSign:
        """Return what the files say of a treatment, ready to be signed.

        `changed` says which overlays count differently than now: another text, or none at all; `text` is what the protocol's
        own file is going to be.
        """
        files, data = self._next_with(changed)
        base = read_bytes(files.path(treatment)) if text is None else text
        overlays = files.counting(treatment, data, None)
        found = files.combined(treatment, base, overlays, data)
        by_hand = treatment not in shipped() and not overlays and not changed
        with self._records.read() as reader:
            found = self._note(edition(found, sign_offs.sign_offs(reader, treatment), reader, by_hand=by_hand))
        parts = {each.id: part(each) for each in overlays}
        own = {each: data[each] for each in parts if each not in shipped_overlays()}
        return ProtocolToSign(
            found,
            files_hash(base, data, parts),
            parts,
            uncounted_hashes(data, parts),
            texts=own if treatment in shipped() else {**own, treatment: base},
        )

    def on(self, treatment: str, changed: Mapping[str, bytes | None] | None = None) -> tuple[Overlay, ...]:
        """Return the overlays that count for a treatment, as `drafted` takes them."""
        files, data = self._next_with(changed)
        return tuple(files.counting(treatment, data, None))

    def fits(self, overlay: str, text: bytes) -> None:
        """Refuse an overlay that names a protocol or a rule that, with those in force, does not exist; ProtocolError."""
        files, data = self._next_with({overlay: text})
        files.refuse_unfit([files.overlay(overlay, text)], data)

    def resting_on(self, overlay: str) -> Mapping[str, tuple[str, ...]]:
        """Return the overlays in force that rest on this one, each with what it takes from it."""
        found = {each.id: taken_from(each, self.overlay(overlay)) for each in self.adopted(overlay)}
        return {each: taken for each, taken in found.items() if taken}

    def adopted(self, without: str = "") -> tuple[Overlay, ...]:
        files, data = self._next_with(None)
        read = (files.overlay(each) for each in data if each != without)
        return tuple(each for each in read if each.says.status == ACTIVE)

    def drafts(self) -> tuple[str, ...]:
        """Return what the folder of this machine says and no lead has signed, where machines share the records."""
        if self._records.is_embedded:
            return ()
        with self._records.read() as reader:
            return shared_rules.drafts(self.folder, shared_rules.shared_rules(reader) or SharedRules())

    def shared(self, signings: Sequence[ProtocolToSign], decisions: Mapping[str, str]) -> dict[str, dict[str, str]]:
        """Return the clinic's own files that count once these are signed, for machines that share the records to follow."""
        with self._guard:
            return shared_rules.signed_texts(self._current().next.own, signings, decisions)

    def _next_with(self, changed: Mapping[str, bytes | None] | None) -> tuple[RuleFiles, dict[str, bytes]]:
        """Return the files that are signed next, and the texts of the overlays that count then."""
        with self._guard:
            state = self._current()
            texts = _adopted_texts(state.next, state.decided) | dict(changed or {})
        return state.next, {overlay: text for overlay, text in texts.items() if text is not None}

    def _note(self, found: Protocol) -> Protocol:
        return self._known.setdefault(found.sha256, found)

    # Finding

    def _current(self) -> _State:
        """Return the state as it is, looking again if anything may have changed."""
        version, today, stamp, state = self._records.data_version(), self._today(), self._stamp(), self._known_state
        if state is not None and version == self._version and state.token[1:] == (today, stamp):
            return state
        with self._records.read() as reader:
            revision, decided = sign_offs.decisions(reader)
            changed = state is None or (revision, today, stamp) != state.token
            shared = None if self._records.is_embedded or not changed else shared_rules.shared_rules(reader)
        if state is None or changed:
            state = self._looked(revision, today, decided, shared)
        self._known_state, self._version = state, version
        return state

    def _stamp(self) -> tuple[Any, ...]:
        here = own_files(self.folder).stamp
        return here if self._records.is_embedded else (here, own_files(self.folder, IN_FORCE).stamp)

    def _looked(self, revision: int, today: date, decided: dict[str, Decided], shared: SharedRules | None) -> _State:
        """Look at the files; where machines share the records, first bring this machine's up to date."""
        if shared is not None:
            shared_rules.follow(self.folder, shared)
        token = (revision, today, self._stamp())  # a file that changes from now on is looked at again
        place = self.folder / FOLDER
        if shared is None:
            files = RuleFiles(place, own_files(self.folder), self._note)
            return _State(token, files, files, decided)
        files = RuleFiles(self.folder / IN_FORCE, shared_rules.files_in_force(self.folder, shared), self._note)
        return _State(
            token, files, RuleFiles(place, shared_rules.files_to_sign(self.folder, shared), self._note), decided
        )

    def _find(self, treatment: str, state: _State) -> InForce:
        own = treatment not in shipped()
        day = self._today()
        with self._records.read() as reader:
            signed = sign_offs.sign_offs(reader, treatment)
            counts = sign_offs.holding(signed, day)
            if own and treatment not in state.files.own.protocols:
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
        files = state.files
        data = _adopted_texts(files, state.decided)
        base = read_bytes(files.path(treatment))
        # Older content under its old version would be a step back; only the newest sign-off, or the one that counts, may match.
        newest = [each for each in (*signed[-1:], sign_offs.holding(signed, day)) if each is not None]
        known = next((each for each in newest if is_signed_for(each, treatment, base, data, files.overlay)), None)
        found = self.by_hash(known["sha256"], reader) if known else None

        def made(on: date | None) -> Protocol:
            overlays = files.counting(treatment, data, on)
            by_hand = treatment not in shipped() and not overlays
            return self._note(edition(files.combined(treatment, base, overlays, data), signed, reader, by_hand=by_hand))

        if found is None or found.valid_from > day:
            found = made(None)
        if found.status == _RETIRED:
            return found, None
        if found.status != ACTIVE:
            return None, f"{found.title}: the file is a draft, so it is not in force."
        if found.valid_from <= day:
            return found, None
        later = f"{found.title}, version {found.version}, counts from {day_in_words(found.valid_from)} on."
        if sign_offs.holding(signed, day) is not None:
            return None, later
        sooner = made(day)
        return (sooner if sooner.valid_from <= day else None), later


def _adopted_texts(files: RuleFiles, decided: Mapping[str, Decided]) -> dict[str, bytes]:
    """Return the texts of the overlays that a lead adopted."""
    there = files.overlays()
    return {
        overlay: read_bytes(files.overlay_path(overlay))
        for overlay, each in decided.items()
        if each.decision == "adopt" and overlay in there
    }
