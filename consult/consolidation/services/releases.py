"""Showing a proposed answer to its author before publication, and taking what the author says to it."""

from collections.abc import Callable, Sequence
from datetime import datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from consult.contributions.models import Contribution
from consult.core.database import db
from consult.core.errors import InvalidInput, NotAllowed, StaleBase, WrongState
from consult.core.logs import log_event
from consult.people.models import Person
from consult.rules.states import AUTHOR_REPLIES

from ..models import Consolidation, DispositionChange
from ..release_models import ReleasedAnswer
from .desk import lock_open
from .letters import write_release_letters


def release_answers(
    consolidation: Consolidation, facilitator: Person, at: datetime, address_of: Callable[[str], str]
) -> list[ReleasedAnswer]:
    """Show every prepared answer that its author has not seen yet; return these. Each author gets one letter."""
    lock_open(consolidation)
    rows = [
        ReleasedAnswer(
            narrative_id=consolidation.narrative_id,
            consolidation_id=consolidation.id,
            contribution_id=change.contribution_id,
            change_id=change.id,
            released_by_id=facilitator.id,
            released_at=at,
        )
        for change in unreleased(consolidation)
    ]
    db.session.add_all(rows)
    db.session.flush()
    for row in rows:
        log_event("answer-released", row.contribution, actor_id=facilitator.id)
    write_release_letters([row.contribution_id for row in rows], address_of)
    return rows


def reply_to_answer(
    released: ReleasedAnswer, actor: Person, reply: str, words: str, at: datetime
) -> ReleasedAnswer:
    """Let the author agree or object. An objection needs words; it comes back to the desk.

    NotAllowed: it is another's contribution. WrongState: the desk is closed. StaleBase: the answer has changed since.
    """
    if released.contribution.person_id != actor.id:
        raise NotAllowed(_l("Only its author can say something to this answer."))
    lock_open(released.consolidation)
    newest = db.session.scalar(_newest().where(DispositionChange.id == released.change_id))
    if newest is None:
        raise StaleBase(_l("The facilitators have changed this answer meanwhile."))
    if reply not in AUTHOR_REPLIES:
        raise InvalidInput(_l("Say whether you agree or object."), field="reply")
    if reply == "objects" and not words.strip():
        raise InvalidInput(_l("Say in a word why you object: the facilitators will read it."), field="words")
    before = released.reply
    released.reply, released.words, released.replied_at = reply, words, at
    log_event("answer-replied", released.contribution, actor_id=actor.id, before=before, after=reply)
    return released


def unreleased(consolidation: Consolidation) -> list[DispositionChange]:
    """Return the newest answers of a desk that their authors have not been shown."""
    rows = db.session.scalars(
        _newest()
        .join(Contribution, Contribution.id == DispositionChange.contribution_id)
        .where(
            DispositionChange.consolidation_id == consolidation.id,
            DispositionChange.id.not_in(sa.select(ReleasedAnswer.change_id)),
            Contribution.status == "submitted",
            Contribution.hidden_at.is_(None),
        )
        .order_by(DispositionChange.id)
    )
    return list(rows)


def released_for(contribution_ids: Sequence[int]) -> dict[int, ReleasedAnswer]:
    """Return the proposed answers that authors are shown now, by contribution: of open desks, and not changed since."""
    rows = db.session.scalars(
        _shown_now().where(
            ReleasedAnswer.contribution_id.in_(contribution_ids), Consolidation.state == "open"
        )
    )
    return {row.contribution_id: row for row in rows}


def replies_of(consolidation: Consolidation) -> list[ReleasedAnswer]:
    """Return what authors said to the answers of a desk that stand, the newest first."""
    rows = db.session.scalars(
        _shown_now()
        .where(ReleasedAnswer.consolidation_id == consolidation.id, ReleasedAnswer.reply.is_not(None))
        .order_by(ReleasedAnswer.replied_at.desc(), ReleasedAnswer.id.desc())
    )
    return list(rows)


def open_objections(consolidation: Consolidation) -> list[ReleasedAnswer]:
    """Return the authors' objections to answers that stand as they were: they hold publication back."""
    return [row for row in replies_of(consolidation) if row.reply == "objects"]


def check_nobody_objects(consolidation: Consolidation) -> None:
    """Refuse publication while an author's objection to an answer waits."""
    if open_objections(consolidation):
        raise WrongState(_l("An author objects to the answer that you propose. Answer it anew first."))


def _newest() -> sa.Select[DispositionChange]:
    """Select the answers that count: the newest of each desk and contribution, unless it was taken back."""
    newest = sa.select(sa.func.max(DispositionChange.id)).group_by(
        DispositionChange.consolidation_id, DispositionChange.contribution_id
    )
    return sa.select(DispositionChange).where(
        DispositionChange.id.in_(newest), DispositionChange.disposition.is_not(None)
    )


def _shown_now() -> sa.Select[ReleasedAnswer]:
    newest = _newest().with_only_columns(DispositionChange.id)
    return (
        sa.select(ReleasedAnswer)
        .join(Consolidation, Consolidation.id == ReleasedAnswer.consolidation_id)
        .where(ReleasedAnswer.change_id.in_(newest))
        .options(joinedload(ReleasedAnswer.change), joinedload(ReleasedAnswer.contribution))
    )
