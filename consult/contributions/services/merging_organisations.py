"""One organisation out of two that are the same, with everything that hangs on them."""

from datetime import datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from consult.core.database import db
from consult.core.errors import InvalidInput
from consult.core.logs import log_audit, log_event
from consult.people.models import Mandate, Organisation, Person

from ..models import Contribution, Stance


def merge_organisations(double: Organisation, into: Organisation, *, actor: Person, at: datetime) -> None:
    """Give all that hangs on a double to another organisation: people, mandates, what was sent; the double goes.

    Region, kind and country of what was sent stay as they were copied. A mandate for both ends in one. Raises
    InvalidInput for an organisation and itself.
    """
    if double.id == into.id:
        raise InvalidInput(_l("Choose another organisation."), field="into")
    for person in _of(Person, double):
        person.organisation = into
    _move_mandates(double, into, at)
    for row in [*_of(Contribution, double), *_of(Stance, double)]:
        row.organisation_id = into.id
        log_event("organisation-merged", row, actor_id=actor.id)
    db.session.flush()
    _move_the_rest(double, into)
    log_audit(
        "organisations-merged",
        actor_id=actor.id,
        subject="organisations",
        subject_id=into.id,
        value=str(double.id),
    )
    db.session.delete(double)
    db.session.flush()


def _of(model: type, organisation: Organisation) -> list:  # type: ignore[type-arg]
    return list(db.session.scalars(sa.select(model).where(model.organisation_id == organisation.id)))  # type: ignore[attr-defined]


def _move_mandates(double: Organisation, into: Organisation, at: datetime) -> None:
    """Move mandates; of two that hold for one person now, the one that moves ends: the other goes on."""
    holds = {row.person_id for row in _of(Mandate, into) if row.is_valid(at)}
    for mandate in _of(Mandate, double):
        if mandate.is_valid(at) and mandate.person_id in holds:
            mandate.valid_until = at
        mandate.organisation = into


def _move_the_rest(double: Organisation, into: Organisation) -> None:
    """Move whatever else names the double, also what later features keep: rows of surveys, for one."""
    for table in db.metadata.sorted_tables:
        for column in table.columns:
            if any(key.column.table is Organisation.__table__ for key in column.foreign_keys):
                moved = sa.update(table).where(column == double.id).values({column.name: into.id})
                db.session.execute(moved)
