"""Every page of the records as it lies on the disk, decrypted: what SQL can no longer see is still in there."""

from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from kiosk.records.keys.key_files import read_key
from kiosk.records.secrets import derive

_PAGE, _RESERVED, _IV, _SALT = 4096, 80, 16, 16
_LOG_HEAD, _FRAME_HEAD = 32, 24


def everything_on_disk(folder: Path, key_file: Path) -> bytes:
    """Return all pages of the database and of its log, free ones included."""
    key = derive(read_key(key_file), "records")
    return b"".join(_pages(folder / "records.db", key)) + b"".join(_frames(folder / "records.db-wal", key))


def _pages(file: Path, key: bytes) -> Iterator[bytes]:
    data = file.read_bytes()
    for start in range(0, len(data), _PAGE):
        yield _decrypted(data[start : start + _PAGE], key, first=start == 0)


def _frames(file: Path, key: bytes) -> Iterator[bytes]:
    data = file.read_bytes() if file.exists() else b""
    for start in range(_LOG_HEAD, len(data), _FRAME_HEAD + _PAGE):
        frame = data[start : start + _FRAME_HEAD + _PAGE]
        yield _decrypted(frame[_FRAME_HEAD:], key, first=int.from_bytes(frame[:4], "big") == 1)


def _decrypted(page: bytes, key: bytes, *, first: bool) -> bytes:
    body, rest = page[_SALT if first else 0 : _PAGE - _RESERVED], page[_PAGE - _RESERVED :]
    decryptor = Cipher(AES(key), CBC(rest[:_IV])).decryptor()
    return decryptor.update(body) + decryptor.finalize()
