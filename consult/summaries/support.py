"""How regions stand to proposed changes: out of the counters with what happened since, else out of the stances."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, NamedTuple

import sqlalchemy as sa

from consult.consultations.models import Consultation
from consult.contributions.models import Contribution, Stance
from consult.contributions.veil import veil_over
from consult.core.database import db, let_sort_in_memory

from .cells import stances_on_changes
from .counted import state_in_use
from .counters import MOST_TARGETS, scores, subjects_changed, targets_of
from .models import AgreementCounter, ChangeScore, SupportCounter


class Score(NamedTuple):
    """A proposed change over the regions that took enough stances on it; `score`: the mean of their shares."""

    contribution_id: int
    section_id: int
    regions: int
    score: float


class Support:
    """The stances on the changes that are proposed in consultations.

    Under high protection regions are personal, too, and nothing is told of them here.
    """

    def __init__(self, consultations: Sequence[Consultation], most: int = 20, least_regions: int = 2):
        """Take the consultations; at most so many changes are the best, out of those of so many regions or more."""
        self.most, self.least_regions = most, least_regions
        self.ids = [row.id for row in consultations if not veil_over(row).is_high]
        self.state = state_in_use()

    @cached_property
    def waiting(self) -> list[int]:
        """Return the proposed changes on which the counters are behind."""
        if self.state is None:
            return []
        changed = (subjects_changed(name, self.state.event_id) for name in ("contributions", "stances"))
        return targets_of(*changed)

    @property
    def _is_kept(self) -> bool:
        return self.state is not None and len(self.waiting) <= MOST_TARGETS

    def by_section(self) -> list[tuple[int, int, int, int]]:
        """Return section, region (0 for none), and how many accept and how many object to what is proposed to it."""
        if not self._is_kept:
            return self._from_stances[0]
        kept = AgreementCounter
        found = sa.select(kept.section_id, kept.region_id, kept.accepting, kept.objecting)
        rows = [tuple(row) for row in db.session.execute(found.where(kept.consultation_id.in_(self.ids)))]
        if self.waiting:
            was = sa.select(SupportCounter.__table__).where(SupportCounter.contribution_id.in_(self.waiting))
            rows += [(*one[:2], -one[2], -one[3]) for one in self._summed(was.subquery())]
            rows += self._summed(self._now(Stance.contribution_id.in_(self.waiting)))
        return _added(rows)

    def best(self) -> list["Score"]:
        """Return the changes that are accepted most over their regions, the best first."""
        if not self._is_kept:
            return self._from_stances[1]
        kept = ChangeScore
        query = sa.select(kept.contribution_id, kept.section_id, kept.regions, kept.score).where(
            kept.consultation_id.in_(self.ids), kept.regions >= self.least_regions
        )
        if self.waiting:
            query = query.where(kept.contribution_id.not_in(self.waiting))
        best = kept.score.desc(), kept.contribution_id
        rows = list(db.session.execute(query.order_by(*best).limit(self.most)))
        if self.waiting:
            now = self._now(Stance.contribution_id.in_(self.waiting))
            rows += db.session.execute(self._best_of(now.c))
        found = (Score(*row) for row in rows)
        return sorted(found, key=lambda row: (-row.score, row.contribution_id))[: self.most]

    @cached_property
    def _from_stances(self) -> tuple[list[tuple[int, int, int, int]], list["Score"]]:
        """Return what both tables show out of the stances, which are gone through once."""
        let_sort_in_memory()
        told = self._told().cte().prefix_with("MATERIALIZED")
        zero: Any = sa.literal_column("0")
        keys = told.c.section_id, told.c.region_id
        sums = sa.func.sum(told.c.accepting), sa.func.sum(told.c.objecting)
        best = self._best_of(told.c).subquery()
        sections = sa.select(zero, *keys, *sums, sa.literal_column("0.0")).group_by(*keys)
        changes = sa.select(sa.literal_column("1"), *list(best.c)[:3], zero, list(best.c)[3])
        rows = list(db.session.execute(sections.union_all(changes)))
        return (
            [(one[1], one[2], int(one[3]), int(one[4])) for one in rows if not one[0]],
            [Score(one[1], one[2], one[3], one[5]) for one in rows if one[0]],
        )

    def accepting(self) -> dict[int, frozenset[int]]:
        """Return the ids of the regions from which somebody accepts each change."""
        kept = SupportCounter.__table__.c
        if not self._is_kept:
            return self._accepting(self._now().c)
        found = self._accepting(
            kept, kept.consultation_id.in_(self.ids), kept.contribution_id.not_in(self.waiting)
        )
        if self.waiting:
            found |= self._accepting(self._now(Stance.contribution_id.in_(self.waiting)).c)
        return found

    def _accepting(self, support: Any, *conditions: sa.ColumnElement[bool]) -> dict[int, frozenset[int]]:
        regions = sa.func.aggregate_strings(sa.cast(support.region_id, sa.String), ",")
        rows = db.session.execute(
            sa.select(support.contribution_id, regions)
            .where(support.accepting > 0, support.region_id > 0, *conditions)
            .group_by(support.contribution_id)
        )
        told = {}  # most changes are accepted from the same few sets of regions
        found = {}
        for contribution, words in rows:
            if words not in told:
                told[words] = frozenset(map(int, words.split(",")))
            found[contribution] = told[words]
        return found

    def _told(self, *conditions: sa.ColumnElement[bool]) -> sa.Select[Any]:
        return stances_on_changes(Stance.consultation_id.in_(self.ids), *conditions)

    def _now(self, *conditions: sa.ColumnElement[bool]) -> Any:
        return self._told(*conditions).subquery()

    def _best_of(self, support: Any) -> sa.Select[Any]:
        question = scores(support).subquery()
        number, _consultation, section, regions, score = question.c
        found = sa.select(number, section, regions, score).where(regions >= self.least_regions)
        return found.order_by(score.desc(), number).limit(self.most)

    def _summed(self, support: Any) -> list[tuple[Any, ...]]:
        keys = support.c.section_id, support.c.region_id
        sums = sa.func.sum(support.c.accepting), sa.func.sum(support.c.objecting)
        query = sa.select(*keys, *sums).where(support.c.consultation_id.in_(self.ids)).group_by(*keys)
        return [
            (section, region, int(yes), int(no)) for section, region, yes, no in db.session.execute(query)
        ]


def _added(rows: Sequence[tuple[Any, ...]]) -> list[tuple[int, int, int, int]]:
    sums: dict[tuple[int, int], tuple[int, int]] = {}
    for section, region, yes, no in rows:
        before = sums.get((section, region), (0, 0))
        sums[section, region] = before[0] + yes, before[1] + no
    return [(*key, *numbers) for key, numbers in sorted(sums.items()) if any(numbers)]


def changes_by_id(ids: Sequence[int]) -> dict[int, str]:
    """Return the public ids of proposed changes by their ids."""
    found = db.session.execute(
        sa.select(Contribution.id, Contribution.public_id).where(Contribution.id.in_(ids))
    )
    return {number: public_id for number, public_id in found}
