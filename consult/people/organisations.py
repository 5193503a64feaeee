"""Organisations of the network."""

from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from consult.core.database import db
from consult.core.errors import InvalidInput, NotFound
from consult.core.loading import by_public_id

from .models import Organisation, Region
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
