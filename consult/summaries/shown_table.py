"""A table as readers see it: labels in their language, links to the rows, how it was made, and its drawing."""

from dataclasses import dataclass
from typing import Any

from flask_babel import format_decimal
from markupsafe import Markup

from consult.web.pages import figure


@dataclass(frozen=True)
class ShownTable:
    """One table: what it is called, its rows with their labels, and its method."""

    name: str
    caption: str
    header: tuple[str, ...]
    cells: tuple[tuple[Any, ...], ...]
    method: str
    leads: tuple[str, ...] = ()  # the page that each row's first cell leads to; names can be the same twice
    is_long: bool = False
    shades: tuple[tuple[int, ...], ...] = ()  # for a heat map: how dark each figure's cell is drawn
    addresses: tuple[tuple[str, ...], ...] = ()  # of the rows behind each figure, where there is a page
    chart: Markup = Markup("")  # noqa: RUF009 - the same figures as a drawing, where that tells more

    @property
    def numeric(self) -> list[int]:
        """Return the numbers of the columns that hold figures: all that do not begin with words."""
        first = self.cells[0] if self.cells else ()
        return [place for place in range(1, len(self.header)) if not first or not _is_words(first[place])]

    @property
    def plain(self) -> list[list[Any]]:
        """Return the rows for what leaves the house: figures as the language writes them, and no links."""
        return [[row[0], *map(_in_words, row[1:])] for row in self.cells]

    @property
    def linked(self) -> list[list[Any]]:
        """Return the rows as a page shows them: their first cell leads to what it names, where there is a page."""
        return [
            [
                self._linked(number, row[0]),
                *(self._figure(number, place, cell) for place, cell in enumerate(row[1:])),
            ]
            for number, row in enumerate(self.cells)
        ]

    def _figure(self, row: int, column: int, value: Any) -> Any:
        words = _in_words(value)
        if self.addresses and value and self.addresses[row][column]:
            words = Markup('<a class="figure" href="{}">{}</a>').format(
                self.addresses[row][column], figure(words)
            )
        if not self.shades:
            return words
        return Markup('<span class="heat heat-{}">{}</span>').format(self.shades[row][column], words)

    def _linked(self, row: int, name: str) -> str:
        url = self.leads[row] if row < len(self.leads) else ""
        return Markup('<a href="{}">{}</a>').format(url, name) if url else name


def _in_words(cell: Any) -> Any:
    """Return a cell as a page shows it: figures as the language writes them, words in their own direction."""
    if _is_words(cell):
        return Markup("<bdi>{}</bdi>").format(cell)
    return format_decimal(cell, "#,##0.0") if isinstance(cell, float) else cell


def _is_words(cell: Any) -> bool:
    return isinstance(cell, str) and cell != ""
