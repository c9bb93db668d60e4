"""The clinic's own rules in its records, where several machines share them: what a lead signs at one is in force at all.

The records hold the files of each protocol and overlay. Every machine writes those in force into a folder that nobody edits
(`IN_FORCE`). The folder in which a lead works (`protocols`) follows as long as nobody has changed anything there: a
text that the records never held is a draft, which counts once it is signed.
"""

import fcntl
import os
import shutil
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Final

from kiosk.core.actor import Actor
from kiosk.core.errors import BadInput, RecordsUnavailable
from kiosk.governance import sign_offs
from kiosk.governance.protocol_files import FOLDER, OVERLAY, PROTOCOL, OwnFiles, own_files, read_bytes, write_protocol
from kiosk.governance.sign_offs import ProtocolToSign
from kiosk.records import Kind, Reader, Records, Writer
from kiosk.records.clinic_settings import forget_shared
from rules.model import canonical
from rules.reading.overlays import shipped_overlays

IN_FORCE: Final = "records.rules"
"""The folder, inside the clinic's, with the rules in force as the records hold them."""
_DOCUMENT: Final = "rules"

Texts = Mapping[str, str]
"""The files of one protocol or overlay, by name: itself, its worked examples, its translations."""


@dataclass(frozen=True, slots=True)
class SharedRules:
    """The clinic's own rules as the records hold them."""

    folders: Mapping[str, Texts] = field(default_factory=dict)
    known: Mapping[str, Collection[str]] = field(default_factory=dict)
    """The hashes of all that the records ever held under a name: a file that says so is no draft."""

    def is_draft(self, name: str, here: Texts) -> bool:
        """Tell whether files say what the records never held under their name."""
        return _sha256(here) not in self.known.get(name, ())

    def is_in_force(self, name: str, here: Texts) -> bool:
        """Tell whether files say what the records hold now."""
        return name in self.folders and _sha256(here) == _sha256(self.folders[name])


def shared_rules(reader: Reader) -> SharedRules | None:
    """Return what the records hold; None if they were never given any."""
    found = reader.get(Kind.META, _DOCUMENT)
    return None if found is None else SharedRules(found["folders"], found["known"])


def keep(writer: Writer, folders: Mapping[str, Texts]) -> None:
    """Keep the files of protocols and overlays, in the place of what was kept under these names."""
    before = writer.get(Kind.META, _DOCUMENT) or {"id": _DOCUMENT, "folders": {}, "known": {}}
    known = {**before["known"]}
    for name, texts in folders.items():
        known[name] = list(dict.fromkeys((*known.get(name, ()), _sha256(texts))))
    document = {**before, "folders": {**before["folders"], **folders}, "known": known}
    if document != before or "revision" not in before:
        writer.put(Kind.META, document, expect=before.get("revision"))
        writer.audit("rules.kept", detail={"names": sorted(folders)})
        sign_offs.note_change(writer)


def share(records: Records, clinic: Path, actor: Actor) -> None:
    """Give the records the rules of this folder that they lack: all where they have none yet, later what is signed or adopted."""
    here = _here(clinic)
    with records.read() as reader:
        if not _lacking(reader, here) and shared_rules(reader) is not None:
            return
    try:
        with records.write(actor) as writer:
            keep(writer, {name: texts_in(clinic / FOLDER / name) for name in _lacking(writer, here)})
    except RecordsUnavailable:
        return  # given by whoever opens the clinic next


def _lacking(reader: Reader, here: Iterable[str]) -> list[str]:
    shared = shared_rules(reader)
    if shared is None:
        return sorted(here)
    decided = sign_offs.decisions(reader)[1]
    return sorted(
        name
        for name in here
        if name not in shared.known
        and ((name in decided and decided[name].decision == "adopt") or sign_offs.sign_offs(reader, name))
    )


def signed_texts(
    own: OwnFiles, signings: Sequence[ProtocolToSign], decisions: Mapping[str, str]
) -> dict[str, dict[str, str]]:
    """Return the files of the clinic's own that count once these are signed and decided."""
    signed = {name: text.decode() for each in signings for name, text in each.texts.items()}
    treatments = {each.protocol.id for each in signings}
    adopted = [each for each, decision in decisions.items() if decision == "adopt" and each in own.overlays]
    found = {}
    for name in dict.fromkeys((*signed, *adopted)):
        file = own.protocols.get(name) or own.overlays.get(name)
        found[name] = {} if file is None else texts_in(file.parent)
        if name in signed:  # as it was reviewed, whatever became of the file since
            found[name][PROTOCOL if name in treatments else OVERLAY] = signed[name]
    return found


