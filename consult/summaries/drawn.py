"""Which tables are drawn as well, and how: from their cells alone, so that a chart and its table cannot differ."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from flask_babel import format_decimal
from flask_babel import gettext as _
from markupsafe import Markup

from consult.web.locale import current_language, direction
from consult.web.moments import written
from consult.web.pages import figure

from . import charts
from .charts import Bar, Title
from .shown_table import ShownTable

LEAST_ROWS = 2
"""A chart of fewer bars, or days, tells nothing that the table does not."""


def with_bars(table: ShownTable, columns: Sequence[int], names: Sequence[str] = ()) -> ShownTable:
    """Return the table with a bar for the figure of each of these columns, row by row.

    `names`: what the bars of a row are called where there are several.
    """
    rows = [row for row in table.cells if all(isinstance(row[place], int | float) for place in columns)]
    if len(rows) < LEAST_ROWS:
        return table
    title = Title(
        table.name,
        table.caption,
        _about(max(rows, key=lambda row: row[columns[0]]), columns[0], table.header),
        names,
    )
    drawn = [
        Bar(row[0], [row[place] for place in columns], [_words(row[place]) for place in columns])
        for row in rows
    ]
    return _with(table, charts.bars(title, drawn, right_to_left=_is_mirrored()))


def with_columns_stacked(table: ShownTable) -> ShownTable:
    """Return the table with one bar for each of its columns, cut as its rows say; nothing of one row is drawn."""
    if sum(any(row[1:]) for row in table.cells) < LEAST_ROWS:
        return table
    title = Title(
        table.name,
        table.caption,
        _about(max(table.cells, key=lambda row: row[-1]), -1, table.header),
        [row[0] for row in table.cells],
    )
    drawn = [
        Bar(name, [row[place] for row in table.cells], [_words(row[place]) for row in table.cells])
        for place, name in enumerate(table.header)
        if place
    ]
    return _with(table, charts.stacked(title, drawn, right_to_left=_is_mirrored()))


def with_line(table: ShownTable) -> ShownTable:
    """Return a table by day with the line of its last column."""
    if len(table.cells) < LEAST_ROWS:
        return table
    most = max(table.cells, key=lambda row: row[-1])
    words = _("%(day)s: %(number)s", day=_day(most[0]), number=_words(most[-1]))
    title = Title(table.name, table.caption, _about((_day(most[0]), most[-1]), -1, table.header))
    drawn = charts.line(
        title,
        [row[-1] for row in table.cells],
        (_day(table.cells[0][0]), _day(table.cells[-1][0])),
        words,
        right_to_left=_is_mirrored(),
    )
    return _with(table, drawn)


def _with(table: ShownTable, drawn: Markup) -> ShownTable:
    return replace(table, chart=drawn)


def _about(most: Sequence[Any], place: int, header: Sequence[str]) -> str:
    return _(
        "%(column)s: most for %(name)s, %(number)s. The table beside it has all figures.",
        column=header[place],
        name=most[0],
        number=_words(most[place]),
    )


def _words(value: float) -> str:
    return format_decimal(value, "#,##0.0") if isinstance(value, float) else str(figure(value))


def _day(day: str) -> str:
    return written(date.fromisoformat(day))


def _is_mirrored() -> bool:
    return direction(current_language()) == "rtl"
