"""Roles and mandates: given and ended by the secretariat, in the audit log, in force from the next request."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from consult.core.database import db, hold_name
from consult.core.errors import InvalidInput, NotFound, WrongState
from consult.core.logs import log_audit
from consult.rules.permissions import Role, Scope

from .models import Mandate, Organisation, Person, RoleGrant, WorkingGroup
from .scopes import Reach

REACHES: dict[Role, tuple[Scope, ...]] = {
    Role.PARTICIPANT: (Scope.CONSULTATION,),
    Role.FACILITATOR: (Scope.NETWORK, Scope.NARRATIVE, Scope.CONSULTATION, Scope.WORKING_GROUP),
    Role.WORKING_GROUP_MEMBER: (Scope.NETWORK, Scope.NARRATIVE),
    Role.SECRETARIAT: (Scope.NETWORK,),
    Role.TRANSLATOR: (Scope.NETWORK, Scope.NARRATIVE),
    Role.RAPPORTEUR: (Scope.CONSULTATION,),
    Role.REVIEWER: (Scope.NETWORK, Scope.NARRATIVE),
}
"""How far each role can reach."""


def current_grants(person: Person, at: datetime) -> list[RoleGrant]:
    """Return the roles that a person has now."""
    return list(
        db.session.scalars(_current(at).where(RoleGrant.person_id == person.id).order_by(RoleGrant.id))
    )


def give_role(person: Person, role: str, reach: Reach, *, actor: Person, at: datetime) -> RoleGrant:
    """Give a role; one that the person has already stays as it is.

    Raises InvalidInput where the role cannot reach so far, or so little.
    """
    scope, scope_id = reach
    if scope not in REACHES[Role(role)]:
        raise InvalidInput(_l("This role cannot be given there. Choose another place."), field="scope")
    found = _find(person, role, reach, at)
    if found is not None:
        return found
    grant = RoleGrant(
        person_id=person.id, role=role, scope=scope, scope_id=scope_id, given_at=at, given_by_id=actor.id
    )
    db.session.add(grant)
    db.session.flush()
    _log("role-given", grant, actor)
    return grant


def end_role(person: Person, role: str, reach: Reach, *, actor: Person, at: datetime) -> None:
    """End a role; raises NotFound if the person has it not, WrongState for the last one of the secretariat."""
    hold_name("roles")
    grant = _find(person, role, reach, at)
    if grant is None:
        raise NotFound
    if grant.role == Role.SECRETARIAT and _secretaries(at) < 2:
        raise WrongState(
            _l("This is the last person of the secretariat. Give the role to somebody else first.")
        )
    grant.ended_at = at
    db.session.flush()
    _log("role-ended", grant, actor)


def give_through(
    group: WorkingGroup, person: Person, role: str, reach: Reach, *, actor: Person, at: datetime
) -> None:
    """Give a person a role that they have as long as they are in a working group."""
    grant = RoleGrant(
        person_id=person.id,
        role=role,
        scope=reach[0],
        scope_id=reach[1],
        given_at=at,
        given_by_id=actor.id,
        working_group_id=group.id,
    )
    db.session.add(grant)
    db.session.flush()
    _log("role-given", grant, actor)


def end_held_through(
    group: WorkingGroup,
    *,
    actor: Person,
    at: datetime,
    person: Person | None = None,
    role: str | None = None,
    reach: Reach | None = None,
) -> None:
    """End what a working group gives: to one person, or one role of all; what they were given themselves stays."""
    held = _current(at).where(RoleGrant.working_group_id == group.id)
    if person is not None:
        held = held.where(RoleGrant.person_id == person.id)
    if role is not None and reach is not None:
        held = held.where(RoleGrant.role == role, *_reaches(reach))
    for grant in db.session.scalars(held):
        grant.ended_at = at
        _log("role-ended", grant, actor)
    db.session.flush()


def give_mandate(
    person: Person, organisation: Organisation, until: datetime | None, *, actor: Person, at: datetime
) -> Mandate:
    """Let a person speak for an organisation, from now, until a moment or until ended.

    Raises InvalidInput for a moment that has passed, WrongState if the person may speak for it already.
    """
    if until is not None and until <= at:
        raise InvalidInput(_l("This day has passed."), field="until")
    if find_mandate(person, organisation, at):
        raise WrongState(_l("This person may speak for this organisation already."))
    mandate = Mandate(
        person_id=person.id, organisation=organisation, valid_from=at, valid_until=until, given_by_id=actor.id
    )
    db.session.add(mandate)
    db.session.flush()
    log_audit("mandate-given", actor_id=actor.id, subject="mandates", subject_id=mandate.id)
    return mandate


def end_mandate(person: Person, organisation: Organisation, *, actor: Person, at: datetime) -> None:
    """End the right of a person to speak for an organisation; raises NotFound if there is none."""
    mandate = find_mandate(person, organisation, at)
    if mandate is None:
        raise NotFound
    mandate.valid_until = at
    db.session.flush()
    log_audit("mandate-ended", actor_id=actor.id, subject="mandates", subject_id=mandate.id)


def find_mandate(person: Person, organisation: Organisation, at: datetime) -> Mandate | None:
    """Return the mandate of a person for an organisation that holds at a moment."""
    rows = db.session.scalars(
        sa.select(Mandate).where(Mandate.person_id == person.id, Mandate.organisation_id == organisation.id)
    )
    return next((mandate for mandate in rows if mandate.is_valid(at)), None)


def _current(at: datetime) -> sa.Select[Any]:
    return sa.select(RoleGrant).where(sa.or_(RoleGrant.ended_at.is_(None), RoleGrant.ended_at > at))


def _find(person: Person, role: str, reach: Reach, at: datetime) -> RoleGrant | None:
    own = (RoleGrant.person_id == person.id, RoleGrant.working_group_id.is_(None))
    return db.session.scalars(_current(at).where(*own, RoleGrant.role == role, *_reaches(reach))).first()


def _reaches(reach: Reach) -> tuple[sa.ColumnElement[bool], ...]:
    scope, scope_id = reach
    same = RoleGrant.scope_id.is_(None) if scope_id is None else RoleGrant.scope_id == scope_id
    return RoleGrant.scope == scope, same


def _secretaries(at: datetime) -> int:
    role = _current(at).where(RoleGrant.role == Role.SECRETARIAT, RoleGrant.scope == Scope.NETWORK)
    people = sa.select(sa.func.count(sa.distinct(role.subquery().c.person_id)))
    return db.session.scalar(people) or 0


def _log(kind: str, grant: RoleGrant, actor: Person) -> None:
    reach = grant.scope if grant.scope_id is None else f"{grant.scope}:{grant.scope_id}"
    value = f"{grant.role}:{reach}"
    log_audit(kind, actor_id=actor.id, subject="persons", subject_id=grant.person_id, value=value)
