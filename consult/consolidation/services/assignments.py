"""Sharing the sections of a desk out among its facilitators."""

from collections.abc import Sequence
from datetime import date, datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from consult.core.database import db
from consult.core.errors import InvalidInput
from consult.people.models import Person, RoleGrant
from consult.rules.permissions import Role

from ..desk_models import SectionAssignment
from ..models import Consolidation
from .desk import lock_open


def assign_sections(
    consolidation: Consolidation,
    section_ids: Sequence[int],
    person: Person | None,
    due: date | None,
    *,
    facilitator: Person,
    at: datetime,
) -> int:
    """Give sections to a facilitator of the desk, with a day until when; None takes them from whoever has them.

    Return how many. InvalidInput: no section, or a person who does not facilitate here.
    """
    lock_open(consolidation)
    ids = {place.section_id for place in consolidation.ground.places} & set(section_ids)
    if not ids:
        raise InvalidInput(_l("Choose at least one section."), field="sections")
    if person is not None and person not in facilitators_of(consolidation, at):
        raise InvalidInput(_l("Choose somebody who facilitates here."), field="person")
    db.session.execute(
        sa.delete(SectionAssignment).where(
            SectionAssignment.consolidation_id == consolidation.id, SectionAssignment.section_id.in_(ids)
        )
    )
    if person is not None:
        db.session.add_all(
            SectionAssignment(
                consolidation_id=consolidation.id,
                section_id=number,
                person_id=person.id,
                due=due,
                by_id=facilitator.id,
                at=at,
            )
            for number in sorted(ids)
        )
    db.session.flush()
    return len(ids)


def facilitators_of(consolidation: Consolidation, at: datetime) -> list[Person]:
    """Return who may decide at a desk, by name."""
    ids = [row.id for row in consolidation.consultations]
    scope = sa.or_(
        RoleGrant.scope == "network",
        sa.and_(RoleGrant.scope == "narrative", RoleGrant.scope_id == consolidation.narrative_id),
        sa.and_(RoleGrant.scope == "consultation", RoleGrant.scope_id.in_(ids)),
    )
    rows = db.session.scalars(
        sa.select(Person)
        .where(
            Person.id.in_(
                sa.select(RoleGrant.person_id).where(
                    RoleGrant.role == Role.FACILITATOR.value,
                    sa.or_(RoleGrant.ended_at.is_(None), RoleGrant.ended_at > at),
                    scope,
                )
            )
        )
        .order_by(Person.display_name, Person.id)
    )
    return list(rows)


def assignments_of(consolidation: Consolidation) -> dict[int, SectionAssignment]:
    """Return who has which section, by the section's id."""
    rows = db.session.scalars(
        sa.select(SectionAssignment)
        .where(SectionAssignment.consolidation_id == consolidation.id)
        .options(joinedload(SectionAssignment.person))
    )
    return {row.section_id: row for row in rows}
