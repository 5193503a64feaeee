"""What a summary counts, in cells: so many contributions of this section, region and kind. Counted from the rows.

Each question gives the same columns as the counters hold, so that the same tables are made of both.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from consult.consultations.models import Consultation
from consult.contributions.models import Contribution, Stance
from consult.contributions.veil import veil_over, veiled
from consult.core.database import as_written, db, let_sort_in_memory
from consult.core.days import day_in_zone
from consult.people.models import Region

from .narrowed import NAMES_ORGANISATION, Narrowed
from .rows import counted

EVERYWHERE = -1
"""Stands for all regions, or for all sections."""

DISPOSITION = sa.func.coalesce(Contribution.disposition, "")
IS_REPLY = Contribution.thread_id.is_not(None)
SPEAKER = sa.case(
    (Contribution.voice == "organisation", Contribution.organisation_id), else_=Contribution.person_id
)
NAMED = sa.case((Contribution.visibility.in_(NAMES_ORGANISATION), Contribution.organisation_id), else_=None)
STANDS = (Stance.withdrawn_at.is_(None), Stance.visibility != as_written("facilitators"))
"""The conditions under which a stance is part of the figures that everybody reads."""


class Rows:
    """The cells of consultations, counted from their rows."""

    def __init__(self, consultations: Sequence[Consultation], narrowed: Narrowed):
        self.consultations = consultations
        self.narrowed = narrowed
        self.region: Any = Contribution.region_id
        let_sort_in_memory()
        if any(veil_over(row).is_high for row in consultations):
            told = veiled(Region.code, "region", [row.id for row in consultations])
            self.region = sa.case((told.is_(None), None), else_=Contribution.region_id)

    def sent(self) -> list[tuple[Any, ...]]:
        """Return section, region, kind, disposition, whether it is a reply, and how many."""
        keys = (Contribution.section_id, self.region, Contribution.kind, Contribution.disposition)
        replies = sa.func.sum(sa.case((IS_REPLY, 1), else_=0))  # no key: so far an index is in this order
        found = []
        for *key, number, answering in self._grouped(*keys, figures=(sa.func.count(), replies)):
            key[3] = key[3] or ""
            found += [
                (*key, is_reply, some) for is_reply, some in ((False, number - answering), (True, answering))
            ]
        return [row for row in found if row[-1]]

    def days(self) -> list[tuple[Any, ...]]:
        """Return day (of each consultation's zone; under high protection the Monday), region, kind, and how many."""
        found = []
        for row in self.consultations:
            query = self._question(
                [row], day_in_zone(row.zone, Contribution.submitted_at), self.region, Contribution.kind
            )
            told = week_of if veil_over(row).is_high else str
            found += [(told(day), *rest) for day, *rest in db.session.execute(query)]
        return found

    def speakers(self) -> list[tuple[Any, ...]]:
        """Return region (or -1 for all of them), voice, and how many different people or organisations."""
        keys = (self.region.label("told"), Contribution.voice, SPEAKER.label("speaker"))
        each = counted(keys, self.consultations, self.narrowed).distinct().cte()
        everywhere: Any = sa.literal_column(str(EVERYWHERE))
        by_region = sa.select(each.c.told, each.c.voice, sa.func.count(each.c.speaker))
        in_all = sa.select(everywhere, each.c.voice, sa.func.count(each.c.speaker.distinct()))
        query = sa.union_all(by_region.group_by(each.c.told, each.c.voice), in_all.group_by(each.c.voice))
        return [tuple(row) for row in db.session.execute(query)]

    def organisations(self) -> list[tuple[Any, ...]]:
        """Return organisation, voice, and how many contributions may be named with it."""
        return self._grouped(NAMED, Contribution.voice, also=NAMED.is_not(None))

    def _grouped(
        self, *keys: Any, also: sa.ColumnElement[bool] | None = None, figures: Sequence[Any] = ()
    ) -> list[tuple[Any, ...]]:
        query = self._question(self.consultations, *keys, figures=figures)
        return [tuple(row) for row in db.session.execute(query if also is None else query.where(also))]

    def _question(
        self, consultations: Sequence[Consultation], *keys: Any, figures: Sequence[Any] = ()
    ) -> sa.Select[Any]:
        named = [key.label(f"key_{place}") for place, key in enumerate(keys)]
        columns = (*named, *(figures or [sa.func.count()]))
        return counted(columns, consultations, self.narrowed).group_by(
            *(sa.literal_column(key.name) for key in named)
        )


def week_of(day: str) -> str:
    one = date.fromisoformat(day)
    return (one - timedelta(days=one.weekday())).isoformat()


def units(*conditions: sa.ColumnElement[bool]) -> Any:
    """Return how often each position was taken on each contribution, from each region, by everybody who may be read.

    Columns: consultation_id, contribution_id, region_id, position, number; persons and organisations are rows of their
    own. Several people who speak for one organisation are one, unless they took different positions.
    """
    columns = (Stance.consultation_id, Stance.contribution_id, Stance.region_id, Stance.position)
    shown = (*STANDS, Stance.contribution_id.is_not(None), *conditions)
    people = sa.select(*columns, sa.func.count().label("number")).where(
        Stance.voice == as_written("self"), *shown
    )
    organisations = sa.select(*columns, sa.func.count(Stance.organisation_id.distinct())).where(
        Stance.voice == as_written("organisation"), *shown
    )
    return people.group_by(*columns).union_all(organisations.group_by(*columns))
