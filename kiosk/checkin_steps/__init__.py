"""The parts of the client's way; `kiosk.checkin.CheckIn` puts them together."""
