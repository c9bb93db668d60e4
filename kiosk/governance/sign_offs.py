"""What the records keep of rules: every content that judged somebody, the sign-offs, and the lead's decisions."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any, Final, Literal, Self

from kiosk.core.errors import BadInput, NotAllowed, NotFound
from kiosk.people.staff import StaffMember
from kiosk.records import Kind, Reader, Writer, new_id
from rules import Protocol
from rules.model import canonical
from rules.proof.protocol_proof import Proof
from rules.reading.overlays import shipped_overlays

KEPT: Final = "protocol"
"""The subject of a kept content among the texts."""
_STATE: Final = "protocols"

OverlayDecision = Literal["adopt", "refuse"]


@dataclass(frozen=True, slots=True)
class SignedProtocol:
    """A lead's sign-off of one exact content, with the proof that was made for it."""

    treatment: str
    sha256: str
    version: int
    valid_from: date
    by: str
    by_id: str
    at: datetime
    proof: Mapping[str, Any] | None
    because: str | None = None
    """Why the lead signed something weaker than what was signed before, if it is."""
    is_carried: bool = False
    """Whether it was signed under an older engine, and carried over because this one judges and says the same."""

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Self:
        """Read what the records keep."""
        return cls(
            treatment=document["subject"],
            sha256=document["sha256"],
            version=document["version"],
            valid_from=date.fromisoformat(document["valid_from"]),
            by=document["by"],
            by_id=document["by_id"],
            at=datetime.fromisoformat(document.get("carried", {}).get("signed_at", document["at"])),
            proof=document.get("proof"),
            because=document.get("because"),
            is_carried="carried" in document,
        )

    def proves(self, protocol: Protocol) -> bool:
        """Tell whether its proof holds for exactly this content and all of today's properties."""
        if self.proof is None:
            return False
        try:
            return Proof.from_json(self.proof).holds_for(protocol)
        except (KeyError, TypeError, ValueError):
            return False


@dataclass(frozen=True, slots=True)
class Decided:
    """What a lead decided on an overlay."""

    decision: OverlayDecision
    by: str
    at: datetime
    because: str = ""


@dataclass(frozen=True, slots=True)
class SignedOverlay:
    """An overlay as it was signed: its version, and the hash of what it says."""

    version: int
    sha256: str


@dataclass(frozen=True, slots=True)
class ProtocolToSign:
    """What a lead signs: a content, the files it was made of (by hash, if it was made of files), its overlays, its proof.

    `because` says why, if it is weaker than what was signed before.
    """

    protocol: Protocol
    files: str = ""
    parts: Mapping[str, SignedOverlay] = field(default_factory=dict)
    unconcerned: Mapping[str, str] = field(default_factory=dict)
    """The hashes of the adopted overlays' files that do not concern it."""
    proof: Mapping[str, Any] | None = None
    because: str | None = None
    texts: Mapping[str, bytes] = field(default_factory=dict)
    """The clinic's own files among those it was made of, by id."""


SameBy = Literal["digest", "cases_and_visits"]
"""How it was found that another engine judges the same: by the digest of every verdict and sentence, or by what there is."""


@dataclass(frozen=True, slots=True)
class CarryOver:
    """A sign-off that holds under this engine, too: which, the content under today's hash, and how that was found."""

    id: str
    content: ProtocolToSign
    digest: str
    """That of every verdict and sentence, as this engine gives them; empty if the cases can't be enumerated."""
    same_by: SameBy


def keep_content(writer: Writer, protocol: Protocol) -> None:
    """Keep a content under its hash, once and for all."""
    if writer.get(Kind.TEXT, protocol.sha256) is None:
        document = {
            "id": protocol.sha256,
            "subject": KEPT,
            "language": "en",
            "content": canonical.content_to_hash(protocol),
        }
        writer.put(Kind.TEXT, document)


def protocol_by_hash(reader: Reader, sha256: str, *, hash_of_today: bool = False) -> Protocol | None:
    """Return a kept content; None if there is none, or if it is not what was kept. `hash_of_today`: hashed as it counts now."""
    document = reader.get(Kind.TEXT, sha256)
    if document is None or document.get("subject") != KEPT:
        return None
    try:
        return canonical.restored(document["content"], sha256, hash_of_today=hash_of_today)
    except ValueError:
        return None


def keep_sign_off(writer: Writer, signing: ProtocolToSign, member: StaffMember, at: datetime) -> SignedProtocol:
    """Keep a lead's sign-off, and the content it is for; NotAllowed if its version was signed with different content."""
    protocol = signing.protocol
    before = sign_offs(writer, protocol.id)
    if protocol.version <= highest(before) and not is_same(writer, before[-1], protocol):
        raise NotAllowed(
            f"Version {protocol.version} of {protocol.id}, or a later one, was signed with different content; "
            f"this one has to be version {highest(before) + 1} at least."
        )
    digest = (signing.proof or {}).get("digest", "")
    document = _kept(writer, signing, by=member.name, by_id=member.id, at=at, digest=digest)
    weaker = {} if signing.because is None else {"weaker": True, "because": signing.because}
    detail = {"sha256": protocol.sha256, "version": protocol.version, **weaker}
    writer.audit("protocol.sign", subject=protocol.id, detail=detail)
    note_change(writer)
    return SignedProtocol.of(document)


