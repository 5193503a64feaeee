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

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)

    def prepare(self, app: Flask) -> None:
        """Migrate."""
        migrate(app)

    def reset(self) -> None:
        """Empty every table; truncation is not what the append-only triggers refuse."""
        names = ", ".join(table.name for table in db.metadata.sorted_tables)
        with self.engine.connect() as connection:
            connection.exec_driver_sql(f"TRUNCATE {names} RESTART IDENTITY CASCADE")


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
        yield Postgresql(url)
