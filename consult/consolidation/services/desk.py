"""What every verb of the desk does first and last: lock, check the state and the counter, write down the change."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from consult.core.database import db
from consult.core.errors import InvalidInput, StaleBase, WrongState
from consult.core.logs import log_event
from consult.narratives.models import Narrative
from consult.people.models import Person
from consult.rules.states import OUTCOMES

from ..desk_models import DeskAct
from ..models import Consolidation, Decision, DecisionChange, DeskSection


def hold_narrative(narrative: Narrative) -> None:
    """Let nobody else start a desk, publish or take a version back there until the transaction ends.

    Rows that point at the narrative are written meanwhile: whoever decides and waits for the publication must not
    make it wait in turn.
    """
    db.session.refresh(narrative, with_for_update={"key_share": True})


def lock_open(consolidation: Consolidation, *, alone: bool = False) -> None:
    """Wait for whoever publishes, then refuse when the desk is closed. `alone`: let nobody else decide meanwhile."""
    db.session.flush()
    db.session.refresh(consolidation, with_for_update={"read": not alone})
    check_open(consolidation)


def check_open(consolidation: Consolidation) -> None:
    """Refuse when the desk is closed."""
    if not consolidation.is_open:
        raise WrongState(
            _l("This merge desk is closed: it was published or given up."), consolidation=consolidation
        )


def take_desk(consolidation: Consolidation, section_id: int, counter: int) -> DeskSection:
    """Return the section's counter row, locked.

    StaleBase when a decision was saved since the form was made; its `changes` are these decisions, oldest first.
    """
    lock_open(consolidation)
    desk = db.session.get(
        DeskSection, (consolidation.id, section_id), with_for_update=True, populate_existing=True
    )
    if desk is None:
        desk = DeskSection(consolidation_id=consolidation.id, section_id=section_id, counter=0)
        db.session.add(desk)
        db.session.flush()
    if desk.counter != counter:
        raise StaleBase(
            _l("Somebody decided something in this section meanwhile. Look at it, then send yours again."),
            changes=changes_since(consolidation, section_id, counter, desk.counter),
        )
    return desk


def changes_since(
    consolidation: Consolidation, section_id: int, counter: int, newest: int
) -> list[DecisionChange]:
    """Return the decisions of a section that were saved after a counter, the oldest first."""
    rows = db.session.scalars(
        sa.select(DecisionChange)
        .where(DecisionChange.consolidation_id == consolidation.id, DecisionChange.section_id == section_id)
        .order_by(DecisionChange.id.desc())
        .limit(max(newest - counter, 0))
    )
    return list(rows)[::-1]


def check_outcome(outcome: str, reason: str, outcomes: Sequence[str] = OUTCOMES) -> None:
    """Refuse an unknown outcome, and a decline or own words without a reason."""
    if outcome not in outcomes:
        raise InvalidInput(_l("Choose what becomes of this change."), field="outcome")
    if outcome != "accept" and not reason.strip():
        raise InvalidInput(_l("Give a short reason: those who proposed it will read it."), field="reason")


def save_decision(
    desk: DeskSection,
    values: dict[str, object],
    outcome: str,
    reason: str,
    facilitator: Person,
    at: datetime,
    *,
    act: DeskAct | None = None,
) -> Decision:
    """Write a decision over what stood before, keep that, raise the counter; return the decision.

    `values`: narrative_id, group_key and what the decision is about. `act`: the act on many that it is part of.
    """
    row = _decision(desk, str(values["group_key"]))
    before = row.outcome if row else None
    taken = {"outcome": outcome, "reason": reason, "decided_by_id": facilitator.id, "decided_at": at}
    if row is None:
        row = Decision(
            consolidation_id=desk.consolidation_id, section_id=desk.section_id, **{**values, **taken}
        )
        db.session.add(row)
    for name, value in {**values, **taken}.items():
        setattr(row, name, value)
    _note_change(desk, row, before, outcome, facilitator, at, act)
    log_event("decision-taken", row, actor_id=facilitator.id, before=before, after=outcome)
    return row


def delete_decision(
    desk: DeskSection, key: str, facilitator: Person, at: datetime, *, act: DeskAct | None = None
) -> Decision | None:
    """Take a decision back; return what it was, or None when there was none."""
    row = _decision(desk, key)
    if row is None:
        return None
    _note_change(desk, row, row.outcome, None, facilitator, at, act)
    log_event("decision-undone", row, actor_id=facilitator.id, before=row.outcome)
    db.session.delete(row)
    db.session.flush()
    return row


def _decision(desk: DeskSection, key: str) -> Decision | None:
    return db.session.scalar(
        sa.select(Decision).where(
            Decision.consolidation_id == desk.consolidation_id,
            Decision.section_id == desk.section_id,
            Decision.group_key == key,
        )
    )


def _note_change(
    desk: DeskSection,
    row: Decision,
    before: str | None,
    after: str | None,
    person: Person,
    at: datetime,
    act: DeskAct | None,
) -> None:
    db.session.add(
        DecisionChange(
            narrative_id=row.narrative_id,
            consolidation_id=desk.consolidation_id,
            section_id=desk.section_id,
            group_key=row.group_key,
            start=row.start,
            end=row.end,
            new=row.new,
            act_id=act.id if act else None,
            outcome_before=before,
            outcome_after=after,
            text=row.text,
            reason=row.reason,
            by_id=person.id,
            at=at,
        )
    )
    desk.counter += 1
    desk.changed_at = at
    desk.changed_by_id = person.id
    db.session.flush()
