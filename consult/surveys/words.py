"""The words that readers see for what stands against a file or a row, and for how files are written."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from consult.formats.outside_file import MOST_COLUMNS, MOST_ROWS

FAULTS = {
    "no-region": _l("No region of the network has this name"),
    "no-language": _l("No language is called so"),
    "no-day": _l("This is no day in the order that was chosen"),
    "no-option": _l("The question does not offer this option"),
    "no-answer": _l("The row answers no question"),
    "too-many-cells": _l("The row has more cells than there are headings"),
    "too-long": _l("These words are too long"),
    "unreadable": _l("These words hold a sign that cannot be stored"),
}
ENCODINGS = {
    "utf-8": _l("UTF-8 (all languages)"),
    "utf-16": _l("UTF-16 (all languages)"),
    "mixed": _l("Mixed: some lines in UTF-8, others in Western European"),
    "cp1252": _l("Western European (Windows-1252)"),
    "cp1250": _l("Central European (Windows-1250)"),
    "cp1251": _l("Cyrillic (Windows-1251)"),
    "cp1256": _l("Arabic (Windows-1256)"),
}
DELIMITERS = {",": _l("Comma"), ";": _l("Semicolon"), "\t": _l("Tab"), "|": _l("Vertical bar")}
ORDERS = {
    "year-month-day": _l("Year, month, day"),
    "day-month-year": _l("Day, month, year"),
    "month-day-year": _l("Month, day, year"),
    "year-day-month": _l("Year, day, month"),
}
STATES = {
    "uploaded": _l("not started"),
    "reading": _l("being read"),
    "done": _l("brought in"),
    "failed": _l("stopped"),
    "withdrawn": _l("taken out"),
}
READERS = {
    "readers": _l("Everybody who may read the consultation"),
    "facilitators": _l("The facilitators only; the answers are counted for all"),
}


def problem_said(reason: str | None) -> str:
    """Return why a file cannot be read, for the reason of a TableError."""
    said = {
        "empty": _("There is no row in it."),
        "too-wide": _(
            "This table has too many columns: at most %(most)s. Take out those that you do not need.",
            most=MOST_COLUMNS,
        ),
        "too-large": _(
            "This table is too large: at most %(most)s rows. Cut it into several.", most=f"{MOST_ROWS:,}"
        ),
        "unclosed": _(
            "A quotation mark opens and never closes, so rows run into each other. Save the table anew and try again."
        ),
        "gone": _("The file is no longer there. Bring it in again."),
    }
    return said.get(
        reason or "", _("This is not a table that can be read. Save it as CSV or XLSX and try again.")
    )
