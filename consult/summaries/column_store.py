"""Verbs: keep what counts of contributions and stances as columns, out of the log of events, and read them.

An event says only which thing changed. The row that is kept of it is taken out, and what it counts as now is put in:
minus what was, plus what is. So an event may be taken in twice, and what was refreshed equals what is rebuilt.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from consult.consultations.models import Consultation
from consult.contributions.models import Contribution, Stance
from consult.contributions.queries import counts_for_everybody
from consult.core.database import db, hold_name, local_day
from consult.core.logs import Event, finished_until
from consult.rules.states import CONTRIBUTION_KINDS, DISPOSITIONS, POSITIONS, VOICES

from .cells import IS_REPLY, NAMED, SPEAKER, STANDS
from .models import ColumnBlock, ColumnState

if TYPE_CHECKING:
    from .columns import Columns

RULES = 1
"""Raised with a release that counts in another way: then everything is counted anew."""
BLOCK = 1 << 14
"""So many ids stand in a block, which is written as a whole."""
PART = 1 << 18
"""About so many rows are looked at together."""
MOST_WAITING = 20_000
"""So many events can be taken in while a page is made; with more, it counts the rows of the tables."""


def _place(column: Any, names: Sequence[str], first: int = 0) -> sa.ColumnElement[int]:
    """Return the place of a column's value in a list, counted from `first`; 0 for what is none of them."""
    return sa.case({name: place for place, name in enumerate(names, first)}, value=column, else_=0)


@dataclass(frozen=True)
class Kept:
    """One kind of things whose rows are kept as columns: the consultation of each, and the columns of the layout."""

    layout: str
    model: Any
    columns: Sequence[Any]
    conditions: Sequence[sa.ColumnElement[bool]]

    @property
    def subject(self) -> str:
        """Return the name that the log gives to these things."""
        return str(self.model.__tablename__)

    def question(self, *conditions: sa.ColumnElement[bool]) -> sa.Select[Any]:
        """Return the question for what counts of the rows under conditions."""
        query: Any = sa.select(self.model.consultation_id, *self.columns)
        if self.model is Contribution:
            query = query.join(Consultation, Consultation.id == Contribution.consultation_id)
        return query.where(*self.conditions, *conditions)


SENT = Kept(
    "SENT",
    Contribution,
    (
        Contribution.id,
        sa.func.coalesce(Contribution.section_id, 0),
        sa.func.coalesce(Contribution.region_id, 0),
        _place(Contribution.kind, CONTRIBUTION_KINDS),
        _place(Contribution.disposition, DISPOSITIONS, 1),
        IS_REPLY,
        local_day(Consultation.zone, sa.func.coalesce(Contribution.submitted_at, Contribution.created_at)),
        _place(Contribution.voice, VOICES),
        sa.func.coalesce(SPEAKER, 0),
        sa.func.coalesce(NAMED, 0),
    ),
    counts_for_everybody(),
)
TAKEN = Kept(
    "STANCES",
    Stance,
    (
        Stance.id,
        Stance.contribution_id,
        sa.func.coalesce(Stance.region_id, 0),
        sa.case((Stance.voice == "organisation", sa.func.coalesce(Stance.organisation_id, 0)), else_=-1),
        _place(Stance.position, POSITIONS),
    ),
    (*STANDS, Stance.contribution_id.is_not(None)),
)


def refresh_columns(at: datetime) -> int:
    """Take in what was logged since the last time; return how many events. Where nothing is kept, keep all of it."""
    hold_name("columns")
    state = column_state()
    if state is None:
        return rebuild_columns(at)
    until = finished_until(state.event_id)
    if until <= state.event_id:
        return 0
    events = until - state.event_id
    for kept in (SENT, TAKEN):
        _take_in(kept, subjects_changed(kept.subject, state.event_id, until))
    state.event_id, state.refreshed_at = until, at
    db.session.flush()
    return events


def columns_wait() -> bool:
    """Say whether something was logged that the columns have not taken in, or there are none yet."""
    state = column_state()
    newest = db.session.scalar(sa.select(sa.func.max(Event.id))) or 0
    return newest > (state.event_id if state else 0)


