"""Columns of the database whose values are packed already: PostgreSQL need not try to press them smaller."""

import sqlalchemy as sa

_PACKED = (("column_blocks", "data"),)


def install(connection: sa.Connection) -> None:
    """Let the database store these values as they come: called by the migration."""
    if connection.dialect.name == "postgresql":
        for table, column in _PACKED:
            connection.exec_driver_sql(f"ALTER TABLE {table} ALTER COLUMN {column} SET STORAGE EXTERNAL")
