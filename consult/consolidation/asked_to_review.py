"""Who can be asked to approve a draft: reviewers first, then whole working groups, then the others who work on it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from consult.core.database import db
from consult.people.models import (
    Account,
    Person,
    RoleGrant,
    WorkingGroup,
    WorkingGroupMember,
    WorkingGroupRole,
)
from consult.rules.permissions import Role, Scope

from .models import Consolidation

APPROVING = (Role.REVIEWER, Role.WORKING_GROUP_MEMBER, Role.FACILITATOR, Role.SECRETARIAT)
"""Who may read a draft and approve it; a test holds this against the permission map."""


@dataclass(frozen=True)
class Askable:
    """Who can be asked: people, each once, and groups with those of their members who can be."""

    reviewers: list[Person]
    groups: list[tuple[WorkingGroup, list[Person]]]
    others: list[Person]

    def people_of(self, chosen: str) -> list[Person]:
        """Return whom a choice of the form means: one person, or everybody of a group; nobody for a wrong one."""
        by_group = {f"group:{group.public_id}": people for group, people in self.groups}
        alone = {one.public_id: [one] for one in (*self.reviewers, *self.others)}
        return by_group.get(chosen) or alone.get(chosen, [])


def askable(row: Consolidation, at: datetime, *, without: set[int]) -> Askable:
    """Return who can be asked to approve the draft of a desk; `without`: ids of persons who cannot be."""
    reviewers = _holders(row, (Role.REVIEWER,), at, without)
    known = {one.id for one in reviewers}
    everybody = _holders(row, APPROVING, at, without)
    by_id = {one.id: one for one in everybody}
    return Askable(
        reviewers,
        [
            (group, found)
            for group, ids in _groups(row, at)
            if (found := [by_id[one] for one in ids if one in by_id])
        ],
        [one for one in everybody if one.id not in known],
    )


def _holders(row: Consolidation, roles: tuple[Role, ...], at: datetime, without: set[int]) -> list[Person]:
    held = sa.select(RoleGrant.person_id).where(
        RoleGrant.role.in_(roles), _in_force(RoleGrant, at), _over(RoleGrant, row)
    )
    query = (
        sa.select(Person)
        .join(Account, Account.id == Person.account_id)
        .where(Person.id.in_(held), Person.id.not_in(without), Account.disabled_at.is_(None))
    )
    return list(db.session.scalars(query.order_by(Person.display_name, Person.id)))


def _groups(row: Consolidation, at: datetime) -> list[tuple[WorkingGroup, list[int]]]:
    """Return the working groups that review or own the narrative, by name; an advisory group decides on nothing."""
    held = sa.select(WorkingGroupRole.working_group_id).where(
        WorkingGroupRole.role.in_(APPROVING), _in_force(WorkingGroupRole, at), _over(WorkingGroupRole, row)
    )
    query = sa.select(WorkingGroup).where(WorkingGroup.id.in_(held), WorkingGroup.kind == "working")
    found = list(db.session.scalars(query.order_by(WorkingGroup.name)))
    members = sa.select(WorkingGroupMember.working_group_id, WorkingGroupMember.person_id).where(
        WorkingGroupMember.working_group_id.in_([one.id for one in found])
    )
    ids: dict[int, list[int]] = {}
    for group_id, person_id in db.session.execute(members.order_by(WorkingGroupMember.person_id)):
        ids.setdefault(group_id, []).append(person_id)
    return [(group, ids.get(group.id, [])) for group in found]


def _in_force(model: Any, at: datetime) -> sa.ColumnElement[bool]:
    return sa.or_(model.ended_at.is_(None), model.ended_at > at)


def _over(model: Any, row: Consolidation) -> sa.ColumnElement[bool]:
    """Say that a role reaches a desk: the network, its narrative, or one of its consultations."""
    ids = [consultation.id for consultation in row.consultations]
    return sa.or_(
        model.scope == Scope.NETWORK,
        sa.and_(model.scope == Scope.NARRATIVE, model.scope_id == row.narrative_id),
        sa.and_(model.scope == Scope.CONSULTATION, model.scope_id.in_(ids)),
    )
