"""Short words for the tests of the practitioner's screens."""

from __future__ import annotations

from tests.screens.staff.terminal import StaffStage

NOTE = "Getting married in May."


async def opened(stage: StaffStage, name: str = "") -> None:
    """Open the first line of the day, or the one with this name."""
    if name:
        await stage.open_line(name)
    else:
        await stage.press("enter")
    await stage.wait(lambda: stage.screen == "SummaryScreen", "the summary")
    await stage.settle()


def words(stage: StaffStage) -> str:
    """Return the screen's words without their line breaks."""
    return " ".join(stage.text.split())


def left(stage: StaffStage) -> str:
    """Return the words beside the PIN pad without their line breaks."""
    return " ".join(" ".join(line[: stage.app.size.width - 36] for line in stage.lines).split())
