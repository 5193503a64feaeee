"""Removals: the acts by which words, or the link to a person, are taken out of rows that nothing else may change.

Triggers refuse every change of what is append-only (`core.append_only`), but for the columns of words of a row that a
removal in progress names. A removal keeps its reason and which rows it touched, never the words, and no digest of them
that could be tried against names.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from .database import Model, db, one_of
from .ids import public_id
from .kept import kept

Key = int | tuple[int, ...]
"""By what a row is named: its id, or the columns of its key."""
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


def change_rows(removal: Removal, table: sa.Table, changes: Mapping[Key, Mapping[str, object]]) -> None:
    """Name rows in a removal in progress, and write what is left of them.

    `changes`: the new values of columns by the row's id, or by all columns of its key.
    """
    if not changes:
        return
    parts = {key: key if isinstance(key, tuple) else (key,) for key in changes}
    places = [
        {"removal_id": removal.id, "table_name": table.name, "row_id": named[0]} for named in parts.values()
    ]
    db.session.execute(sa.insert(RemovalPlace), places)
    where = [column == sa.bindparam(f"of_{column.name}") for column in table.primary_key]
    alike: dict[tuple[str, ...], list[dict[str, object]]] = {}
    for key, values in changes.items():
        named = {
            f"of_{column.name}": part for column, part in zip(table.primary_key, parts[key], strict=True)
        }
        alike.setdefault(tuple(sorted(values)), []).append({**values, **named})
    for rows in alike.values():  # rows of which the same columns change go in one statement
        db.session.connection().execute(sa.update(table).where(*where), rows)


def public_reasons() -> dict[int, str]:
    """Return the reason of each passage that was blacked out, by the number that its blocks hold."""
    return kept("reasons of removals", _public_reasons)


def _public_reasons() -> dict[int, str]:
    rows = db.session.execute(sa.select(Removal.id, Removal.reason).where(Removal.kind == "passage"))
    return {number: reason for number, reason in rows}
