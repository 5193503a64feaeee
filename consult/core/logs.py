"""The two logs. Both hold ids and enum values only, never a name, an address or text.

Events: every change that figures are made of; many, not chained. Audit entries: acts of power over people's data;
few, each chained to the one before by its hash, so that a missing or altered row shows.
"""

import hashlib
import json
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from .clock import now
from .database import Model, db, hold_name


class Event(Model):
    """One change: what kind, of which thing, from what to what."""

    __tablename__ = "events"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(sa.String(60))
    narrative_id: Mapped[int | None] = mapped_column(index=True)
    consultation_id: Mapped[int | None]
    subject: Mapped[str] = mapped_column(sa.String(40))
    subject_id: Mapped[int]
    actor_id: Mapped[int | None]
    before: Mapped[str | None] = mapped_column(sa.String(60))
    after: Mapped[str | None] = mapped_column(sa.String(60))


class AuditEntry(Model):
    """One act of power over accounts, roles or hidden data, chained to the entry before."""

    __tablename__ = "audit_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(sa.String(60))
    actor_id: Mapped[int | None]
    subject: Mapped[str] = mapped_column(sa.String(40))
    subject_id: Mapped[int | None]
    value: Mapped[str | None] = mapped_column(sa.String(60))
    chain: Mapped[str] = mapped_column(sa.String(64))


_EVENT = sa.insert(Event)


def log_event(
    kind: str,
    thing: object,
    *,
    actor_id: int | None,
    before: str | None = None,
    after: str | None = None,
) -> None:
    """Append an event about a model row (it must have its id: flush first).

    `narrative_id` and `consultation_id` are read from the row where it has them.
    """
    log_row(
        kind,
        type(thing).__tablename__,  # type: ignore[attr-defined]
        thing.id,  # type: ignore[attr-defined]
        narrative_id=getattr(thing, "narrative_id", None),
        consultation_id=getattr(thing, "consultation_id", None),
        actor_id=actor_id,
        before=before,
        after=after,
    )


def log_row(
    kind: str,
    subject: str,
    subject_id: int,
    *,
    actor_id: int | None,
    narrative_id: int | None,
    consultation_id: int | None = None,
    before: str | None = None,
    after: str | None = None,
) -> None:
    """Append an event about a row of the table `subject` that was written past the models."""
    # Straight into the table: nothing refers to the row, so it need not wait for a flush of its own.
    db.session.connection().execute(
        _EVENT,
        {
            "at": now(),
            "kind": kind,
            "narrative_id": narrative_id,
            "consultation_id": consultation_id,
            "subject": subject,
            "subject_id": subject_id,
            "actor_id": actor_id,
            "before": before,
            "after": after,
        },
    )


_OLDEST_BEGAN: sa.ColumnElement[datetime] = sa.literal_column(
    # A minute before, since the clocks of the server and of those who write may differ.
    "(SELECT min(coalesce(xact_start, now())) - interval '1 minute' FROM pg_stat_activity"
    " WHERE datname = current_database() AND state <> 'idle')"
)


def finished_until(after: int) -> int:
    """Return the last event before which none can still appear.

    On PostgreSQL an open transaction may hold an event with a smaller number than those that can be seen, so only
    those count that were logged before the oldest open transaction began.
    """
    is_postgresql = db.session.connection().dialect.name == "postgresql"
    return int(db.session.scalar(_finished(is_postgresql), {"after": after} if is_postgresql else {}) or 0)


@cache
def _finished(is_postgresql: bool) -> sa.Select[Any]:
    """Return the question, put together once: that takes as long as answering it."""
    newest: Any = sa.select(sa.func.coalesce(sa.func.max(Event.id), 0))
    if not is_postgresql:
        return newest  # type: ignore[no-any-return]
    late = sa.select(sa.func.min(Event.id)).where(Event.id > sa.bindparam("after"), Event.at >= _OLDEST_BEGAN)
    return newest.where(Event.id < sa.func.coalesce(late.scalar_subquery(), sa.literal(2**31 - 1)))  # type: ignore[no-any-return]


def log_audit(
    kind: str, *, actor_id: int | None, subject: str, subject_id: int | None, value: str | None = None
) -> None:
    """Append a chained audit entry in the present transaction."""
    hold_name("audit")  # of two entries at once, the second must see the first
    last = db.session.scalar(sa.select(AuditEntry.chain).order_by(AuditEntry.id.desc()).limit(1))
    moment = now()
    fields = (moment.isoformat(), kind, actor_id, subject, subject_id, value)
    db.session.add(
        AuditEntry(
            at=moment,
            kind=kind,
            actor_id=actor_id,
            subject=subject,
            subject_id=subject_id,
            value=value,
            chain=chain_hash(last or "", fields),
        )
    )
    db.session.flush()


def chain_hash(previous: str, fields: tuple[object, ...]) -> str:
    """Return the hash that binds an entry's fields to the entry before it."""
    return hashlib.sha256((previous + json.dumps(fields)).encode()).hexdigest()
