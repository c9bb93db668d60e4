"""Which files a signed content was made of, so that it is known again without reading their YAML."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from rules import shipped
from rules.model import canonical
from rules.reading.overlays import Overlay, shipped_overlays


def files_hash(base: bytes, overlays: Mapping[str, bytes], counting: Iterable[str]) -> str:
    """Return the hash of a protocol's file and of those overlays' files, by id, that count for it."""
    texts = (overlay.encode() + overlays[overlay] for overlay in sorted(counting))
    return canonical.files_sha256(base, *texts)


def uncounted_hashes(overlays: Mapping[str, bytes], counting: Iterable[str]) -> dict[str, str]:
    """Return the hashes of the overlays' files that do not count."""
    counts = frozenset(counting)
    return {overlay: canonical.files_sha256(text) for overlay, text in overlays.items() if overlay not in counts}


def is_signed_for(
    signed: Mapping[str, Any],
    treatment: str,
    base: bytes,
    overlays: Mapping[str, bytes],
    read: Callable[[str], Overlay],
) -> bool:
    """Tell whether a sign-off is for what these files say. Reads an overlay only if the sign-off knows nothing of it."""

    def counts(overlay: str) -> bool:
        if overlay in signed["parts"]:
            return True
        if signed["aside"].get(overlay) == canonical.files_sha256(overlays[overlay]):
            return False
        if overlay in shipped_overlays() and treatment not in shipped():
            return False
        return treatment in read(overlay).says.protocols

    return bool(signed["files"] == files_hash(base, overlays, filter(counts, overlays)))
