"""The parts of the client's way; `kiosk.checkin.check_in.CheckIn` puts them together."""
