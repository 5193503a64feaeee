"""Rows that only the collector would find stay until the session has let go of all: see `KeepingSession`."""

import gc
import weakref

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event

from consult.core.database import KeepingSession, db
from consult.people.models import Region
from tests.factories import make_region

ENDS = {
    # what ends: what SQLAlchemy says when it goes through a row
    "commit": (Region, "expire"),
    "rollback": (Region, "expire"),
    "close": (KeepingSession, "persistent_to_detached"),
}


def leave_rows_as_garbage(number: int) -> list[weakref.ref[Region]]:
    """Read new regions, each of which keeps itself, as those of a page do that was drawn."""
    for name in range(number):
        make_region(f"r{name}")
    db.session.commit()
    db.session.expunge_all()
    rows = db.session.scalars(sa.select(Region)).all()
    for row in rows:
        vars(row)["itself"] = row
    return [weakref.ref(row) for row in rows]


@pytest.mark.parametrize("end", ENDS)
def test_no_row_goes_while_the_session_goes_through_its_rows(app: Flask, end: str) -> None:
    target, name = ENDS[end]
    gc.collect()
    gc.freeze()  # what other tests left need not be gone through each time
    rows = leave_rows_as_garbage(3)
    here: list[int] = []

    def collect(*_given: object) -> None:
        gc.collect()
        here.append(sum(row() is not None for row in rows))

    event.listen(target, name, collect)
    try:
        getattr(db.session, end)()
    finally:
        event.remove(target, name, collect)
    assert here == [3, 3, 3]
    gc.collect()
    gc.unfreeze()
    assert [row() for row in rows] == [None] * 3
