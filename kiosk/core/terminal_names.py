"""What a terminal is called that nobody named: by what it is for and the number of its device, the same after a restart."""

from typing import Final

_KINDS: Final = {"client": "Kiosk", "reception": "Desk", "practitioner": "Room"}
_UNSAID: Final = "Kiosk"


def unnamed(role: str | None, device: str) -> str:
    """Return the name; `device` is the device's number, empty if it has none."""
    kind = _KINDS.get(role or "", _UNSAID)
    return f"{kind} {device}" if device else kind
