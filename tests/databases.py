"""The two databases of the tests, migrated once and reset after each test."""

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
        self.template = None

    def prepare(self, app: Flask) -> None:
        """Migrate, and keep a copy in memory."""
        import sqlite3

        migrate(app)
        with app.app_context():
            db.engine.dispose()
        self.template = sqlite3.connect(":memory:", check_same_thread=False)
        with sqlite3.connect(self.path) as source:
            source.backup(self.template)

    def reset(self) -> None:
        """Write the empty copy back."""
        import sqlite3

        target = sqlite3.connect(self.path)
        target.execute("PRAGMA synchronous=OFF")
        self.template.backup(target)  # type: ignore[union-attr]
        target.close()


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
            connection.execute(sa.text(EMPTY_TABLES))

    def reset(self) -> None:
        """Empty the tables that hold something: ten times quicker than truncating each of them.

        Deleted rows stay in their tables until a vacuum, and slow down later tests, so it comes now and then.
        """
        self.resets += 1
        with self.engine.connect() as connection:
            connection.exec_driver_sql("SELECT empty_tables()")
            if self.resets % self.TESTS_BETWEEN_VACUUMS == 0:
                connection.exec_driver_sql("VACUUM")


# In the role of a replica neither foreign keys nor the append-only triggers stand in the way.
EMPTY_TABLES = """
CREATE FUNCTION empty_tables() RETURNS void LANGUAGE plpgsql SET session_replication_role = replica AS $$
DECLARE
    name text;
    counter text;
    filled boolean;
BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %I)', name) INTO filled;
        IF filled THEN
            EXECUTE format('DELETE FROM %I', name);
            counter := (SELECT pg_get_serial_sequence(quote_ident(name), attname) FROM pg_attribute
                        WHERE attrelid = quote_ident(name)::regclass AND attname = 'id');
            IF counter IS NOT NULL THEN
                PERFORM setval(counter, 1, false);
            END IF;
        END IF;
    END LOOP;
END
$$
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
            yield Sqlite(Path(quick))
        return
    with running_server() as url:
        server = Postgresql(url)
        yield server
        server.engine.dispose()
