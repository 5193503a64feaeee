"""The tables of a consultation as readers see them."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _

from consult.consultations.models import Consultation
from consult.contributions.labels import DISPOSITIONS, KINDS
from consult.web.links import url_for
from consult.web.locale import current_language
from consult.web.moments import zone_label

from . import rows
from .drawn import with_bars, with_columns_stacked, with_line
from .shown_table import ShownTable


def tables_of(consultation: Consultation) -> dict[str, ShownTable]:
    """Return every public table of a consultation by its name. Loads pandas."""
    from . import tables

    frame = tables.frame_of(rows.contribution_rows(consultation))
    made = [
        _sections(
            consultation,
            tables.by_section_and_kind(frame, [place.key for place in rows.places(consultation)]),
        ),
        with_bars(_regions(tables.by_region(frame)), [1]),
        with_line(_days(tables.by_day(frame), consultation)),
        with_columns_stacked(_dispositions(tables.by_disposition(frame))),
        _organisations(tables.organisations(frame), rows.shown_organisations(consultation)),
    ]
    return {table.name: table for table in made}


def headline_of(consultation: Consultation) -> dict[str, int]:
    """Return the figures of the first sentence. Loads pandas."""
    from . import tables

    return tables.headline(tables.frame_of(rows.contribution_rows(consultation)))


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


def _sections(consultation: Consultation, frame: Any) -> ShownTable:
    frame = _kinds_sent(frame)
    names = {place.key: place.name for place in rows.places(consultation)}
    links = {
        names[key]: url_for("reading.section", consultation_id=consultation.public_id, key=key)
        for key in names
    }
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


def _days(frame: Any, consultation: Consultation) -> ShownTable:
    frame = _kinds_sent(frame)
    return ShownTable(
        "days",
        _("Contributions by day"),
        _kinds_header(_("Day"), frame),
        _cells(frame, str),
        _("Days begin and end at midnight in %(zone)s.", zone=zone_label(consultation.zone)),
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
