"""The people who work at the clinic: who they are, what they may do, and their PINs."""

from kiosk.staff.book import StaffBook
from kiosk.staff.member import StaffMember, StaffRole
from kiosk.staff.pins import refuse_weak

__all__ = ["StaffBook", "StaffMember", "StaffRole", "refuse_weak"]
