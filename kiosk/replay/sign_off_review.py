"""What a lead sees before signing: what changed since the last signed version, open points, whom it touches, the check."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kiosk.core.errors import BadInput
from kiosk.core.telling import Tell, tell_nobody
from kiosk.governance import protocol_files, question_clashes, sign_offs
from kiosk.governance.editions import refuse_reused, refuse_reused_overlay
from kiosk.governance.question_clashes import TranslatedProtocol
from kiosk.governance.sign_offs import ProtocolToSign, SignedProtocol
from kiosk.governance.worked_examples import Examples, worked
from kiosk.replay.impact import BookedVisits, WaitingVisit, to_come, waiting_visits
from kiosk.visits.books import Books
from rules import Protocol
from rules.compare.comparison import Comparison, MovedCase, compared
from rules.compare.diff import ProtocolChange, protocol_changes
from rules.compare.sharing import Clash
from rules.proof.protocol_proof import Report
from rules.proof.proving import known_or_proven


@dataclass(frozen=True)
class Review:
    """One protocol as it is to be signed, beside what was signed before."""

    signing: ProtocolToSign
    before: Protocol | None
    signed: SignedProtocol | None
    report: Report
    examples: tuple[Examples, ...]
    cases: Comparison | None
    """Every case that can be enumerated, under what was signed last and under this; None if there is nothing to compare."""
    touched: BookedVisits
    waiting: tuple[WaitingVisit, ...]
    """Who is checked in today and not yet treated; signing judges them again."""
    clashes: tuple[Clash, ...]
    """What it asks under the same id as another treatment in force, and not in the same words."""

    @property
    def protocol(self) -> Protocol:
        return self.signing.protocol

    @property
    def changes(self) -> tuple[ProtocolChange, ...]:
        """What changed since the last signed version; nothing if there is none."""
        return protocol_changes(self.before, self.protocol, self.cases) if self.before is not None else ()

    @property
    def milder(self) -> tuple[MovedCase, ...]:
        """The cases that come out milder than under what was signed last: if there is any, this is weaker."""
        return self.cases.milder if self.cases is not None else ()

    @property
    def is_signed(self) -> bool:
        """Whether exactly this is what was signed last, with a proof that still holds."""
        return self.signed is not None and self.signed.proves(self.protocol)

    @property
    def may_be_signed(self) -> bool:
        """Whether the check holds and every worked example comes out as written."""
        return self.report.proven and not any(each.failed for each in self.examples)

    def proven(self, because: str | None) -> ProtocolToSign:
        """Return what is signed: the content, with the proof to be kept beside it, and why, if it is weaker than before."""
        proof = self.report.proof
        return replace(
            self.signing,
            proof=None if proof is None else proof.to_json(),
            because=because if self.milder else None,
        )


def review(
    books: Books,
    treatment: str,
    changed: Mapping[str, bytes | None] | None = None,
    text: bytes | None = None,
    *,
    tell: Tell = tell_nobody,
) -> Review:
    """Check what the files say of a treatment, and compare it with what was signed last.

    `changed` says which overlays are to count differently than now, `text` what the protocol's own file is going to be;
    `tell` hears what is being done, which takes a while.
    ProtocolError or KioskError if a file can't be read.
    """
    try:
        path = books.library.path(treatment)
    except KeyError:
        known = ", ".join(books.library.candidates())
        raise BadInput(f"This clinic has no protocol {treatment}; there are {known}.") from None
    signing = books.library.drafted(treatment, changed, text)
    protocol = signing.protocol
    if protocol.status == "draft":
        raise BadInput(f'{path} is a draft: write "status: active" in it when it is ready to be signed.')
    base = protocol_files.read_bytes(path) if text is None else text
    overlays = books.library.on(treatment, changed)
    with books.records.read() as reader:
        signed = sign_offs.sign_offs(reader, treatment)
        last = SignedProtocol.of(signed[-1]) if signed else None
        before = books.library.by_hash(last.sha256, reader) if last else None
        refuse_reused(path, base, signing, signed, reader)
        for overlay in overlays:
            others = [each for other in overlay.says.protocols for each in sign_offs.sign_offs(reader, other)]
            refuse_reused_overlay(overlay, others)
    report = known_or_proven(protocol, {}, lambda judged: tell(f"Proving {protocol.title}, property {judged.letter}"))
    compares = before is not None and before != protocol and report.proven
    tell(f"Comparing {protocol.title} with what was signed last")
    return Review(
        signing=signing,
        before=before,
        signed=last,
        report=report,
        examples=worked(path, base.decode(), overlays, protocol),
        cases=compared(before, protocol) if compares and before is not None else None,
        touched=to_come(books, before, protocol),
        waiting=waiting_visits(books, protocol, tuple(changed or ())),
        clashes=tuple(TranslatedProtocol(protocol, {}).clashes(question_clashes.in_force(books.library, changed))),
    )


def touched_protocols(books: Books, overlay_protocols: tuple[str, ...]) -> tuple[str, ...]:
    """Return those of an overlay's protocols that this clinic has."""
    return tuple(treatment for treatment in books.library.candidates() if treatment in overlay_protocols)
