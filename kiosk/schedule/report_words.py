"""What an import did, in lines that a person reads: at the command line, and beside a file that was taken by itself."""

from typing import Final

from kiosk.core.phrases import clock_time
from kiosk.schedule.booking_line import Refusal, Remark, where
from kiosk.schedule.report import HELD_BACK, ImportReport
from rules import day_in_words

_AGAIN: Final = "If they have booked again since, read the file with --bring-back."
HOW: Final = {"cancelled": "cancelled", "no_show": "did not come"}


def report_in_words(report: ImportReport) -> list[str]:
    """Return what a person must look at, then the counts; nobody is named."""
    lines = []
    for title, pairs in (("Refused", report.refused), ("Please look at", report.warnings)):
        if pairs:
            lines += [f"{title}:", *(f"  {_place(pair)}: {pair.sentence}" for pair in pairs)]
    if report.vanished:
        lines.append("No longer in the file, and still booked:")
        lines += [f"  {gone.visit_id}, {day_in_words(gone.day)}, {clock_time(gone.start)}" for gone in report.vanished]
    if report.called_off:
        lines.append("Cancelled in the file, and still booked here (the desk cancels each with one key):")
        lines += [
            f"  {off.visit_id}, {day_in_words(off.day)}, {clock_time(off.start)}, {HOW[off.how]}"
            for off in report.called_off
        ]
    if report.held_back:
        lines.append(f"{HELD_BACK} ({where(report.held_back)}). {_AGAIN}")
    dry = " Nothing was written: this was a dry run." if report.dry_run else ""
    return [*lines, f"{report.summary}{dry}"]


def _place(pair: Refusal | Remark) -> str:
    return f"Line {pair.line}" if pair.line else "The file"
