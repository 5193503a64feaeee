"""Reservations: objections that stand are published with the revision, until their authors withdraw them."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from consult.contributions.models import Contribution, Stance
from consult.core.database import db
from consult.core.errors import NotAllowed, WrongState
from consult.core.logs import log_event
from consult.narratives.models import Revision
from consult.people.models import Person
from consult.rules.states import TAKEN_UP

from ..material import answerable, reach_of
from ..models import Consolidation
from ..overview import DeskWork
from ..reservation_models import Reservation


def standing_objections(desk: DeskWork) -> list[Stance]:
    """Return the reasoned objections that stand if the desk is published as it is.

    Those to sections, and those to contributions that are taken in: where one is not, the objection was followed.
    """
    taken = {
        contribution_id
        for contribution_id, answer in desk.material.answers.items()
        if answer.disposition in TAKEN_UP
    }
    return [
        stance
        for stance in _reasoned(desk.material.consolidation)
        if stance.section_id is not None or stance.contribution_id in taken
    ]


def publish_reservations(desk: DeskWork, revision: Revision) -> list[Reservation]:
    """Write a reservation for each objection that stands; return them."""
    sections = {row.id: row.section_id for row in desk.material.contributions}
    rows = [
        Reservation(
            narrative_id=revision.narrative_id,
            consolidation_id=desk.material.consolidation.id,
            revision_id=revision.id,
            section_id=stance.section_id or sections.get(stance.contribution_id or 0),
            stance_id=stance.id,
            reason=stance.reason,
            answer=_answer(desk, stance),
        )
        for stance in standing_objections(desk)
    ]
    db.session.add_all(rows)
    db.session.flush()
    for row in rows:
        log_event("reservation-published", row, actor_id=None)
    return rows


def withdraw_reservation(reservation: Reservation, actor: Person, at: datetime) -> None:
    """Withdraw one's own reservation. NotAllowed: it is another's. WrongState: it is withdrawn already."""
    if reservation.stance.person_id != actor.id:
        raise NotAllowed(_l("Only the person who took it can withdraw it."))
    if not reservation.stands:
        raise WrongState(_l("This has been withdrawn already."))
    reservation.withdrawn_at = at
    log_event("reservation-withdrawn", reservation, actor_id=actor.id)


def _answer(desk: DeskWork, stance: Stance) -> str:
    """Return what the desk answers: to the contribution that is objected to, or to an objection to a section."""
    said = desk.material.objection_answers.get(stance.id)
    if said is not None:
        return said.text
    given = desk.material.answers.get(stance.contribution_id or 0)
    return given.reason if given else ""


def _reasoned(consolidation: Consolidation) -> Iterable[Stance]:
    ids = [consultation.id for consultation in consolidation.consultations]
    contributions = sa.select(Contribution.id).where(reach_of(consolidation), answerable())
    return db.session.scalars(
        sa.select(Stance)
        .where(
            Stance.position == "objection",
            Stance.reason != "",
            Stance.withdrawn_at.is_(None),
            sa.or_(
                Stance.contribution_id.in_(contributions),
                sa.and_(Stance.section_id.is_not(None), Stance.consultation_id.in_(ids)),
            ),
        )
        .order_by(Stance.taken_at, Stance.id)
    )
