"""The database: one session, constraint names, column types, and SQLite opened so that no update is lost.

SQLite's driver begins a transaction only at the first write, so a read followed by a write is not one
transaction and updates vanish silently. We send BEGIN ourselves: BEGIN IMMEDIATE where the request may write,
a plain BEGIN on a connection set to refuse writes where it only reads.
"""

import math
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from random import uniform
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from flask import has_request_context, request
from flask_babel import lazy_gettext as _l
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from sqlalchemy import event, types
from sqlalchemy.engine import Engine
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, registry
from sqlalchemy.sql.functions import FunctionElement

from .clock import in_zone
from .errors import TooMany

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
BUSY_TIMEOUT = 10_000
"""Milliseconds that a statement waits for a file that is held."""
LONGEST_WAIT = 20
"""Seconds that somebody waits for the others before they may write."""
PRAGMAS = (
    "journal_mode=WAL",
    f"busy_timeout={BUSY_TIMEOUT}",
    "foreign_keys=ON",
    "synchronous=FULL",
    "trusted_schema=OFF",
)
ONLY_READS = "only_reads"
"""What is noted of a connection to SQLite: whether it refuses writes."""
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


def as_written(value: str) -> sa.ColumnElement[str]:
    """Return a value that stands in the words of a query itself, as an index of some rows alone asks for."""
    return sa.literal(value, literal_execute=True)


def index_where(name: str, columns: str, condition: str) -> sa.Index:
    """Return an index of some rows alone: smaller, and of its rows the condition is not asked again."""
    where = sa.text(condition)
    return sa.Index(name, *columns.split(), sqlite_where=where, postgresql_where=where)


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


def let_sort_in_memory() -> None:
    """Give the questions of the present transaction room to sort and group thousands of rows without a file."""
    session = db.session()
    connection, asked, present = session.connection(), session.info, session.get_transaction()
    if connection.dialect.name == "postgresql" and asked.get("sorts_in_memory") is not present:
        session.execute(sa.text("SET LOCAL work_mem = '32MB'"))
        asked["sorts_in_memory"] = present


def look_at_rows(*models: type[Base]) -> None:
    """Let PostgreSQL see how many rows there are: where many were just written it plans as if there were few."""
    if db.session.connection().dialect.name == "postgresql":
        for model in models:
            db.session.execute(sa.text(f"ANALYZE {model.__tablename__}"))


def request_only_reads() -> bool:
    """Say whether the present request has a safe method and so may not write."""
    return has_request_context() and request.method in SAFE_METHODS


@event.listens_for(Engine, "connect")
def _set_pragmas(dbapi: Any, record: Any) -> None:
    if isinstance(dbapi, sqlite3.Connection):
        record.info.pop(ONLY_READS, None)
        dbapi.isolation_level = None  # we send BEGIN ourselves
        for pragma in PRAGMAS:
            dbapi.execute("PRAGMA " + pragma)
        dbapi.create_function(
            "lower", 1, _lower, deterministic=True
        )  # its own knows the letters a to z alone
        dbapi.create_function("local_day", 2, _local_day, deterministic=True)
        _add_mathematics(dbapi)


def _add_mathematics(dbapi: sqlite3.Connection) -> None:
    """Add what not every build of SQLite has; its own is faster."""
    try:
        dbapi.execute("SELECT ln(1), exp(1)")
    except sqlite3.OperationalError:
        dbapi.create_function("ln", 1, math.log, deterministic=True)
        dbapi.create_function("exp", 1, math.exp, deterministic=True)


class local_day(FunctionElement[str]):
    """In a query: the day, as 2026-03-01, on which a moment (second) falls in an IANA zone (first)."""

    type = sa.String()
    inherit_cache = True
    name = "local_day"


@compiles(local_day)
def _local_day_here(element: Any, compiler: Any, **kw: Any) -> str:
    return f"local_day({compiler.process(element.clauses, **kw)})"


@compiles(local_day, "postgresql")
def _local_day_there(element: Any, compiler: Any, **kw: Any) -> str:
    zone, moment = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"to_char({moment} AT TIME ZONE {zone}, 'YYYY-MM-DD')"


@lru_cache(maxsize=50_000)
def _day_of_hour(zone: str, moment: str) -> str:
    return in_zone(datetime.fromisoformat(moment).replace(tzinfo=UTC), zone).date().isoformat()


def _local_day(zone: str, moment: str | None) -> str | None:
    # A moment is stored as "2026-03-01 12:00:00.000000" in UTC; no zone begins its day within a quarter of an hour.
    if moment is None:
        return None
    return _day_of_hour(zone, moment[:14] + _QUARTERS[int(moment[14:16]) // 15])


_QUARTERS = ("00", "15", "30", "45")


def _lower(value: Any) -> Any:
    """Return a text in small letters of every script, as PostgreSQL does."""
    return value.lower() if isinstance(value, str) else value


def _begin_to_write(connection: sa.Connection) -> None:
    """Begin a transaction that writes, waiting until the others have ended theirs.

    Left to itself SQLite looks less and less often whether it may, and where several processes write without a
    pause one can wait in vain. We look often, each at moments of its own: everybody's turn comes.
    """
    sqlite: Any = connection.connection.dbapi_connection
    sqlite.execute("PRAGMA busy_timeout=0")
    until = monotonic() + LONGEST_WAIT
    try:
        while True:
            try:
                sqlite.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                    raise
                if monotonic() > until:
                    raise TooMany(
                        _l("Very many write at this moment. Please try again in a minute.")
                    ) from error
            sleep(uniform(0.002, 0.02))  # noqa: S311 - no secret
    finally:
        sqlite.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT}")


@event.listens_for(Engine, "begin")
def _begin(connection: sa.Connection) -> None:
    reads = request_only_reads()
    if connection.dialect.name == "sqlite":
        # Setting a pragma makes SQLite prepare every statement anew, so it is set only where it differs.
        if connection.info.get(ONLY_READS) is not reads:
            connection.exec_driver_sql("PRAGMA query_only=" + ("ON" if reads else "OFF"))
            connection.info[ONLY_READS] = reads
        if reads:
            connection.exec_driver_sql("BEGIN")
        else:
            _begin_to_write(connection)
    elif reads:
        # A page is of one moment, whatever is written while it is made; SQLite does the same by itself.
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
