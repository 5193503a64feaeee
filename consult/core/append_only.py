"""Triggers that make published texts, revisions and logs append-only, on SQLite and PostgreSQL.

One lawful exception: the columns of `REMOVABLE` within a removal (`core.removals`). In a row that it names words may
become as many other signs; while a person is erased, or a retention period ends, words may become nothing and a person
nobody in rows that are not named: a list of them would tie together what belonged to one person.

The migration calls `install`; a batch migration on SQLite drops triggers silently, so a test tries an update on each
table after `upgrade head` on both databases.
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
    "edition_places",
    "events",
    "hunks",
    "language_editions",
    "objection_answers",
    "removal_places",
    "removals",
    "reverts",
    "revision_parents",
    "revision_sections",
    "revisions",
    "section_lineage",
    "section_texts",
    "translation_changes",
    "window_changes",
)
WORDS, PUBLISHED, PERSON, ANY, GONE = "words", "published", "person", "any", "gone"
REMOVABLE: dict[str, dict[str, str]] = {
    "contribution_texts": {"heading": WORDS, "body": WORDS, "rationale": WORDS},
    "decision_changes": {"new": WORDS, "text": WORDS, "reason": WORDS, "group_key": ANY},
    "decision_comments": {"body": WORDS, "group_key": ANY},
    "disposition_changes": {"reason": WORDS},
    "events": {"actor_id": PERSON},
    "hunks": {"new": WORDS, "group_key": ANY},
    "objection_answers": {"text": WORDS},
    "reverts": {"reason": WORDS},
    "revisions": {"change_note": PUBLISHED, "note_nonce": GONE, "note_left": ANY},
    "section_texts": {"heading": PUBLISHED, "body": PUBLISHED, "nonce": GONE, "address": ANY},
    "translation_changes": {"wordings": ANY},
    "window_changes": {"reason": WORDS},
}
"""What a removal may take out of a table; of what is published never all. Keys follow from words; a nonce goes."""
_DONE = "OLD.done_at IS NULL AND NEW.done_at IS NOT NULL"
_NAMED = (
    "EXISTS (SELECT 1 FROM removal_places p JOIN removals r ON r.id = p.removal_id"
    " WHERE p.table_name = {name} AND p.row_id = {row} AND r.done_at IS NULL)"
)

_EMPTYING = "EXISTS (SELECT 1 FROM removals r WHERE r.done_at IS NULL AND r.kind IN ('person', 'retention'))"

_FUNCTION = """
CREATE OR REPLACE FUNCTION consult_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'rows of %% are append-only', TG_TABLE_NAME; END $$
"""
_FUNCTION_NAMED = (  # a condition of a trigger may call a function, but ask no question itself
    "CREATE OR REPLACE FUNCTION consult_is_removed(name text, row_id bigint) RETURNS boolean LANGUAGE plpgsql AS $$ "
    f"BEGIN RETURN {_NAMED.format(name='$1', row='$2')}; END $$"
)
_FUNCTION_EMPTYING = (
    "CREATE OR REPLACE FUNCTION consult_is_emptying() RETURNS boolean LANGUAGE plpgsql AS $$ "
    f"BEGIN RETURN {_EMPTYING}; END $$"
)


def install(connection: sa.Connection, tables: tuple[str, ...] = TABLES) -> None:
    """Create the triggers that refuse UPDATE and DELETE on each table."""
    postgresql = connection.dialect.name == "postgresql"
    if postgresql:
        connection.exec_driver_sql(_FUNCTION)
        connection.exec_driver_sql(_FUNCTION_NAMED)
        connection.exec_driver_sql(_FUNCTION_EMPTYING)
    for table in tables:
        for verb, name, condition in _refused(connection, table):
            connection.exec_driver_sql((_postgresql if postgresql else _sqlite)(table, verb, name, condition))


def _refused(connection: sa.Connection, table: str) -> list[tuple[str, str, str]]:
    """Return what is refused: the verb (of some columns), a name for the trigger, the condition or nothing."""
    columns = [column["name"] for column in sa.inspect(connection).get_columns(table)]
    lawful = _lawful(connection, table)
    if not lawful:
        return [("UPDATE", "no_update", ""), ("DELETE", "no_delete", "")]
    fixed = ", ".join(f'"{name}"' for name in columns if name not in lawful)
    found = [(f"UPDATE OF {fixed}", "no_update", ""), ("DELETE", "no_delete", "")]
    return found + [
        (f'UPDATE OF "{name}"', f"no_update_of_{name}", f"NOT ({rule})") for name, rule in lawful.items()
    ]


def _lawful(connection: sa.Connection, table: str) -> dict[str, str]:
    """Return for each column that may be changed at all when it may."""
    if table == "removals":
        return {"done_at": _DONE}
    columns = REMOVABLE.get(table, {})
    if not columns:
        return {}
    key = sa.inspect(connection).get_pk_constraint(table)["constrained_columns"][0]
    named, emptying = _NAMED.format(name=f"'{table}'", row=f"OLD.{key}"), _EMPTYING
    if connection.dialect.name == "postgresql":
        named, emptying = f"consult_is_removed('{table}', OLD.{key})", "consult_is_emptying()"
    return {name: _rule(name, kind, named, emptying) for name, kind in columns.items()}


def _rule(name: str, kind: str, named: str, emptying: str) -> str:
    if kind in (WORDS, PUBLISHED):
        old, new = (f"coalesce({side}.\"{name}\", '')" for side in ("OLD", "NEW"))
        as_long = f"({named} AND length({new}) = length({old}))"
        return as_long if kind == PUBLISHED else f"{as_long} OR ({emptying} AND {new} = '')"
    if kind == GONE:
        return f'{named} AND NEW."{name}" IS NULL'
    return f'{emptying} AND NEW."{name}" IS NULL' if kind == PERSON else f"{named} OR {emptying}"


def _sqlite(table: str, verb: str, name: str, condition: str) -> str:
    when = f"WHEN {condition} " if condition else ""
    return (
        f"CREATE TRIGGER {table}_{name} BEFORE {verb} ON {table} {when}"
        f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are append-only'); END"
    )


def _postgresql(table: str, verb: str, name: str, condition: str) -> str:
    when = f"WHEN ({condition}) " if condition else ""
    return (
        f"CREATE TRIGGER {table}_{name} BEFORE {verb} ON {table} "
        f"FOR EACH ROW {when}EXECUTE FUNCTION consult_append_only()"
    )
