"""The secrets of a clinic: one root key outside the records, and those that are held sealed inside them.

The key that encrypts the file and the key of the commit counter follow from the root, and change with it. The PIN
pepper, the key of look-up hashes, the key of the audit trail and the one that signs its checkpoints are random and independent of it: a new root key must
not make every PIN and the whole trail invalid. They are kept in the records, sealed under the root, so that a decrypted copy
of the tables alone gives none of them.
"""

import hmac
import os
from typing import Final

from kiosk.core.errors import RecordsDamaged

KEY_BYTES: Final = 32
SEALED: Final = ("audit", "pepper", "index", "signing")
_NONCE_BYTES: Final = 12


def derive(root: bytes, purpose: str) -> bytes:
    """Return the 256-bit key for one purpose: HKDF-Expand (RFC 5869) with SHA-256; the root is uniform already."""
    return hmac.digest(root, f"clinic-kiosk {purpose}".encode() + b"\x01", "sha256")


def lacking(name: str) -> RecordsDamaged:
    """Return what is raised where one of these is missing."""
    return RecordsDamaged(f"The clinic's records lack a secret ({name}): bring back the last backup.")


def new_secret() -> bytes:
    """Return 256 random bits."""
    return os.urandom(KEY_BYTES)


def seal(root: bytes, name: str, secret: bytes) -> bytes:
    """Return the secret under AES-256-GCM, bound to its name."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415  (35 ms that reading never needs)

    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(derive(root, "seal")).encrypt(nonce, secret, name.encode())


def unseal(root: bytes, name: str, sealed: bytes) -> bytes:
    """Return the secret again; raises ``cryptography.exceptions.InvalidTag`` if it was altered."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

    return AESGCM(derive(root, "seal")).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], name.encode())
