"""The recovery sheet on paper: the clinic's key as words and as a QR code."""

from datetime import datetime

from kiosk.handouts.page import LabelledLine, Paper, Paragraph, section
from kiosk.handouts.pdf import to_pdf
from kiosk.records.keys import recovery_words
from rules import day_in_words

_IN_A_ROW = 3


def sheet_pdf(clinic_name: str, clinic_id: str, key: bytes, made_at: datetime) -> bytes:
    """Return the recovery sheet of a clinic as PDF."""
    words = recovery_words.to_words(key)
    rows = [
        LabelledLine(f"Words {first + 1} to {first + _IN_A_ROW}", "     ".join(words[first : first + _IN_A_ROW]))
        for first in range(0, len(words), _IN_A_ROW)
    ]
    paper = Paper(
        title="Recovery sheet",
        lead=f"{clinic_name}, clinic {clinic_id}, printed on {day_in_words(made_at.date())}.",
        foot=f"Clinic {clinic_id}",
        made_at=made_at,
        sections=(
            section(
                "What this is",
                [
                    Paragraph(
                        "Whoever has these words can read all records of the clinic. Without them, and without the key on the "
                        "clinic's machine, nobody can."
                    ),
                    Paragraph(
                        "Keep this sheet locked away, outside the clinic's rooms. Remove the file it was printed from."
                    ),
                    Paragraph(
                        "To bring a clinic back on a new machine: kiosk --data DIR restore BACKUP --words, then type the words."
                    ),
                ],
            ),
            section("The words", rows),
            section("The same as a code", [Paragraph("A scanner reads it as if it were typed.")]),
        ),
    )
    return to_pdf(paper, code=recovery_words.qr(clinic_id, key))
