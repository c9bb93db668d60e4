"""Whom a number stands for: some booking programs name a client by number alone, and export the clients in a file of their own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from kiosk.core.clean import clean
from kiosk.core.errors import BadInput
from kiosk.schedule.column_titles import ColumnTitles
from kiosk.schedule.columns import place_columns
from kiosk.schedule.file_text import MOST_BYTES
from kiosk.schedule.spreadsheet import Sheet
from kiosk.schedule.table_files import table_of

NUMBER: Final = "client number"
_ABOUT: Final = ("client", "given name", "family name", "date of birth", "phone", "language")


@dataclass(frozen=True, slots=True)
class ClientsFile:
    """What a file of clients says, by their number."""

    says: tuple[str, ...] = ()
    by_number: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path, titles: ColumnTitles) -> "ClientsFile":
        """Read the file that `schedule.clients_file` names; raises BadInput, with one sentence, if that cannot be done."""
        try:
            with path.open("rb") as file:
                sheet = table_of(file.read(MOST_BYTES + 1), titles)
        except OSError as error:
            raise BadInput(f"clinic.toml: schedule.clients_file, {path}, cannot be read: {error.strerror}.") from None
        except BadInput as error:
            raise BadInput(f"clinic.toml: schedule.clients_file, {path}: {error.sentence}") from None
        columns = place_columns(sheet.header, titles)
        says = tuple(name for name in _ABOUT if columns.has(name))
        if not columns.has(NUMBER) or not {"date of birth"} < set(says):
            raise BadInput(
                f"clinic.toml: schedule.clients_file, {path}, needs columns of a client's number, name and date of birth; if they "
                "have other names there, say so under schedule.columns (docs/schedule.md)."
            )
        known = {
            _key(columns.cell(line.cells, NUMBER)): tuple(columns.cell(line.cells, name) for name in says)
            for line in sheet.lines
        }
        return cls(says, {number: about for number, about in known.items() if number})

    def added_to(self, sheet: Sheet, titles: ColumnTitles) -> Sheet:
        """Return a schedule with what it does not say itself of the clients whose numbers it has."""
        columns = place_columns(sheet.header, titles)
        if not self.says or not columns.has(NUMBER):
            return sheet
        lacking = [at for at, name in enumerate(self.says) if not columns.has(name)]
        width = len(sheet.header)

        def told(cells: Sequence[str]) -> tuple[str, ...]:
            about = self.by_number.get(_key(columns.cell(cells, NUMBER)), ("",) * len(self.says))
            return (*cells, *("" for _ in range(width - len(cells))), *(about[at] for at in lacking))

        lines = tuple(replace(line, cells=told(line.cells)) for line in sheet.lines)
        return replace(sheet, header=(*sheet.header, *(self.says[at] for at in lacking)), lines=lines)


def _key(number: str) -> str:
    return clean(number).casefold()
