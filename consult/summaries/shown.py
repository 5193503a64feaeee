"""The tables of a consultation, or of several together, as readers see them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from flask_babel import gettext as _

from consult.contributions.credit import organisation_name
from consult.contributions.labels import DISPOSITIONS, KINDS
from consult.web.locale import current_language
from consult.web.moments import zone_label

from . import counted, rows
from .asked import Asked, name_of
from .asked_tables import asked_tables
from .drawn import with_bars, with_columns_stacked, with_line
from .heat_tables import places_table
from .narrowed import NONE
from .shown_table import ShownTable
from .support_tables import support_tables
from .tag_tables import tag_tables


class Overview:
    """What was sent in one consultation, or in all that asked about a version. Loads pandas."""

    def __init__(self, asked: Asked):
        from . import influence, tables

        self.asked = asked
        self.make = tables
        self.shades = influence.shades
        self.cells = counted.cells(asked.consultations, asked.narrowed)

    @cached_property
    def headline(self) -> dict[str, int]:
        """Return the figures of the first sentence."""
        return self.make.headline(self.cells)

    @cached_property
    def tables(self) -> dict[str, ShownTable]:
        """Return every public table by its name."""
        make, cells = self.make, self.cells
        keys = [place.section.key for place in self.asked.places]
        spoken = make.by_section_and_region(cells, keys)
        made = [
            _sections(self.asked, make.by_section_and_kind(cells, keys)),
            places_table(self.asked, spoken, self.shades(spoken)),
            with_bars(_regions(make.by_region(cells), self.asked), [1]),
            with_line(_days(make.by_day(cells), self.asked)),
            with_columns_stacked(_dispositions(make.by_disposition(cells), self.asked)),
            _organisations(make.organisations(cells), self.asked),
            *tag_tables(self.asked, cells.sent),
        ]
        if not self.asked.narrowed.query:
            heard = {int(float(one)) for one in cells.organisations["organisation"]}
            made += [*asked_tables(self.asked, heard), *support_tables(self.asked)]
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


def addresses(
    asked: Asked, name: str, keys: Iterable[object], columns: Sequence[Mapping[str, str] | None]
) -> tuple[tuple[str, ...], ...]:
    """Return where the contributions behind each figure stand: of the row with a key, in a column that asks for more.

    None for a column that does not count contributions.
    """
    base = asked.page("behind", "version_behind")
    return tuple(
        tuple(
            ""
            if column is None
            else f"{base}?{urlencode(asked.narrowed.but(**{name: str(key)}, **column).query)}"
            for column in columns
        )
        for key in keys
    )


def _kind_columns(frame: Any) -> list[dict[str, str]]:
    return [{} if name == "total" else {"kind": name} for name in frame.columns]


def _sections(asked: Asked, frame: Any) -> ShownTable:
    frame = _kinds_sent(frame)
    names = {place.section.key: name_of(place) for place in asked.places}
    return ShownTable(
        "sections",
        _("Contributions by section and kind"),
        _kinds_header(_("Section"), frame),
        _cells(frame, lambda key: names.get(key) or _("The text as a whole")),
        _("Each contribution counts once, replies included, under the section that it speaks about."),
        tuple(asked.address_of(key) if key in names else "" for key in frame.index),
        addresses=addresses(asked, "section", (key or NONE for key in frame.index), _kind_columns(frame)),
    )


def _regions(frame: Any, asked: Asked) -> ShownTable:
    names = rows.region_names(current_language())
    header: tuple[str, ...] = (_("Region"), _("Contributions"), _("People"), _("Organisations"))
    method = _(
        "The region is the one that a person had when sending. People are those who spoke for themselves, "
        "organisations those that were spoken for under a mandate; nobody is counted in both for one contribution. "
        "Both lead to no list, because authors are shown as they chose."
    )
    if asked.narrowed.tells_people_apart:
        frame, header = frame[["contributions"]], header[:2]
        method = _(
            "People are not counted in a choice of contributions: it could tell which of them are of one hand."
        )
    return ShownTable(
        "regions",
        _("Contributions by region")
        if asked.narrowed.tells_people_apart
        else _("Contributions, people and organisations by region"),
        header,
        _cells(frame, lambda code: names.get(code) or _("No region given")),
        method,
        addresses=addresses(
            asked, "region", (code or NONE for code in frame.index), ({}, None, None)[: len(header) - 1]
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
        addresses=addresses(asked, "day", frame.index, _kind_columns(frame)),
        is_long=True,
    )


def _dispositions(frame: Any, asked: Asked) -> ShownTable:
    frame = _kinds_sent(frame)
    return ShownTable(
        "dispositions",
        _("What became of the contributions"),
        _kinds_header(_("What became of the contributions"), frame),
        _cells(frame, lambda name: str(DISPOSITIONS.get(name) or _("no answer yet"))),
        _("A thread is answered as one, so replies are not counted here."),
        addresses=addresses(asked, "disposition", frame.index, _kind_columns(frame)),
    )


def _organisations(frame: Any, asked: Asked) -> ShownTable:
    found = rows.organisations_by_id([int(float(number)) for number in frame.index])
    named = [found[int(float(number))] for number in frame.index]
    voices: tuple[Mapping[str, str], ...] = ({"voice": "organisation"}, {"voice": "self"})
    return ShownTable(
        "organisations",
        _("Organisations taking part"),
        (_("Organisation"), _("In its name"), _("By its people for themselves")),
        tuple(
            (organisation_name(one), *map(int, values))
            for one, values in zip(named, frame.values, strict=True)
        ),
        _("Only organisations that may be named with at least one of their contributions are listed."),
        addresses=addresses(asked, "organisation", [one.public_id for one in named], voices),
    )
