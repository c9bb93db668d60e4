"""Which sign-offs hold under another engine: the content is what the lead signed, and the engine judges and says the same.

The engine's version is part of the hash that is signed, so that nothing new is ever taken for signed. Where the digest of every verdict and
sentence was kept with a sign-off and is the same now, nothing new is there. A sign-off from before there were digests is judged by
what there is: worked examples, and every verdict on record, word by word.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from kiosk.core.errors import KioskError
from kiosk.core.telling import Tell, tell_nobody
from kiosk.governance import protocol_files, sign_offs
from kiosk.governance.sign_offs import CarryOver, ProtocolToSign, SameBy, SignedOverlay
from kiosk.governance.worked_examples import worked
from kiosk.records import Reader
from kiosk.replay.replay import replay
from kiosk.visits.books import Books
from rules import Protocol, RulesError, several
from rules.proof.proving import known_or_proven


@dataclass(frozen=True, slots=True)
class SignOffFate:
    """What becomes of a treatment's sign-offs: those to be carried over, and why the lead signs; neither if nothing changed."""

    treatment: str
    title: str
    version: int
    carried: tuple[CarryOver, ...] = ()
    to_sign: str = ""


def awaits_upgrade(books: Books, treatment: str) -> bool:
    """Tell whether exactly what is in force was signed under another engine, and nobody has looked whether that still holds."""
    found = books.library.in_force(treatment)
    with books.records.read() as reader:
        last = sign_offs.sign_offs(reader, treatment)[-1:]
        older = _under_another_engine(reader, last)
    return found.signed is None and any(content == found.protocol for _, content in older.values())


def fates(books: Books, tell: Tell = tell_nobody) -> tuple[SignOffFate, ...]:
    """Judge the sign-offs of each treatment that the clinic gives; `tell` hears what is being done, which takes a while."""
    found = []
    for treatment in books.library.candidates():
        protocol = books.library.in_force(treatment).protocol
        if protocol is not None:
            found.append(_fate(books, protocol, tell))
    return tuple(found)


def _fate(books: Books, protocol: Protocol, tell: Tell) -> SignOffFate:
    fate = SignOffFate(protocol.id, protocol.title, protocol.version)
    drafted = None
    with suppress(KioskError, RulesError):  # what was signed last stays in force
        drafted = books.library.drafted(protocol.id)
    with books.records.read() as reader:
        signed = sign_offs.sign_offs(reader, protocol.id)
        holding = sign_offs.holding(signed, books.today())
        older = _under_another_engine(reader, [each for each in (holding, *signed[-1:]) if each is not None])
    if signed and signed[-1]["id"] not in older:
        older = {}  # the lead has signed under this engine, and nothing older may come after that
    counting = {protocol.sha256} | ({drafted.protocol.sha256} if drafted is not None else set())
    carried: list[CarryOver] = []
    to_sign = ""
    for document, content in older.values():
        if content.sha256 in counting:
            is_drafted = drafted is not None and drafted.protocol.sha256 == content.sha256
            same = drafted if drafted is not None and is_drafted else _as_signed(document, content)
            judged = _judged(books, document, same, tell, is_drafted=is_drafted)
            if isinstance(judged, str):
                to_sign = judged
            else:
                carried.append(judged)
    if not carried and not to_sign and not books.library.is_signed(protocol.id):
        to_sign = "its rules are not those that were signed" if signed else "nobody has signed it"
    return replace(fate, carried=tuple(carried), to_sign=to_sign)


def _under_another_engine(
    reader: Reader, documents: Sequence[Mapping[str, Any]]
) -> dict[str, tuple[Mapping[str, Any], Protocol]]:
    found = {}
    for document in documents:
        content = sign_offs.protocol_by_hash(reader, document["sha256"], hash_of_today=True)
        if content is not None and content.sha256 != document["sha256"]:
            found[document["id"]] = (document, content)
    return found


def _as_signed(document: Mapping[str, Any], content: Protocol) -> ProtocolToSign:
    """Return a content that no files say any more, as it was signed."""
    parts = {overlay: SignedOverlay(**part) for overlay, part in document.get("parts", {}).items()}
    return ProtocolToSign(content, "", parts, document.get("aside", {}))


def _judged(
    books: Books, document: Mapping[str, Any], same: ProtocolToSign, tell: Tell, *, is_drafted: bool
) -> CarryOver | str:
    """Return a sign-off to be carried over, or why it is not."""
    report = known_or_proven(
        same.protocol,
        {},
        lambda judged: tell(f"Proving {same.protocol.title}, property {judged.letter}"),
    )
    digest = sign_offs.digest_signed(document)
    same_by: SameBy = "digest"
    if digest and digest != report.digest:
        return "this version judges or says something else in at least one case"
    if not digest:
        why = _told_by_what_there_is(books, document["sha256"], same.protocol, tell) if is_drafted else _NO_EXAMPLES
        if why:
            return why
        same_by = "cases_and_visits"
    proof = None if report.proof is None else report.proof.to_json()
    content = replace(same, proof=proof, because=document.get("because"))
    return CarryOver(document["id"], content, report.digest, same_by)


_NO_EXAMPLES = "it was signed before digests were kept, and has no worked examples to judge it by"


def _told_by_what_there_is(books: Books, sha256: str, protocol: Protocol, tell: Tell) -> str:
    """Judge a sign-off without a digest; return why it does not hold, or an empty text."""
    path = books.library.path(protocol.id)
    base = protocol_files.read_bytes(path).decode()
    examples = worked(path, base, books.library.on(protocol.id), protocol)
    if not any(each.results for each in examples):
        return _NO_EXAMPLES
    if failed := sum(len(each.failed) for each in examples):
        return f"{several(failed, 'worked example comes', 'worked examples come')} out differently"
    again = replay(books, date.min, date.max, only={sha256}, by_every_word=True, tell=tell)
    if again.differences:
        return f"{several(len(again.differences), 'verdict', 'verdicts')} on record would read otherwise (`kiosk rules replay`)"
    return ""
