"""The audit trail: who did what, when and where, as a chain in which nothing can be changed unseen.

Each entry is one canonical JSON text. Its keyed hash covers the text and the hash of the entry before it, so an entry
that was altered, removed, moved or put in breaks the chain at its place. The end of the chain is kept in the records'
state and in the counter file beside the database, so a chain that was cut at its end shows too.

An entry names a client by id only, and a changed document by keyed hashes before and after; so a record can be erased
for good while the chain that speaks of it stays whole.
"""

import hmac
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from kiosk.core.actor import Actor
from kiosk.core.errors import RecordsDamaged
from kiosk.records.backend import AuditRow, DocumentRow, Engine, RecordsState
from kiosk.records.kinds import PASSING, UNNAMED
from kiosk.records.secrets import SEALED

GENESIS: Final = bytes(32)
"""What the first entry follows."""
FIRST: Final = RecordsState(0, 0, GENESIS, "")
"""The state of records that were just made."""

REKEYED: Final = "rekeyed"
"""The name of the entry about a new key."""
_CANONICAL: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
_HASH_CHARACTERS: Final = 32  # 128 bits of a keyed hash, as hexadecimal
_HALF: Final = 16

Change = tuple[str, str, str | None, str | None]
"""Kind, id, keyed hash before, keyed hash after; ``None`` where there was or is no document."""


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One thing that was done."""

    seq: int
    at: datetime
    event: str
    subject: str
    actor: Actor
    detail: Mapping[str, Any]
    changes: tuple[Change, ...]
    commit: int | None = None
    """The number of the commit that made it; None for an entry from before format 2."""

    def canonical(self) -> str:
        """Return the text that is kept and hashed: equal entries give equal bytes."""
        return _CANONICAL.encode(
            {
                "seq": self.seq,
                "at": self.at.isoformat(timespec="microseconds"),
                "what": self.event,
                "subject": self.subject,
                "actor": self.actor.model_dump(mode="json"),
                "detail": dict(self.detail),
                "changes": self.changes,
                **({} if self.commit is None else {"commit": self.commit}),
            }
        )

    @classmethod
    def parse(cls, text: str) -> "AuditEntry":
        """Return the entry again. Raises ``ValueError`` (``KeyError``, ``TypeError``) for any other text."""
        parts = json.loads(text)
        return cls(
            seq=parts["seq"],
            at=datetime.fromisoformat(parts["at"]),
            event=parts["what"],
            subject=parts["subject"],
            actor=Actor.model_validate(parts["actor"]),
            detail=parts["detail"],
            changes=tuple((kind, id_, before, after) for kind, id_, before, after in parts["changes"]),
            commit=parts.get("commit"),
        )

    def row(self, key: bytes, previous: bytes) -> AuditRow:
        """Return the entry as it is kept, chained to the one before it."""
        text = self.canonical()
        return AuditRow(
            self.seq,
            self.at.date().isoformat(),
            self.subject,
            self.actor.staff_id or "",
            text,
            link(key, previous, text),
        )


def link(key: bytes, previous: bytes, text: str) -> bytes:
    """Return the keyed hash that ties an entry to the one before it."""
    return hmac.digest(key, previous + text.encode(), "sha256")


def fingerprint(key: bytes, kind: str, row: DocumentRow | None) -> str | None:
    """Return the keyed hash of a document: an entry names it by that without telling what is in it.

    It covers everything that is kept of it: the day it is filed under, what it is found by, who changed it, how often.
    """
    return None if row is None else _hashed(key, b"document", str(kind), *row)


def name_in_trail(key: bytes, kind: str, id_: str) -> str:
    """Return the id that the trail uses for a document: its own, or a keyed hash where that would tell a name."""
    return "~" + str(_hashed(key, b"id", kind, id_)) if kind in UNNAMED else id_


def _hashed(key: bytes, purpose: bytes, *parts: object) -> str:
    text = _CANONICAL.encode(parts).encode()
    return hmac.digest(key, purpose + b"\x00" + text, "sha256").hex()[:_HASH_CHARACTERS]


class StateSealer:
    """Seals what no entry names: how many commits there were, when the last one was, and which secrets are kept."""

    def __init__(self, secrets: Mapping[str, bytes]) -> None:
        self._key = secrets["audit"]
        self._secrets = hmac.digest(self._key, b"secrets\x00" + b"".join(map(secrets.__getitem__, SEALED)), "sha256")

    def of(self, state: RecordsState) -> bytes:
        """Return the seal: one half covers the secrets, the other the state."""
        text = _CANONICAL.encode([state.commits, state.audit_seq, state.audit_mac.hex(), state.last_at])
        return self._secrets[:_HALF] + hmac.digest(self._key, b"state\x00" + text.encode(), "sha256")[:_HALF]

    def sealed(self, state: RecordsState) -> RecordsState:
        return state._replace(seal=self.of(state))

    def problems(self, state: RecordsState) -> list[str]:
        """Return, as sentences, what does not match the seal of a state."""
        wanted, found = self.of(state), state.seal
        if len(found) != len(wanted):
            return ["The seal of the records' state is gone: it was altered from outside."]
        parts = {
            "A secret of the clinic was exchanged from outside: PINs, look-ups or signatures are no longer the clinic's.": (
                wanted[:_HALF] == found[:_HALF]
            ),
            "The records' state (how many changes there were, and when the last was made) was altered from outside.": (
                wanted[_HALF:] == found[_HALF:]
            ),
        }
        return [sentence for sentence, holds in parts.items() if not holds]


def is_unsealed(engine: Engine, state: RecordsState) -> bool:
    """Tell whether nothing was written since the records came from before format 2, when a state had no seal."""
    if state.seal:
        return False
    last = next(engine.audit(after=state.audit_seq - 1), None) if state.audit_seq else None
    # An entry of today tells its commit, and a seal came with it.
    return last is None or '"commit":' not in last.entry


class Trail:
    """The entries that one transaction adds."""

    def __init__(self, key: bytes, actor: Actor, at: datetime, state: RecordsState) -> None:
        self._key = key
        self._actor = actor
        self._at = at
        self.seq = state.audit_seq
        self.mac = state.audit_mac
        self.commit = state.commits + 1
        self._changes: dict[tuple[str, str], tuple[DocumentRow | None, DocumentRow | None]] = {}
        self._unchanged: list[Change] = []
        self._said: list[tuple[str, str, Mapping[str, Any]]] = []

    def changed(self, kind: str, id_: str, before: DocumentRow | None, after: DocumentRow | None) -> None:
        """Note that a document was changed; several changes of one document count as one."""
        first, _ = self._changes.get((kind, id_), (before, None))
        self._changes[kind, id_] = (first, after)

    def set_back(self, kind: str, id_: str, noted: str | None, row: DocumentRow | None) -> None:
        """Note that a document is like this again, though an entry names a later one that is lost."""
        self._unchanged.append((kind, id_, noted, fingerprint(self._key, kind, row)))

    def noted(self, kind: str, id_: str, noted: str) -> None:
        """Note a document's hash once more, because the entry that had it is removed."""
        self._unchanged.append((kind, id_, noted, noted))

    def fits(self, kind: str, noted: str | None, row: DocumentRow | None) -> bool:
        """Tell whether a document is the one that an entry names."""
        if kind in PASSING:
            return (noted is None) == (row is None)
        return noted == fingerprint(self._key, kind, row)

    def sealed(self, kind: str, row: DocumentRow) -> str:
        """Return the keyed hash that a passing document carries in itself."""
        return str(fingerprint(self._key, kind, row))

    def named(self, kind: str, id_: str) -> str:
        """Return the id that the trail uses for a document."""
        return name_in_trail(self._key, kind, id_)

    def say(self, event: str, subject: str, detail: Mapping[str, Any]) -> None:
        """Note something that was done."""
        self._said.append((event, subject, dict(detail)))

    def rows(self) -> Sequence[AuditRow]:
        """Return the entries to append; `seq` and `mac` are then the new end of the chain.

        The changes go with the first entry; changes without an entry get one called ``changed``.
        """
        changes = tuple(
            (kind, self.named(kind, id_), fingerprint(self._key, kind, before), fingerprint(self._key, kind, after))
            for (kind, id_), (before, after) in self._changes.items()
            if before != after
        ) + tuple(self._unchanged)
        about = changes[0][1] if len(changes) == 1 and changes[0][0] not in UNNAMED else ""
        said = self._said or ([("changed", about, {})] if changes else [])
        rows = []
        for number, (event, subject, detail) in enumerate(said):
            self.seq += 1
            entry = AuditEntry(
                self.seq, self._at, event, subject, self._actor, detail, changes if number == 0 else (), self.commit
            )
            row = entry.row(self._key, self.mac)
            self.mac = row.mac
            rows.append(row)
        return rows


def entries(rows: Iterator[AuditRow]) -> Iterator[AuditEntry]:
    """Return kept entries as they were made. Raises `RecordsDamaged` for one that is not written as entries are."""
    for row in rows:
        try:
            yield AuditEntry.parse(row.entry)
        except (ValueError, KeyError, TypeError, AttributeError):
            raise RecordsDamaged(
                f"Entry {row.seq} of the audit trail was altered: kiosk audit verify tells what else was."
            ) from None
