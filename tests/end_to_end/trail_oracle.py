"""The audit trail, read from the records' file by a reader that shares nothing with the product.

It opens the file with its key, follows the chain from the first entry to the last, and holds each document against the newest
entry that names it.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlcipher3 import dbapi2

_AS_THEY_PASS: Final = {"draft", "terminal"}
"""Kinds whose every step is in no entry."""
_NAMED_BY_A_HASH: Final = {"attempt"}


def read_trail(file: Path, key: bytes) -> list[dict[str, Any]]:
    """Return all entries, oldest first, once every link and every document is found to be right."""
    with opened_file(file, key) as connection:
        ((sealed,),) = connection.execute("SELECT sealed FROM secret WHERE name = 'audit'")
        secret = AESGCM(_derived(key, "seal")).decrypt(sealed[:12], sealed[12:], b"audit")
        ((commits, last, end),) = connection.execute("SELECT commits, audit_seq, audit_mac FROM state")
        entries, mac = _chain(connection, secret)
        assert (len(entries), mac) == (last, end), "the end of the trail is not where the state says"
        assert entries[-1]["commit"] <= commits
        _hold_documents_against(entries, connection, secret)
    return entries


@contextmanager
def opened_file(file: Path, key: bytes) -> Iterator[Any]:
    """Open the records' file by itself."""
    connection = dbapi2.connect(str(file), isolation_level=None)
    try:
        connection.execute(f"PRAGMA key = \"x'{_derived(key, 'records').hex()}'\"")
        yield connection
    finally:
        connection.close()


def _chain(connection: Any, secret: bytes) -> tuple[list[dict[str, Any]], bytes]:
    mac, at, commit = bytes(32), "", 0
    entries = []
    rows = connection.execute("SELECT seq, day, subject, staff, entry, mac FROM audit ORDER BY seq")
    for place, (seq, day, subject, staff, text, kept) in enumerate(rows, start=1):
        mac = hmac.digest(secret, mac + text.encode(), "sha256")
        entry = json.loads(text)
        assert mac == kept, f"entry {seq} was altered, or one before it"
        assert seq == entry["seq"] == place
        assert (day, subject, staff) == (entry["at"][:10], entry["subject"], entry["actor"]["staff_id"] or "")
        assert (at, commit) <= (entry["at"], entry["commit"]), f"entry {seq} is older than the one before it"
        at, commit = entry["at"], entry["commit"]
        entries.append(entry)
    return entries, mac


def _hold_documents_against(entries: list[dict[str, Any]], connection: Any, secret: bytes) -> None:
    said = {(kind, name): after for entry in entries for kind, name, _, after in entry["changes"]}
    columns = "kind, id, partition, revision, changed_at, changed_by, keys, body"
    there = {}
    for kind, id_, *others in connection.execute(f"SELECT {columns} FROM document"):  # noqa: S608 - of this module alone
        if kind not in _AS_THEY_PASS:
            name = "~" + _hashed(secret, b"id", kind, id_) if kind in _NAMED_BY_A_HASH else id_
            there[kind, name] = _hashed(secret, b"document", kind, id_, *others)
    assert there == {of: after for of, after in said.items() if after is not None and of[0] not in _AS_THEY_PASS}


def _derived(key: bytes, purpose: str) -> bytes:
    return hmac.digest(key, f"clinic-kiosk {purpose}".encode() + b"\x01", "sha256")


def _hashed(secret: bytes, purpose: bytes, *parts: object) -> str:
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hmac.digest(secret, purpose + b"\x00" + text.encode(), "sha256").hex()[:32]
