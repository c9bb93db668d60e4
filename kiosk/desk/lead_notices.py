"""What the board tells a lead beside the day: that private records were opened."""

from dataclasses import replace

from kiosk.desk.board import Board
from kiosk.people.staff import StaffMember
from kiosk.visits.books import Books
from kiosk.visits.private_record import unnoted_openings
from rules import several


def with_lead_notices(books: Books, member: StaffMember, board: Board) -> Board:
    """Return the board with what its reader has to know, if that is a lead."""
    count = len(unnoted_openings(books)) if member.role == "lead" else 0
    if not count:
        return board
    opened = several(count, "private record was opened", "private records were opened")
    return replace(board, remarks=(*board.remarks, f"{opened}: M, “Private records” says by whom and why."))
