"""Which version a content counts as in a clinic: what was signed under a number is never anything else, and numbers only rise.

A protocol of the clinic's own says its version itself. What is made of a protocol that ships, or of a protocol with overlays,
has the sum of their versions, or, once a number as high was signed, the next.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from kiosk.core.errors import BadInput
from kiosk.governance import sign_offs
from kiosk.governance.sign_offs import ProtocolToSign, SignedOverlay
from kiosk.records import Reader
from rules import Protocol
from rules.model import canonical
from rules.reading.overlays import Overlay, shipped_overlays
from rules.reading.strict_yaml import read_tree

_Signed = Sequence[Mapping[str, Any]]


def edition(found: Protocol, signed: _Signed, reader: Reader, *, by_hand: bool) -> Protocol:
    """Return a content under the version it counts as; `by_hand`: the clinic writes the version into a file of its own."""
    highest = sign_offs.highest(signed)
    if found.version > highest:
        return found
    last = sign_offs.protocol_by_hash(reader, signed[-1]["sha256"], hash_of_today=True)
    if last is not None and canonical.as_version(found, last.version) == last:
        return last
    return found if by_hand else canonical.as_version(found, highest + 1)


def part(overlay: Overlay) -> SignedOverlay:
    """Return what identifies an overlay's content."""
    return SignedOverlay(overlay.says.version, canonical.sha256(overlay.tree.data))


def refuse_reused(path: Path, data: bytes, signing: ProtocolToSign, signed: _Signed, reader: Reader) -> None:
    """Refuse a version that was signed with different content; BadInput says in which line to raise it."""
    highest, protocol = sign_offs.highest(signed), signing.protocol
    if protocol.version <= highest and not sign_offs.is_same(reader, signed[-1], protocol):
        line, _ = read_tree(data.decode(errors="replace"), path).at(("version",))
        raise BadInput(_raise(protocol.version, protocol.id, path, line, highest))


def refuse_reused_overlay(overlay: Overlay, signed: _Signed) -> None:
    """Refuse an overlay of the clinic's own under a version that was signed with different content."""
    if overlay.id in shipped_overlays():
        return
    now, before = (
        part(overlay),
        [found for each in signed if (found := sign_offs.part_of(each, overlay.id)) is not None],
    )
    highest = max((each.version for each in before), default=0)
    if now.version < highest or (now.version == highest and now not in before):
        line, _ = overlay.tree.at(("version",))
        raise BadInput(_raise(now.version, overlay.id, overlay.file, line, highest))


def _raise(version: int, name: str, file: Path | str, line: int, highest: int) -> str:
    return (
        f"Version {version} of {name}, or a later one, was signed with different content: "
        f'raise "version:" in {file}, line {line}, to at least {highest + 1}.'
    )