def texts_in(folder: Path) -> dict[str, str]:
    """Return the rule files in the folder of one protocol or overlay; nothing if there is none."""
    found = sorted(each for each in folder.glob("*.yaml") if each.is_file()) if folder.is_dir() else []
    try:
        return {each.name: read_bytes(each).decode() for each in found}
    except UnicodeDecodeError:
        raise BadInput(f"A file in {folder} is not UTF-8 text: save it as UTF-8.") from None


def follow(clinic: Path, shared: SharedRules) -> None:
    """Write what the records hold into this machine's folder; a draft stays as it is.

    Every terminal of the machine does so as soon as something was signed, one after the other.
    """
    descriptor = os.open(clinic, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        _follow(clinic, shared)
    finally:
        os.close(descriptor)


def _follow(clinic: Path, shared: SharedRules) -> None:
    for name, texts in shared.folders.items():
        if texts_in(clinic / IN_FORCE / name) != texts:
            _write(clinic / IN_FORCE / name, texts)
        if not (here := _texts_or_draft(clinic, name)) or (here != texts and not shared.is_draft(name, here)):
            _write(clinic / FOLDER / name, texts)
    for name in _here(clinic, IN_FORCE) - set(shared.folders):
        shutil.rmtree(clinic / IN_FORCE / name)


def _write(folder: Path, texts: Texts) -> None:
    for name, text in texts.items():
        write_protocol(folder / name, text)
    for left in folder.glob("*.yaml"):
        if left.name not in texts:
            left.unlink()


def records_in_folder(records: Records, clinic: Path, actor: Actor) -> tuple[str, ...]:
    """Let the folder say again what is in force, because its records are in it now; return which drafts were put aside."""
    with records.read() as reader:
        kept = shared_rules(reader)
    shared = kept or SharedRules()
    aside = () if kept is None else drafts(clinic, shared)
    for name in aside:
        names = (f"{name}.draft{number or ''}" for number in count())
        free = next(each for each in names if not (clinic / FOLDER / each).exists())
        (clinic / FOLDER / name).rename(clinic / FOLDER / free)
    for name, texts in shared.folders.items():
        _write(clinic / FOLDER / name, texts)
    with records.write(actor) as writer:
        if (found := writer.get(Kind.META, _DOCUMENT)) is not None:
            writer.remove(Kind.META, _DOCUMENT, expect=found["revision"])
            writer.audit("rules.in_folder", detail={"names": sorted(shared.folders)})
        forget_shared(writer)
    return aside


def files_in_force(clinic: Path, shared: SharedRules) -> OwnFiles:
    """Return the files in force at this machine."""
    return own_files(clinic, IN_FORCE).only(shared.folders)


def files_to_sign(clinic: Path, shared: SharedRules) -> OwnFiles:
    """Return the files that a lead signs next: a draft where there is one, else what is in force."""
    here, there = own_files(clinic), files_in_force(clinic, shared)
    return there.overlaid(here.only(each for each in _here(clinic) if _counts(clinic, shared, each)))


def _counts(clinic: Path, shared: SharedRules, name: str) -> bool:
    here = _texts_or_draft(clinic, name)
    return shared.is_draft(name, here) or shared.is_in_force(name, here)


def drafts(clinic: Path, shared: SharedRules) -> tuple[str, ...]:
    """Return the names under which this machine's folder says what the records never held."""
    return tuple(name for name in sorted(_here(clinic)) if shared.is_draft(name, _texts_or_draft(clinic, name)))


def adopted_elsewhere(reader: Reader) -> tuple[str, ...]:
    """Return the overlays of the clinic's own that a lead adopted and whose files the records still lack."""
    shared = shared_rules(reader) or SharedRules()
    decided = sign_offs.decisions(reader)[1]
    lacking = (each for each in decided if each not in shared.folders and each not in shipped_overlays())
    return tuple(each for each in lacking if decided[each].decision == "adopt")


def _texts_or_draft(clinic: Path, name: str) -> Texts:
    with suppress(BadInput):
        return texts_in(clinic / FOLDER / name)
    return {"": ""}  # what can't be read was never held


def _here(clinic: Path, within: str = FOLDER) -> set[str]:
    found = own_files(clinic, within)
    return {*found.protocols, *found.overlays}


def _sha256(texts: Texts) -> str:
    return canonical.files_sha256(*(part.encode() for name in sorted(texts) for part in (name, texts[name])))
