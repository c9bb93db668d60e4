"""The people who work at the clinic: who they are, what they may do, and their PINs."""

from kiosk.people.staff.member import StaffMember, StaffRole
from kiosk.people.staff.pins import refuse_weak
from kiosk.people.staff.staff_book import StaffBook

__all__ = ["StaffBook", "StaffMember", "StaffRole", "refuse_weak"]
