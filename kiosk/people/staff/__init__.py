"""The people who work at the clinic: who they are, what they may do, and their PINs."""

from kiosk.people.staff.member import StaffMember
from kiosk.people.staff.staff_book import StaffBook

__all__ = ["StaffBook", "StaffMember"]