def rebuild_columns(at: datetime) -> int:
    """Read everything anew from what is stored; return up to which event."""
    hold_name("columns")
    until = finished_until(0)
    db.session.execute(sa.delete(ColumnBlock))
    for kept in (SENT, TAKEN):
        newest = db.session.scalar(sa.select(sa.func.max(kept.model.id))) or 0
        for block in range(newest // BLOCK + 1):
            _save(kept, _blocks(kept, kept.model.id.between(block * BLOCK, (block + 1) * BLOCK - 1)))
    db.session.merge(ColumnState(id=1, event_id=until, rules=RULES, refreshed_at=at))
    db.session.flush()
    return until


def column_state() -> ColumnState | None:
    """Return up to where the columns go, or None where nothing is kept by the present rules."""
    state = db.session.get(ColumnState, 1)
    return state if state is not None and state.rules == RULES else None


def state_in_use() -> ColumnState | None:
    """Return up to where the columns go; None without any, or where too much happened since."""
    state = column_state()
    if state is None:
        return None
    newest = db.session.scalar(sa.select(sa.func.max(Event.id))) or 0
    return state if newest - state.event_id <= MOST_WAITING else None


def subjects_changed(subject: str, after: int, until: int | None = None) -> sa.Select[Any]:
    """Return the question for the ids of what changed after an event (up to another)."""
    query: Any = sa.select(Event.subject_id).where(Event.id > after, Event.subject == subject)
    return query if until is None else query.where(Event.id <= until)


def columns_in(
    kept: Kept, consultation_ids: Collection[int], state: ColumnState | None, names: Sequence[str] = ()
) -> Iterator["Columns"]:
    """Yield what counts in consultations at this moment, some rows at a time: as it is kept, and what changed since.

    Without a state it is read from the tables themselves, which takes many times as long. `names`: of all columns.
    """
    from . import columns

    of_these = kept.model.consultation_id.in_(consultation_ids)
    layout = getattr(columns, kept.layout)
    asked = {name: layout[name] for name in names or layout}
    if state is None:
        yield from (columns.joined(asked, [rows]) for rows in _read(kept, kept.question(of_these)))
        return
    waiting = subjects_changed(kept.subject, state.event_id)
    changed = _ids(waiting)
    part: list[Columns] = []
    blocks = sa.select(ColumnBlock.data).where(
        ColumnBlock.subject == kept.subject, ColumnBlock.consultation_id.in_(consultation_ids)
    )
    for data in db.session.scalars(blocks.order_by(ColumnBlock.block).execution_options(yield_per=16)):
        part.append(columns.without(columns.unpacked(layout, data), changed))
        if sum(len(one["id"]) for one in part) >= PART:
            yield columns.joined(asked, part)
            part = []
    if len(changed):
        part += _read(kept, kept.question(of_these, kept.model.id.in_(waiting)), len(changed))
    yield columns.joined(asked, part)


def _take_in(kept: Kept, changed: sa.Select[Any]) -> None:
    """Take things out as they are kept, and keep them as they are now."""
    from . import columns

    ids = _ids(changed)
    if not len(ids):
        return
    layout = getattr(columns, kept.layout)
    new = _blocks(kept, kept.model.id.in_(changed), len(ids))
    touched = sorted({number // BLOCK for number in ids.tolist()})
    held = sa.select(ColumnBlock.consultation_id, ColumnBlock.block, ColumnBlock.data).where(
        ColumnBlock.subject == kept.subject, ColumnBlock.block.in_(touched)
    )
    old = {(consultation, block): data for consultation, block, data in db.session.execute(held)}
    made = {}
    for place in {**old, **new}:
        before = columns.unpacked(layout, old.get(place, b""))
        after = columns.replaced(layout, before, ids, new.get(place, columns.joined(layout, ())))
        if place in new or len(after["id"]) < len(before["id"]):
            made[place] = after
    _save(kept, made)


def _ids(query: sa.Select[Any]) -> Any:
    import numpy as np

    return np.unique(np.array(db.session.connection().execute(query).scalars().all(), dtype=np.int64))


def _read(kept: Kept, query: sa.Select[Any], most: int | None = None) -> Iterator["Columns"]:
    """Yield the answer to a question as columns, with the consultation of each row, some rows at a time.

    `most`: no more rows can come. A few come at once, since a cursor of the server costs a journey of its own.
    """
    from . import columns

    layout = {"consultation": "<i4", **getattr(columns, kept.layout)}
    is_long = most is None or most > BLOCK
    found = db.session.connection().execute(query.execution_options(yield_per=BLOCK) if is_long else query)
    for rows in found.partitions(BLOCK):
        yield columns.of_rows(layout, rows)


def _blocks(
    kept: Kept, condition: sa.ColumnElement[bool], most: int = BLOCK
) -> dict[tuple[int, int], "Columns"]:
    """Return what counts of the rows under a condition, at most so many, by its consultation and block."""
    from . import columns

    layout = getattr(columns, kept.layout)
    found: dict[tuple[int, int], list[Columns]] = {}
    for rows in _read(kept, kept.question(condition), most):
        for place in set(zip(rows["consultation"].tolist(), (rows["id"] // BLOCK).tolist(), strict=True)):
            here = (rows["consultation"] == place[0]) & (rows["id"] // BLOCK == place[1])
            found.setdefault(place, []).append(columns.chosen(rows, here))
    return {place: columns.by_id(columns.joined(layout, parts)) for place, parts in found.items()}


def _save(kept: Kept, blocks: Mapping[tuple[int, int], "Columns"]) -> None:
    """Write blocks in the place of those that were there; an empty one goes."""
    from . import columns

    layout = getattr(columns, kept.layout)
    connection = db.session.connection()
    table: Any = ColumnBlock.__table__
    places = [{"of": consultation, "at": block} for consultation, block in blocks]
    rows = [
        {
            "subject": kept.subject,
            "consultation_id": consultation,
            "block": block,
            "data": columns.packed(layout, some),
        }
        for (consultation, block), some in blocks.items()
        if len(some["id"])
    ]
    named = (
        table.c.subject == kept.subject,
        table.c.consultation_id == sa.bindparam("of"),
        table.c.block == sa.bindparam("at"),
    )
    if places:
        connection.execute(sa.delete(table).where(*named), places)
    if rows:
        connection.execute(sa.insert(table), rows)
