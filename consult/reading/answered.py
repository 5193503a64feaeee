"""Which consultations a revision answered, and whose ledger the reader may read."""

from collections import defaultdict

import sqlalchemy as sa

from consult.consolidation.models import Consolidation, ConsolidationConsultation
from consult.consultations.models import Consultation
from consult.core.clock import now
from consult.core.database import db
from consult.narratives.models import Narrative
from consult.rules.permissions import Permission
from consult.web.access import may


def ledgers_of(narrative: Narrative) -> dict[int, list[Consultation]]:
    """Return, by revision, the consultations that it answered and whose ledger the reader may read."""
    rows = db.session.execute(
        sa.select(Consolidation.revision_id, Consultation)
        .join(ConsolidationConsultation, ConsolidationConsultation.consolidation_id == Consolidation.id)
        .join(Consultation, Consultation.id == ConsolidationConsultation.consultation_id)
        .where(Consolidation.narrative_id == narrative.id, Consolidation.revision_id.is_not(None))
        .order_by(Consultation.id)
    )
    found: dict[int, list[Consultation]] = defaultdict(list)
    for revision_id, consultation in rows:
        if may(Permission.LEDGER_READ, consultation.ledger_facts(now())):
            found[revision_id or 0].append(consultation)
    return found
