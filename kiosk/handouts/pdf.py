"""A document as PDF: plain, with letters for names in any script."""

from datetime import UTC

import segno
from fpdf import FPDF
from fpdf.enums import MethodReturnValue, XPos, YPos

from kiosk.core.language import speaking, tr, tr_later
from kiosk.handouts import fonts
from kiosk.handouts.page import BlankLine, DrawnLine, LabelledLine, Line, Paper, Paragraph, plain

_MARGIN, _MARGIN_OF_A5 = 18.0, 12.0
_SHEETS = {"A4": (210.0, 297.0), "A5": (148.0, 210.0)}
_LARGE = 1.9
"""How many times the usual size large print is: 18 points."""
_LABEL_WIDTH, _LONG_LABEL_WIDTH = 46.0, 96.0
_SHORT_LABEL = 26
_MODULE = 1.1
_SIGNATURE_WIDTH, _SIGNATURE_HEIGHT, _STROKE, _THIN = 80.0, 24.0, 0.4, 0.2
_GAP = 3.0
_MOST_OF_A_LINE = 0.75
"""How much of a line to write on its label takes at most."""
_LARGEST = 20.0
"""Points of the largest letters: in large print a title needs to be no larger than that."""
_SIZE, _SMALL, _HEADING, _TITLE = 9.5, 8.0, 12.0, 18.0
_LEADING = 4.8
_WRITING = 9.0
"""Between two lines to write on."""
_INK, _QUIET, _RULE = (28, 32, 36), (86, 94, 102), (190, 196, 202)
_FACE = "text"
_UNKNOWN = tr_later("A character that no font of this machine has is written as its Unicode number, such as [U+4E2D].")


def to_pdf(paper: Paper, *, code: segno.QRCode | None = None) -> bytes:
    """Return a document as PDF, with a code at its end if there is one."""
    with speaking(paper.language):
        return _set(paper, code)


def _set(paper: Paper, code: segno.QRCode | None) -> bytes:
    helping, unknown = fonts.helpers(fonts.undrawable(plain(paper)))
    pages = _Pages(paper, unknown)
    pages.set_creation_date(paper.made_at.astimezone(UTC))
    pages.set_title(paper.foot)
    pages.set_lang(paper.language)
    pages.set_producer("clinic-kiosk")
    for number, file in enumerate(helping):
        for style in ("", "B"):
            pages.add_font(f"{_FACE}{number}", style, file)
    pages.set_fallback_fonts([f"{_FACE}{number}" for number in range(len(helping))], exact_match=False)
    pages.add_page()
    pages.title_block(paper.title, paper.lead)
    for each in paper.sections:
        pages.heading(each.title)
        for line in each.lines:
            pages.line_of(line)
    if code is None and paper.code is not None:
        code = segno.make(paper.code, error="m", micro=False)
    if code is not None:
        pages.code(code)
    if unknown:
        pages.line_of(Paragraph(tr(_UNKNOWN)))
    return bytes(pages.output())


