"""Acts on many decisions or answers at once: their record, and the one step that takes them back."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from consult.contributions.models import Contribution
from consult.core.database import db
from consult.core.errors import WrongState
from consult.core.logs import log_event
from consult.people.models import Person

from ..desk_models import DeskAct
from ..models import Consolidation, DecisionChange, DeskSection, DispositionChange
from .answers import newest_answer, write_answer
from .desk import delete_decision, lock_open, save_decision


def begin_act(
    consolidation: Consolidation, kind: str, reason: str, facilitator: Person, at: datetime
) -> DeskAct:
    """Write down that an act begins; return it. Its `size` is set by who acts."""
    act = DeskAct(
        narrative_id=consolidation.narrative_id,
        consolidation_id=consolidation.id,
        kind=kind,
        reason=reason,
        by_id=facilitator.id,
        at=at,
    )
    db.session.add(act)
    db.session.flush()
    log_event("desk-act", act, actor_id=facilitator.id, after=kind)
    return act


def undo_act(consolidation: Consolidation, act: DeskAct, *, facilitator: Person, at: datetime) -> int:
    """Take back all that an act did; return how much of it was changed since and so stays as it is.

    WrongState: the desk is closed, or the act was taken back already.
    """
    lock_open(consolidation)
    db.session.refresh(act, with_for_update=True)
    if act.undone_at is not None:
        raise WrongState(_l("This was taken back already."))
    changes = _changes(act)
    desks = lock_desks(consolidation, {change.section_id or 0 for change in changes})
    kept = sum(
        not _restore(desks[change.section_id or 0], change, act, facilitator, at) for change in changes
    )
    kept += sum(not _take_back(consolidation, row, facilitator, at) for row in _answers(act))
    act.undone_at, act.undone_by_id = at, facilitator.id
    log_event("desk-act-undone", act, actor_id=facilitator.id, before=act.kind)
    return kept


def lock_desks(consolidation: Consolidation, section_ids: Iterable[int]) -> dict[int, DeskSection]:
    """Return the counter rows of several sections, locked in the same order by everybody."""
    rows = db.session.scalars(
        sa.select(DeskSection)
        .where(DeskSection.consolidation_id == consolidation.id, DeskSection.section_id.in_(set(section_ids)))
        .order_by(DeskSection.section_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {row.section_id: row for row in rows}


def _changes(act: DeskAct) -> list[DecisionChange]:
    """Return the first change that an act made to each decision: it says what stood before."""
    rows = db.session.scalars(
        sa.select(DecisionChange).where(DecisionChange.act_id == act.id).order_by(DecisionChange.id)
    )
    first: dict[tuple[int | None, str], DecisionChange] = {}
    for row in rows:
        first.setdefault((row.section_id, row.group_key), row)
    return list(first.values())[::-1]


def _answers(act: DeskAct) -> list[DispositionChange]:
    return list(db.session.scalars(sa.select(DispositionChange).where(DispositionChange.act_id == act.id)))


def _restore(
    desk: DeskSection, change: DecisionChange, act: DeskAct, facilitator: Person, at: datetime
) -> bool:
    """Bring back what stood before the act; say no where somebody decided since."""
    of_group = [
        DecisionChange.consolidation_id == desk.consolidation_id,
        DecisionChange.section_id == desk.section_id,
        DecisionChange.group_key == change.group_key,
    ]
    newest_first = sa.select(DecisionChange).where(*of_group).order_by(DecisionChange.id.desc()).limit(1)
    newest = db.session.scalar(newest_first)
    if newest is None or newest.act_id != act.id:
        return False
    before = db.session.scalar(newest_first.where(DecisionChange.id < change.id))
    if change.outcome_before is None or before is None:
        return (
            delete_decision(desk, change.group_key, facilitator, at) is not None
            or newest.outcome_after is None
        )
    values: dict[str, object] = {
        "narrative_id": before.narrative_id,
        "operation": "reword",
        "group_key": before.group_key,
        "start": before.start,
        "end": before.end,
        "new": before.new,
        "text": before.text,
    }
    save_decision(desk, values, change.outcome_before, before.reason, facilitator, at)
    return True


def _take_back(
    consolidation: Consolidation, row: DispositionChange, facilitator: Person, at: datetime
) -> bool:
    contribution = db.session.get_one(Contribution, row.contribution_id)
    newest = newest_answer(consolidation, contribution)
    if newest is None or newest.id != row.id:
        return False
    write_answer(consolidation, contribution, None, "", facilitator, at)
    return True
