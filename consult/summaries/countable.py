"""What counts of contributions and stances: as questions to the tables, in the columns that are kept of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import sqlalchemy as sa

from consult.consultations.models import Consultation
from consult.contributions.models import Contribution, Stance
from consult.contributions.queries import counts_for_everybody
from consult.core.database import local_day
from consult.rules.states import CONTRIBUTION_KINDS, DISPOSITIONS, POSITIONS, VOICES

from .cells import IS_REPLY, NAMED, SPEAKER, STANDS


def _place(column: Any, names: Sequence[str], first: int = 0) -> sa.ColumnElement[int]:
    """Return the place of a column's value in a list, counted from `first`; 0 for what is none of them."""
    return sa.case({name: place for place, name in enumerate(names, first)}, value=column, else_=0)


@dataclass(frozen=True)
class Kept:
    """One kind of things whose rows are kept as columns: the consultation of each, and the columns of the layout."""

    layout: str
    model: Any
    columns: Mapping[str, Any]
    conditions: Sequence[sa.ColumnElement[bool]]

    @property
    def subject(self) -> str:
        """Return the name that the log gives to these things."""
        return str(self.model.__tablename__)

    @cached_property
    def stretch(self) -> sa.Select[Any]:
        """Return the question for ids from `first` to `last`, put together once: that takes as long as answering it."""
        return self.question(self.model.id.between(sa.bindparam("first"), sa.bindparam("last")))

    def question(self, *conditions: sa.ColumnElement[bool], names: Sequence[str] = ()) -> sa.Select[Any]:
        """Return the question for what counts of the rows under conditions; `names`: some of the columns."""
        asked = (self.columns[name] for name in names or self.columns)
        query: Any = sa.select(self.model.consultation_id, *asked)
        if self.model is Contribution:
            query = query.join(Consultation, Consultation.id == Contribution.consultation_id)
        return query.where(*self.conditions, *conditions)


SENT = Kept(
    "SENT",
    Contribution,
    {
        "id": Contribution.id,
        "section": sa.func.coalesce(Contribution.section_id, 0),
        "region": sa.func.coalesce(Contribution.region_id, 0),
        "kind": _place(Contribution.kind, CONTRIBUTION_KINDS),
        "disposition": _place(Contribution.disposition, DISPOSITIONS, 1),
        "is_reply": IS_REPLY,
        "day": local_day(
            Consultation.zone, sa.func.coalesce(Contribution.submitted_at, Contribution.created_at)
        ),
        "voice": _place(Contribution.voice, VOICES),
        "speaker": sa.func.coalesce(SPEAKER, 0),
        "organisation": sa.func.coalesce(NAMED, 0),
    },
    counts_for_everybody(),
)
TAKEN = Kept(
    "STANCES",
    Stance,
    {
        "id": Stance.id,
        "contribution": Stance.contribution_id,
        "region": sa.func.coalesce(Stance.region_id, 0),
        "organisation": sa.case(
            (Stance.voice == "organisation", sa.func.coalesce(Stance.organisation_id, 0)), else_=-1
        ),
        "position": _place(Stance.position, POSITIONS),
    },
    (*STANDS, Stance.contribution_id.is_not(None)),
)
