"""The two databases of the tests, migrated once and reset after each test."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa
from flask import Flask

from consult.core.database import db
from tests.postgresql import quick_folder, running_server


class Sqlite:
    """A file that is migrated once; each test gets it back as it was by SQLite's own backup."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "consult.sqlite"
        self.url = f"sqlite:///{self.path}"
        self.target: sqlite3.Connection | None = None

    def prepare(self, app: Flask) -> None:
        """Migrate, and keep a copy in memory."""
        migrate(app)
        with app.app_context():
            db.engine.dispose()
        self.template = sqlite3.connect(":memory:", check_same_thread=False)
        self.open().backup(self.template)
        self.version = self.open().execute("PRAGMA schema_version").fetchone()[0]
        os.register_at_fork(before=self.let_go)  # SQLite must not find its connections in another process

    def open(self) -> sqlite3.Connection:
        """Return our own connection to the file, which stays open from test to test."""
        if self.target is None:
            self.target = sqlite3.connect(self.path, check_same_thread=False)
            self.target.execute("PRAGMA synchronous=OFF")
        return self.target

    def reset(self) -> None:
        """Write the empty copy back.

        That says of itself that it is another schema, for which every connection would have to read all tables
        anew. It is the one that was migrated, so it gets its number back.
        """
        self.template.backup(self.open())
        self.open().execute(f"PRAGMA schema_version={self.version}")

    def let_go(self) -> None:
        """Close our own connection to the file."""
        if self.target is not None:
            self.target.close()
        self.target = None


class Postgresql:
    """An embedded server; tables are emptied after each test."""

    TESTS_BETWEEN_VACUUMS = 100

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.StaticPool)
        self.resets = 0

    def prepare(self, app: Flask) -> None:
        """Migrate, and keep in the database the function that empties it."""
        migrate(app)
        with self.engine.connect() as connection:
            names = connection.scalars(sa.text(FILLED)).all()
            steps = "\n".join(EMPTY_TABLE.format(name=name) for name in names)
            connection.exec_driver_sql(EMPTY_TABLES.format(steps=steps))

    def reset(self) -> None:
        """Empty the tables that hold something: ten times quicker than truncating each of them.

        Deleted rows stay in their tables until a vacuum, and slow down later tests, so it comes now and then.
        """
        self.resets += 1
        with self.engine.connect() as connection:
            connection.exec_driver_sql("SELECT empty_tables()")
            if self.resets % self.TESTS_BETWEEN_VACUUMS == 0:
                connection.exec_driver_sql("VACUUM")


FILLED = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
# In the role of a replica neither foreign keys nor the append-only triggers stand in the way.
EMPTY_TABLES = """
CREATE FUNCTION empty_tables() RETURNS void LANGUAGE plpgsql SET session_replication_role = replica AS $$
DECLARE
    counter text;
BEGIN
{steps}
END
$$
"""
# Written out for each table, so that the server thinks only once about how to look into it.
EMPTY_TABLE = """
    IF EXISTS (SELECT FROM "{name}") THEN
        DELETE FROM "{name}";
        counter := (SELECT pg_get_serial_sequence('"{name}"', attname) FROM pg_attribute
                    WHERE attrelid = '"{name}"'::regclass AND attname = 'id');
        IF counter IS NOT NULL THEN
            PERFORM setval(counter, 1, false);
        END IF;
    END IF;
"""


def migrate(app: Flask) -> None:
    """Bring the database to the newest schema."""
    from flask_migrate import upgrade

    with app.app_context():
        upgrade()


@contextmanager
def open_database(kind: str, folder: Path) -> Iterator[Sqlite | Postgresql]:
    """Open an empty database of a kind: "sqlite" or "postgresql"."""
    if kind == "sqlite":
        with TemporaryDirectory(prefix="consult-tests-", dir=quick_folder() or folder) as quick:
            file = Sqlite(Path(quick))
            yield file
            file.let_go()
            file.template.close()
        return
    with running_server() as url:
        server = Postgresql(url)
        yield server
        server.engine.dispose()
