"""The heat map of a consultation or a version: sections by regions, each figure leading to what was said."""

from typing import Any
from urllib.parse import urlencode

from flask_babel import gettext as _

from consult.web.locale import current_language

from . import rows
from .asked import Asked, name_of
from .narrowed import NONE
from .shown_table import ShownTable


def places_table(asked: Asked, counts: Any, shades: Any) -> ShownTable:
    """Return how much each region said on each section. It has no rows where all is from one region.

    `counts`, `shades`: by section and region, as `tables.by_section_and_region` and `influence.shades` give them.
    """
    names = rows.region_names(current_language())
    base = asked.page("behind", "version_behind")
    places = asked.places if len(counts.columns) > 1 else []
    return ShownTable(
        "places",
        _("Where each region spoke"),
        (_("Section"), *(names.get(code) or _("No region given") for code in counts.columns)),
        tuple(
            (name_of(place), *map(int, line))
            for place, line in zip(places, counts.values, strict=bool(places))
        ),
        _("Each contribution counts once, replies included. The darker a cell, the more was said."),
        tuple(asked.address_of(place.section.key) for place in places),
        shades=tuple(tuple(map(int, line)) for line in shades.values),
        addresses=tuple(
            tuple(
                f"{base}?{urlencode(asked.narrowed.but(section=place.section.key, region=code or NONE).query)}"
                for code in counts.columns
            )
            for place in places
        ),
    )
