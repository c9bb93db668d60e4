"""Hashes of what was shown: the same words, the same hash, on every machine."""

import hashlib
import json


def canonical(value: object) -> bytes:
    """Return JSON that is the same for the same content, for hashing."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def content_sha(*parts: object) -> str:
    """Return the SHA-256 of some content, in hexadecimal digits."""
    return hashlib.sha256(canonical(parts)).hexdigest()
