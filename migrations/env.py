"""Alembic's entry: the application's engine and every model."""

from alembic import context
from flask import current_app

from consult.core.database import Moment, db
from consult.core.search_index import is_of_models

config = context.config


def render_item(kind: str, item: object, autogen_context: object) -> str | bool:
    """Write our own column type as what the database sees, so that migrations import no application code."""
    if kind == "type" and isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    return False


def run() -> None:
    """Run the migrations on the application's database, each in its transaction."""
    with current_app.extensions["migrate"].db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            include_object=is_of_models,
            render_item=render_item,
            render_as_batch=True,
            compare_type=True,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
