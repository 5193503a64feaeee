"""A narrative in which a passage endangers somebody, for the tests of blacking out."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from consult.blackouts.services import black_out, look_for
from consult.core.database import db
from consult.core.removals import Removal
from tests.factories import (
    make_amendment,
    make_comment,
    make_consultation,
    make_narrative,
    make_person,
    make_revision,
)

SECRET = "the well of Tamsir village"
BODY = f"Water is a right. People of {SECRET} said so.\n\nIt is not for sale."


def make_stage() -> Any:
    """Make two revisions with the passage, a consultation on the first, contributions that repeat and change it."""
    narrative = make_narrative(slug="ours")
    first = make_revision(narrative, [("water", "Water", BODY), ("health", "Health", "Free for all.")])
    consultation = make_consultation(first)
    rows = {
        "says it": make_comment(consultation, body="I was at THE WELL\nof **Tamsir** village."),
        "other": make_comment(consultation, body="A well is a well."),
        "changes it": make_amendment(consultation, find="of Tamsir", replace="near Tamsir"),
        "beside it": make_amendment(consultation, find="not for sale", replace="never for sale"),
        "brings it": make_amendment(consultation, find="not for sale", replace=f"not for sale at {SECRET}"),
    }
    make_revision(narrative, [("water", "Water", BODY + " Never.")], number=(1, 1), parent=first)
    db.session.commit()
    return narrative, rows


def do(lines: str, now: datetime, **values: Any) -> Removal:
    """Look, and black out what was seen."""
    actor = make_person("secretariat")
    removal = black_out(
        lines,
        **{
            "reason": "It endangers a village",
            "mark": look_for(lines).mark,
            "actor": actor,
            "at": now,
            **values,
        },
    )
    db.session.commit()
    return removal


def everything_stored() -> str:
    """Return all that any table holds, as one text."""
    return "\n".join(
        repr(tuple(row))
        for table in db.metadata.sorted_tables
        for row in db.session.execute(sa.select(table))
    )


def words_of_the_index() -> set[str]:
    """Return the words that the database's own index of the search holds."""
    if db.session.connection().dialect.name != "sqlite":
        return set()  # its index holds what the table does
    db.session.execute(sa.text("CREATE VIRTUAL TABLE temp.held USING fts5vocab(main, search_index, row)"))
    return set(db.session.scalars(sa.text("SELECT term FROM temp.held")))
