"""Lists of visits that are kept as one document each, so that nobody has to look through every visit there is."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from kiosk.records import Kind, Reader, Writer


@dataclass(frozen=True)
class IdList:
    """The ids of some visits, in the order in which they came on the list; `document` is where they are kept.

    Beside an id may stand a few facts of its visit, so that they can be counted without reading any visit.
    """

    document: str

    def note(
        self, writer: Writer, visit_id: str, *, belongs: bool = True, facts: Mapping[str, Any] | None = None
    ) -> None:
        """Put a visit on the list, or take it off where it does not belong there any more."""
        kept = writer.get(Kind.META, self.document)
        ids, known = _in(kept)
        if belongs == (visit_id in ids) and (not belongs or facts is None or known.get(visit_id) == facts):
            return
        others = {each: said for each, said in known.items() if each != visit_id}
        if belongs:
            ids = ids if visit_id in ids else [*ids, visit_id]
            known = others | ({visit_id: dict(facts)} if facts is not None else {})
        else:
            ids, known = [each for each in ids if each != visit_id], others
        self._put(writer, ids, known, kept)

    def forget(self, writer: Writer, visit_ids: Collection[str]) -> None:
        """Take visits off that are removed themselves."""
        kept = writer.get(Kind.META, self.document)
        ids, known = _in(kept)
        left = [each for each in ids if each not in visit_ids]
        if len(left) < len(ids):
            self._put(writer, left, {each: known[each] for each in left if each in known}, kept)

    def ids(self, reader: Reader) -> tuple[str, ...]:
        return tuple(self.facts(reader))

    def facts(self, reader: Reader) -> dict[str, Mapping[str, Any] | None]:
        """Return each id with the facts beside it; None where there are none."""
        ids, known = _in(reader.get(Kind.META, self.document))
        return {each: known.get(each) for each in ids}

    def _put(
        self, writer: Writer, ids: list[str], known: Mapping[str, Mapping[str, Any]], kept: Mapping[str, Any] | None
    ) -> None:
        facts = {"facts": dict(known)} if known else {}
        document = {"id": self.document, "visits": ids, **facts}
        writer.put(Kind.META, document, expect=kept["revision"] if kept else None)


def _in(kept: Mapping[str, Any] | None) -> tuple[list[str], dict[str, Mapping[str, Any]]]:
    return (list(kept["visits"]), dict(kept.get("facts", {}))) if kept else ([], {})
