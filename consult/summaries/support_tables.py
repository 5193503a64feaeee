"""Two tables of what is proposed: which changes the regions accept most, and how each region stands by section."""

from collections.abc import Mapping
from typing import Any
from unicodedata import bidirectional

from flask_babel import gettext as _

from consult.web.links import url_for
from consult.web.locale import current_language, direction

from . import rows
from .asked import Asked, name_of
from .crossed import darkness
from .shown_table import ShownTable
from .support import LEAST_STANCES, Support, changes_by_id

MOST = 20
LEAST_REGIONS = 2


def support_tables(asked: Asked) -> list[ShownTable]:
    """Return both tables; they have no rows where too few took a stance."""
    names = {place.section_id: name_of(place) for place in asked.places}
    return [_best(asked.support, names), _regions(asked.support, names)]


def _best(support: Support, names: Mapping[int, str]) -> ShownTable:
    found = support.best(MOST, LEAST_REGIONS)
    changes = changes_by_id([row.contribution_id for row in found])
    return ShownTable(
        "changes",
        _("Changes that the regions accept most"),
        (
            _("Proposed change"),
            _("Regions with 5 stances or more"),
            _("Acceptance over these regions (per cent)"),
        ),
        tuple(
            (_name(rank, names.get(row.section_id, "")), row.regions, round(100 * row.score, 1))
            for rank, row in enumerate(found, 1)
        ),
        _(
            "The unit is a stance on a proposed change: a person for themselves, or an organisation. Acceptance over "
            "regions is the geometric mean of the regions' shares. Listed are up to 20 changes on which two regions "
            "or more have 5 stances or more; each leads to its words."
        ),
        tuple(url_for("reading.contribution", contribution_id=changes[row.contribution_id]) for row in found),
    )


def _name(rank: int, section: str) -> str:
    heading = _apart(section) if section else _("The text as a whole")
    return _("%(rank)s: a change to “%(section)s”", rank=rank, section=heading)


def _apart(heading: str) -> str:
    """Return a heading that keeps its number before it in a sentence of the other direction, on pages and in files."""
    is_rtl = any(bidirectional(sign) in ("R", "AL") for sign in heading)
    return heading if is_rtl == (direction(current_language()) == "rtl") else f"\u2068{heading}\u2069"


def _regions(support: Support, names: Mapping[int, str]) -> ShownTable:
    codes = rows.region_codes()
    shares: dict[int, dict[int, float]] = {}
    for section, region, accepting, objecting in support.by_section():
        everybody = accepting + objecting
        if region in codes and section in names and everybody >= LEAST_STANCES:
            shares.setdefault(section, {})[region] = round(100 * accepting / everybody, 1)
    regions = [number for number in codes if any(number in row for row in shares.values())]
    sections = [number for number in names if number in shares]
    told = rows.region_names(current_language())
    return ShownTable(
        "regions-on-changes",
        _("How much of what is proposed each region accepts (per cent)"),
        (_("Section"), *(told[codes[number]] for number in regions)),
        tuple(
            (names[section], *(shares[section].get(region, "") for region in regions)) for section in sections
        ),
        _(
            "Of the stances from a region on all changes that are proposed to a section, how many accept them. "
            "Empty where a region has fewer than 5."
        ),
        shades=tuple(
            tuple(_shade(shares[section].get(region)) for region in regions) for section in sections
        ),
    )


def _shade(share: Any) -> int:
    return 0 if share is None else darkness(share)
