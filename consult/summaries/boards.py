"""Dashboards over narratives: what came from a region, and how the narratives of a working group stand."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import sqlalchemy as sa
from flask_babel import gettext as _

from consult.core.database import db
from consult.narratives.models import Narrative
from consult.people.models import Region, WorkingGroup
from consult.rules.permissions import Permission
from consult.web.access import may

from . import shaping
from .asked import Asked
from .drawn import with_bars
from .narrowed import ANSWERED, Narrowed
from .shown import Overview
from .shown_table import ShownTable


def narratives_of(group: WorkingGroup | None = None) -> list[Narrative]:
    """Return the narratives (of a working group) that the present reader may read, by title."""
    query = sa.select(Narrative).order_by(Narrative.title, Narrative.id)
    if group is not None:
        query = query.where(Narrative.working_group_id == group.id)
    return [row for row in db.session.scalars(query) if may(Permission.NARRATIVE_READ, row)]


def versions_asked(narratives: Iterable[Narrative]) -> list[Asked]:
    """Return each version that was put to consultations that the reader may read, the last asked first."""
    found: list[Asked] = []
    for narrative in narratives:
        by_version: dict[int, Asked] = {}
        for row in reversed(shaping.consultations_of(narrative)):
            if may(Permission.CONSULTATION_READ, row):
                seen = by_version.get(row.base_revision_id)
                rows = [*(seen.consultations if seen else ()), row]
                by_version[row.base_revision_id] = Asked(narrative, row.base_revision, rows)
        found += by_version.values()
    return found


def board_of_region(region: Region) -> ShownTable:
    """Return what came from a region, version by version; those on which it was asked are listed without any."""
    narrowed = Narrowed(region=region.code)
    asked = [replace(one, narrowed=narrowed) for one in versions_asked(narratives_of())]
    table = _board("region", _("What came from this region, by version"), asked, narrowed.query)
    concerned = [
        any(row.region_id == region.id for row in one.consultations) or bool(cells[2])
        for one, cells in zip(asked, table.cells, strict=True)
    ]
    return _kept(table, concerned)


def board_of_group(group: WorkingGroup) -> ShownTable:
    """Return how the narratives of a working group stand, version by version."""
    return with_bars(
        _board("group", _("What was sent, by version"), versions_asked(narratives_of(group)), {}), [2]
    )


def _board(name: str, caption: str, asked: Sequence[Asked], query: dict[str, str]) -> ShownTable:
    names = [
        _("%(narrative)s, version %(number)s", narrative=one.narrative.title, number=one.revision.number)
        for one in asked
    ]
    return ShownTable(
        name,
        caption,
        (
            _("Version"),
            _("Consultations"),
            _("Contributions"),
            _("People"),
            _("Organisations"),
            _("Answered"),
            _("To answer"),
        ),
        tuple((words, *_figures(one)) for words, one in zip(names, asked, strict=True)),
        _(
            "Counted is what everybody may read of the consultations that you may read. People are those who spoke "
            "for themselves, organisations those that were spoken for under a mandate. "
            "The version leads to its own figures."
        ),
        tuple(one.page("consultation", "version", **query) for one in asked),
        addresses=tuple(_behind(one, query) for one in asked),
    )


def _behind(asked: Asked, query: dict[str, str]) -> tuple[str, ...]:
    """Return where the contributions behind each figure stand; who spoke is told as they chose, so in no list."""
    sent, answered, to_answer = (
        asked.page("behind", "version_behind", **query, **more)
        for more in ({}, {"disposition": ANSWERED}, {"starts": "1"})
    )
    return "", sent, "", "", answered, to_answer


def _figures(asked: Asked) -> tuple[int, ...]:
    made = Overview(asked).headline
    return (
        len(asked.consultations),
        made["contributions"],
        made["people"],
        made["organisations"],
        made["answered"],
        made["to_answer"],
    )


def _kept(table: ShownTable, rows: Sequence[bool]) -> ShownTable:
    """Return the table with some of its rows, and its drawing."""
    kept = [number for number, is_kept in enumerate(rows) if is_kept]
    some = replace(
        table,
        cells=tuple(table.cells[number] for number in kept),
        leads=tuple(table.leads[number] for number in kept),
        addresses=tuple(table.addresses[number] for number in kept),
    )
    return with_bars(some, [2])
