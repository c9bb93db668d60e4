"""The clinic's schedule: read from a file, merged into the day book."""

from kiosk.schedule.booking_line import Refusal, Remark
from kiosk.schedule.file_text import MOST_BYTES
from kiosk.schedule.import_history import last_import
from kiosk.schedule.importing import import_schedule
from kiosk.schedule.report import ImportReport

__all__ = ["MOST_BYTES", "ImportReport", "Refusal", "Remark", "import_schedule", "last_import"]
