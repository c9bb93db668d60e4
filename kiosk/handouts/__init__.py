"""What a person takes away: an entry for their calendar, and papers as PDF."""

from kiosk.handouts.calendar_entry import calendar_entry

__all__ = ["calendar_entry"]
