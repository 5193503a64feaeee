"""Who was asked and who was heard: organisations of the network beside those that may be named with a contribution."""

from collections import Counter
from collections.abc import Collection

import sqlalchemy as sa
from flask_babel import gettext as _

from consult.contributions.veil import veil_over
from consult.core.database import db
from consult.people.labels import CONSTITUENCY_LABELS
from consult.people.models import Organisation, Region
from consult.web.locale import current_language

from .asked import Asked
from .drawn import with_bars
from .shown_table import ShownTable


def asked_tables(asked: Asked, heard: Collection[int]) -> list[ShownTable]:
    """Return organisations asked and heard by region and by kind; a table without rows where none was asked.

    `heard`: the ids of those that may be named with a contribution.
    """
    if any(veil_over(row).is_high for row in asked.consultations):
        return []  # a region of few is told nowhere
    invited = _invited(asked)
    language = current_language()
    is_heard = [row.id in heard for row, _region in invited]
    return [
        _table(
            "asked",
            _("Organisations asked, and heard by name, by region"),
            _("Region"),
            [region.name(language) if region else _("No region given") for _row, region in invited],
            is_heard,
        ),
        _table(
            "asked-kinds",
            _("Organisations asked, and heard by name, by kind"),
            _("Group"),
            [str(CONSTITUENCY_LABELS.get(row.constituency, row.constituency)) for row, _region in invited],
            is_heard,
        ),
    ]


def _invited(asked: Asked) -> list[tuple[Organisation, Region | None]]:
    """Return the confirmed organisations of the consultations' regions, with these; of all where one is of none."""
    query = (
        sa.select(Organisation, Region)
        .outerjoin(Region, Region.id == Organisation.region_id)
        .where(Organisation.status == "confirmed")
    )
    regions = [row.region_id for row in asked.consultations]
    if None not in regions:
        query = query.where(Organisation.region_id.in_(regions))
    return [(row, region) for row, region in db.session.execute(query.order_by(Organisation.id))]


def _table(name: str, caption: str, first: str, groups: list[str], heard: list[bool]) -> ShownTable:
    asked, spoke = (
        Counter(groups),
        Counter(group for group, is_heard in zip(groups, heard, strict=True) if is_heard),
    )
    order = sorted(asked, key=lambda group: (-asked[group], group))
    made = ShownTable(
        name,
        caption,
        (first, _("Asked"), _("Heard by name"), _("Share (per cent)")),
        tuple(
            (group, asked[group], spoke[group], round(100 * spoke[group] / asked[group], 1))
            for group in order
        ),
        _(
            "Asked are the confirmed organisations of the region; of all regions where a consultation is of none. "
            "Heard by name are those that may be named with a contribution: others may have spoken without their name."
        ),
    )
    return with_bars(made, [1, 2], made.header[1:3])
