"""Starting a consolidation, and giving it up."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from consult.consultations.models import Consultation
from consult.core.database import db
from consult.core.errors import InvalidInput, WrongState
from consult.core.logs import log_event
from consult.narratives.models import Narrative
from consult.narratives.services import latest_revision
from consult.people.models import Person
from consult.translations.drafts import end_draft

from ..models import Consolidation, ConsolidationConsultation, DeskSection
from .desk import hold_narrative, lock_open
from .reverting import reverted_consolidations


def free_consultations(narrative: Narrative, at: datetime) -> list[Consultation]:
    """Return the closed consultations of a narrative that no open or published consolidation answers."""
    rows = db.session.scalars(
        sa.select(Consultation)
        .where(
            Consultation.narrative_id == narrative.id,
            Consultation.closes_at <= at,
            Consultation.id.not_in(_answered_ids()),
        )
        .order_by(Consultation.closes_at, Consultation.id)
    )
    return list(rows)


def start_consolidation(
    narrative: Narrative, consultations: Sequence[Consultation], facilitator: Person, at: datetime
) -> Consolidation:
    """Start a consolidation of closed consultations on one base revision; return it.

    Where a newer revision of the line was published meanwhile, the decisions stand on that one. InvalidInput: no
    consultation, one of another narrative, or different base revisions. WrongState: one is not closed, or another
    merge desk answers it already.
    """
    hold_narrative(narrative)
    _check(narrative, consultations, at)
    base = consultations[0].base_revision
    latest = latest_revision(narrative, base.line) or base
    row = Consolidation(
        narrative=narrative,
        base_revision=base,
        ground_revision=latest if latest.id != base.id else None,
        line=base.line,
        facilitator_id=facilitator.id,
        started_at=at,
        consultations=sorted(consultations, key=lambda one: one.id),
    )
    db.session.add(row)
    db.session.flush()
    db.session.add_all(
        DeskSection(consolidation_id=row.id, section_id=place.section_id, counter=0, changed_at=at)
        for place in latest.places
    )
    log_event("consolidation-started", row, actor_id=facilitator.id, after="open")
    return row


def abandon_consolidation(consolidation: Consolidation, facilitator: Person, at: datetime) -> None:
    """Give a consolidation up: its decisions are kept, its consultations can be consolidated anew."""
    lock_open(consolidation, alone=True)
    consolidation.state = "abandoned"
    consolidation.ended_at = at
    end_draft(consolidation.id, at, facilitator)
    log_event(
        "consolidation-abandoned", consolidation, actor_id=facilitator.id, before="open", after="abandoned"
    )


def _answered_ids() -> sa.Select[Any]:
    return (
        sa.select(ConsolidationConsultation.consultation_id)
        .join(Consolidation, Consolidation.id == ConsolidationConsultation.consolidation_id)
        .where(Consolidation.state != "abandoned", Consolidation.id.not_in(reverted_consolidations()))
    )


def _check(narrative: Narrative, consultations: Sequence[Consultation], at: datetime) -> None:
    if not consultations:
        raise InvalidInput(_l("Choose at least one closed consultation."), field="consultations")
    if any(one.narrative_id != narrative.id for one in consultations):
        raise InvalidInput(_l("A consultation of another narrative is among them."), field="consultations")
    if len({one.base_revision_id for one in consultations}) > 1:
        raise InvalidInput(
            _l("These consultations are on different versions. Consolidate those of one version together."),
            field="consultations",
        )
    if any(one.state(at) != "closed" for one in consultations):
        raise WrongState(_l("A consultation must be closed before it is consolidated."))
    taken = set(db.session.scalars(_answered_ids()))
    if any(one.id in taken for one in consultations):
        raise WrongState(_l("Another merge desk answers this consultation already."))
