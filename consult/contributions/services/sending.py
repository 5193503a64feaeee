"""What every contribution says when it is sent: for whom, how it is shown, in which language; whether it is late."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from consult.consultations.at_hand import AnyConsultation
from consult.core.database import db
from consult.core.errors import InvalidInput, WrongState
from consult.people.at_hand import AnyPerson, ReadOrganisation
from consult.people.models import Mandate, Organisation
from consult.rules.states import VISIBILITIES, VOICES


@dataclass(frozen=True)
class Sending:
    """What a person chose for one contribution or stance.

    `visibility` has no default: it is asked. `organisation` says which one is meant by a person who holds several
    mandates; with one mandate it may be left out.
    """

    visibility: str
    voice: str = "self"
    language: str = "en"
    organisation: Organisation | None = None


_MANDATES = (
    sa.select(Mandate)
    .join(Organisation)
    .where(Mandate.person_id == sa.bindparam("person_id"))
    .options(joinedload(Mandate.organisation))
    .order_by(Organisation.name)
)


def valid_mandates(person_id: int, at: datetime) -> list[Mandate]:
    """Return the mandates under which a person may speak at a moment, by the organisation's name."""
    rows = db.session.scalars(_MANDATES, {"person_id": person_id})
    return [mandate for mandate in rows if mandate.is_valid(at)]


def speaking_for(person: AnyPerson, sending: Sending, at: datetime) -> Organisation | ReadOrganisation | None:
    """Return the organisation to note: that of the mandate, or the one that the person belongs to.

    Raises InvalidInput when the voice is an organisation's and no mandate for it is valid, or it is not said which.
    """
    if sending.voice not in VOICES:
        raise InvalidInput(_l("Say whether you speak for yourself or for your organisation."), field="voice")
    if sending.voice == "self":
        return person.organisation
    held = [mandate.organisation for mandate in valid_mandates(person.id, at)]
    if sending.organisation is not None:
        held = [organisation for organisation in held if organisation.id == sending.organisation.id]
    if not held:
        raise InvalidInput(
            _l("You can speak for an organisation only while it has given you a mandate."), field="voice"
        )
    if len(held) > 1:
        raise InvalidInput(_l("Say for which of your organisations you speak."), field="voice")
    return held[0]


def origin_columns(person: AnyPerson, sending: Sending, at: datetime) -> dict[str, Any]:
    """Return the columns that are copied when something is sent, since people move and figures must not."""
    if sending.visibility not in VISIBILITIES:
        raise InvalidInput(_l("Say how this may be shown."), field="visibility")
    organisation = speaking_for(person, sending, at)
    return {
        "person_id": person.id,
        "voice": sending.voice,
        "visibility": sending.visibility,
        **_place_of(person, organisation, sending.voice),
    }


def _place_of(
    person: AnyPerson, organisation: Organisation | ReadOrganisation | None, voice: str
) -> dict[str, Any]:
    """Return region, organisation, constituency, country: an organisation's own ones when it speaks itself."""
    region, country = person.region_id, person.country
    if organisation is not None:
        first = voice == "organisation"
        region = organisation.region_id if first or region is None else region
        country = organisation.country if first or country is None else country
    return {
        "region_id": region,
        "organisation_id": organisation.id if organisation else None,
        "constituency": organisation.constituency if organisation else None,
        "country": country,
    }


def arrives_late(consultation: AnyConsultation, at: datetime) -> bool:
    """Say whether what is sent now is late. Raises WrongState before the consultation opens."""
    state = consultation.state(at)
    if state == "announced":
        raise WrongState(_l("This consultation has not opened yet. Nothing was sent; please come back then."))
    return state == "closed"
