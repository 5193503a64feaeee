"""Telling reviewers, once, that the draft which they had approved has changed since. The worker asks now and then."""

from collections.abc import Callable
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from consult.contributions.models import Contribution
from consult.core.database import db

from ..draft import digest_of
from ..material import load_material
from ..models import Consolidation, ConsolidationConsultation, DeskSection, DispositionChange
from ..overview import desk_work
from ..review_models import Reviewer
from .letters import write_review_letter

PAUSE = timedelta(minutes=10)
"""So long the desk must have been quiet: a letter in the middle of an evening's work would come too early."""


def tell_of_changed_drafts(at: datetime, address_of: Callable[[Consolidation, str], str]) -> int:
    """Write a letter to each reviewer whose approved draft has changed; return how many.

    Each approval has one letter at most. `address_of`: the address of a draft in a language.
    """
    told = 0
    digests: dict[int, str] = {}
    for row in _to_compare(at):
        if row.consolidation_id not in digests:
            digests[row.consolidation_id] = digest_of(desk_work(load_material(row.consolidation)))
        row.compared_at = at
        if digests[row.consolidation_id] != row.approved_draft:
            row.told_at = at
            told += write_review_letter(row.person, "changed", _address(row.consolidation, address_of))
    return told


def _address(
    consolidation: Consolidation, address_of: Callable[[Consolidation, str], str]
) -> Callable[[str], str]:
    return lambda language: address_of(consolidation, language)


def _to_compare(at: datetime) -> list[Reviewer]:
    """Return the approvals of open desks on which something was done since they were compared, and not just now."""
    since = sa.func.coalesce(Reviewer.compared_at, Reviewer.approved_at)
    moments = (
        (DeskSection.changed_at, DeskSection.consolidation_id == Reviewer.consolidation_id),
        (DispositionChange.at, DispositionChange.consolidation_id == Reviewer.consolidation_id),
        *((moment, _of_the_desk()) for moment in (Contribution.withdrawn_at, Contribution.hidden_at)),
        (Contribution.admitted_at, _of_the_desk()),
    )
    happened = [sa.exists().where(moment >= since, which) for moment, which in moments]
    just_now = [sa.exists().where(moment > at - PAUSE, which) for moment, which in moments]
    rows = db.session.scalars(
        sa.select(Reviewer)
        .join(Consolidation, Consolidation.id == Reviewer.consolidation_id)
        .where(
            Consolidation.state == "open",
            Reviewer.released_at.is_(None),
            Reviewer.approved_draft.is_not(None),
            Reviewer.told_at.is_(None),
            sa.or_(*happened),
            sa.not_(sa.or_(*just_now)),
        )
        .options(joinedload(Reviewer.consolidation), joinedload(Reviewer.person))
        .with_for_update(of=Reviewer, skip_locked=True)
    )
    return list(rows)


def _of_the_desk() -> sa.ColumnElement[bool]:
    """Say that a contribution was sent in a consultation which the reviewed desk answers."""
    return Contribution.consultation_id.in_(
        sa.select(ConsolidationConsultation.consultation_id).where(
            ConsolidationConsultation.consolidation_id == Reviewer.consolidation_id
        )
    )
