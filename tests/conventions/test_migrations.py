"""The migrated schema is the models' schema, and append-only tables refuse changes on every database."""

from collections.abc import Collection

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask

from consult.core import append_only
from consult.core.database import db
from consult.core.search_index import is_of_models


def test_migrated_schema_equals_the_models(app: Flask) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_object": is_of_models}
        )
        assert compare_metadata(context, db.metadata) == []


def removable(table: str) -> Collection[str]:
    """Return the columns with a trigger of their own: they may be changed within a removal."""
    return ("done_at",) if table == "removals" else append_only.REMOVABLE.get(table, {})


@pytest.mark.parametrize("table", append_only.TABLES)
def test_append_only_tables_refuse_update_and_delete(app: Flask, table: str) -> None:
    with db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            found = connection.execute(
                sa.text("SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table"),
                {"table": table},
            ).scalar_one()
            assert found == 2 + len(removable(table))
        else:
            found = connection.execute(
                sa.text(
                    "SELECT count(*) FROM pg_trigger WHERE tgrelid = :table ::regclass AND NOT tgisinternal"
                ),
                {"table": table},
            ).scalar_one()
            assert found == 2 + len(removable(table))


def test_an_event_can_be_neither_changed_nor_deleted(app: Flask) -> None:
    from tests.factories import make_revision

    make_revision()
    db.session.commit()
    for statement in ("UPDATE events SET kind = 'other'", "DELETE FROM events"):
        with pytest.raises(sa.exc.DBAPIError, match="append-only"):
            db.session.execute(sa.text(statement))
        db.session.rollback()
