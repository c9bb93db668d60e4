"""What a PIN's hash costs in a clinic, and in the tests."""

from dataclasses import replace

from kiosk.people.staff import pins

SECRET = pins.SECRET
CHEAP = replace(pins.PUBLISHED, kib=pins.PUBLISHED.kib + 1)
"""Next to nothing, and yet another cost than that of the PINs that everybody may know."""
