"""What a person takes away: an entry for their calendar."""

from kiosk.documents.calendar import calendar_entry

__all__ = ["calendar_entry"]
