"""Identifiers of our own: random, so that two terminals never make the same one, and readable over a telephone."""

import secrets

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # without 0 O 1 I L U, which are misread or misheard
_LENGTH = 10  # a clash among a million identifiers is below one in a thousand, and refused if it comes


def new_id(prefix: str) -> str:
    """Return a new identifier such as ``V-7K3M9QXTA``; `prefix` says what it names."""
    return prefix + "-" + "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
