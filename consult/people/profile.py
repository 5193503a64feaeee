"""What people change about themselves."""

from datetime import datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from consult.core.database import db
from consult.core.errors import InvalidInput

from .models import Mandate, Organisation, Person, Region
from .organisations import named_organisation


def change_profile(
    person: Person,
    *,
    display_name: str,
    languages: list[str],
    region_code: str,
    organisation_public_id: str,
    locale: str,
    at: datetime,
) -> None:
    """Change a person's own profile. Empty codes mean none; raises InvalidInput for a region or organisation that
    is not there.

    An organisation that the secretariat did not give, and that no mandate stands for, counts as not confirmed.
    """
    person.display_name = display_name
    person.languages = list(dict.fromkeys(languages))
    person.region = _region(region_code)
    if person.account:
        person.account.locale = locale
    if organisation_public_id != (person.organisation.public_id if person.organisation else ""):
        organisation = _organisation(organisation_public_id)
        person.organisation = organisation
        mandated = [mandate.organisation for mandate in valid_mandates(person, at)]
        person.organisation_is_confirmed = organisation in mandated
    db.session.flush()


def propose_organisation(person: Person, name: str, at: datetime) -> Organisation:
    """Let a person belong to an organisation that they name; one that is not known waits to be confirmed. Return it."""
    organisation = named_organisation(name, at)
    person.organisation = organisation
    person.organisation_is_confirmed = organisation in [
        row.organisation for row in valid_mandates(person, at)
    ]
    db.session.flush()
    return organisation


def valid_mandates(person: Person, at: datetime) -> list[Mandate]:
    """Return the mandates that hold at a moment."""
    rows = db.session.scalars(sa.select(Mandate).where(Mandate.person_id == person.id).order_by(Mandate.id))
    return [mandate for mandate in rows if mandate.is_valid(at)]


def _region(code: str) -> Region | None:
    if not code:
        return None
    found = db.session.scalar(sa.select(Region).where(Region.code == code))
    if found is None:
        raise InvalidInput(_l("There is no such region."), field="region")
    return found


def _organisation(public_id: str) -> Organisation | None:
    if not public_id:
        return None
    found = db.session.scalar(sa.select(Organisation).where(Organisation.public_id == public_id))
    if found is None or found.status != "confirmed":
        raise InvalidInput(_l("There is no such organisation."), field="organisation")
    return found