def carry_over(writer: Writer, carried: CarryOver, at: datetime) -> None:
    """Keep a sign-off once more, for the hash that its content has under this engine; the first one stays as it is.

    It counts from now on: what was judged before was judged under the first.
    """
    first = writer.get(Kind.SIGNOFF, carried.id)
    if first is None:
        raise NotFound("A sign-off that was to be carried over is no longer on record.")
    protocol = carried.content.protocol
    signed_at = first.get("carried", {}).get("signed_at", first["at"])
    more = {"carried": {"from": carried.id, "signed_at": signed_at, "same_by": carried.same_by}}
    _kept(writer, carried.content, by=first["by"], by_id=first["by_id"], at=at, digest=carried.digest, **more)
    detail = {
        "sha256": protocol.sha256,
        "version": protocol.version,
        "from": first["sha256"],
        "same_by": carried.same_by,
    }
    writer.audit("protocol.carry_over", subject=protocol.id, detail=detail)
    note_change(writer)


def _kept(writer: Writer, signing: ProtocolToSign, *, by: str, by_id: str, at: datetime, **more: Any) -> dict[str, Any]:
    protocol = signing.protocol
    keep_content(writer, protocol)
    document = {
        "id": new_id("G"),
        "subject": protocol.id,
        "sha256": protocol.sha256,
        "files": signing.files,
        "version": protocol.version,
        "valid_from": protocol.valid_from.isoformat(),
        "by": by,
        "by_id": by_id,
        "at": at.isoformat(),
        "parts": {overlay: asdict(part) for overlay, part in signing.parts.items()},
        "aside": dict(signing.unconcerned),
        "proof": None if signing.proof is None else dict(signing.proof),
        "because": signing.because,
        **more,
    }
    writer.put(Kind.SIGNOFF, document)
    return document


def digest_signed(signed: Mapping[str, Any]) -> str:
    """Return the digest of every verdict and sentence that was kept with a sign-off; empty if none was."""
    return str(signed.get("digest") or (signed.get("proof") or {}).get("digest") or "")


def sign_offs(reader: Reader, treatment: str) -> list[dict[str, Any]]:
    """Return the sign-offs of a treatment's protocol, oldest first."""
    return [each for each in reader.find(Kind.SIGNOFF, subject=treatment) if "valid_from" in each]


def highest(signed: Sequence[Mapping[str, Any]]) -> int:
    """Return the highest version among sign-offs; 0 if there are none."""
    return max((each["version"] for each in signed), default=0)


def is_same(reader: Reader, signed: Mapping[str, Any], protocol: Protocol) -> bool:
    """Tell whether a sign-off is for this very content, whatever the engine's version was."""
    if signed["sha256"] == protocol.sha256:
        return True
    before = protocol_by_hash(reader, signed["sha256"], hash_of_today=True)
    return before is not None and before == protocol


def part_of(signed: Mapping[str, Any], overlay: str) -> SignedOverlay | None:
    """Return an overlay as it was signed; None if it was not, or if that was not kept."""
    found = signed.get("parts", {}).get(overlay)
    return None if found is None else SignedOverlay(found["version"], found["sha256"])


def holding(signed: Sequence[Mapping[str, Any]], day: date) -> Mapping[str, Any] | None:
    """Return the sign-off that counts on a day: the newest whose content is valid by then."""
    return next((each for each in reversed(signed) if each["valid_from"] <= day.isoformat()), None)


def decide(
    writer: Writer, overlay: str, decision: OverlayDecision, member: StaffMember, at: datetime, *, because: str = ""
) -> None:
    """Keep what a lead decided on an overlay; BadInput if one that ships is refused without a reason."""
    if decision == "refuse" and overlay in shipped_overlays() and not because:
        raise BadInput(f"{overlay} is refused only with the reason: say why.")
    said = {"decision": decision, "by": member.name, "by_id": member.id, "at": at.isoformat(), "because": because}
    _changed(writer, {overlay: said})
    writer.audit(f"overlay.{decision}", subject=overlay, detail={"because": because} if because else {})


def decisions(reader: Reader) -> tuple[int, dict[str, Decided]]:
    """Return the decisions on overlays, with a number that changes when any of them, or a sign-off, is made."""
    document = reader.get(Kind.META, _STATE) or {"revision": 0, "overlays": {}}
    found = {
        overlay: Decided(each["decision"], each["by"], datetime.fromisoformat(each["at"]), each.get("because", ""))
        for overlay, each in document["overlays"].items()
    }
    return document["revision"], found


def note_change(writer: Writer) -> None:
    """Let every terminal look again at what is in force."""
    _changed(writer, {})


def _changed(writer: Writer, overlays: Mapping[str, Mapping[str, str]]) -> None:
    before = writer.get(Kind.META, _STATE) or {"id": _STATE, "overlays": {}, "changes": 0}
    document = {**before, "overlays": {**before["overlays"], **overlays}, "changes": before["changes"] + 1}
    writer.put(Kind.META, document, expect=before.get("revision"))
