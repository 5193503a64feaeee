"""The stances on proposed changes as a file: how many from which region took which position on which change."""

import sqlalchemy as sa

from consult.contributions.models import Contribution, Stance
from consult.contributions.queries import counts_for_everybody
from consult.core.database import db
from consult.people.models import Region

from .asked import Asked, name_of
from .cells import units
from .support import Support

HEADER = ("section", "contribution", "region", "position", "number")
"""Column names are the same in every language."""


def stances_on_changes(asked: Asked) -> list[tuple[object, ...]]:
    """Return the rows behind the tables of what the regions accept; none of consultations under high protection."""
    names = {place.section_id: name_of(place) for place in asked.places}
    each = units(Stance.consultation_id.in_(Support(asked.consultations).ids)).subquery()
    columns = (Contribution.section_id, Contribution.public_id, Region.code, each.c.position)
    query = (
        sa.select(*columns, sa.func.sum(each.c.number))
        .select_from(each)
        .join(Contribution, Contribution.id == each.c.contribution_id)
        .outerjoin(Region, Region.id == each.c.region_id)
        .where(Contribution.kind == "amendment", *counts_for_everybody())
        .group_by(*columns)
        .order_by(*columns)
    )
    return [
        (names.get(section, ""), public_id, region or "", position, int(number))
        for section, public_id, region, position, number in db.session.execute(query)
    ]
