"""Papers go to `lp` on standard input, under a name that says nobody; what goes wrong is said in words."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader

from kiosk.core.errors import KioskError, NotFound, NotPrinted
from kiosk.core.printer_settings import Printing
from kiosk.handouts.page import BlankLine, Paper, Paragraph, pair, section
from kiosk.handouts.pdf import to_pdf
from kiosk.handouts.printing import print_paper
from tests.kiosk.handouts.fake_lp import Queue, fake_lp

NOON = datetime(2026, 7, 30, 12, tzinfo=UTC)
DESK = Printing(printer="desk")


@pytest.fixture
def queue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Queue:
    return fake_lp(tmp_path, monkeypatch)


def a_copy(**more: object) -> Paper:
    parts = (section("Signed", [pair("Signed as", "Łucja Nguyễn")]),)
    return Paper("Consent", "A copy", "Consent", NOON, parts, kind="Consent", **more)  # type: ignore[arg-type]


def test_a_paper_is_sent_whole_and_its_name_in_the_queue_says_nobody(queue: Queue) -> None:
    assert print_paper(a_copy(), DESK) == "desk"
    assert queue.arguments == ["-s -d desk -t Consent -"]
    (pdf,) = queue.papers
    reader = PdfReader(io.BytesIO(pdf))
    assert "Łucja Nguyễn" in reader.pages[0].extract_text()
    assert reader.metadata is not None
    assert "Nguy" not in str(dict(reader.metadata))


def test_half_a_sheet_asks_for_such_paper_only_where_the_printer_holds_it(queue: Queue) -> None:
    half = a_copy(size="A5")
    print_paper(half, DESK)
    print_paper(half, Printing(printer="desk", a5_paper=True), "other")
    print_paper(a_copy(), Printing(printer="desk", a5_paper=True))
    assert queue.arguments == [
        "-s -d desk -t Consent -",
        "-s -d other -t Consent -o media=A5 -",
        "-s -d desk -t Consent -",
    ]
    sizes = [tuple(round(float(side) / 72 * 25.4) for side in _page(pdf).mediabox[2:]) for pdf in queue.papers]
    assert sizes == [(148, 210), (148, 210), (210, 297)]


def _page(pdf: bytes):  # type: ignore[no-untyped-def]
    return PdfReader(io.BytesIO(pdf)).pages[0]


def test_what_the_printer_says_is_passed_on_in_a_sentence(queue: Queue) -> None:
    queue.refuse("/usr/bin/lp: The printer or class does not exist.\n")
    with pytest.raises(
        NotPrinted, match=r"“desk” did not take it \(The printer or class does not exist\): check its name"
    ):
        print_paper(a_copy(), DESK)


def test_without_a_printer_or_lp_the_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"write printing\.printer in clinic\.toml, or save the paper as PDF"):
        print_paper(a_copy(), Printing())
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(KioskError, match="There is no `lp` on this machine"):
        print_paper(a_copy(), DESK)


def test_large_print_is_larger_and_lines_to_write_on_take_their_room() -> None:
    words = [Paragraph("Do you have a rash?"), BlankLine("Name"), BlankLine("", rows=3)]
    usual, large = (
        _page(to_pdf(Paper("Form", "Blank", "Form", NOON, (section("One", words),), large=large)))
        for large in (False, True)
    )
    assert (_size(usual), _size(large)) == (9.5, 18.05)
    assert usual.extract_text().split() == large.extract_text().split()


def _size(page) -> float:  # type: ignore[no-untyped-def]
    """Return the size of the letters in which the question is written."""
    sizes: list[float] = []
    page.extract_text(visitor_text=lambda text, *_where: sizes.append(_where[-1]) if "rash" in text else None)
    return round(sizes[0], 2)
