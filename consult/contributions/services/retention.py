"""The end of a retention period: what was sent to a consultation is parted from the persons who sent it."""

from collections.abc import Collection, Mapping
from datetime import datetime
from random import SystemRandom
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from consult.consultations.models import Consultation
from consult.core.database import db
from consult.core.errors import WrongState
from consult.core.logs import Event, log_audit
from consult.core.removals import removing
from consult.people.models import Person

from ..models import Contribution, Stance
from ..reports import Report

TOGETHER = 10_000
"""So many rows are read and written at once."""
_UNSEEN = {"synchronize_session": False}


def anonymise(consultation: Consultation, at: datetime) -> int:
    """Part a consultation from its people, whose time is up; return how many they were. Nothing brings it back.

    Raises WrongState before the announced end.
    """
    until = consultation.kept_until
    if (
        until is None
        or consultation.retention_announced_at is None
        or at < until
        or consultation.anonymised_at
    ):
        raise WrongState("the time has not come, or it has come before")
    with removing("retention", actor_id=None, at=at):
        people = people_of(consultation)
        stand_ins = _stand_ins(people)
        sent = Contribution.consultation_id == consultation.id
        _replace(Contribution.person_id, sent, stand_ins, version=Contribution.version + 1)
        _replace(Stance.person_id, Stance.consultation_id == consultation.id, stand_ins)
        _replace(Report.by_id, Report.contribution_id.in_(_sent_to(consultation)), stand_ins)
        _forget_origins(consultation)
        acts = sa.update(Event).where(
            Event.consultation_id == consultation.id, Event.subject.in_(("contributions", "stances"))
        )
        db.session.execute(acts.values(actor_id=None), execution_options=_UNSEEN)
        _log_parting(consultation, at)
        consultation.anonymised_at = at
        log_audit("retention-ended", actor_id=None, subject="consultations", subject_id=consultation.id)
    return len(people)


def _log_parting(consultation: Consultation, at: datetime) -> None:
    """Log that each contribution and stance is counted of somebody else now."""
    names = ["at", "kind", "narrative_id", "consultation_id", "subject", "subject_id"]
    for model in (Contribution, Stance):
        rows = sa.select(
            sa.bindparam("at", at, Event.at.type),
            sa.literal("retention-ended"),
            model.narrative_id,
            model.consultation_id,
            sa.literal(model.__tablename__),
            model.id,
        ).where(model.consultation_id == consultation.id)
        db.session.execute(sa.insert(Event).from_select(names, rows))


def people_of(consultation: Consultation) -> set[int]:
    """Return the ids of those who sent, took a position on or reported something in a consultation."""
    found = set(
        db.session.scalars(
            sa.select(Contribution.person_id)
            .where(Contribution.consultation_id == consultation.id)
            .distinct()
        )
    )
    found |= set(
        db.session.scalars(sa.select(Stance.person_id).where(Stance.consultation_id == consultation.id))
    )
    found |= set(
        db.session.scalars(sa.select(Report.by_id).where(Report.contribution_id.in_(_sent_to(consultation))))
    )
    return {one for one in found if one is not None}


def _sent_to(consultation: Consultation) -> sa.Select[Any]:
    return sa.select(Contribution.id).where(Contribution.consultation_id == consultation.id)


def _stand_ins(people: Collection[int]) -> dict[int, int]:
    """Make a row that is nobody for each person, in an order that tells nothing; return its id by the person's."""
    shuffled = sorted(people)
    SystemRandom().shuffle(shuffled)
    nobody = {"display_name": _("Somebody"), "languages": [], "is_stand_in": True}
    made = sa.insert(Person).returning(Person.id, sort_by_parameter_order=True)
    ids = db.session.scalars(made, [dict(nobody) for _one in shuffled]) if shuffled else ()
    return dict(zip(shuffled, ids, strict=True))


def _replace(column: Any, of_this: sa.ColumnElement[bool], stand_ins: Mapping[int, int], **also: Any) -> None:
    """Let stand-ins stand in a column where persons stood, in the rows of this consultation and in no other.

    Row by row: a statement for each person would look at all that was sent, for each of them.
    """
    table = column.class_.__table__
    change = sa.update(table).where(table.c.id == sa.bindparam("row"))
    change = change.values({column.key: sa.bindparam("nobody"), **also})
    asked, last = sa.select(table.c.id, column).where(of_this, column.is_not(None)).order_by(table.c.id), 0
    while rows := db.session.execute(asked.where(table.c.id > last).limit(TOGETHER)).all():
        given = [{"row": row, "nobody": stand_ins[person]} for row, person in rows]
        db.session.connection().execute(change, given)
        last = rows[-1][0]


def _forget_origins(consultation: Consultation) -> None:
    """Leave of where people come from the region and the kind of organisation, and show no more than the region."""
    for model in (Contribution, Stance):
        less = sa.case((model.visibility == "facilitators", "facilitators"), else_="region")
        rows = sa.update(model).where(model.consultation_id == consultation.id)
        rows = rows.values(visibility=less, organisation_id=None, country=None)
        db.session.execute(rows, execution_options=_UNSEEN)
    rest = sa.update(Contribution).where(Contribution.consultation_id == consultation.id)
    rest = rest.values(claimed_by_id=None, entered_by_id=None, consent=None, version=Contribution.version + 1)
    db.session.execute(rest, execution_options=_UNSEEN)
