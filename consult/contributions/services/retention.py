"""The end of a retention period: what was sent to a consultation is parted from the persons who sent it."""

from datetime import datetime
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
        people = sorted(people_of(consultation))
        for person_id in people:
            _replace(consultation, person_id)
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


def _replace(consultation: Consultation, person_id: int) -> None:
    """Let a row that is nobody stand for a person in this consultation, and in no other."""
    nobody = Person(display_name=_("Somebody"), languages=[], is_stand_in=True)
    db.session.add(nobody)
    db.session.flush()
    where = Contribution.consultation_id == consultation.id, Contribution.person_id == person_id
    sent = sa.update(Contribution).where(*where).values(person_id=nobody.id, version=Contribution.version + 1)
    taken = sa.update(Stance).where(Stance.consultation_id == consultation.id, Stance.person_id == person_id)
    told = sa.update(Report).where(
        Report.contribution_id.in_(_sent_to(consultation)), Report.by_id == person_id
    )
    for statement in (sent, taken.values(person_id=nobody.id), told.values(by_id=nobody.id)):
        db.session.execute(statement, execution_options=_UNSEEN)


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
