"""Tables as CSV that spreadsheet programs open rightly and cannot be harmed by."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

_BYTE_ORDER_MARK = "\ufeff"
# What a spreadsheet program may take for the beginning of a formula, also in the fullwidth forms that
# Japanese and Chinese editions accept.
_FORMULA_STARTS = tuple("=+-@\t\r\n|%＝＋－＠｜％﹢﹣−")
_UNWRITABLE = {code: None for code in (*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F)}


def write_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Return the table as UTF-8 with a byte order mark and CRLF line ends.

    Numbers stay numbers, `None` becomes an empty cell, dates and times are written as ISO 8601, and a text
    that a spreadsheet program could run as a formula begins with an apostrophe. Raises `ValueError` for a
    row that has not one cell for each heading, since its values would stand under wrong headings.
    """
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow([_cell(name) for name in header])
    for number, row in enumerate(rows, start=1):
        if len(row) != len(header):
            raise ValueError(f"row {number} has {len(row)} cells for {len(header)} headings")
        writer.writerow([_cell(value) for value in row])
    return (_BYTE_ORDER_MARK + target.getvalue()).encode("utf-8", errors="replace")


def safe_text(text: str) -> str:
    """Return the text without control characters, and harmless if it looks like a formula."""
    cleaned = text.translate(_UNWRITABLE)
    return "'" + cleaned if looks_like_formula(cleaned) else cleaned


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return safe_text(str(value))


def looks_like_formula(text: str) -> bool:
    """Look past blanks and characters of no width, which some programs drop before they decide."""
    for mark in text:
        if mark in _FORMULA_STARTS:
            return True
        if not _is_invisible(mark):
            return False
    return False


def _is_invisible(mark: str) -> bool:
    return mark.isspace() or unicodedata.category(mark) in ("Cf", "Cc")
