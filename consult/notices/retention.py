"""Retention periods as they come to an end: announced on the page and in the letter of the day, then carried out."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from consult.consolidation.models import ConsolidationConsultation
from consult.consultations.models import ANNOUNCED, Consultation
from consult.contributions.services.retention import anonymise, people_of
from consult.core.database import db, hold_name
from consult.core.logs import log_audit
from consult.people.letter_models import Telling
from consult.people.models import Person
from consult.surveys.services import forget_origins


@dataclass(frozen=True)
class Ended:
    """What was done: the titles of consultations whose end was announced, and of those parted from their people."""

    announced: tuple[str, ...] = ()
    parted: tuple[str, ...] = ()


def end_retention(at: datetime) -> Ended:
    """Announce the retention periods that end within fourteen days, and carry out those that have ended."""
    hold_name("retention")
    due = [one for one in _with_an_end() if one.kept_until and one.kept_until - ANNOUNCED <= at]
    announced = [one for one in due if one.retention_announced_at is None]
    for one in announced:
        _announce(one, at)
    over = [one for one in due if one.kept_until and one.kept_until <= at and one not in announced]
    for one in over:
        anonymise(one, at)
        forget_origins(one)
        _forget_tellings(one)
    db.session.flush()
    return Ended(tuple(one.title for one in announced), tuple(one.title for one in over))


def _with_an_end() -> list[Consultation]:
    asked = sa.select(Consultation).where(
        Consultation.kept_days.is_not(None), Consultation.anonymised_at.is_(None)
    )
    return list(db.session.scalars(asked.order_by(Consultation.id)))


def _announce(consultation: Consultation, at: datetime) -> None:
    """Note when it was announced, and let each account that is concerned be told once."""
    consultation.retention_announced_at = at
    people = people_of(consultation)  # they can be more than a question may name
    accounts = db.session.execute(
        sa.select(Person.account_id, Person.id).where(Person.account_id.is_not(None)).order_by(Person.id)
    )
    db.session.add_all(
        Telling(account_id=account_id, kind="ending", subject_id=consultation.id, created_at=at)
        for account_id, person_id in accounts
        if person_id in people
    )
    log_audit("retention-announced", actor_id=None, subject="consultations", subject_id=consultation.id)


def _forget_tellings(consultation: Consultation) -> None:
    """Forget who was told of it: that they were tells that they sent something."""
    desks = sa.select(ConsolidationConsultation.consolidation_id).where(
        ConsolidationConsultation.consultation_id == consultation.id
    )
    of_this = sa.and_(Telling.kind == "ending", Telling.subject_id == consultation.id)
    of_its_answers = sa.and_(Telling.kind == "answered", Telling.subject_id.in_(desks))
    db.session.execute(sa.delete(Telling).where(sa.or_(of_this, of_its_answers)))
