"""A section that was read as plain values, filled with the rows of what its page shows."""

from collections.abc import Iterable
from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.orm import defer

from consult.contributions.models import Contribution, ContributionText
from consult.core.database import db

from .material import contributions_in, replies_in, stances_in, wordings_in
from .models import DispositionChange
from .places import GroupWork
from .work import SectionWork


def with_rows(work: SectionWork, shown: Iterable[int]) -> SectionWork:
    """Return the section with whole rows of the contributions with these ids, and what is said and decided on them.

    It takes a constant number of queries. All else stays plain values, for the counts.
    """
    ids = sorted(set(shown))
    scope: list[sa.ColumnElement[bool]] = [Contribution.id.in_(ids)]
    rows = {row.id: row for row in contributions_in(scope)}
    material = replace(
        work.material,
        # At the desk changes are shown: the words of whole texts stay where they are.
        wordings={**work.material.wordings, **wordings_in(scope, defer(ContributionText.body))},
        answers={**work.material.answers, **_answers(work, ids)},
        replies=replies_in(scope),
        stances=stances_in(scope, None),
    )

    def filled(group: GroupWork) -> GroupWork:
        if not any(row.id in rows for row in group.supporters):
            return group
        stances = [stance for row in group.supporters for stance in material.stances.get(row.id, ())]
        supporters = tuple(rows.get(row.id, row) for row in group.supporters)
        return replace(group, supporters=supporters, stances=tuple(stances))

    return replace(
        work,
        material=material,
        groups=[filled(group) for group in work.groups],
        contributions=[rows.get(row.id, row) for row in work.contributions],
    )


def _answers(work: SectionWork, ids: list[int]) -> dict[int, DispositionChange]:
    rows = db.session.scalars(
        sa.select(DispositionChange)
        .where(
            DispositionChange.consolidation_id == work.material.consolidation.id,
            DispositionChange.contribution_id.in_(ids),
        )
        .order_by(DispositionChange.id)
    )
    return {row.contribution_id: row for row in rows if row.contribution_id in work.material.answers}
