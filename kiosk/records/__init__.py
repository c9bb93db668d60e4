"""The clinic's records: encrypted, shared by several processes, and never silently changed."""

from kiosk.records.ids import new_id
from kiosk.records.kinds import Kind
from kiosk.records.store import Reader, Records, Writer

__all__ = ["Kind", "Reader", "Records", "Writer", "new_id"]
