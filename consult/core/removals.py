"""Removals: the acts by which words, or the link to a person, are taken out of rows that nothing else may change.

Triggers refuse every change of what is append-only (`core.append_only`), but for the columns of words of a row that a
removal in progress names. A removal keeps its reason and how many rows it touched, and never the words. Where a hash
covers the words it keeps two digests: of what stood there, so that the hash can still be followed, and of what is left.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from .database import Model, db, one_of
from .ids import public_id
from .kept import kept

KINDS = ("passage", "person", "retention")
"""A passage blacked out; what somebody sent who was erased; the link to persons of a consultation whose time is up."""


class Removal(Model):
    """One such act. Without `done_at` it is in progress, within its own transaction; nothing opens it again."""

    __tablename__ = "removals"
    __table_args__ = (one_of("kind", KINDS),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(12), unique=True, default=public_id)
    kind: Mapped[str] = mapped_column(sa.String(20))
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("persons.id"))
    at: Mapped[datetime]
    done_at: Mapped[datetime | None]


class RemovalPlace(Model):
    """A row that a removal touched. Append-only."""

    __tablename__ = "removal_places"
    __table_args__ = (sa.Index("ix_removal_places_place", "table_name", "row_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    removal_id: Mapped[int] = mapped_column(sa.ForeignKey("removals.id"), index=True)
    table_name: Mapped[str] = mapped_column(sa.String(40))
    row_id: Mapped[int]
    digest_before: Mapped[str | None] = mapped_column(sa.String(64))
    digest_after: Mapped[str | None] = mapped_column(sa.String(64), index=True)


@contextmanager
def removing(kind: str, *, reason: str = "", actor_id: int | None, at: datetime) -> Iterator[Removal]:
    """Open a removal for the block; what it names may be changed within it, and no longer."""
    db.session.flush()
    if (
        db.session.connection().dialect.name == "sqlite"
    ):  # what is written over is overwritten in the file, too
        db.session.execute(sa.text("PRAGMA secure_delete=ON"))
    removal = Removal(kind=kind, reason=reason, by_id=actor_id, at=at)
    db.session.add(removal)
    db.session.flush()
    yield removal
    db.session.flush()
    removal.done_at = at
    db.session.flush()
    db.session.expire_all()


def change_row(
    removal: Removal,
    table: sa.Table,
    key: int | tuple[int, ...],
    values: dict[str, object],
    *,
    digests: tuple[str, str] | None = None,
) -> None:
    """Name a row in a removal in progress, and write what is left of it.

    `key` is its id, or all columns of its key. `digests`: of what stood there, and of what is left, where a hash
    covers it.
    """
    before, after = digests or (None, None)
    named = key if isinstance(key, tuple) else (key,)
    place = RemovalPlace(
        removal_id=removal.id,
        table_name=table.name,
        row_id=named[0],
        digest_before=before,
        digest_after=after,
    )
    db.session.add(place)
    db.session.flush()
    where = [column == part for column, part in zip(table.primary_key, named, strict=True)]
    db.session.execute(sa.update(table).where(*where).values(**values))


def digests_of(table: str) -> dict[int, tuple[str, str]]:
    """Return for each row of a table that was touched the digest of what stood there first, and of what is left now."""
    rows = db.session.execute(
        sa.select(RemovalPlace.row_id, RemovalPlace.digest_before, RemovalPlace.digest_after)
        .where(RemovalPlace.table_name == table, RemovalPlace.digest_before.is_not(None))
        .order_by(RemovalPlace.id)
    )
    found: dict[int, tuple[str, str]] = {}
    for row_id, before, after in rows:
        found[row_id] = (found[row_id][0] if row_id in found else str(before), str(after))
    return found


def rows_left_as(table: str, digests: set[str]) -> dict[str, int]:
    """Return the ids of the rows of a table that were touched, by the digest of what is left of them."""
    if not digests:
        return {}
    rows = db.session.execute(
        sa.select(RemovalPlace.digest_after, RemovalPlace.row_id)
        .where(RemovalPlace.table_name == table, RemovalPlace.digest_after.in_(digests))
        .order_by(RemovalPlace.id)
    )
    return {digest: row_id for digest, row_id in rows if digest}


def public_reasons() -> dict[int, str]:
    """Return the reason of each passage that was blacked out, by the number that its blocks hold."""
    return kept("reasons of removals", _public_reasons)


def _public_reasons() -> dict[int, str]:
    rows = db.session.execute(sa.select(Removal.id, Removal.reason).where(Removal.kind == "passage"))
    return {number: reason for number, reason in rows}
