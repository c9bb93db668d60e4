"""Hashes of what was shown: the same words, the same hash, on every machine."""

from rules.model.canonical import sha256


def content_sha(*parts: object) -> str:
    """Return the SHA-256 of some content, in hexadecimal digits."""
    return sha256(parts)
