"""Acts on many at once: which there were, and taking one back."""

import sqlalchemy as sa
from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import joinedload

from consult.contributions.models import Contribution
from consult.core.clock import now
from consult.core.database import db
from consult.core.loading import by_public_id
from consult.narratives.models import Section
from consult.rules.permissions import Permission
from consult.web.access import me, requires

from .. import services
from ..desk_models import DeskAct
from ..models import Consolidation, DecisionChange, DispositionChange
from ..structure import STRUCTURAL
from .base import bp, load, load_section, seen_other


def acts_of(
    row: Consolidation, section: Section | None = None, *, is_structural: bool = False
) -> list[DeskAct]:
    """Return the acts that stand, the newest first; of a section, or on sections to add, remove or move, only those."""
    query = sa.select(DeskAct).where(DeskAct.consolidation_id == row.id, DeskAct.undone_at.is_(None))
    if section is not None:
        decided = sa.select(DecisionChange.act_id).where(
            DecisionChange.consolidation_id == row.id, DecisionChange.section_id == section.id
        )
        answered = (
            sa.select(DispositionChange.act_id)
            .join(Contribution, Contribution.id == DispositionChange.contribution_id)
            .where(DispositionChange.consolidation_id == row.id, Contribution.section_id == section.id)
        )
        query = query.where(sa.or_(DeskAct.id.in_(decided), DeskAct.id.in_(answered)))
    if is_structural:
        proposals = (
            sa.select(DispositionChange.act_id)
            .join(Contribution, Contribution.id == DispositionChange.contribution_id)
            .where(DispositionChange.consolidation_id == row.id, Contribution.operation.in_(STRUCTURAL))
        )
        query = query.where(DeskAct.id.in_(proposals))
    return list(db.session.scalars(query.options(joinedload(DeskAct.by)).order_by(DeskAct.id.desc())))


@bp.post("/consolidations/<consolidation_id>/acts/<act_id>/undo")
@requires(Permission.CONSOLIDATION_WORK, load)
def undo_act(row: Consolidation, act_id: str) -> ResponseReturnValue:
    """Take back all that an act did. A second press finds it taken back."""
    act = by_public_id(DeskAct, act_id, DeskAct.consolidation_id == row.id)
    if act.undone_at is None:
        kept = services.undo_act(row, act, facilitator=me(), at=now())
        flash(_told(kept), "success")
    if key := request.form.get("section"):
        return seen_other("section", consolidation_id=row.public_id, key=load_section(row, key).key)
    back = request.form.get("back")
    return seen_other(back if back in ("bulk", "structure") else "desk", consolidation_id=row.public_id)


def _told(kept: int) -> str:
    if not kept:
        return _("All of it was taken back.")
    return ngettext(
        "It was taken back, but for one thing that somebody changed since.",
        "It was taken back, but for %(num)d things that somebody changed since.",
        kept,
    )
