"""The desk that answers a consultation."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from consult.consultations.merge_desk import MergeDesk
from consult.consultations.models import Consultation
from consult.core.database import db

from ..models import Consolidation, ConsolidationConsultation
from .reverting import reverted_consolidations


def desk_answering(consultation: Consultation) -> MergeDesk | None:
    """Return the desk of a consultation that is open, or published and not taken back."""
    row = db.session.scalar(
        sa.select(Consolidation)
        .join(ConsolidationConsultation, ConsolidationConsultation.consolidation_id == Consolidation.id)
        .where(
            ConsolidationConsultation.consultation_id == consultation.id,
            Consolidation.state != "abandoned",
            Consolidation.id.not_in(reverted_consolidations()),
        )
        .options(joinedload(Consolidation.revision))
    )
    return MergeDesk(row.public_id, row.revision.number if row.revision else "") if row else None
