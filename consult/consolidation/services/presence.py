"""Who is at which section of a desk just now."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from consult.core.database import db
from consult.narratives.models import Section
from consult.people.models import Person

from ..desk_models import DeskPresence
from ..models import Consolidation

KEPT = timedelta(minutes=1)


def be_present(consolidation: Consolidation, section: Section, person: Person, at: datetime) -> None:
    """Note that a person is at a section; rows older than a minute go."""
    db.session.execute(sa.delete(DeskPresence).where(DeskPresence.seen_at < at - KEPT))
    row = db.session.get(DeskPresence, (consolidation.id, person.id))
    if row is None:
        row = DeskPresence(consolidation_id=consolidation.id, person_id=person.id)
        db.session.add(row)
    row.section_id, row.seen_at = section.id, at
    db.session.flush()


def others_present(consolidation: Consolidation, person: Person, at: datetime) -> list[DeskPresence]:
    """Return who else was at the desk within the last minute, by name."""
    rows = db.session.scalars(
        sa.select(DeskPresence)
        .join(Person, Person.id == DeskPresence.person_id)
        .where(
            DeskPresence.consolidation_id == consolidation.id,
            DeskPresence.person_id != person.id,
            DeskPresence.seen_at >= at - KEPT,
        )
        .options(joinedload(DeskPresence.person))
        .order_by(Person.display_name)
    )
    return list(rows)
