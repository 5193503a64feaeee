"""The published figures about what people said of themselves, as readers see them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from flask_babel import gettext as _

from consult.contributions.labels import CHANNELS
from consult.people.labels import CONSTITUENCY_LABELS, GENDER_LABELS
from consult.web.locale import current_language, language_name
from consult.web.moments import written
from consult.web.pages import country_name

from . import rows
from .drawn import with_bars
from .models import FigureBatch
from .shown_table import ShownTable

REST = "…"
NAMES = {
    "constituency": "constituencies",
    "language": "languages",
    "gender": "genders",
    "country": "countries",
    "channel": "channels",
}
"""What a table is called in its address."""
FIGURES = (
    "people",
    "organisations",
    "contributions",
    "share",
    "taken_up",
    "words",
    "share_of_words",
    "passages",
)


FATES = ("taken_up", "otherwise", "answered", "half", "waiting")


def personal_tables(batch: FigureBatch | None) -> dict[str, ShownTable]:
    """Return what is published by the name of the table; nothing where nothing is."""
    if batch is None:
        return {}
    made = [_balance(batch, by, found) for by, found in batch.tables["balance"].items()]
    made += [_waits(batch, by, found) for by, found in batch.tables["waits"].items()]
    made += [_regions(batch, by, found) for by, found in batch.tables["regions"].items()]
    return {table.name: table for table in map(_without_empty, made) if _tells_apart(table)}


def _tells_apart(table: ShownTable) -> bool:
    """Say whether there are two groups or more, and a figure of one of them."""
    return len(table.cells) > 1 and len(table.header) > 1


def _without_empty(table: ShownTable) -> ShownTable:
    """Return the table without the columns in which no figure may be told."""
    kept = [place for place in range(len(table.header)) if any(row[place] != "" for row in table.cells)]
    return replace(
        table,
        header=tuple(table.header[place] for place in kept),
        cells=tuple(tuple(row[place] for place in kept) for row in table.cells),
    )


def balance_captions() -> dict[str, str]:
    """Return what the balance of each personal answer is called."""
    return {
        "constituency": _("Balance of kinds of organisation"),
        "language": _("Balance of languages"),
        "gender": _("Balance of genders"),
        "country": _("Balance of countries"),
        "channel": _("Balance of the ways in which it came"),
    }


def _balance(batch: FigureBatch, by: str, found: list[dict[str, Any]]) -> ShownTable:
    members = batch.tables["members"].get(by)
    asked = (_("Organisations of the network"),) if members else ()
    table = ShownTable(
        NAMES[by],
        balance_captions()[by],
        (_("Group"), *asked, _("People"), _("Organisations"), *balance_header()),
        tuple(
            (
                group_name(by, row["group"]),
                *([_members(members, row["group"], found)] if members else []),
                *("" if row[name] is None else row[name] for name in FIGURES),
            )
            for row in found
        ),
        " ".join((_together(), _empty(), _no_rows(), _as_of(batch))),
    )
    return with_bars(table, [4 + len(asked)], (_("Share of the contributions (per cent)"),))


def _members(members: Mapping[str, int], group: str, found: Iterable[Mapping[str, Any]]) -> int:
    """Return how many organisations of the network are of a group; all others for those that are put together."""
    named = [row["group"] for row in found if row["group"] != REST]
    if group != REST:
        return members.get(group, 0)
    return sum(members.values()) - sum(members.get(one, 0) for one in named)


def _waits(batch: FigureBatch, by: str, found: list[dict[str, Any]]) -> ShownTable:
    return ShownTable(
        "waiting-constituencies",
        _("What became of it and time to answer, by kind of organisation"),
        (
            _("Group"),
            _("Taken up"),
            _("Answered otherwise"),
            _("Answered"),
            _("Half of them within (days)"),
            _("Still waiting"),
        ),
        tuple(
            (
                group_name(by, row["group"]),
                *("" if row.get(name) is None else row[name] for name in FATES),
            )
            for row in found
        ),
        " ".join((_together(), _empty(), _no_rows(), _as_of(batch))),
    )


def region_captions() -> dict[str, str]:
    """Return what each personal answer crossed with the regions is called."""
    return {
        "constituency": _("People by region and kind of organisation"),
        "language": _("People by region and language"),
        "gender": _("People by region and gender"),
        "country": _("People by region and country"),
        "channel": _("People by region and the way in which it came"),
    }


def _regions(batch: FigureBatch, by: str, found: dict[str, Any]) -> ShownTable:
    names = rows.region_names(current_language())
    lines = [
        (
            names.get(code) or _("No region given"),
            *("" if cell is None else cell for cell in cells),
            number,
        )
        for code, cells, number in zip(found["regions"], found["cells"], found["by_region"], strict=True)
    ]
    totals = (_("All"), *found["by_group"], sum(found["by_group"]))
    return ShownTable(
        f"regions-{NAMES[by]}",
        region_captions()[by],
        (_("Region"), *(group_name(by, group) for group in found["groups"]), _("All")),
        (*lines, totals),
        " ".join((_together(), _empty(), _no_rows(), _as_of(batch))),
    )


def group_name(by: str, group: str) -> str:
    """Return what a group is called in the reader's language."""
    if group == REST:
        return _("Groups too small to be shown alone")
    if by == "channel":
        return str(CHANNELS[group]) if group in CHANNELS else _("On this site")
    if not group:
        return _("Not given")
    if by == "language":
        return language_name(group)
    if by == "country":
        return country_name(group)
    labels = {**CONSTITUENCY_LABELS, **GENDER_LABELS, "organisation": _("Spoke for an organisation")}
    return str(labels.get(group, group))


def balance_header() -> tuple[str, ...]:
    """Return the headings of the figures of a balance."""
    return (
        _("Contributions"),
        _("Share (per cent)"),
        _("Taken up"),
        _("Words in the text"),
        _("Share (per cent)"),
        _("Passages shaped"),
    )


def _together() -> str:
    return _(
        "Groups with fewer than 10 people or 3 organisations behind them are put together, and so many others "
        "with them that nobody can be reckoned from the totals."
    )


def _empty() -> str:
    return _(
        "A figure is left out where fewer than 10 people or 3 organisations stand behind it, or where it could be "
        "reckoned from others."
    )


def _no_rows() -> str:
    return _(
        "These figures lead to no rows, and no file has the rows: they would tell what somebody said of themselves."
    )


def _as_of(batch: FigureBatch) -> str:
    return _("As of %(when)s.", when=written(batch.at.date()))
