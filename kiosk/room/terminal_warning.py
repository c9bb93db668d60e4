"""What a practitioner is told who signs in where everybody at the desk can read along."""

from kiosk.people.staff import StaffMember

_AT_THE_DESK = (
    "This terminal is the desk's. What you open here shows health answers to whoever reads along.",
    "Use a terminal in a treatment room, or go on here and lock the screen when you leave it.",
)


def terminal_warning(role: str | None, member: StaffMember) -> tuple[str, ...]:
    """Return what to say before a member of staff goes on at a terminal with this role; nothing where nothing is to be said."""
    return _AT_THE_DESK if role == "reception" and member.role == "practitioner" else ()
