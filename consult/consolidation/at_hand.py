"""A merge desk as a request knows it that saves one decision: plain values, read with one question."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from consult.core.database import db
from consult.rules.permissions import Facts

from .models import Consolidation, ConsolidationConsultation

_desk, _answered = Consolidation.__table__, ConsolidationConsultation.__table__
_DESK = (
    sa.select(_desk.c.id, _desk.c.narrative_id, _answered.c.consultation_id)
    .outerjoin(_answered, _answered.c.consolidation_id == _desk.c.id)
    .where(_desk.c.public_id == sa.bindparam("public_id"))
)


@dataclass(frozen=True, slots=True)
class DeskAtHand:
    """What is asked about a desk before somebody may decide there."""

    id: int
    public_id: str
    narrative_id: int
    consultation_ids: frozenset[int]

    def facts(self, at: datetime | None = None) -> Facts:
        """Return what the permission map asks about the desk, as `Consolidation.facts` does."""
        return Facts(narrative_id=self.narrative_id, consultation_ids=self.consultation_ids)


def desk_at_hand(public_id: str) -> DeskAtHand | None:
    """Return the desk with this public id, or None."""
    rows = db.session.connection().execute(_DESK, {"public_id": public_id}).all()
    if not rows:
        return None
    consultations = frozenset(row[2] for row in rows if row[2] is not None)
    return DeskAtHand(rows[0][0], public_id, rows[0][1], consultations)
