"""What follows a publication, as its pages tell it: reservations, adoption, revert, the reader's last look."""

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from consult.consolidation.adoption_models import LastLook, Revert
from consult.consolidation.reservation_models import Reservation
from consult.consolidation.services.adoption import adoptions_of, last_look
from consult.consolidation.services.reverting import reverts_of
from consult.consultations.models import Consultation
from consult.contributions.credit import public_credit
from consult.contributions.models import Stance
from consult.contributions.veil import region_shown
from consult.core.clock import now
from consult.core.database import db
from consult.narratives.models import Revision, Section
from consult.rules.permissions import Permission
from consult.web.access import identity, may, me
from consult.web.locale import current_language

from .answered import ledgers_of


@dataclass(frozen=True)
class ShownReservation:
    """An objection that stands, as the reader may see it. `reason` empty: its words are for other readers."""

    public_id: str
    author: str
    reason: str
    answer: str
    since: str
    key: str
    is_own: bool


@dataclass(frozen=True)
class Afterwards:
    """What the page of a revision says of what came after it."""

    reservations: list[ShownReservation]
    adoption: str
    makes: Revert | None
    undone: Revert | None
    look: LastLook | None
    ledgers: list[Consultation]


def afterwards(revision: Revision) -> Afterwards:
    """Return what came after a revision, for the present reader."""
    makes, undone = reverts_of([revision])
    states = [row.state(now()) for row in adoptions_of(revision)]
    looks = may(Permission.REVISION_LOOK, revision)
    return Afterwards(
        reservations_on(revision),
        states[0] if states else "",
        makes.get(revision.id),
        undone.get(revision.id),
        last_look(revision.narrative, me()) if looks else None,
        ledgers_of(revision.narrative).get(revision.id, []),
    )


def reservations_on(
    revision: Revision, section: Section | None = None, consultation_ids: Iterable[int] | None = None
) -> list[ShownReservation]:
    """Return the reservations that stand with a revision, or with one before it that was not taken back.

    `consultation_ids`: for a report, only those that were objections in one of these. It is passed on, so what is
    for facilitators only is not in it, also where its author asks.
    """
    query = (
        sa.select(Reservation)
        .join(Revision, Revision.id == Reservation.revision_id)
        .join(Stance, Stance.id == Reservation.stance_id)
        .where(
            Revision.narrative_id == revision.narrative_id,
            Revision.line == revision.line,
            sa.tuple_(Revision.major, Revision.minor)
            <= sa.tuple_(*map(sa.literal, (revision.major, revision.minor))),
            Reservation.withdrawn_at.is_(None),
            Stance.withdrawn_at.is_(None),
        )
        .order_by(Reservation.id.desc())
        .options(
            joinedload(Reservation.revision),
            joinedload(Reservation.section),
            joinedload(Reservation.stance).joinedload(Stance.person),
            joinedload(Reservation.stance).joinedload(Stance.organisation),
            joinedload(Reservation.stance).joinedload(Stance.region),
            joinedload(Reservation.stance).joinedload(Stance.consultation),
        )
    )
    if section is not None:
        query = query.where(Reservation.section_id == section.id)
    if consultation_ids is not None:
        query = query.where(
            Stance.consultation_id.in_(list(consultation_ids)), Stance.visibility != "facilitators"
        )
    rows = list(db.session.scalars(query))
    gone = _taken_back(revision) if rows else set()
    newest = {row.stance_id: row for row in reversed(rows) if row.revision_id not in gone}
    return [shown for row in newest.values() if (shown := _shown(row)) is not None]


def _taken_back(revision: Revision) -> set[int]:
    """Return the ids of the versions that are taken back up to this one; to take that back brings them back."""
    rows = db.session.scalars(
        sa.select(Revert)
        .where(Revert.narrative_id == revision.narrative_id, Revert.revision_id <= revision.id)
        .order_by(Revert.revision_id.desc())
    )
    gone: set[int] = set()
    for row in rows:
        if row.revision_id not in gone:
            gone.add(row.reverted_id)
    return gone


def _shown(row: Reservation) -> ShownReservation | None:
    """Return it as the reader may see it; one for facilitators only is its author's to see, and nobody else's."""
    stance = row.stance
    is_own = stance.person_id == identity().actor.person_id
    if stance.visibility == "facilitators" and not is_own:
        return None
    reads = is_own or may(Permission.CONSULTATION_READ, stance.consultation)
    told = region_shown(stance)
    region = told.name(current_language()) if told else _("A participant")
    return ShownReservation(
        row.public_id,
        public_credit(stance).line if reads else region,
        row.reason if reads else "",
        row.answer if reads else "",
        row.revision.number,
        row.section.key if row.section else "",
        is_own,
    )
