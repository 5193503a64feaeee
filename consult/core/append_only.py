"""Triggers that make published texts, revisions and logs append-only, on SQLite and PostgreSQL.

The migration calls `install`; a batch migration on SQLite drops triggers silently, so a test tries an update on
each table after `upgrade head` on both databases.
"""

import sqlalchemy as sa

TABLES = (
    "attribution_links",
    "attribution_runs",
    "audit_entries",
    "contribution_texts",
    "decision_changes",
    "decision_comments",
    "disposition_changes",
    "edition_texts",
    "events",
    "hunks",
    "language_editions",
    "objection_answers",
    "reverts",
    "revision_parents",
    "revision_sections",
    "revisions",
    "section_lineage",
    "section_texts",
    "translation_changes",
    "window_changes",
)

_FUNCTION = """
CREATE OR REPLACE FUNCTION consult_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'rows of %% are append-only', TG_TABLE_NAME; END $$
"""


def install(connection: sa.Connection, tables: tuple[str, ...] = TABLES) -> None:
    """Create the triggers that refuse UPDATE and DELETE on each table."""
    postgresql = connection.dialect.name == "postgresql"
    if postgresql:
        connection.exec_driver_sql(_FUNCTION)
    for table in tables:
        for statement in _postgresql(table) if postgresql else _sqlite(table):
            connection.exec_driver_sql(statement)


def _sqlite(table: str) -> list[str]:
    return [
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are append-only'); END"
        for verb in ("UPDATE", "DELETE")
    ]


def _postgresql(table: str) -> list[str]:
    return [
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION consult_append_only()"
    ]