class _Pages(FPDF):
    """The pages as they are being filled."""

    def __init__(self, paper: Paper, unknown: frozenset[int]) -> None:
        super().__init__(format=_SHEETS[paper.size])
        self._foot = paper.foot
        self._unknown = unknown
        self._times = _LARGE if paper.large else 1.0
        self._leading = _LEADING * self._times
        self._margin = _MARGIN if paper.size == "A4" else _MARGIN_OF_A5
        self.add_font(_FACE, "", fonts.REGULAR)
        self.add_font(_FACE, "B", fonts.BOLD)
        self.set_margins(self._margin, self._margin)
        self.set_auto_page_break(auto=True, margin=self._margin + 4)
        self.alias_nb_pages()

    def footer(self) -> None:
        """Write what is at the foot of each page."""
        self.set_y(-self._margin + 2)
        self.set_font(_FACE, "", _SMALL)  # as small in large print: a foot is for staff
        self.set_text_color(*_QUIET)
        page = tr("page {number} of {pages}").format(number=self.page_no(), pages="{nb}")
        self.cell(0, 5, f"{fonts.spelled(self._foot, self._unknown)}   ·   {page}", align="R")

    def title_block(self, title: str, lead: str) -> None:
        """Write the title and what the document is."""
        self._pen(_TITLE, _INK, "B")
        self._flow(title, 8 * self._times)
        self.ln(1)
        self._pen(_SIZE, _QUIET)
        self._flow(lead, self._leading)
        self.ln(3)

    def heading(self, title: str) -> None:
        """Write a section's heading, never as the last line of a page."""
        if self.will_page_break(24 * self._times):
            self.add_page()
        self.ln(4)
        self._pen(_HEADING, _INK, "B")
        self._flow(title, 6 * self._times)
        self.set_draw_color(*_RULE)
        self.line(self.l_margin, self.y + 0.8, self.w - self.r_margin, self.y + 0.8)
        self.ln(2.4)

    def line_of(self, line: Line) -> None:
        """Write one line of a section."""
        if isinstance(line, Paragraph):
            self._pen(_SIZE, _INK, "B" if line.strong else "")
            if line.strong:
                self._make_room(self._height(line.text, self.epw) + 2 * self._leading)
                self.ln(1.4)
            self._flow(line.text, self._leading)
            self.ln(0.8)
        elif isinstance(line, DrawnLine):
            self._drawn(line)
        elif isinstance(line, BlankLine):
            self._blank(line)
        else:
            self._pair(line)

    def code(self, code: segno.QRCode) -> None:
        """Draw a QR code."""
        rows = [list(row) for row in code.matrix_iter(border=0)]
        self._make_room(len(rows) * _MODULE)
        left, top = self.l_margin + 4 * _MODULE, self.y + 4 * _MODULE
        self.set_fill_color(0, 0, 0)
        for down, row in enumerate(rows):
            for across, dark in enumerate(row):
                if dark:
                    self.rect(left + across * _MODULE, top + down * _MODULE, _MODULE, _MODULE, style="F")
        self.set_y(top + (len(rows) + 4) * _MODULE)

    def _pair(self, line: LabelledLine) -> None:
        beside = _LABEL_WIDTH if len(line.label) <= _SHORT_LABEL else _LONG_LABEL_WIDTH
        beside = min(beside * self._times, self.epw / 2)
        width = self.epw - beside - _GAP
        self._pen(_SIZE, _QUIET)
        label = self._height(line.label, beside)
        self._pen(_SIZE, _INK)
        self._make_room(max(label, self._height(line.text, width)))
        top, page = self.y, self.page
        self._pen(_SIZE, _QUIET)
        self._flow(line.label, self._leading, beside)
        below = self.y
        self.set_xy(self.l_margin + beside + _GAP, top)
        self._pen(_SIZE, _INK)
        self._flow(line.text, self._leading, width)
        self.set_y((max(below, self.y) if self.page == page else self.y) + 0.8)

    def _drawn(self, line: DrawnLine) -> None:
        """Draw the strokes of a signature beside its label."""
        drawing = line.drawing
        scale = min(_SIGNATURE_WIDTH / drawing.width, _SIGNATURE_HEIGHT / drawing.height)
        self._make_room(drawing.height * scale + 1)
        left, top = self.l_margin + _LABEL_WIDTH + _GAP, self.y
        self._pen(_SIZE, _QUIET)
        self._flow(line.label, self._leading, _LABEL_WIDTH)
        self.set_draw_color(*_INK)
        self.set_line_width(_STROKE)
        self.set_fill_color(*_INK)
        for stroke in drawing.strokes:
            points = [(left + x * scale, top + y * scale) for x, y in stroke]
            if len(points) > 1:
                self.polyline(points)
            elif points:
                self.circle(*points[0], _STROKE, style="F")
        self.set_line_width(_THIN)
        self.set_y(top + drawing.height * scale + 0.8)

    def _blank(self, line: BlankLine) -> None:
        """Draw lines to write on; the first goes on after the label, if there is room beside it."""
        height = _WRITING * self._times
        self._make_room(height * line.rows)
        self._pen(_SIZE, _INK)
        self.set_draw_color(*_QUIET)
        label = fonts.spelled(line.label, self._unknown)
        taken = min(self.get_string_width(label) + _GAP, self.epw * _MOST_OF_A_LINE) if label else 0.0
        for row in range(line.rows):
            below = self.y + height
            if row == 0 and label:
                self.set_xy(self.l_margin, below - self._leading)
                self.cell(taken, self._leading, label)
            left = self.l_margin + (taken if row == 0 else 0)
            self.line(left, below, self.w - self.r_margin, below)
            self.set_xy(self.l_margin, below)
        self.ln(_GAP)

    def _make_room(self, height: float) -> None:
        """Go to the next page if that keeps a line whole."""
        if self.will_page_break(height) and height < self.eph:
            self.add_page()

    def _height(self, text: str, width: float) -> float:
        found = self.multi_cell(
            width,
            self._leading,
            fonts.spelled(text, self._unknown),
            align="L",
            dry_run=True,
            output=MethodReturnValue.HEIGHT,
        )
        return float(found) if isinstance(found, (int, float)) else 0.0

    def _flow(self, text: str, leading: float, width: float = 0) -> None:
        words = fonts.spelled(text, self._unknown)
        self.multi_cell(width, leading, words, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def _pen(self, size: float, colour: tuple[int, int, int], style: str = "") -> None:
        self.set_font(_FACE, style, min(size * self._times, max(size, _LARGEST)))
        self.set_text_color(*colour)
