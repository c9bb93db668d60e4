"""The clinic's schedule: read from a file, merged into the day book."""

from kiosk.schedule.import_history import last_import
from kiosk.schedule.merge_bookings import import_csv
from kiosk.schedule.report import ImportReport
from kiosk.schedule.spreadsheet import MOST_BYTES, Refusal

__all__ = ["MOST_BYTES", "ImportReport", "Refusal", "import_csv", "last_import"]
