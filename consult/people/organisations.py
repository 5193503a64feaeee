"""Organisations of the network, and its working groups."""

from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from consult.core.database import db
from consult.core.errors import InvalidInput, NotFound
from consult.core.loading import by_public_id

from .models import Organisation, Person, Region, WorkingGroup, WorkingGroupMember
from .regions import load_region


@dataclass(frozen=True)
class OrganisationFacts:
    """What is known of an organisation; empty codes mean not known."""

    name: str
    constituency: str
    country: str = ""
    region_code: str = ""
    languages: list[str] = field(default_factory=list)
    status: str = "confirmed"


def load_organisation(public_id: str) -> Organisation:
    """Return the organisation of a public id; raises NotFound."""
    return by_public_id(Organisation, public_id)


def add_organisation(facts: OrganisationFacts, at: datetime) -> Organisation:
    """Add an organisation; raises InvalidInput if the network has one of this name."""
    _refuse_known_name(facts.name, None)
    organisation = Organisation(name=facts.name, constituency=facts.constituency, created_at=at)
    _apply(organisation, facts)
    db.session.add(organisation)
    db.session.flush()
    return organisation


def change_organisation(organisation: Organisation, facts: OrganisationFacts) -> None:
    """Change an organisation. What was sent before keeps the region and constituency of that moment."""
    _refuse_known_name(facts.name, organisation)
    _apply(organisation, facts)
    db.session.flush()


def named_organisation(name: str, at: datetime) -> Organisation:
    """Return the organisation of a name, or a proposed one: that somebody names it confirms nothing."""
    known = sa.select(Organisation).where(sa.func.lower(Organisation.name) == name.lower())
    found = db.session.scalar(known)
    if found is None:
        found = Organisation(name=name, constituency="other", status="proposed", created_at=at)
        db.session.add(found)
    return found


def region_of(code: str) -> Region | None:
    """Return the region of a code, None for an empty one; raises InvalidInput."""
    try:
        return load_region(code) if code else None
    except NotFound:
        raise InvalidInput(_l("There is no such region."), field="region") from None


def load_group(public_id: str) -> WorkingGroup:
    """Return the working group of a public id; raises NotFound."""
    return by_public_id(WorkingGroup, public_id)


def save_group(group: WorkingGroup, name: str, description: str) -> WorkingGroup:
    """Name and describe a working group, new or not; raises InvalidInput if another has this name."""
    with db.session.no_autoflush:
        other = db.session.scalar(sa.select(WorkingGroup).where(WorkingGroup.name == name))
    if other is not None and other is not group:
        raise InvalidInput(_l("There is a working group of this name."), field="name")
    group.name, group.description = name, description
    db.session.add(group)
    db.session.flush()
    return group


def group_members(group: WorkingGroup) -> list[tuple[Person, bool]]:
    """Return the members of a working group by name, and whether each is of its advisory group."""
    rows = db.session.execute(
        sa.select(Person, WorkingGroupMember.is_advisory)
        .join(WorkingGroupMember, WorkingGroupMember.person_id == Person.id)
        .where(WorkingGroupMember.working_group_id == group.id)
        .order_by(WorkingGroupMember.is_advisory, Person.display_name)
    )
    return [(person, is_advisory) for person, is_advisory in rows]


def add_member(group: WorkingGroup, person: Person, is_advisory: bool) -> None:
    """Add a person to a working group, or change whether they are of its advisory group."""
    db.session.merge(
        WorkingGroupMember(working_group_id=group.id, person_id=person.id, is_advisory=is_advisory)
    )
    db.session.flush()


def remove_member(group: WorkingGroup, person: Person) -> None:
    """Take a person out of a working group; raises NotFound if they are not in it."""
    member = db.session.get(WorkingGroupMember, (group.id, person.id))
    if member is None:
        raise NotFound
    db.session.delete(member)
    db.session.flush()


def _refuse_known_name(name: str, own: Organisation | None) -> None:
    other = db.session.scalar(sa.select(Organisation).where(sa.func.lower(Organisation.name) == name.lower()))
    if other is not None and other is not own:
        raise InvalidInput(_l("The network has an organisation of this name already."), field="name")


def _apply(organisation: Organisation, facts: OrganisationFacts) -> None:
    organisation.name = facts.name
    organisation.constituency = facts.constituency
    organisation.country = facts.country or None
    organisation.region = region_of(facts.region_code)
    organisation.languages = facts.languages
    organisation.status = facts.status
