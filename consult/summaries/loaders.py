"""From the words of a URL to the consultation."""

import sqlalchemy as sa

from consult.consultations.models import Consultation
from consult.core.database import db
from consult.core.errors import NotFound


def consultation_by_id(consultation_id: str) -> Consultation:
    """Return the consultation with this public id."""
    found = db.session.scalar(sa.select(Consultation).where(Consultation.public_id == consultation_id))
    if found is None:
        raise NotFound
    return found
