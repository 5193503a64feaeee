"""How far a role reaches, as the forms name it: `network`, `narrative:<slug>`, `consultation:<public id>`,
`working-group:<public id>`.

Narratives and consultations are of later features: their tables are read here by name, their models are not known.
"""

import sqlalchemy as sa

from consult.core.database import db
from consult.core.errors import InvalidInput
from consult.rules.permissions import Scope

from .models import WorkingGroup

NARRATIVES = sa.table("narratives", sa.column("id"), sa.column("slug"), sa.column("title"))
CONSULTATIONS = sa.table("consultations", sa.column("id"), sa.column("public_id"), sa.column("title"))
Reach = tuple[Scope, int | None]


def known_reaches() -> dict[str, tuple[Reach, str]]:
    """Return, by the name in forms, each narrative, consultation and working group with its title.

    The network has no title.
    """
    found: dict[str, tuple[Reach, str]] = {"network": ((Scope.NETWORK, None), "")}
    for row in db.session.execute(sa.select(NARRATIVES).order_by(NARRATIVES.c.title)):
        found[f"narrative:{row.slug}"] = ((Scope.NARRATIVE, row.id), row.title)
    for row in db.session.execute(sa.select(CONSULTATIONS).order_by(CONSULTATIONS.c.title)):
        found[f"consultation:{row.public_id}"] = ((Scope.CONSULTATION, row.id), row.title)
    for group in db.session.scalars(sa.select(WorkingGroup).order_by(WorkingGroup.name)):
        found[f"working-group:{group.public_id}"] = ((Scope.WORKING_GROUP, group.id), group.name)
    return found


def find_reach(name: str) -> Reach:
    """Return what a form named; raises InvalidInput if there is none."""
    found = known_reaches().get(name)
    if found is None:
        raise InvalidInput(field="scope")
    return found[0]
