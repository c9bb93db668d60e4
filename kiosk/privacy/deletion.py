"""Removing what is kept of people, wherever it is: what erasing and purging share."""

from collections.abc import Collection
from typing import Final

from kiosk.people import identify
from kiosk.records import Kind, Writer
from kiosk.records.context import Context
from kiosk.visits import bring_back, follow_up, to_phone

READ_FILES: Final = "schedules-read"
"""Where the schedules are kept that were read lately."""


def remove_visits(writer: Writer, visit_ids: Collection[str]) -> int:
    """Remove visits with all that was answered in them; return how many there were."""
    found = [document for visit_id in visit_ids if (document := writer.get(Kind.VISIT, visit_id)) is not None]
    for document in found:
        writer.remove(Kind.VISIT, document["id"], expect=document["revision"])
    for listed in (bring_back.LIST, follow_up.LIST, to_phone.LIST):
        listed.forget(writer, visit_ids)
    return len(found)


def remove_drafts(writer: Writer, **of: str) -> int:
    """Remove the drafts of a visit or a client; return how many there were."""
    found = writer.find(Kind.DRAFT, **of)
    for document in found:
        writer.remove(Kind.DRAFT, document["id"], expect=document["revision"])
    return len(found)


def forget_schedule(writer: Writer, visit_ids: Collection[str]) -> int:
    """Remove what the schedule said of visits; return how many lines there were."""
    days = [id_ for id_, body in writer.bodies(Kind.IMPORT) if any(visit_id in body for visit_id in visit_ids)]
    removed = 0
    for id_ in days:
        document = writer.get(Kind.IMPORT, id_)
        if document is None or "lines" not in document:
            continue
        left = {visit_id: line for visit_id, line in document["lines"].items() if visit_id not in visit_ids}
        removed += len(document["lines"]) - len(left)
        if left:
            day = id_.removeprefix("schedule-")
            writer.put(Kind.IMPORT, {**document, "lines": left}, partition=day, expect=document["revision"])
        else:
            writer.remove(Kind.IMPORT, id_, expect=document["revision"])
    return removed


def forget_file_names(writer: Writer) -> None:
    """Forget what the schedules were called that were read lately: a file may bear a client's name."""
    document = writer.get(Kind.META, READ_FILES)
    if document is None or not any(file["name"] for file in document["files"]):
        return
    files = [{**file, "name": ""} for file in document["files"]]
    writer.put(Kind.META, {**document, "files": files}, expect=document["revision"])


def forget_tries(context: Context, writer: Writer, family_names: Collection[str] = ()) -> int:
    """Remove expired counts of wrong entries, and those of these names; return how many."""
    keys = {identify.name_tries(name) for name in family_names}
    gone = [
        document
        for document in writer.find(Kind.ATTEMPT, what=identify.WHAT)
        if document["id"] in keys or not identify.still_count(document["times"], context.clock.now())
    ]
    for document in gone:
        writer.remove(Kind.ATTEMPT, document["id"], expect=document["revision"])
    return len(gone)
