"""Who facilitates a consultation: named when it is set up, by those who may give roles."""

from datetime import datetime

import sqlalchemy as sa

from consult.core.database import db
from consult.people.models import Person, RoleGrant
from consult.people.roles import give_role
from consult.rules.permissions import Role, Scope

from .models import Consultation

TRUSTED = (Role.FACILITATOR, Role.WORKING_GROUP_MEMBER, Role.SECRETARIAT)


def who_could_facilitate(at: datetime) -> list[Person]:
    """Return, by name, the people who have a role of trust now, whatever its scope: few, in a large network too."""
    return _people(sa.and_(_in_force(at), RoleGrant.role.in_(TRUSTED)))


def facilitators(consultation: Consultation, at: datetime) -> list[Person]:
    """Return, by name, those who facilitate a consultation now: it alone, its narrative, or the whole network."""
    reaches = sa.or_(
        RoleGrant.scope == Scope.NETWORK,
        sa.and_(RoleGrant.scope == Scope.NARRATIVE, RoleGrant.scope_id == consultation.narrative_id),
        sa.and_(RoleGrant.scope == Scope.CONSULTATION, RoleGrant.scope_id == consultation.id),
    )
    return _people(sa.and_(_in_force(at), RoleGrant.role == Role.FACILITATOR, reaches))


def let_facilitate(consultation: Consultation, person: Person, *, actor: Person, at: datetime) -> None:
    """Let a person facilitate this consultation; whoever does so already keeps what they have."""
    if person not in facilitators(consultation, at):
        give_role(person, Role.FACILITATOR, (Scope.CONSULTATION, consultation.id), actor=actor, at=at)


def _in_force(at: datetime) -> sa.ColumnElement[bool]:
    return sa.or_(RoleGrant.ended_at.is_(None), RoleGrant.ended_at > at)


def _people(grants: sa.ColumnElement[bool]) -> list[Person]:
    holders = sa.select(RoleGrant.person_id).where(grants)
    return list(
        db.session.scalars(
            sa.select(Person).where(Person.id.in_(holders)).order_by(Person.display_name, Person.id)
        )
    )
