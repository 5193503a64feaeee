"""Verbs: keep what counts of contributions and stances as columns, out of the log of events, and read them.

An event says only which thing changed. The row that is kept of it is taken out, and what it counts as now is put in:
minus what was, plus what is. So an event may be taken in twice, and what was refreshed equals what is rebuilt.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from consult.core.database import db, hold_name
from consult.core.logs import Event, finished_until
from consult.core.packed_values import packed_values

from .countable import SENT, TAKEN, Kept
from .models import ColumnBlock, ColumnState

if TYPE_CHECKING:
    from .columns import Columns

RULES = 1
"""Raised with a release that counts in another way: then everything is counted anew."""
BLOCK = 1 << 12
"""So many ids stand in a block, which is written as a whole."""
MOST_LISTED = 5_000
MANY = 1 << 14
"""So many rows are fetched from the database at once."""
PART = 1 << 18
"""About so many rows are looked at together."""
MOST_WAITING = 20_000
"""So many events can be taken in while a page is made; with more, it counts the rows of the tables."""


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
    _take_in(state.event_id, until)
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
    import numpy as np

    hold_name("columns")
    until = finished_until(0)
    db.session.execute(sa.delete(ColumnBlock))
    for kept in (SENT, TAKEN):
        newest = db.session.scalar(sa.select(sa.func.max(kept.model.id))) or 0
        for block in range(newest // BLOCK + 1):
            _save(kept, _blocks(kept, np.arange(block * BLOCK, (block + 1) * BLOCK)))
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
        yield from _read(kept, kept.question(of_these, names=list(asked)), names=list(asked))
        return
    waiting = sa.select(Event.subject_id).where(Event.id > state.event_id, Event.subject == kept.subject)
    changed = _different(db.session.scalars(waiting).all())
    part: list[Columns] = []
    length = 0
    blocks = sa.select(ColumnBlock.data).where(
        ColumnBlock.subject == kept.subject, ColumnBlock.consultation_id.in_(consultation_ids)
    )
    for data in packed_values(blocks.order_by(ColumnBlock.block)):
        part.append(columns.without(columns.unpacked(layout, data), changed))
        length += len(part[-1]["id"])
        if length >= PART:
            yield columns.joined(asked, part)
            part, length = [], 0
    if len(changed):
        part += _read(kept, kept.question(of_these, kept.model.id.in_(waiting)), len(changed))
    yield columns.joined(asked, part)


def _take_in(after: int, until: int) -> None:
    """Take the things of a stretch of the log out as they are kept, and keep them as they are now."""
    from . import columns

    changed = _changed(after, until)
    held = _held({name: {number // BLOCK for number in ids.tolist()} for name, ids in changed.items()})
    for kept in (SENT, TAKEN):
        ids = changed[kept.subject]
        if not len(ids):
            continue
        layout = getattr(columns, kept.layout)
        new = _blocks(kept, ids)
        made = {}
        for place in {**held[kept.subject], **new}:
            before = columns.unpacked(layout, held[kept.subject].get(place, b""))
            now = new.get(place, columns.joined(layout, ()))
            kept_now = columns.replaced(layout, before, ids, now)
            if place in new or len(kept_now["id"]) < len(before["id"]):
                made[place] = kept_now
        _save(kept, made)


def _changed(after: int, until: int) -> dict[str, Any]:
    """Return the ids of the things that a stretch of the log says have changed, in their order, by their kind."""
    import numpy as np

    stretch = {"after": after, "until": until}
    found: dict[str, Any] = {kept.subject: _different(()) for kept in (SENT, TAKEN)}
    for subject, first, last, many in db.session.connection().execute(_logged(), stretch).all():
        if last - first + 1 == many:  # all of a stretch, as new ones are: then no list is needed
            found[subject] = np.arange(first, last + 1)
        else:
            ids = sa.select(Event.subject_id).where(
                Event.id > after, Event.id <= until, Event.subject == subject
            )
            found[subject] = _different(db.session.connection().execute(ids).scalars().all())
    return found


@cache
def _logged() -> sa.Select[Any]:
    """Return the question for the first and last id of what a stretch of the log changed, and how many, by kind."""
    ids = Event.subject_id
    ends: Any = sa.select(Event.subject, sa.func.min(ids), sa.func.max(ids), sa.func.count(ids.distinct()))
    return ends.where(  # type: ignore[no-any-return]
        Event.id > sa.bindparam("after"),
        Event.id <= sa.bindparam("until"),
        Event.subject.in_([SENT.subject, TAKEN.subject]),
    ).group_by(Event.subject)


def _held(touched: Mapping[str, set[int]]) -> dict[str, dict[tuple[int, int], bytes]]:
    """Return the blocks that are kept of each kind of things, of all consultations, by consultation and block."""
    table = ColumnBlock
    places = [sa.and_(table.subject == name, table.block.in_(blocks)) for name, blocks in touched.items()]
    query = sa.select(table.subject, table.consultation_id, table.block, table.data).where(sa.or_(*places))
    found: dict[str, dict[tuple[int, int], bytes]] = {name: {} for name in touched}
    for name, consultation, block, data in db.session.connection().execute(query).all():
        found[name][consultation, block] = data
    return found


def _different(numbers: Collection[int]) -> Any:
    import numpy as np

    return np.unique(np.array(numbers, dtype=np.int64))


def _read(
    kept: Kept,
    query: sa.Select[Any],
    most: int | None = None,
    names: Sequence[str] = (),
    values: Mapping[str, int] | None = None,
) -> Iterator["Columns"]:
    """Yield the answer to a question as columns, with the consultation of each row, some rows at a time.

    `most`: no more rows can come. A few come at once, since a cursor of the server costs a journey of its own.
    """
    from . import columns

    whole = getattr(columns, kept.layout)
    layout = {"consultation": "<i4", **{name: whole[name] for name in names or whole}}
    is_long = most is None or most > MANY
    asked = query.execution_options(yield_per=MANY) if is_long else query
    found = db.session.connection().execute(asked, values or {})
    for rows in found.partitions(MANY):
        yield columns.of_rows(layout, rows)


def _blocks(kept: Kept, ids: Any) -> dict[tuple[int, int], "Columns"]:
    """Return what counts of the things with some ids, in their order, by its consultation and block."""
    import numpy as np

    from . import columns

    layout = getattr(columns, kept.layout)
    first, last = int(ids[0]), int(ids[-1])
    # Most were made one after the other: then a stretch is asked for. Of very many no database takes a list.
    is_stretch = last - first < 2 * len(ids) or len(ids) > MOST_LISTED
    query = kept.stretch if is_stretch else kept.question(kept.model.id.in_(ids.tolist()))
    values = {"first": first, "last": last} if is_stretch else {}
    found: dict[tuple[int, int], list[Columns]] = {}
    for rows in _read(kept, query, last - first + 1 if is_stretch else len(ids), values=values):
        asked = columns.chosen(rows, np.isin(rows["id"], ids))
        block = asked["id"] // BLOCK
        for place in set(zip(asked["consultation"].tolist(), block.tolist(), strict=True)):
            here = (asked["consultation"] == place[0]) & (block == place[1])
            found.setdefault(place, []).append(columns.chosen(asked, here))
    return {place: columns.by_id(columns.joined(layout, parts)) for place, parts in found.items()}


def _save(kept: Kept, blocks: Mapping[tuple[int, int], "Columns"]) -> None:
    """Write blocks in the place of those that were there; an empty one goes."""
    from . import columns

    layout = getattr(columns, kept.layout)
    connection = db.session.connection()
    table: Any = ColumnBlock.__table__
    rows, empty = [], []
    for (consultation, block), some in blocks.items():
        place = {"subject": kept.subject, "consultation_id": consultation, "block": block}
        if len(some["id"]):
            rows.append({**place, "data": columns.packed(layout, some)})
        else:
            empty.append({f"of_{name}": value for name, value in place.items()})
    if rows:
        connection.execute(_written(connection.dialect.name), rows)
    if empty:
        named = (column == sa.bindparam(f"of_{column.name}") for column in table.primary_key)
        connection.execute(sa.delete(table).where(*named), empty)


@cache
def _written(dialect: str) -> Any:
    """Return the statement that writes blocks in the place of those that were there."""
    table: Any = ColumnBlock.__table__
    new: Any = (postgresql if dialect == "postgresql" else sqlite).insert(table)
    keys = [column.name for column in table.primary_key]
    return new.on_conflict_do_update(index_elements=keys, set_={"data": new.excluded.data})
