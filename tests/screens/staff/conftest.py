"""The clinic of the domain's tests, with a clock that the stage moves."""

from tests.screens.staff.fixtures import base, clinic, clock, house, staffed

__all__ = ["base", "clinic", "clock", "house", "staffed"]
