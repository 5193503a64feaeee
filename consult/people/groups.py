"""Working groups: what each is, who is in it, and the roles that everybody in it has."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload, selectinload

from consult.core.database import db, hold_name
from consult.core.errors import InvalidInput, NotFound, WrongState
from consult.core.loading import by_public_id
from consult.core.logs import log_audit
from consult.rules.permissions import Role, Scope

from .models import Account, Person, RoleGrant, WorkingGroup, WorkingGroupMember, WorkingGroupRole
from .roles import REACHES, end_held_through, give_through
from .scopes import Reach

GROUP_ROLES = (Role.REVIEWER, Role.WORKING_GROUP_MEMBER)
"""What a whole working group can be given. Whoever decides is chosen: an advisory group and one that anybody joins
have no decision, and are reviewers only."""


@dataclass(frozen=True)
class GroupFacts:
    """What is said of a working group; `advises` is the group that an advisory group advises, if it is one."""

    name: str
    description: str = ""
    kind: str = "working"
    is_open: bool = False
    advises: WorkingGroup | None = None


def load_group(public_id: str) -> WorkingGroup:
    """Return the working group of a public id; raises NotFound."""
    return by_public_id(WorkingGroup, public_id)


def all_groups() -> list[WorkingGroup]:
    """Return the working groups by name, with who is in them."""
    query = sa.select(WorkingGroup).options(
        selectinload(WorkingGroup.members), joinedload(WorkingGroup.advises)
    )
    return list(db.session.scalars(query.order_by(WorkingGroup.name)))


def save_group(group: WorkingGroup, facts: GroupFacts) -> WorkingGroup:
    """Say what a working group is, new or not.

    Raises InvalidInput if another has this name, or if who decides would no longer be chosen.
    """
    with db.session.no_autoflush:
        other = db.session.scalar(sa.select(WorkingGroup).where(WorkingGroup.name == facts.name))
        decides = group.id is not None and _has_decision(group)
    if other is not None and other is not group:
        raise InvalidInput(_l("There is a working group of this name."), field="name")
    if decides and not _may_decide(facts.kind, facts.is_open):
        field = "is_open" if facts.is_open else "kind"
        raise InvalidInput(_l("This group decides on versions. End that role first."), field=field)
    group.name, group.description, group.is_open = facts.name, facts.description, facts.is_open
    group.kind = facts.kind
    group.advises = facts.advises if facts.kind == "advisory" and facts.advises is not group else None
    db.session.add(group)
    db.session.flush()
    return group


def group_members(group: WorkingGroup) -> list[Person]:
    """Return the members of a working group by name."""
    rows = db.session.scalars(
        sa.select(Person)
        .join(WorkingGroupMember, WorkingGroupMember.person_id == Person.id)
        .where(WorkingGroupMember.working_group_id == group.id)
        .options(joinedload(Person.organisation), joinedload(Person.region))
        .order_by(Person.display_name, Person.id)
    )
    return list(rows)


def groups_of(person: Person) -> list[WorkingGroup]:
    """Return the working groups that a person is in, by name."""
    mine = sa.select(WorkingGroupMember.working_group_id).where(WorkingGroupMember.person_id == person.id)
    return list(
        db.session.scalars(
            sa.select(WorkingGroup).where(WorkingGroup.id.in_(mine)).order_by(WorkingGroup.name)
        )
    )


def facilitators_of(group: WorkingGroup, at: datetime) -> list[Person]:
    """Return, by name, who takes people into a working group, and out of it."""
    held = _facilitating(at).where(RoleGrant.scope_id == group.id)
    open_accounts = sa.select(Account.id).where(Account.disabled_at.is_(None))
    query = sa.select(Person).where(Person.id.in_(held), Person.account_id.in_(open_accounts))
    return list(db.session.scalars(query.order_by(Person.display_name, Person.id)))


def who_facilitate_groups(at: datetime) -> frozenset[int]:
    """Return the ids of the persons who facilitate a working group, whichever."""
    return frozenset(db.session.scalars(_facilitating(at)))


def add_member(group: WorkingGroup, person: Person, *, actor: Person, at: datetime) -> bool:
    """Take a person into a working group, with the roles that it has; say whether they were not in it before."""
    hold_name("roles")
    if db.session.get(WorkingGroupMember, (group.id, person.id)) is not None:
        return False
    group.members.append(WorkingGroupMember(person_id=person.id))
    db.session.flush()
    log_audit(
        "group-joined", actor_id=actor.id, subject="persons", subject_id=person.id, value=group.public_id
    )
    for held in roles_of(group, at):
        give_through(group, person, held.role, reach_of(held), actor=actor, at=at)
    return True


def remove_member(group: WorkingGroup, person: Person, *, actor: Person, at: datetime) -> None:
    """Take a person out of a working group; what they were through it alone ends. Raises NotFound."""
    hold_name("roles")
    member = db.session.get(WorkingGroupMember, (group.id, person.id))
    if member is None:
        raise NotFound
    group.members.remove(member)
    db.session.flush()
    log_audit("group-left", actor_id=actor.id, subject="persons", subject_id=person.id, value=group.public_id)
    end_held_through(group, person=person, actor=actor, at=at)


def roles_of(group: WorkingGroup, at: datetime) -> list[WorkingGroupRole]:
    """Return the roles that everybody in a working group has now."""
    rows = sa.select(WorkingGroupRole).where(
        WorkingGroupRole.working_group_id == group.id,
        sa.or_(WorkingGroupRole.ended_at.is_(None), WorkingGroupRole.ended_at > at),
    )
    return list(db.session.scalars(rows.order_by(WorkingGroupRole.id)))


def give_group_role(
    group: WorkingGroup, role: str, reach: Reach, *, actor: Person, at: datetime
) -> WorkingGroupRole:
    """Give a role to everybody who is in a working group, and to whoever joins it.

    Raises InvalidInput where the role cannot reach so far, or is not one for such a group.
    """
    hold_name("roles")
    scope, scope_id = reach
    if role not in GROUP_ROLES:
        raise InvalidInput(_l("A group cannot have this role."), field="role")
    if role == Role.WORKING_GROUP_MEMBER and not _may_decide(group.kind, group.is_open):
        raise InvalidInput(
            _l("Members of a working group decide on versions. An advisory group or an open one does not."),
            field="role",
        )
    if scope not in REACHES[Role(role)]:
        raise InvalidInput(_l("This role cannot be given there. Choose another place."), field="scope")
    found = _find(group, role, reach, at)
    if found is not None:
        return found
    given = WorkingGroupRole(
        working_group_id=group.id,
        role=role,
        scope=scope,
        scope_id=scope_id,
        given_at=at,
        given_by_id=actor.id,
    )
    db.session.add(given)
    db.session.flush()
    for person in group_members(group):
        give_through(group, person, role, reach, actor=actor, at=at)
    return given


def end_group_role(group: WorkingGroup, role: str, reach: Reach, *, actor: Person, at: datetime) -> None:
    """End a role of a working group for all who have it through the group; raises NotFound."""
    hold_name("roles")
    found = _find(group, role, reach, at)
    if found is None:
        raise NotFound
    found.ended_at = at
    end_held_through(group, role=role, reach=reach, actor=actor, at=at)


def join(group: WorkingGroup, person: Person, at: datetime) -> None:
    """Join an open working group; raises WrongState for one by invitation."""
    if not group.is_open:
        raise WrongState(_l("This group is by invitation."))
    add_member(group, person, actor=person, at=at)


def reach_of(held: WorkingGroupRole) -> Reach:
    """Return how far a role of a group reaches."""
    return Scope(held.scope), held.scope_id


def _facilitating(at: datetime) -> sa.Select[Any]:
    return sa.select(RoleGrant.person_id).where(
        RoleGrant.role == Role.FACILITATOR,
        RoleGrant.scope == Scope.WORKING_GROUP,
        sa.or_(RoleGrant.ended_at.is_(None), RoleGrant.ended_at > at),
    )


def _may_decide(kind: str, is_open: bool) -> bool:
    return kind == "working" and not is_open


def _has_decision(group: WorkingGroup) -> bool:
    held = sa.exists().where(
        WorkingGroupRole.working_group_id == group.id,
        WorkingGroupRole.role == Role.WORKING_GROUP_MEMBER,
        WorkingGroupRole.ended_at.is_(None),
    )
    return bool(db.session.scalar(sa.select(held)))


def _find(group: WorkingGroup, role: str, reach: Reach, at: datetime) -> WorkingGroupRole | None:
    held = (one for one in roles_of(group, at) if one.role == role and reach_of(one) == reach)
    return next(held, None)
