"""Large tables from elsewhere: their encoding and delimiter guessed, their rows read one by one, never all at once.

A CSV file may come in any encoding and with any delimiter, a workbook (XLSX) is read by its first sheet. Values only:
a formula is text, or the value that it last had; nothing is run.
"""

import codecs
import csv
import zipfile
from collections import Counter
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any

from .tables_in import TableError

MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 250_000, 300, 20_000
MOST_UNPACKED, MOST_SHARED = 600_000_000, 80_000_000
"""What a workbook may take when it is unpacked: all of it, and its list of texts, which is held in memory."""
SAMPLE = 200
TOGETHER, MOST_LINES = 100, 30
"""So many rows are read at once; where they take more lines each, a quotation mark never closes."""
ENCODINGS = ("utf-8", "utf-16", "mixed", "cp1252", "cp1250", "cp1251", "cp1256")
"""What a file may be written in. `mixed`: each line is UTF-8 or, where it cannot be, cp1252."""
DELIMITERS = (",", ";", "\t", "|")
_BLOCK = 1 << 16
_SHARED = "xl/sharedStrings.xml"


@dataclass(frozen=True)
class Shape:
    """How a file is read: `kind` is csv or xlsx; encoding and delimiter are of a CSV file."""

    kind: str = "csv"
    encoding: str = "utf-8"
    delimiter: str = ","


@dataclass(frozen=True)
class Look:
    """What a file holds at first sight: its headings, its first rows, and how many rows there are below."""

    header: list[str]
    sample: list[list[str]]
    rows: int


def guess_shape(path: Path) -> Shape:
    """Return how a file is most likely to be read."""
    with path.open("rb") as file:
        head = file.read(_BLOCK)
    if head[:4] == b"PK\x03\x04":
        return Shape("xlsx", "", "")
    encoding = _encoding(path, head)
    return Shape("csv", encoding, _delimiter(path, encoding))


def read_rows(path: Path, shape: Shape, *, skip: int = 0) -> Generator[list[str]]:
    """Yield the rows of a file as text, the headings first; `skip` leaves so many out.

    Raises TableError: unreadable, too-wide, or unclosed (a quotation mark that opens and never closes).
    """
    rows = _sheet_rows(path) if shape.kind == "xlsx" else _csv_rows(path, shape)
    yield from islice(rows, skip, None)


def look_at(path: Path, shape: Shape) -> Look:
    """Return the headings, the first rows and the number of rows. Raises TableError, also empty and too-large."""
    with closing(read_rows(path, shape)) as rows:
        header = [cell.strip() for cell in next(rows, [])]
        while header and not header[-1]:
            header.pop()
        if len(header) > MOST_COLUMNS:
            raise TableError("too-wide")
        sample = list(islice(rows, SAMPLE))
        number = _number_below(path, shape, rows, len(sample))
    if number > MOST_ROWS:
        raise TableError("too-large")
    if not header or not any(map(any, sample)):
        raise TableError("empty")
    return Look(header, sample, number)


def _number_below(path: Path, shape: Shape, rest: Iterable[object], read: int) -> int:
    """Return how many rows there are. A workbook is slow to read: it has as many as it says, or more than were read."""
    if shape.kind == "xlsx":
        return max(read, (_height(path) or 1) - 1)
    return read + sum(1 for _row in islice(rest, MOST_ROWS))


def _encoding(path: Path, head: bytes) -> str:
    if head[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return _other_encoding(path)
    return "utf-8"


def _other_encoding(path: Path) -> str:
    """Tell a file that some program wrote in UTF-8 and another continued from one in a single older encoding."""
    with path.open("rb") as file:
        for line in file:
            if not line.isascii() and _is_utf8(line):
                return "mixed"
    return "cp1252"


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _delimiter(path: Path, encoding: str) -> str:
    """Return the delimiter by which the first rows have the same number of cells, and more than one."""

    def fit(delimiter: str) -> tuple[float, int]:
        try:
            widths = Counter(
                len(row) for row in islice(_csv_rows(path, Shape("csv", encoding, delimiter)), 50) if row
            )
        except TableError:
            return (0.0, 0)
        width, number = max(widths.items(), key=lambda one: (one[1], one[0]), default=(0, 0))
        return (number / widths.total(), width) if width > 1 else (0.0, 0)

    return max(DELIMITERS, key=fit)


def _csv_rows(path: Path, shape: Shape) -> Iterator[list[str]]:
    with _lines(path, shape.encoding) as lines:
        rows = csv.reader(lines, delimiter=shape.delimiter)
        before = 0
        try:
            while several := list(islice(rows, TOGETHER)):
                if rows.line_num - before > TOGETHER * MOST_LINES:
                    raise TableError("unclosed")
                before = rows.line_num
                yield from several
        except csv.Error as error:
            raise TableError("unclosed" if "limit" in str(error) else "unreadable") from None


@contextmanager
def _lines(path: Path, encoding: str) -> Iterator[Iterable[str]]:
    """Give the lines of a file with their ends. What cannot be decoded becomes a sign that says so (U+FFFD)."""
    if encoding == "mixed":
        with path.open("rb") as file:
            yield (
                line.decode("utf-8") if _is_utf8(line) else line.decode("cp1252", errors="replace")
                for line in file
            )
    else:
        codec = "utf-8-sig" if encoding == "utf-8" else encoding
        with path.open(encoding=codec, errors="replace", newline="") as text:
            yield text


def _sheet_rows(path: Path) -> Iterator[list[str]]:
    from openpyxl import load_workbook  # read only where it is needed: it is large

    with path.open("rb") as file:  # by its name the library would want an ending
        try:
            _check_unpacked(file)
            book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        except TableError:
            raise
        except Exception:  # a broken file fails in a hundred ways within the library
            raise TableError("unreadable") from None
        with closing(book):
            yield from _cells(book.worksheets[0].iter_rows(values_only=True))


def _height(path: Path) -> int | None:
    """Return how many rows the first sheet of a workbook says that it has, where it says so."""
    from openpyxl import load_workbook

    with path.open("rb") as file, closing(load_workbook(file, read_only=True, keep_links=False)) as book:
        height: int | None = book.worksheets[0].max_row
        return height


def _cells(rows: Iterable[Iterable[object]]) -> Iterator[list[str]]:
    found = iter(rows)
    while True:
        try:
            row = next(found)
        except StopIteration:
            return
        except Exception:
            raise TableError("unreadable") from None
        yield [_cell(value) for value in islice(row, MOST_COLUMNS + 1)]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
    return str(value)


def _check_unpacked(file: IO[bytes]) -> None:
    with zipfile.ZipFile(file) as packed:
        sizes = {one.filename: one.file_size for one in packed.infolist()}
    if sum(sizes.values()) > MOST_UNPACKED or sizes.get(_SHARED, 0) > MOST_SHARED:
        raise TableError("too-large")
