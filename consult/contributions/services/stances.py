"""Stances: one position for each person, target and voice; taking it again changes it, and the event log says so."""

from datetime import datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from consult.consultations.at_hand import AnyConsultation
from consult.core.database import db
from consult.core.errors import InvalidInput, NotAllowed, WrongState
from consult.core.logs import log_event
from consult.narratives.kept_texts import AnySection
from consult.people.at_hand import AnyPerson
from consult.rules.states import POSITIONS

from ..models import Contribution, Stance
from .sending import Sending, origin_columns
from .wordings import base_place, kept_text


def take_stance(
    target: Contribution,
    actor: AnyPerson,
    at: datetime,
    *,
    position: str,
    sending: Sending,
    reason: str = "",
    until: datetime | None = None,
) -> Stance:
    """Take a stance on a contribution, or change the one that was taken; return it.

    An objection needs a reason; asking one's members needs a date to come. Raises WrongState unless the consultation
    is open and the contribution is submitted, shown and somebody else's.
    """
    check_target(target, actor)
    found = _taken(actor, sending.voice, Stance.contribution_id == target.id)
    stance = found or Stance(contribution_id=target.id)
    return _take(stance, target.consultation, actor, at, position, sending, reason, until)


def check_target(target: Contribution, actor: AnyPerson) -> None:
    """Raise WrongState unless a person can take a stance on a contribution: one that is shown, and not their own."""
    if target.status != "submitted" or target.hidden_at is not None:
        raise WrongState(_l("This contribution was withdrawn or hidden: nobody can take a stance on it."))
    if target.person_id == actor.id:
        raise WrongState(_l("This is your own contribution. That you support it goes without saying."))


def take_section_stance(
    consultation: AnyConsultation,
    section: AnySection,
    actor: AnyPerson,
    at: datetime,
    *,
    position: str,
    sending: Sending,
    reason: str = "",
    until: datetime | None = None,
) -> Stance:
    """Take a stance on a section of the consultation's base revision, or change it; return it."""
    base_place(consultation, section)
    found = _taken(
        actor,
        sending.voice,
        sa.and_(Stance.consultation_id == consultation.id, Stance.section_id == section.id),
    )
    stance = found or Stance(section_id=section.id)
    return _take(stance, consultation, actor, at, position, sending, reason, until)


def withdraw_stance(stance: Stance, actor: AnyPerson, at: datetime) -> None:
    """Withdraw one's own stance, at any time. Raises NotAllowed for another's, WrongState when it is withdrawn."""
    if stance.person_id != actor.id:
        raise NotAllowed(_l("Only the person who took it can withdraw it."))
    if stance.withdrawn_at is not None:
        raise WrongState(_l("This has been withdrawn already."))
    stance.withdrawn_at = at
    log_event("stance-withdrawn", stance, actor_id=actor.id, before=stance.position)


def _taken(actor: AnyPerson, voice: str, target: sa.ColumnElement[bool]) -> Stance | None:
    return db.session.scalar(
        sa.select(Stance).where(target, Stance.person_id == actor.id, Stance.voice == voice)
    )


def _take(
    stance: Stance,
    consultation: AnyConsultation,
    actor: AnyPerson,
    at: datetime,
    position: str,
    sending: Sending,
    reason: str,
    until: datetime | None,
) -> Stance:
    if not consultation.is_open(at):
        raise WrongState(_l("Stances can be taken only while the consultation is open."))
    words = _check_position(position, reason, until, at)
    before = stance.position if stance.id and stance.withdrawn_at is None else None
    for column, value in origin_columns(actor, sending, at).items():
        setattr(stance, column, value)
    stance.consultation_id, stance.narrative_id = consultation.id, consultation.narrative_id
    stance.position, stance.reason, stance.taken_at = position, words, at
    stance.until = until if position == "asking-members" else None
    stance.withdrawn_at = None
    db.session.add(stance)
    db.session.flush()
    log_event("stance-taken", stance, actor_id=actor.id, before=before, after=position)
    return stance


def _check_position(position: str, reason: str, until: datetime | None, at: datetime) -> str:
    if position not in POSITIONS:
        raise InvalidInput(_l("Choose one of the four positions."), field="position")
    words = kept_text(reason, field="reason")
    if position == "objection" and not words:
        raise InvalidInput(
            _l("An objection needs a reason: it will be answered by the facilitators."), field="reason"
        )
    if position == "asking-members" and (until is None or until <= at):
        raise InvalidInput(
            _l("Give a day to come, until when you will have asked your members."), field="until"
        )
    return words
