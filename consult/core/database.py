"""The database: one session, constraint names, column types, and SQLite opened so that no update is lost.

SQLite's driver begins a transaction only at the first write, so a read followed by a write is not one
transaction and updates vanish silently. We send BEGIN ourselves: BEGIN IMMEDIATE where the request may write,
a plain BEGIN on a connection set to refuse writes where it only reads.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from flask import has_request_context, request
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from sqlalchemy import event, types
from sqlalchemy.engine import Engine
from sqlalchemy.orm import DeclarativeBase, registry

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
PRAGMAS = (
    "journal_mode=WAL",
    "busy_timeout=10000",
    "foreign_keys=ON",
    "synchronous=FULL",
    "trusted_schema=OFF",
)
NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(types.TypeDecorator[datetime]):
    """An aware UTC datetime, on SQLite too."""

    impl = types.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime cannot be stored: say which zone it is in")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Base of all models: constraint names, and the types that annotations stand for."""

    registry = registry(
        metadata=sa.MetaData(naming_convention=NAMING),
        type_annotation_map={datetime: Moment(), list[str]: sa.JSON, dict[str, str]: sa.JSON},
    )


class KeepingSession(Session):
    """A session that keeps its rows alive until it has let go of all of them.

    After a page is drawn its rows are often garbage that only the collector finds. SQLAlchemy goes through its notes
    on the rows when it commits, rolls back and closes, and writes into each. Python 3.11 may run the collector in the
    middle of such a write; if the row of that very note goes then, the note is changed under Python's hands, and the
    process ends with a segmentation fault. Later Pythons collect between two steps of a program only.
    """

    def commit(self) -> None:
        """Commit."""
        with self._kept():
            super().commit()

    def rollback(self) -> None:
        """Roll back."""
        with self._kept():
            super().rollback()

    def close(self) -> None:
        """Let go of all rows."""
        with self._kept():
            super().close()

    @contextmanager
    def _kept(self) -> Iterator[None]:
        rows = list(self.identity_map.values())
        yield
        del rows


db = SQLAlchemy(model_class=Base, session_options={"class_": KeepingSession})
if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model  # what Flask-SQLAlchemy makes of the base; a type checker sees the base itself


def one_of(column: str, values: tuple[str, ...]) -> sa.CheckConstraint:
    """Return a check that an enum column holds one of its kebab-case values."""
    quoted = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} IN ({quoted})", name=f"{column}_known")


def hold_name(name: str) -> None:
    """Let one transaction at a time pass that holds this name, until it ends.

    For what must be counted and then written. On SQLite every writing transaction is alone already.
    """
    if db.session.connection().dialect.name == "postgresql":
        db.session.execute(sa.text("SELECT pg_advisory_xact_lock(hashtext(:name))"), {"name": name})


def request_only_reads() -> bool:
    """Say whether the present request has a safe method and so may not write."""
    return has_request_context() and request.method in SAFE_METHODS


@event.listens_for(Engine, "connect")
def _set_pragmas(dbapi: Any, _record: Any) -> None:
    if isinstance(dbapi, sqlite3.Connection):
        dbapi.isolation_level = None  # we send BEGIN ourselves
        for pragma in PRAGMAS:
            dbapi.execute("PRAGMA " + pragma)
        dbapi.create_function(
            "lower", 1, _lower, deterministic=True
        )  # its own knows the letters a to z alone


def _lower(value: Any) -> Any:
    """Return a text in small letters of every script, as PostgreSQL does."""
    return value.lower() if isinstance(value, str) else value


@event.listens_for(Engine, "begin")
def _begin(connection: sa.Connection) -> None:
    reads = request_only_reads()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA query_only=" + ("ON" if reads else "OFF"))
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")
    elif reads:
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")
