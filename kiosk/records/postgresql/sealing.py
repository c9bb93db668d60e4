"""What leaves for a server that is not ours to trust: documents sealed, and keyed hashes to find them by.

A document is sealed under AES-256-GCM and bound to the row it belongs to, so that a sealed text that was moved to
another row does not open there. Look-up values, ids and names are keyed hashes: equal values give equal hashes, and
that two rows have something in common is all that they tell.
"""

import hmac
import os
from typing import Final

from kiosk.records.secrets import derive

_NONCE_BYTES: Final = 12
_HASH_BYTES: Final = 16


class AlteredText(Exception):  # noqa: N818  (named by what happened, as the kiosk's other errors are)
    """A sealed text was altered or moved."""


class RowSeal:
    """Seals and opens what a clinic keeps elsewhere."""

    def __init__(self, root: bytes, index: bytes) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415  (as in kiosk.records.secrets)

        self._cipher = AESGCM(derive(root, "documents"))
        self._index = index

    def close(self, text: str, *bound_to: str | bytes | int) -> bytes:
        """Return the text sealed, so that it opens only with the same `bound_to`."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, text.encode(), _joined(bound_to))

    def open(self, sealed: bytes, *bound_to: str | bytes | int) -> str:
        """Return the text again. Raises `AlteredText` if it was changed, or was bound to something else."""
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415

        try:
            return self._cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], _joined(bound_to)).decode()
        except (InvalidTag, ValueError):  # the second for less than a nonce
            raise AlteredText from None

    def hashed(self, *parts: str) -> bytes:
        """Return the keyed hash that finds a value."""
        return hmac.digest(self._index, _joined(parts), "sha256")[:_HASH_BYTES]


def _joined(parts: tuple[str | bytes | int, ...]) -> bytes:
    """Return the parts joined so that no two lists of parts give the same text."""
    texts = [part if isinstance(part, bytes) else str(part).encode() for part in parts]
    return b"".join(len(text).to_bytes(4, "big") + text for text in texts)
