"""Verbs: keep the counters of summaries, out of the log of events: minus what was, plus what is.

An event says only which thing changed. What it was counted as before stands in `counted_contributions`; what it is
now, its row says. So an event may be taken in twice, and counters that were refreshed equal those that are rebuilt.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from consult.consultations.models import Consultation
from consult.contributions.models import Contribution, Stance
from consult.contributions.queries import counts_for_everybody
from consult.core.database import db, hold_name, local_day, look_at_rows
from consult.core.logs import Event

from .cells import DISPOSITION, EVERYWHERE, IS_REPLY, NAMED, SPEAKER, stances_on_changes
from .models import (
    AgreementCounter,
    ChangeScore,
    CountedContribution,
    CounterState,
    DayCounter,
    OrganisationCounter,
    SentCounter,
    SpeakerCounter,
    SupportCounter,
)

RULES = 1
"""Raised with a release that counts in another way: then everything is counted anew."""
LEAST_STANCES = 5
"""So many stances of a region on a change are needed before its share counts."""
MOST_TARGETS = 10_000
"""From more changed changes on, all are counted anew."""
CLOCKS_DIFFER = timedelta(minutes=1)
Counted = CountedContribution
_KEPT = (SentCounter, DayCounter, SpeakerCounter, OrganisationCounter)
_ALL = (Counted, *_KEPT, SupportCounter, AgreementCounter, ChangeScore)


def refresh_counters(at: datetime) -> int:
    """Take in what was logged since the last time; return how many events. Without counters, count all of it."""
    hold_name("counters")
    state = counter_state()
    if state is None:
        return rebuild_counters(at)
    until = _finished_until(state.event_id)
    if until <= state.event_id:
        return 0
    events = until - state.event_id
    changed = subjects_changed("contributions", state.event_id, until)
    _recount(Counted.contribution_id.in_(changed), Contribution.id.in_(changed))
    _refresh_stances(changed, state.event_id, until)
    state.event_id, state.refreshed_at = until, at
    db.session.flush()
    return events


def counters_wait() -> bool:
    """Say whether something was logged that the counters have not taken in, or there are none yet."""
    state = counter_state()
    newest = db.session.scalar(sa.select(sa.func.max(Event.id))) or 0
    return newest > (state.event_id if state else 0)


def rebuild_counters(at: datetime) -> int:
    """Count everything anew from what is stored; return up to which event."""
    hold_name("counters")
    until = _finished_until(0)
    look_at_rows(Contribution, Stance)
    for model in (*_ALL, CounterState):
        _run(sa.delete(model))
    _recount(sa.true(), sa.true())
    _recount_all_stances()
    db.session.add(CounterState(id=1, event_id=until, rules=RULES, refreshed_at=at))
    db.session.flush()
    return until


def counter_state() -> CounterState | None:
    """Return up to where the counters count, or None where there are none by the present rules."""
    state = db.session.get(CounterState, 1)
    return state if state is not None and state.rules == RULES else None


def subjects_changed(subject: str, after: int, until: int | None = None) -> sa.Select[Any]:
    """Return the question for the ids of what changed after an event (up to another)."""
    query: Any = sa.select(Event.subject_id).where(Event.id > after, Event.subject == subject)
    return query if until is None else query.where(Event.id <= until)


def as_counted(*conditions: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """Return the question for how contributions count at present, in the columns of `CountedContribution`."""
    query: Any = (
        sa.select(
            Contribution.id,
            Contribution.consultation_id,
            sa.func.coalesce(Contribution.section_id, 0),
            sa.func.coalesce(Contribution.region_id, 0),
            Contribution.kind,
            DISPOSITION,
            IS_REPLY,
            local_day(
                Consultation.zone, sa.func.coalesce(Contribution.submitted_at, Contribution.created_at)
            ),
            Contribution.voice,
            sa.func.coalesce(SPEAKER, 0),
            sa.func.coalesce(NAMED, 0),
        )
        .join(Consultation, Consultation.id == Contribution.consultation_id)
        .where(*counts_for_everybody(), *conditions)
    )
    return query


def _finished_until(after: int) -> int:
    """Return the last event before which none can still appear.

    On PostgreSQL an open transaction may hold an event with a smaller number than those that can be seen, so only
    those count that were logged before the oldest open transaction began.
    """
    newest = sa.select(sa.func.coalesce(sa.func.max(Event.id), 0))
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":
        began = connection.exec_driver_sql(
            "SELECT min(coalesce(xact_start, now())) FROM pg_stat_activity "
            "WHERE datname = current_database() AND state <> 'idle'"
        ).scalar_one()
        late = sa.select(sa.func.min(Event.id)).where(Event.id > after, Event.at >= began - CLOCKS_DIFFER)
        newest = newest.where(Event.id < sa.func.coalesce(late.scalar_subquery(), sa.literal(2**31 - 1)))
    return int(db.session.scalar(newest) or 0)


def _recount(counted: sa.ColumnElement[bool], stored: sa.ColumnElement[bool]) -> None:
    """Take contributions out as they were counted, and count them as they are now."""
    _move(-1, counted)
    _run(sa.delete(Counted).where(counted))
    _insert(Counted, as_counted(stored))
    _move(1, counted)
    for model in _KEPT:
        _run(sa.delete(model).where(model.number == 0))


def _move(sign: int, which: sa.ColumnElement[bool]) -> None:
    """Add to the counters (1) or take from them (-1) what counts under the condition."""
    for model in (SentCounter, DayCounter):
        keys = [getattr(Counted, name) for name in model.KEYS]
        _add(model, _sum(keys, sign, which))
    named = [Counted.consultation_id, Counted.organisation_id, Counted.voice]
    _add(OrganisationCounter, _sum(named, sign, which, Counted.organisation_id > 0))
    _add(SpeakerCounter, _speakers(sign, which))


def _speakers(sign: int, which: sa.ColumnElement[bool]) -> Any:
    """Return how often each one spoke: on each section from each region, from each region, and in all."""
    everywhere: Any = sa.literal_column(str(EVERYWHERE))
    scopes = (
        (Counted.section_id, Counted.region_id),
        (everywhere, Counted.region_id),
        (everywhere, everywhere),
    )
    queries = []
    for number, (section, region) in enumerate(scopes):
        places: list[Any] = [section.label(f"section_{number}"), region.label(f"region_{number}")]
        keys = [Counted.consultation_id, *places, Counted.voice, Counted.speaker_id]
        grouped = [key for key in (section, region) if key is not everywhere]
        queries.append(
            sa.select(*keys, sa.literal_column(str(sign)) * sa.func.count())
            .where(which, Counted.speaker_id > 0)
            .group_by(Counted.consultation_id, *grouped, Counted.voice, Counted.speaker_id)
        )
    return sa.select(sa.union_all(*queries).subquery()).where(sa.true())


def _sum(keys: Sequence[Any], sign: int, *conditions: sa.ColumnElement[bool]) -> sa.Select[Any]:
    number: Any = sa.literal_column(str(sign)) * sa.func.count()
    return sa.select(*keys, number).where(*conditions).group_by(*keys)


def targets_of(contributions: sa.Select[Any], stances: sa.Select[Any]) -> list[int]:
    """Return the ids of the contributions on which stances have to be counted again."""
    held = sa.select(Stance.contribution_id).where(
        Stance.id.in_(stances), Stance.contribution_id.is_not(None)
    )
    amendments = sa.select(Contribution.id).where(
        Contribution.id.in_(contributions), Contribution.kind == "amendment"
    )
    return [row for row in db.session.scalars(held.union(amendments)) if row is not None]


def _refresh_stances(contributions: sa.Select[Any], after: int, until: int) -> None:
    """Count the stances again that a stretch of the log changed.

    A stance that was taken and is one more changes the figures of its region alone. All else may have been counted
    in another region, so each region of its target is counted again.
    """
    first = sa.and_(Event.kind == "stance-taken", Event.before.is_(None))
    logged = subjects_changed("stances", after, until)
    elsewhere = sa.or_(Stance.id.in_(logged.where(sa.not_(first))), Stance.region_id.is_(None))
    targets = targets_of(contributions, sa.select(Stance.id).where(Stance.id.in_(logged), elsewhere))
    if len(targets) > MOST_TARGETS:
        _recount_all_stances()
        return
    if targets:
        _recount_stances(
            SupportCounter.contribution_id.in_(targets),
            ChangeScore.contribution_id.in_(targets),
            Stance.consultation_id.in_(
                sa.select(Contribution.consultation_id).where(Contribution.id.in_(targets))
            ),
            Stance.contribution_id.in_(targets),
        )
    taken = (
        Stance.id.in_(logged.where(first)),
        Stance.contribution_id.is_not(None),
        Stance.region_id.is_not(None),
    )
    kept, stored = SupportCounter, (Stance.consultation_id, Stance.contribution_id, Stance.region_id)
    _recount_stances(
        sa.tuple_(kept.contribution_id, kept.region_id).in_(sa.select(*stored[1:]).where(*taken)),
        ChangeScore.contribution_id.in_(sa.select(stored[1]).where(*taken)),
        sa.tuple_(*stored).in_(sa.select(*stored).where(*taken)),
        which=kept.contribution_id.in_(sa.select(stored[1]).where(*taken)),
    )


def _recount_all_stances() -> None:
    _recount_stances(sa.true(), sa.true())


def _recount_stances(
    kept: sa.ColumnElement[bool],
    old: sa.ColumnElement[bool],
    *stored: sa.ColumnElement[bool],
    which: sa.ColumnElement[bool] | None = None,
) -> None:
    """Count stances under conditions again: as they are kept, as the changes have scores, and as they are stored.

    `which`: what is kept of all changes whose scores are made anew, where that is more than what is counted again.
    """
    _add(AgreementCounter, _agreement(-1, kept))
    _run(sa.delete(SupportCounter).where(kept))
    names = ("contribution_id", "consultation_id", "section_id", "region_id", "accepting", "objecting")
    _insert(SupportCounter, stances_on_changes(*stored), names)
    _add(AgreementCounter, _agreement(1, kept))
    empty = sa.and_(AgreementCounter.accepting == 0, AgreementCounter.objecting == 0)
    _run(sa.delete(AgreementCounter).where(empty))
    _run(sa.delete(ChangeScore).where(old))
    _insert(ChangeScore, scores(SupportCounter.__table__.c, kept if which is None else which))


def _agreement(sign: int, which: sa.ColumnElement[bool]) -> sa.Select[Any]:
    support: Any = SupportCounter
    times: Any = sa.literal_column(str(sign))
    keys = (support.consultation_id, support.section_id, support.region_id)
    sums = (times * sa.func.sum(column) for column in (support.accepting, support.objecting))
    return sa.select(*keys, *sums).where(which).group_by(*keys)


def scores(support: Any, *conditions: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """Return how changes stand over the regions with enough stances, in the columns of `ChangeScore`.

    `support`: columns as those of `SupportCounter`. Those who named no region are no region.
    """
    everybody = support.accepting + support.objecting
    share = sa.cast(support.accepting + 1, sa.Float) / (everybody + 2)
    keys = (support.contribution_id, support.consultation_id, support.section_id)
    return (
        sa.select(*keys, sa.func.count(), sa.func.exp(sa.func.avg(sa.func.ln(share))))
        .where(everybody >= LEAST_STANCES, support.region_id > 0, *conditions)
        .group_by(*keys)
    )


def _insert(model: Any, query: sa.Select[Any], names: Sequence[str] = ()) -> None:
    table = model.__table__
    columns = [*(names or table.columns.keys())]
    _run(sa.insert(table).from_select(columns, query))


def _add(model: Any, query: Any) -> None:
    """Add numbers to the counters of a table; counters that are not there yet begin."""
    table = model.__table__
    dialect = postgresql if db.session.connection().dialect.name == "postgresql" else sqlite
    new = dialect.insert(table).from_select(table.columns.keys(), query)
    numbers = {name: table.c[name] + new.excluded[name] for name in set(table.c.keys()) - set(model.KEYS)}
    _run(new.on_conflict_do_update(index_elements=model.KEYS, set_=numbers))


def _run(statement: sa.Executable) -> None:
    """Execute a statement past the session, which holds none of these rows."""
    db.session.connection().execute(statement)
