"""Reasoned objections to sections, with what the desk answers to them."""

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from consult.contributions.models import Stance
from consult.core.database import db

from .desk_models import ObjectionAnswer
from .models import Consolidation


def load_objections(consolidation: Consolidation) -> list[Stance]:
    """Return the objections with a reason to sections, in the desk's consultations, the oldest first."""
    rows = db.session.scalars(
        sa.select(Stance)
        .where(
            Stance.consultation_id.in_([row.id for row in consolidation.consultations]),
            Stance.section_id.is_not(None),
            Stance.position == "objection",
            Stance.reason != "",
            Stance.withdrawn_at.is_(None),
        )
        .options(selectinload(Stance.person), selectinload(Stance.organisation), selectinload(Stance.region))
        .order_by(Stance.taken_at, Stance.id)
    )
    return list(rows)


def load_objection_answers(consolidation: Consolidation) -> dict[int, ObjectionAnswer]:
    """Return the newest answer of the desk by stance id; what was taken back is left out."""
    rows = db.session.scalars(
        sa.select(ObjectionAnswer)
        .where(ObjectionAnswer.consolidation_id == consolidation.id)
        .order_by(ObjectionAnswer.id)
    )
    return {row.stance_id: row for row in {row.stance_id: row for row in rows}.values() if row.text}
