"""Verbs: keep the index of marks, out of the log of events, in small steps; never in the request that sends.

It is a cache. What is in it everybody may read who reads the consultation; whoever reads it asks the contributions
again. Where words are taken away for good, their marks go in the same transaction (`forget_marks`).
"""

from collections.abc import Collection, Iterable
from typing import Any

import sqlalchemy as sa

from consult.core.database import db, hold_name
from consult.core.logs import Event, finished_until
from consult.text.likeness import marks_kept

from .likeness_models import LikenessMark, LikenessState
from .models import Contribution, ContributionText
from .queries import counts_for_everybody

RULES = 1
"""Raised with a release that makes marks in another way: then all are made anew."""
STEP = 500
"""So many contributions are gone through in one transaction, and so many events twice."""
KINDS = ("comment", "answer", "highlight")
"""Changes that several propose are found by their group; replies belong to their thread."""
_HOLD = "likeness"


def marks_wait() -> bool:
    """Say whether something was logged that the marks have not taken in, or not all were gone through yet."""
    state = likeness_state()
    newest = db.session.scalar(sa.select(sa.func.max(Event.id))) or 0
    return state is None or not state.is_whole or newest > state.event_id


def refresh_marks(step: int = STEP) -> int:
    """Take one step: what was logged since the last one, or more of what was not gone through yet; return how much."""
    hold_name(_HOLD)
    state = likeness_state()
    if state is None:
        state = _begin()
    return _take_in(state, step * 2) or (0 if state.is_whole else _go_on(state, step))


def rebuild_marks() -> int:
    """Make all marks anew from what is stored; return of how many contributions there are some."""
    hold_name(_HOLD)
    state = _begin()
    while not state.is_whole:
        _go_on(state, STEP)
    return db.session.scalar(sa.select(sa.func.count(LikenessMark.contribution_id.distinct()))) or 0


def mark_anew(ids: Collection[int]) -> None:
    """Let contributions be known by their present words and by no others."""
    forget_marks(ids)
    _write(_rows(Contribution.id.in_(list(ids))))


def forget_marks(ids: Collection[int]) -> None:
    """Take the marks of contributions away, as their words are; a worker that has just read them is waited for."""
    hold_name(_HOLD)
    _run(sa.delete(LikenessMark).where(LikenessMark.contribution_id.in_(list(ids))))


def likeness_state() -> LikenessState | None:
    """Return what the marks were made of so far, or None where there are none by the present rules."""
    state = db.session.get(LikenessState, 1)
    return state if state is not None and state.rules == RULES else None


def comparable() -> tuple[sa.ColumnElement[bool], ...]:
    """Return the conditions under which a contribution is compared: everybody may read it, and it begins a thread."""
    return (*counts_for_everybody(), Contribution.kind.in_(KINDS), Contribution.thread_id.is_(None))


def _begin() -> LikenessState:
    _run(sa.delete(LikenessMark))
    state = db.session.get(LikenessState, 1) or LikenessState(id=1)
    state.rules, state.event_id, state.contribution_id, state.is_whole = RULES, finished_until(0), 0, False
    db.session.add(state)
    return state


def _take_in(state: LikenessState, most: int) -> int:
    """Make the marks anew of what a stretch of the log tells of; return how many events that are."""
    until = min(finished_until(state.event_id), state.event_id + most)
    if until <= state.event_id:
        return 0
    changed = sa.select(Event.subject_id).where(
        Event.id > state.event_id, Event.id <= until, Event.subject == Contribution.__tablename__
    )
    mark_anew(db.session.scalars(changed.distinct()).all())
    taken, state.event_id = until - state.event_id, until
    db.session.flush()
    return taken


def _go_on(state: LikenessState, step: int) -> int:
    """Go through the next contributions by their ids; return how many."""
    ids = db.session.scalars(
        sa.select(Contribution.id)
        .where(Contribution.id > state.contribution_id)
        .order_by(Contribution.id)
        .limit(step)
    ).all()
    if ids:
        mark_anew(ids)
        state.contribution_id = ids[-1]
    state.is_whole = len(ids) < step
    db.session.flush()
    return len(ids)


def _rows(which: sa.ColumnElement[bool]) -> Iterable[dict[str, int]]:
    asked = (
        sa.select(Contribution.id, Contribution.consultation_id, ContributionText.body)
        .join(
            ContributionText,
            sa.and_(
                ContributionText.contribution_id == Contribution.id,
                ContributionText.number == Contribution.text_number,
            ),
        )
        .where(which, *comparable())
    )
    for contribution, consultation, body in db.session.execute(asked):
        for mark in marks_kept(body):
            yield {"consultation_id": consultation, "mark": mark, "contribution_id": contribution}


def _write(rows: Iterable[dict[str, int]]) -> None:
    found: list[dict[str, Any]] = sorted(rows, key=lambda row: (row["consultation_id"], row["mark"]))
    if found:
        db.session.connection().execute(sa.insert(LikenessMark.__table__), found)  # type: ignore[arg-type]


def _run(statement: sa.Executable) -> None:
    """Execute a statement past the session, which holds none of these rows but one."""
    db.session.connection().execute(statement)
