"""Makes room for the demonstration: an earlier one goes with all its tables, a real network is never touched."""

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from flask_migrate import upgrade

from consult.core.database import db
from consult.core.errors import WrongState
from consult.core.search_index import is_part_of_index
from consult.people.models import Network


def make_room() -> None:
    """Leave an empty database with the newest schema.

    What visitors wrote into an earlier demonstration goes with it. Raises WrongState, and touches nothing, where
    the database holds a network that is not marked as a demonstration.
    """
    upgrade()
    marks = list(db.session.scalars(sa.select(Network.is_demonstration)))
    db.session.rollback()
    if not all(marks):
        raise WrongState(_l("This database holds a real network. The demonstration is not written into it."))
    if marks:
        drop_all_tables()
        upgrade()


def drop_all_tables() -> None:
    """Drop every table; published texts are append-only, so that their rows could not be deleted."""
    db.session.remove()
    if db.engine.dialect.name == "sqlite":
        _drop_on_sqlite()
    else:
        _drop_on_postgresql()


def _drop_on_sqlite() -> None:
    """Drop the tables in one transaction, with foreign keys off: tables that point at each other have no order."""
    names = [name for name in sa.inspect(db.engine).get_table_names() if not is_part_of_index(name)]
    connection = db.engine.raw_connection()
    cursor = connection.cursor()
    try:
        cursor.execute("PRAGMA query_only=OFF")
        cursor.execute("PRAGMA foreign_keys=OFF")
        cursor.execute("BEGIN IMMEDIATE")
        for name in names:
            cursor.execute(f'DROP TABLE "{name}"')
        cursor.execute("COMMIT")
    finally:
        connection.invalidate()  # The next connection has foreign keys on again.


def _drop_on_postgresql() -> None:
    names = ", ".join(f'"{name}"' for name in sa.inspect(db.engine).get_table_names())
    with db.engine.begin() as connection:
        connection.exec_driver_sql(f"DROP TABLE {names} CASCADE")
