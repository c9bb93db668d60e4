"""The clinic's records: encrypted, shared by several processes, and never silently changed."""

from kiosk.records.ids import new_id
from kiosk.records.kinds import Kind
from kiosk.records.store import Records
from kiosk.records.transaction import Reader, Writer

__all__ = ["Kind", "Reader", "Records", "Writer", "new_id"]
