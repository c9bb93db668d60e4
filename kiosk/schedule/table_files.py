"""A table from a file: a workbook, or lines of text."""

from kiosk.schedule.column_titles import ColumnTitles
from kiosk.schedule.csv_sheet import read_sheet
from kiosk.schedule.spreadsheet import Sheet
from kiosk.schedule.workbook import MARK, read_workbook


def table_of(data: bytes, titles: ColumnTitles) -> Sheet:
    """Read a workbook or a CSV file; raises BadInput, with one sentence, if it is neither."""
    return (read_workbook if data.startswith(MARK) else read_sheet)(data, titles)
