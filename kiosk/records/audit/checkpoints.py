"""Checkpoints: a signed note of how far the audit trail has come, to be kept away from the clinic's machine.

The chain shows what was changed inside it. Whoever puts the whole folder back to an older state leaves a whole chain
behind, only a shorter one; a checkpoint kept elsewhere shows that too.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kiosk.core.errors import BadInput
from kiosk.core.phrases import day_and_time
from kiosk.core.taken_names import name_taken
from kiosk.records.store import Records
from kiosk.records.transaction import Reader

_FORMAT: Final = "clinic-kiosk audit checkpoint 1"
_FIELDS: Final = frozenset({"format", "at", "commits", "seq", "mac", "public_key", "signature"})


def checkpoint(records: Records) -> str:
    """Return the checkpoint of this moment as JSON: number and hash of the last entry, signed with Ed25519."""
    signer = Ed25519PrivateKey.from_private_bytes(records.secret("signing"))
    with records.read() as reader:
        state = reader.state
    note: dict[str, Any] = {
        "format": _FORMAT,
        "at": records.clock.now().astimezone(UTC).isoformat(timespec="seconds"),
        "commits": state.commits,
        "seq": state.audit_seq,
        "mac": state.audit_mac.hex(),
        "public_key": signer.public_key().public_bytes_raw().hex(),
    }
    return json.dumps({**note, "signature": signer.sign(_canonical(note)).hex()}, indent=2) + "\n"


def missing_since(records: Records, text: str) -> list[str]:
    """Return what the records lack of a checkpoint, as sentences; none if they hold it.

    Raises `BadInput` if the text is not a checkpoint, was altered, or is another clinic's.
    """
    note = _read(text)
    own = Ed25519PrivateKey.from_private_bytes(records.secret("signing")).public_key().public_bytes_raw().hex()
    if note["public_key"] != own:
        raise BadInput("This checkpoint is another clinic's: choose the file that was made here.")
    with records.read() as reader:
        return _compare(reader, note)


def sign_anchor(seed: bytes, seq: int, mac: bytes) -> str:
    """Return the signature of an anchor: the entry up to which older ones were removed."""
    return Ed25519PrivateKey.from_private_bytes(seed).sign(_canonical({"through": seq, "mac": mac.hex()})).hex()


def anchor_holds(seed: bytes, detail: Mapping[str, Any]) -> bool:
    """Tell whether the detail of an anchor entry was signed here."""
    note = {"through": detail.get("through"), "mac": detail.get("mac")}
    try:
        signature = bytes.fromhex(detail["signature"])
        Ed25519PrivateKey.from_private_bytes(seed).public_key().verify(signature, _canonical(note))
    except (InvalidSignature, ValueError, KeyError, TypeError):
        return False
    return True


def write_checkpoint(records: Records, file: Path) -> None:
    """Write a checkpoint into a new file. Raises `BadInput` if it cannot."""
    try:
        with file.open("x", encoding="utf-8") as handle:
            handle.write(checkpoint(records))
    except FileExistsError:
        raise name_taken(file) from None
    except OSError as error:
        raise BadInput(f"{file} cannot be written: {error.strerror}.") from None


def _compare(reader: Reader, note: dict[str, Any]) -> list[str]:
    ends, then = reader.state.audit_seq, f"{day_and_time(datetime.fromisoformat(note['at']))} UTC"
    if ends < note["seq"]:
        lost = f"The trail ends at entry {ends}, but on {then} it reached {note['seq']}"
        return [f"{lost}: the records were cut or put back to an older state."]
    if reader.state.commits < note["commits"]:
        return [f"The records were put back to an older state than that of {then}."]
    row = next(iter(reader.trail_rows(after=note["seq"] - 1)), None) if note["seq"] else None
    if row is not None and row.seq == note["seq"] and row.mac.hex() != note["mac"]:
        return [f"Entry {row.seq} is not the one of {then}: the trail was rewritten."]
    return []


def _read(text: str) -> dict[str, Any]:
    none = BadInput("This is not a checkpoint of an audit trail: choose another file.")
    try:
        note = json.loads(text)
    except ValueError:
        raise none from None
    if not isinstance(note, dict) or set(note) != _FIELDS or note["format"] != _FORMAT:
        raise none
    try:
        signature = bytes.fromhex(note.pop("signature"))
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(note["public_key"])).verify(signature, _canonical(note))
    except InvalidSignature:
        raise BadInput("This checkpoint was altered after it was signed: use the original file.") from None
    except (ValueError, TypeError):
        raise none from None
    return note


def _canonical(note: dict[str, Any]) -> bytes:
    return json.dumps(note, sort_keys=True, separators=(",", ":")).encode()
