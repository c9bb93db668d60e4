"""The practitioner's day: in order, with those who are ready on top."""

from __future__ import annotations

from dataclasses import replace

from textual.app import ComposeResult

from kiosk.desk.board import READY, Board, late_remarks, practitioners_board
from kiosk.desk.to_do import ToDo, to_do, to_do_line
from kiosk.room.room import Room
from kiosk.room.unsigned_visit import unsigned_remark
from rules import several
from screens.staff.day_list_screen import DayListScreen, Further
from screens.staff.late_asking import say_late
from screens.staff.private_asking import open_with_reason
from screens.staff.staff_screen import act


class DayScreen(DayListScreen):
    """My day. Somebody whom the desk passes on appears here by themselves."""

    nobody = "Nobody is booked with you today."
    further: Further = (
        ("find", "Find", "/"),
        ("filter", "Show only", "F"),
        ("cover", "Cover", "H"),
        ("lock", "Lock", "L"),
        ("to_do", "To do", "T"),
        ("late", "Running late", "D"),
    )

    def __init__(self) -> None:
        super().__init__()
        if self.clinic.settings.product_lots:
            self.further = (*self.further, ("products", "Open products", "P"))

    @property
    def room(self) -> Room:
        """What this practitioner may do."""
        return self.clinic.room(self.member)

    def compose_foot(self) -> ComposeResult:
        """Show what a practitioner does most."""
        more = tuple(act(name, label, key, "-plain roomy") for name, label, key in self.further[:4])
        yield self.foot(
            back=None,
            go=None,
            left=(act("open", "Open", "Enter", "-main"), *more[:2]),
            right=(*more[2:], act("menu", "More", "M", "-plain")),
        )

    def facts(self) -> Board:
        """Return my day as the records stand now."""
        clinic = self.clinic
        mine = practitioners_board(clinic, self.room.my_day())
        ready = sum(len(group.rows) for group in mine.groups if group.id == READY)
        words = several(ready, "is ready", "are ready") if ready else "nobody is ready yet"
        left = to_do_line(clinic, self.member.name)
        kept = filter(None, (unsigned_remark(self.kiosk.unsigned, self.member.id),))
        late = tuple(late_remarks(clinic, self.member.name))
        return replace(
            mine, schedule=f"{self.member.name} · {words}", left_to_do=left, remarks=(*kept, *late, *self._unscanned())
        )

    def _unscanned(self) -> tuple[str, ...]:
        if not self.clinic.settings.product_lots or self.room.products.today():
            return ()
        return ("No product is scanned in this room today: P scans them.",)

    def things_to_do(self) -> tuple[ToDo, ...]:
        """Return what is left to do after this practitioner's visits."""
        return to_do(self.clinic, self.member.name)

    async def do_late(self) -> None:
        """Say by how many minutes this practitioner runs late; clients read it when they take a seat."""
        await say_late(self, self.member.name)

    async def do_products(self) -> None:
        """Show what is open in this room, to be scanned in the morning."""
        from screens.practitioner.product_asking import open_products  # noqa: PLC0415 - loaded when first needed

        await open_products(self, self.room.products)

    async def open_visit(self, visit_id: str) -> None:
        from screens.practitioner.summary_screen import SummaryScreen  # noqa: PLC0415 - loaded when first needed

        visit = await open_with_reason(self, self.room.open, visit_id)
        if visit is not None:
            await self.app.push_screen(SummaryScreen(visit))
