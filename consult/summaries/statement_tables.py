"""The tables of a matrix: its statements by its options, drawn as a heat map; and each statement crossed with regions.

Each statement is counted as a question of its own: a region is told of it only where enough people answered it there.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from consult.consultations.models import GuidingQuestion

from .crossed import REST, Crossed, Given, crossed, darkness
from .shown_table import ShownTable


@dataclass(frozen=True)
class Statements:
    """What was answered to the statements of one question. `labels`: of its options; `behind`: an address by place."""

    question: GuidingQuestion
    given: Given
    labels: Sequence[str]
    regions: Sequence[str]
    by_region: bool
    behind: Callable[..., str]
    region_label: Callable[[str], str]

    @property
    def counted(self) -> list[Crossed]:
        """Return the counts of each statement, in their order."""
        none = Given()
        return [
            crossed(
                self.given.statements.get(place, none),
                len(self.labels),
                self.regions,
                by_region=self.by_region,
            )
            for place in range(len(self.question.statements))
        ]

    def heat_map(self, method: str) -> ShownTable:
        """Return the statements by options: how many chose each, shaded by their share of the statement's answers."""
        places, counted = range(len(self.labels)), self.counted
        mean = [_("Mean")] if self.question.is_scale else []
        blank = [""] * len(mean)
        cells: list[Any] = [
            (said, *(row[0] for row in one.rows), one.answers[0], *(one.means()[:1] if mean else ()))
            for said, one in zip(self.question.statements, counted, strict=True)
        ]
        addresses = [
            (
                *(self.behind(statement=number, option=place) for place in places),
                self.behind(statement=number),
                *blank,
            )
            for number in range(len(cells))
        ]
        shades = [
            (*(darkness(share[0]) for share in one.shares), 0, *(0 for _one in mean)) for one in counted
        ]
        cells.append((_("Answers"), *([""] * len(self.labels)), self.given.answers.total(), *blank))
        addresses.append((*([""] * len(self.labels)), self.behind(), *blank))
        shades.append((0,) * (len(self.labels) + 1 + len(mean)))
        return ShownTable(
            f"question-{self.question.position}",
            self.question.wording,
            (_("Statement"), *self.labels, _("Answers"), *mean),
            tuple(cells),
            method,
            addresses=tuple(addresses),
            shades=tuple(shades),
        )

    def crossed_with_regions(self, method: str) -> ShownTable:
        """Return a row for each statement and option: how many, their share, and the same by region."""
        counted = self.counted
        told = [code for code in (*self.regions, REST) if any(code in one.regions for one in counted)]
        rows = [row for number, one in enumerate(counted) for row in self._rows(number, one, told)]
        return ShownTable(
            f"question-{self.question.position}-regions",
            _("Shares, and each region: %(question)s", question=self.question.wording),
            (
                _("Statement"),
                _("Option"),
                _("All"),
                _("Share (per cent)"),
                *map(self.region_label, told),
            ),
            tuple(cells for cells, _addresses, _shades in rows),
            method,
            is_long=True,
            addresses=tuple(addresses for _cells, addresses, _shades in rows),
            shades=tuple(shades for _cells, _addresses, shades in rows),
        )

    def _rows(self, number: int, one: Crossed, told: Sequence[str]) -> list[tuple[Any, Any, Any]]:
        """Return the rows of a statement: cells, addresses and shades; a region not told of it has an empty cell."""
        said = self.question.statements[number]
        columns = {code: place for place, code in enumerate(one.regions, 1)}

        def spread(figures: Sequence[Any], nothing: Any) -> list[Any]:
            return [figures[columns[code]] if code in columns else nothing for code in told]

        def behind(option: int | None) -> list[str]:
            return [
                self.behind(statement=number, option=option, code=code) if code in columns else ""
                for code in told
            ]

        rows: list[tuple[Any, Any, Any]] = []
        for place, (label, row, share) in enumerate(zip(self.labels, one.rows, one.shares, strict=True)):
            dark = [darkness(part) for part in share]
            rows.append(
                (
                    (said, label, row[0], share[0], *spread(row, "")),
                    ("", self.behind(statement=number, option=place), "", *behind(place)),
                    (0, dark[0], 0, *spread(dark, 0)),
                )
            )
        plain = (0,) * (3 + len(told))
        whole = 100.0 if one.answers[0] else 0.0
        rows.append(
            (
                (said, _("Answers"), one.answers[0], whole, *spread(one.answers, "")),
                ("", self.behind(statement=number), "", *behind(None)),
                plain,
            )
        )
        if self.question.is_scale:
            means = one.means()
            rows.append(((said, _("Mean"), means[0], "", *spread(means, "")), ("",) * len(plain), plain))
        return rows
