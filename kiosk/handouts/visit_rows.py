"""Exported visits as a table, for spreadsheets: one row each, and no cell that a spreadsheet takes for a formula."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Final

from kiosk.handouts.exported_visit import ExportedVisit

COLUMNS: Final = (
    "visit", "revision", "booking_code", "client_id", "family_name", "given_name", "date_of_birth", "day", "start", "treatment",
    "treatment_title", "practitioner", "state", "checked_in_at", "ended_at", "outcome", "next_step", "earliest", "findings",
    "decisions", "overrides", "consent_given", "consent_at", "areas", "steps", "products", "notes", "reactions", "answers",
    "language",
)  # fmt: skip
"""The head of the table; new columns come at its end."""
_FORMULA: Final = tuple("=+-@\t\r\n＝＋－＠")
_BETWEEN: Final = "; "


def as_table(visits: Iterable[ExportedVisit]) -> bytes:
    """Return the head and a row a visit, as UTF-8 with the mark by which spreadsheets know it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for each in visits:
        row = _row(each)
        writer.writerow([_safe(row[column]) for column in COLUMNS])
    return text.getvalue().encode("utf-8-sig")


def _safe(value: object) -> str:
    """Return a cell; an apostrophe tells a spreadsheet that what follows is text."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _row(visit: ExportedVisit) -> Mapping[str, object]:
    verdict, consent, session = visit.verdict, visit.consent, visit.session
    flat = visit.model_dump(mode="json")
    overrides = [each.overrides for each in visit.decisions if each.overrides]
    return {
        **{column: flat[column] for column in COLUMNS if column in flat},
        "client_id": visit.client.id,
        "family_name": visit.client.family_name,
        "given_name": visit.client.given_name,
        "date_of_birth": visit.client.date_of_birth,
        "outcome": verdict and verdict.outcome,
        "next_step": verdict and verdict.next_step,
        "earliest": verdict and verdict.earliest,
        "findings": _BETWEEN.join(each.rule for each in verdict.findings) if verdict else "",
        "decisions": _BETWEEN.join(f"{each.decision} by {each.by}" for each in visit.decisions),
        "overrides": _BETWEEN.join(overrides),
        "consent_given": "" if consent is None else "yes" if consent.given else "no",
        "consent_at": consent and consent.at.isoformat(),
        "areas": _BETWEEN.join(session.areas) if session else "",
        "steps": _BETWEEN.join(session.steps) if session else "",
        "products": _BETWEEN.join(f"{each.name} {each.lot}".strip() for each in session.products) if session else "",
        "notes": session.notes if session else "",
        "reactions": _BETWEEN.join(each.said for each in visit.reactions),
        "answers": _BETWEEN.join(f"{each.asked} {each.answered}" for each in visit.answers),
    }
