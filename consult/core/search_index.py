"""The index of the search: one row for each thing that can be found, with its words as the search compares them.

Features write to it in the transaction in which they write the thing itself. It keeps words and no rights: who may see
a thing is asked of the thing each time. The words are indexed by the database's own means, FTS5 on SQLite and a
tsvector on PostgreSQL; all SQL in which these two differ stands here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from consult.text.stems import indexed

from .database import Model, db, one_of

KINDS = ("section", "contribution", "disposition", "survey")
LONGEST = 400_000
"""How many signs of a thing's words are kept: a tsvector holds a megabyte."""


class SearchEntry(Model):
    """What can be found: the words of a thing in one language, already reduced to their stems."""

    __tablename__ = "search_entries"
    __table_args__ = (one_of("kind", KINDS), sa.UniqueConstraint("kind", "thing_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(20))
    thing_id: Mapped[int]
    narrative_id: Mapped[int]
    language: Mapped[str] = mapped_column(sa.String(12), index=True)
    heading: Mapped[str] = mapped_column(sa.Text, default="")
    words: Mapped[str] = mapped_column(sa.Text, default="")


@dataclass(frozen=True)
class Findable:
    """A thing as it is to be found: its heading and its text as people wrote them."""

    kind: str
    thing_id: int
    narrative_id: int
    language: str
    heading: str
    words: str


_table: sa.Table = SearchEntry.__table__  # type: ignore[assignment]
_INSERT = sa.insert(_table)
_NEWEST = sa.select(sa.func.coalesce(sa.func.max(_table.c.id), 0))
_NAMED = (_table.c.kind == sa.bindparam("kind"), _table.c.thing_id == sa.bindparam("thing_id"))
_FOUND = sa.select(_table.c.id, _table.c.heading, _table.c.words).where(*_NAMED)
_DELETE = sa.delete(_table).where(*_NAMED)
_HOLD = sa.text("LOCK TABLE search_entries IN SHARE ROW EXCLUSIVE MODE")


def add_to_index(things: Sequence[Findable]) -> None:
    """Let things be found that were not in the index before."""
    if not things:
        return
    connection = db.session.connection()
    rows = [_row(thing) for thing in things]
    if connection.dialect.name == "postgresql":
        connection.execute(_INSERT, rows)
    elif len(rows) == 1:  # what is sent by a person waiting for the answer
        made = connection.execute(_INSERT, rows[0]).lastrowid
        connection.execute(_INDEX_ONE, {"id": made, "heading": rows[0]["heading"], "words": rows[0]["words"]})
    else:
        newest = connection.scalar(_NEWEST)
        connection.execute(_INSERT, rows)
        connection.execute(_INDEX_NEW, {"newest": newest})


def put_into_index(thing: Findable) -> None:
    """Let a thing be found by its present words, whether it was in the index before or not."""
    connection = db.session.connection()
    named = {"kind": thing.kind, "thing_id": thing.thing_id}
    if not _is_postgresql():
        before = connection.execute(_FOUND, named).one_or_none()
        if before is not None:
            connection.execute(_INDEX_LESS, before._asdict())
    connection.execute(_DELETE, named)
    add_to_index([thing])


def take_out_of_index(kind: str, ids: sa.Select[Any]) -> None:
    """Let things of a kind not be found any more; `ids` asks for theirs."""
    gone = (_table.c.kind == kind, _table.c.thing_id.in_(ids))
    if not _is_postgresql():
        less = sa.select(sa.literal("delete"), _table.c.id, _table.c.heading, _table.c.words).where(*gone)
        db.session.execute(_INDEX_COLUMNS.insert().from_select(_INDEX_COLUMNS.c.keys(), less))
    db.session.execute(sa.delete(_table).where(*gone))


def empty_index() -> None:
    """Take everything out of the index, so that it can be filled anew; who writes meanwhile waits until it is."""
    db.session.connection().execute(_HOLD if _is_postgresql() else _INDEX_NOTHING)
    db.session.connection().execute(sa.delete(_table))


def forget_old_words() -> None:
    """Take words that nothing has any more out of SQLite's own tables of the index, where a change only marks them."""
    if not _is_postgresql():
        db.session.execute(_INDEX_ANEW)


def _row(thing: Findable) -> dict[str, Any]:
    return {
        "kind": thing.kind,
        "thing_id": thing.thing_id,
        "narrative_id": thing.narrative_id,
        "language": thing.language,
        "heading": indexed(thing.heading, thing.language)[:LONGEST],
        "words": indexed(thing.words, thing.language)[:LONGEST],
    }


def _is_postgresql() -> bool:
    return db.session.connection().dialect.name == "postgresql"


def known_languages() -> list[str]:
    """Return the languages of everything in the index."""
    return list(db.session.scalars(sa.select(_table.c.language).distinct().order_by(_table.c.language)))


_FTS5 = sa.text(
    "SELECT rowid AS id, rowid IN (SELECT rowid FROM search_index WHERE search_index MATCH :heading) AS in_heading"
    " FROM search_index WHERE search_index MATCH :asked"
)
_VECTOR = "to_tsvector('simple', heading || ' ' || words)"
_TSVECTOR = sa.text(
    "SELECT id, to_tsvector('simple', heading) @@ CAST(:heading AS tsquery) AS in_heading"  # noqa: S608 - all ours
    f" FROM search_entries WHERE {_VECTOR} @@ CAST(:asked AS tsquery)"
)


def hits(wanted: Sequence[frozenset[str]]) -> sa.Subquery:
    """Return as a table (id of the entry, whether a word stands in its heading) what holds all the wanted words.

    `wanted` is as `consult.text.stems.asked` returns it, and not empty.
    """
    is_postgresql = _is_postgresql()
    quote, either, both = ("'", " | ", " & ") if is_postgresql else ('"', " OR ", " AND ")
    words = [f"({either.join(f'{quote}{form}{quote}' for form in sorted(forms))})" for forms in wanted]
    any_word = either.join(words)
    query = {"asked": both.join(words), "heading": any_word if is_postgresql else f"heading : ({any_word})"}
    statement = (_TSVECTOR if is_postgresql else _FTS5).bindparams(**query)
    return statement.columns(sa.column("id", sa.Integer), sa.column("in_heading", sa.Boolean)).subquery(
        "hits"
    )


# FTS5 takes its words from the table, and is told of each change here: a trigger may not do it, since the schema
# of the file is not trusted (`core.database.PRAGMAS`).
_ON_SQLITE = (
    "CREATE VIRTUAL TABLE search_index USING fts5(heading, words, content='search_entries', content_rowid='id',"
    " tokenize='unicode61 remove_diacritics 0')",
)
_INDEX_NEW = sa.text(
    "INSERT INTO search_index(rowid, heading, words)"
    " SELECT id, heading, words FROM search_entries WHERE id > :newest"
)
_INDEX_ONE = sa.text("INSERT INTO search_index(rowid, heading, words) VALUES (:id, :heading, :words)")
_INDEX_LESS = sa.text(
    "INSERT INTO search_index(search_index, rowid, heading, words) VALUES ('delete', :id, :heading, :words)"
)
_INDEX_COLUMNS = sa.table("search_index", *map(sa.column, ("search_index", "rowid", "heading", "words")))
"""As FTS5 is told of words that go: its own name is a column, which holds the order."""
_INDEX_ANEW = sa.text("INSERT INTO search_index(search_index) VALUES('optimize')")
_INDEX_NOTHING = sa.text("INSERT INTO search_index(search_index) VALUES ('delete-all')")
_ON_POSTGRESQL = (f"CREATE INDEX search_index ON search_entries USING gin ({_VECTOR})",)


def install(connection: sa.Connection) -> None:
    """Create what the database itself needs beside the table: called by the migration."""
    is_postgresql = connection.dialect.name == "postgresql"
    for statement in _ON_POSTGRESQL if is_postgresql else _ON_SQLITE:
        connection.exec_driver_sql(statement)


def is_of_models(_item: object, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:
    """Say whether a table or index of the database belongs to the models; what `install` makes does not."""
    return kind not in ("table", "index") or not (name or "").startswith("search_index")


def is_part_of_index(table: str) -> bool:
    """Say whether FTS5 keeps this table for itself, and drops it with the virtual one."""
    return table.startswith("search_index_")
