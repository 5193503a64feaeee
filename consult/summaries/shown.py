"""The tables of a consultation, or of several together, as readers see them."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from flask_babel import gettext as _

from consult.contributions.labels import DISPOSITIONS, KINDS
from consult.web.locale import current_language
from consult.web.moments import zone_label

from . import rows
from .asked import Asked, name_of
from .drawn import with_bars, with_columns_stacked, with_line
from .shown_table import ShownTable


class Overview:
    """What was sent in one consultation, or in all that asked about a version. Loads pandas."""

    def __init__(self, asked: Asked):
        from . import tables

        self.asked = asked
        self.make = tables
        self.frame = tables.frame_of(rows.contribution_rows(asked.consultations))

    @cached_property
    def headline(self) -> dict[str, int]:
        """Return the figures of the first sentence."""
        return self.make.headline(self.frame)

    @cached_property
    def tables(self) -> dict[str, ShownTable]:
        """Return every public table by its name."""
        make, frame = self.make, self.frame
        keys = [place.section.key for place in self.asked.places]
        made = [
            _sections(self.asked, make.by_section_and_kind(frame, keys)),
            with_bars(_regions(make.by_region(frame)), [1]),
            with_line(_days(make.by_day(frame), self.asked)),
            with_columns_stacked(_dispositions(make.by_disposition(frame))),
            _organisations(make.organisations(frame), rows.shown_organisations(self.asked.consultations)),
        ]
        return {table.name: table for table in made}


def _kinds_header(first: str, frame: Any) -> tuple[str, ...]:
    return (first, *(_("All") if name == "total" else str(KINDS[name]) for name in frame.columns))


def _kinds_sent(frame: Any) -> Any:
    """Leave out the kinds of which nothing was sent at all."""
    return frame[[name for name in frame.columns if name == "total" or frame[name].any()]]


def _cells(frame: Any, label: Callable[[str], str]) -> tuple[tuple[Any, ...], ...]:
    return tuple(
        (label(str(index)), *map(int, values))
        for index, values in zip(frame.index, frame.values, strict=True)
    )


def _sections(asked: Asked, frame: Any) -> ShownTable:
    frame = _kinds_sent(frame)
    names = {place.section.key: name_of(place) for place in asked.places}
    links = {name: asked.address_of(key) for key, name in names.items()}
    return ShownTable(
        "sections",
        _("Contributions by section and kind"),
        _kinds_header(_("Section"), frame),
        _cells(frame, lambda key: names.get(key) or _("The text as a whole")),
        _("Each contribution counts once, replies included, under the section that it speaks about."),
        links,
    )


def _regions(frame: Any) -> ShownTable:
    names = rows.region_names(current_language())
    return ShownTable(
        "regions",
        _("Contributions, people and organisations by region"),
        (_("Region"), _("Contributions"), _("People"), _("Organisations")),
        _cells(frame, lambda code: names.get(code) or _("No region given")),
        _(
            "The region is the one that a person had when sending. People are those who spoke for themselves, "
            "organisations those that were spoken for under a mandate; nobody is counted in both for one contribution."
        ),
    )


def _days(frame: Any, asked: Asked) -> ShownTable:
    frame = _kinds_sent(frame)
    method = _("Days begin and end at midnight where each consultation is held.")
    if asked.alone:
        method = _("Days begin and end at midnight in %(zone)s.", zone=zone_label(asked.alone.zone))
    return ShownTable(
        "days",
        _("Contributions by day"),
        _kinds_header(_("Day"), frame),
        _cells(frame, str),
        method,
        is_long=True,
    )


def _dispositions(frame: Any) -> ShownTable:
    frame = _kinds_sent(frame)
    return ShownTable(
        "dispositions",
        _("What became of the contributions"),
        _kinds_header(_("What became of the contributions"), frame),
        _cells(frame, lambda name: str(DISPOSITIONS.get(name) or _("no answer yet"))),
        _("A thread is answered as one, so replies are not counted here."),
    )


def _organisations(frame: Any, names: dict[int, str]) -> ShownTable:
    public = frame[frame.index.isin(list(names))]
    return ShownTable(
        "organisations",
        _("Organisations taking part"),
        (_("Organisation"), _("In its name"), _("By its people for themselves")),
        _cells(public, lambda organisation_id: names[int(float(organisation_id))]),
        _("Only organisations that may be named with at least one of their contributions are listed."),
    )
