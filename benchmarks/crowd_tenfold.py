"""The crowd of the benchmarks several times over: people, contributions and stances copied by the database itself."""

from typing import Any

import sqlalchemy as sa

from consult.contributions.models import Contribution, ContributionText, Stance, StoredHunk
from consult.core.database import db
from consult.core.ids import ALPHABET
from consult.people.models import Person


def multiply(times: int) -> None:
    """Let there be so many times as many, in transactions of their own. The copies have ids behind all others."""
    people, sent, stances = (
        db.session.scalars(sa.select(sa.func.max(model.id))).one() for model in (Person, Contribution, Stance)
    )
    moved: tuple[tuple[Any, dict[str, int]], ...] = (
        (Person, {"id": people}),
        (Contribution, {"id": sent, "person_id": people}),
        (ContributionText, {"id": sent, "contribution_id": sent}),
        (StoredHunk, {"text_id": sent}),
        (Stance, {"id": stances, "person_id": people, "contribution_id": sent}),
    )
    db.session.rollback()
    for turn in range(1, times):
        for model, steps in moved:
            _copy(model.__table__, {name: turn * step for name, step in steps.items()}, turn, steps)
            db.session.commit()


def _copy(table: Any, steps: dict[str, int], turn: int, once: dict[str, int]) -> None:
    """Copy the first rows of a table, their ids moved and their public ids beginning with another letter."""
    columns, values = [], []
    for column in table.columns:
        if column.name == "id" and "id" not in steps:
            continue  # the database gives one
        value: Any = column
        if column.name in steps:
            value = column + steps[column.name]
        elif column.name == "public_id":
            value = sa.literal(ALPHABET[turn]) + sa.func.substr(column, 2)
        columns.append(column.name)
        values.append(value)
    key = table.c.id if "id" in once else table.c.text_id
    first = sa.select(*values).where(key <= once.get("id", once.get("text_id")))
    db.session.connection().execute(sa.insert(table).from_select(columns, first))
