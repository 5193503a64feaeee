"""Columns of the database that hold packed bytes: PostgreSQL need not press them smaller, or write them as words."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from .database import db

_PACKED = (("column_blocks", "data"),)
_TOGETHER = 64


def install(connection: sa.Connection) -> None:
    """Let the database store these values as they come: called by the migration."""
    if connection.dialect.name == "postgresql":
        for table, column in _PACKED:
            connection.exec_driver_sql(f"ALTER TABLE {table} ALTER COLUMN {column} SET STORAGE EXTERNAL")


def packed_values(query: sa.Select[Any]) -> Iterator[bytes]:
    """Yield the bytes of a question's only column, some at a time."""
    connection = db.session.connection()
    if connection.dialect.name != "postgresql":
        yield from connection.execute(query.execution_options(yield_per=_TOGETHER)).scalars()
        return
    # As words, which the driver asks for by itself, they are twice as long and have to be read sign by sign.
    asked = str(query.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True}))
    driver: Any = connection.connection.driver_connection
    with driver.cursor("packed_values", binary=True) as cursor:
        cursor.execute(asked)
        while some := cursor.fetchmany(_TOGETHER):
            yield from (row[0] for row in some)
