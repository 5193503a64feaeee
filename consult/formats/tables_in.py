"""Tables that people made with a spreadsheet program: CSV in whatever shape, or XLSX. Values only; nothing is run."""

import csv
import io
import unicodedata
import zipfile

MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 20_000, 40, 500
MOST_BYTES = 80_000_000
"""What a workbook may take when it is unpacked: a small file can hold a thousand times its size."""
_CONTROLS = dict.fromkeys([*range(9), *range(0x0E, 0x1C), *range(0x7F, 0xA0)]) | dict.fromkeys(
    [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
"""Control signs and direction marks: a name that turns the words after it around could pass for another."""


class TableError(ValueError):
    """The file is no table that can be read; `reason` is unreadable, too-large or empty."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read_table(data: bytes) -> list[list[str]]:
    """Return the rows of a CSV or XLSX file (its first sheet) as text, trimmed; empty rows stay, to keep the numbers.

    Raises TableError.
    """
    rows = _read_workbook(data) if data[:4] == b"PK\x03\x04" else read_csv(_decoded(data))
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise TableError("empty")
    return rows


def read_csv(text: str) -> list[list[str]]:
    """Return the rows of a table typed or pasted, its cells parted by comma, semicolon or tab. Raises TableError."""
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        return _bounded([_cell(value) for value in row] for row in rows)
    except csv.Error:
        raise TableError("unreadable") from None


def as_text(rows: list[list[str]]) -> str:
    """Return rows as text that `read_csv` reads again, for a form to carry."""
    target = io.StringIO()
    csv.writer(target, lineterminator="\n").writerows(rows)
    return target.getvalue()


def _read_workbook(data: bytes) -> list[list[str]]:
    from openpyxl import load_workbook  # read only where it is needed: it is large

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(one.file_size for one in packed.infolist()) > MOST_BYTES:
                raise TableError("too-large")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            sheet = book.worksheets[0]
            return _bounded([_cell(value) for value in row] for row in sheet.iter_rows(values_only=True))
        finally:
            book.close()
    except TableError:
        raise
    except Exception:  # a broken file fails in a hundred ways within the library
        raise TableError("unreadable") from None


def _bounded(rows: object) -> list[list[str]]:
    found: list[list[str]] = []
    for row in rows:  # type: ignore[attr-defined]
        if len(found) >= MOST_ROWS or (len(row) > MOST_COLUMNS and any(row[MOST_COLUMNS:])):
            raise TableError("too-large")
        found.append(row[:MOST_COLUMNS])
    return found


def _cell(value: object) -> str:
    text = unicodedata.normalize("NFC", "" if value is None else str(value))
    return " ".join(text.translate(_CONTROLS).split())[:LONGEST_CELL]


def _decoded(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")
