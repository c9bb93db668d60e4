"""What is signed and kept: a protocol's exact content, its hash, and the way back from what was kept.

The hash covers the content as it counts (a protocol with its overlays) and the engine's version, not the layout of a file.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

from rules.model.protocol import ENGINE, Protocol

FORM: Final = "1"
"""How files are read into a protocol; part of `files_sha256`, so that files are read again if the way of reading changed."""


_RESTORED: Final[dict[tuple[str, bool], Protocol]] = {}
"""Contents that were restored, by their hash: the same content is the same protocol."""


def canonical(value: object) -> bytes:
    """Return JSON that is the same for the same content."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def sha256(value: object) -> str:
    """Return the hash of some plain content."""
    return hashlib.sha256(canonical(value)).hexdigest()


def content_to_hash(protocol: Protocol) -> dict[str, Any]:
    """Return what is kept of a protocol under its hash."""
    return {"engine": ENGINE, "protocol": protocol.model_dump(mode="json")}


def restored(stored: Mapping[str, Any], sha: str, *, hash_of_today: bool = False) -> Protocol:
    """Return a protocol from its kept content; ValueError if the content is not the one that has this hash.

    Content kept under an earlier version of the engine keeps the hash that it had then; with `hash_of_today` it gets today's.
    """
    if sha256({"engine": stored["engine"], "protocol": stored["protocol"]}) != sha:
        message = "this content is not the one that was kept under this hash"
        raise ValueError(message)
    if (sha, hash_of_today) not in _RESTORED:
        protocol = Protocol.model_validate(stored["protocol"])
        if not hash_of_today:
            protocol.__dict__["sha256"] = sha  # the place of the cached property
        _RESTORED[sha, hash_of_today] = protocol
    return _RESTORED[sha, hash_of_today]


def is_of_this_engine(protocol: Protocol) -> bool:
    """Tell whether a protocol goes by the hash that this version of the engine gives its content."""
    return sha256(content_to_hash(protocol)) == protocol.sha256


def as_version(protocol: Protocol, version: int) -> Protocol:
    """Return the same content under another version."""
    if protocol.version == version:
        return protocol
    return Protocol.model_validate({**protocol.model_dump(mode="json"), "version": version})


def files_sha256(*files: bytes) -> str:
    """Return the hash of some files, to recognise without parsing them what was read before."""
    parts = [hashlib.sha256(file).hexdigest() for file in files]
    return sha256({"engine": ENGINE, "form": FORM, "files": parts})
