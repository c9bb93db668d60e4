"""Lists of visits that are kept as one document each, so that nobody has to look through every visit there is."""

from dataclasses import dataclass

from kiosk.records import Kind, Reader, Writer


@dataclass(frozen=True)
class IdList:
    """The ids of some visits, in the order in which they came on the list; `document` is where they are kept."""

    document: str

    def note(self, writer: Writer, visit_id: str, *, belongs: bool = True) -> None:
        """Put a visit on the list, or take it off where it does not belong there any more."""
        kept = writer.get(Kind.META, self.document)
        ids = list(kept["visits"]) if kept else []
        if belongs == (visit_id in ids):
            return
        ids = [*ids, visit_id] if belongs else [each for each in ids if each != visit_id]
        writer.put(Kind.META, {"id": self.document, "visits": ids}, expect=kept["revision"] if kept else None)

    def ids(self, reader: Reader) -> tuple[str, ...]:
        kept = reader.get(Kind.META, self.document)
        return tuple(kept["visits"]) if kept else ()
