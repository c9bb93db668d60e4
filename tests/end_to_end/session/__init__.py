"""The session of a real kiosk, started from the files that `kiosk station write` writes, without a screen or a keyboard plugged in."""
