"""Workbooks that spreadsheet programs open: a sheet for each table, values only, nothing that is run."""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from .csv_out import looks_like_formula

LONGEST_TITLE, LONGEST_CELL, WIDEST = 31, 32_767, 60
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\\x00-\x1f']")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True)
class Sheet:
    """One table: its title, the names of its columns, its rows, and how it was made (below the table)."""

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[object]]
    note: str = ""


def write_xlsx(sheets: Iterable[Sheet], *, right_to_left: bool = False) -> bytes:
    """Return a workbook. Numbers are numbers; all else is text, also what looks like a formula.

    `right_to_left`: the sheets run so. The file's properties name nobody. Raises ValueError without a sheet.
    """
    from openpyxl import Workbook  # read only where it is needed: it is large

    book = Workbook(write_only=True)
    book.properties.creator = ""
    titles: set[str] = set()
    for sheet in sheets:
        drawn = book.create_sheet(title_of(sheet.title, titles))
        drawn.sheet_view.rightToLeft = right_to_left
        _fill(drawn, sheet)
    if not titles:
        raise ValueError("a workbook needs a sheet")
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def title_of(words: str, taken: set[str]) -> str:
    """Return a title as workbooks take it, unlike those that are taken, and add it to them.

    Titles that differ in case alone are the same to spreadsheet programs.
    """
    plain = _NOT_IN_TITLES.sub(" ", words).strip()[:LONGEST_TITLE].strip() or "-"
    title, number = plain, 2
    while title.casefold() in taken:
        ending = f" {number}"
        title, number = plain[: LONGEST_TITLE - len(ending)] + ending, number + 1
    taken.add(title.casefold())
    return title


def _fill(drawn: Any, sheet: Sheet) -> None:
    from openpyxl.utils import get_column_letter

    for place, width in enumerate(_widths(sheet), 1):
        drawn.column_dimensions[get_column_letter(place)].width = width
    drawn.freeze_panes = "A2"
    drawn.append([_cell(drawn, name, bold=True) for name in sheet.header])
    for row in sheet.rows:
        drawn.append([_cell(drawn, value) for value in row])
    if sheet.note:
        drawn.append([])
        drawn.append([_cell(drawn, sheet.note)])


def _widths(sheet: Sheet) -> list[int]:
    """Return for each column how wide it is drawn, in signs, by its first rows."""
    rows = [sheet.header, *sheet.rows[:200]]
    longest = [
        max(len(str(row[place])) for row in rows if place < len(row)) for place in range(len(sheet.header))
    ]
    return [min(max(length + 2, 8), WIDEST) for length in longest]


def _cell(drawn: Any, value: object, *, bold: bool = False) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    if isinstance(value, bool) or not isinstance(value, int | float):
        words = _UNWRITABLE.sub("", "" if value is None else str(value))[:LONGEST_CELL]
        cell = WriteOnlyCell(drawn, words)
        cell.data_type = "s"  # else words that begin like a formula would become one
        cell.quotePrefix = looks_like_formula(words)
        cell.alignment = Alignment(wrap_text=len(words) > WIDEST, vertical="top")
    else:
        cell = WriteOnlyCell(drawn, value)
    if bold:
        cell.font = Font(bold=True)
    return cell
