"""The clinic's own rules as files: a folder for each, in the clinic's folder, with a protocol or an overlay and its cases.

protocols/glycolic-peel/protocol.yaml   protocols/glycolic-peel/cases.yaml   protocols/our-rules/overlay.yaml
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Self

from kiosk.core.errors import BadInput
from kiosk.core.whole_file import write_whole
from rules import ProtocolError
from rules.reading.loader import read_file, shipped
from rules.reading.overlays import shipped_overlays

FOLDER: Final = "protocols"
PROTOCOL: Final = "protocol.yaml"
OVERLAY: Final = "overlay.yaml"
CASES: Final = "cases.yaml"
Stamp = tuple[tuple[str, int, int], ...]
"""Files as they are now: the place, the time of the last change and the length of each."""
_NAME: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_LONGEST: Final = 40


@dataclass(frozen=True, slots=True)
class OwnFiles:
    """The clinic's own files as they are now, by id; `stamp` changes whenever one of them does."""

    protocols: dict[str, Path]
    overlays: dict[str, Path]
    stamp: Stamp

    def only(self, names: Iterable[str]) -> Self:
        """Return those that go by one of these names."""
        kept = frozenset(names)
        protocols, overlays = (
            {name: path for name, path in files.items() if name in kept} for files in (self.protocols, self.overlays)
        )
        return replace(self, protocols=protocols, overlays=overlays)

    def overlaid(self, other: Self) -> Self:
        """Return these files with another place's instead, where it has any under a name."""
        return replace(
            self, protocols={**self.protocols, **other.protocols}, overlays={**self.overlays, **other.overlays}
        )


def own_files(clinic: Path, within: str = FOLDER) -> OwnFiles:
    """Look at what is in the clinic's folder; what goes by no usable name is not seen."""
    protocols: dict[str, Path] = {}
    overlays: dict[str, Path] = {}
    stamp: list[tuple[str, int, int]] = []
    for entry in _entries(clinic / within):
        for name, found, taken in ((PROTOCOL, protocols, shipped()), (OVERLAY, overlays, shipped_overlays())):
            path = entry / name
            try:
                stat = path.stat()
            except OSError:
                continue
            if entry.name not in taken:
                found[entry.name] = path
                stamp.append((str(path), stat.st_mtime_ns, stat.st_size))
    return OwnFiles(protocols, overlays, tuple(stamp))


def translation_files(clinic: Path) -> Stamp:
    """Look at the translations in the clinic's folder, beside its own rules and for those that ship."""
    found = []
    for entry in _entries(clinic / FOLDER):
        for path in sorted(entry.glob("*.yaml")):
            with suppress(OSError):
                stat = path.stat()
                found.append((str(path), stat.st_mtime_ns, stat.st_size))
    return tuple(found)


def overlooked(clinic: Path) -> tuple[str, ...]:
    """Name what is among the clinic's own rules and is ignored, each with what to do about it."""
    folder = clinic / FOLDER
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        return ()
    return tuple(sentence for entry in entries for sentence in _overlooked(entry))


def _overlooked(entry: Path) -> Iterator[str]:
    if not entry.is_dir():
        if entry.suffix in (".yaml", ".yml"):
            yield f"{entry} is ignored: rules belong in a folder of their own name, as {PROTOCOL} or {OVERLAY}."
        return
    for name, taken in ((PROTOCOL, shipped()), (OVERLAY, shipped_overlays())):
        short = (entry / name).with_suffix(".yml")
        if short.exists():
            yield f"{short} is ignored: name it {name}."
        if not (entry / name).exists():
            continue
        if entry.name in taken:
            yield (
                f"{entry / name} is ignored: {entry.name} comes with the kiosk; give yours a name of its own, "
                "or make it stricter by an overlay."
            )
        elif not _NAME.fullmatch(entry.name):
            yield f"{entry / name} is ignored: the folder's name has to be small letters, digits and hyphens."


def _entries(folder: Path) -> Iterator[Path]:
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        return
    yield from (entry for entry in entries if _NAME.fullmatch(entry.name))


def read_bytes(path: Path) -> bytes:
    """Return what a file holds; BadInput if it can't be read, is not a file, or is far too large for rules."""
    try:
        return read_file(path)
    except ProtocolError as error:
        raise BadInput(f"{path}: {error.sentence}") from None


def new_name(clinic: Path, name: str) -> Path:
    """Return the folder for new rules of that name; BadInput if the name won't do or is taken."""
    if not _NAME.fullmatch(name) or len(name) > _LONGEST:
        raise BadInput('A name is small letters, digits and hyphens, such as "glycolic-peel"; choose another.')
    if name in (*shipped(), *shipped_overlays()):
        raise BadInput(f"{name} comes with the kiosk; give yours a name of its own.")
    folder = clinic / FOLDER / name
    if folder.exists():
        raise BadInput(f"There is {folder} already; choose another name.")
    return folder


def write_protocol(path: Path, text: str) -> None:
    """Write a file for its owner only; the old one stays until the new one is whole."""
    try:
        for folder in (path.parent.parent, path.parent):
            folder.mkdir(mode=0o700, exist_ok=True)
        write_whole(path, text)
    except OSError as error:
        raise BadInput(f"{path} can't be written: {(error.strerror or 'unknown reason').lower()}.") from None
