"""What a PIN's hash costs in a clinic, as it was before the tests made it cheap."""

from kiosk.staff import pins

SECRET = pins.SECRET
