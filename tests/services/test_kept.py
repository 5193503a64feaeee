"""What pages keep in memory follows what is written."""

import sqlalchemy as sa
from flask import Flask

from consult.core import kept as kept_module
from consult.core.database import db
from consult.core.kept import Shelf, kept
from consult.narratives.kept_texts import kept_places
from consult.narratives.models import Revision
from tests.factories import make_revision


def test_a_shelf_makes_room_by_what_was_not_asked_for_the_longest() -> None:
    shelf = Shelf(2)
    shelf.put("a", 1)
    shelf.put("b", 2)
    assert shelf.get("a") == 1
    shelf.put("c", 3)
    assert (shelf.get("a"), shelf.get("b"), shelf.get("c")) == (1, None, 3)
    shelf.clear()
    assert shelf.get("a") is None


def test_what_is_kept_is_read_once_until_something_is_committed(app: Flask) -> None:
    asked: list[int] = []

    def make() -> int:
        asked.append(1)
        return len(asked)

    assert (kept("a number", make), kept("a number", make)) == (1, 1)
    db.session.commit()
    assert kept("a number", make) == 2
    with db.engine.begin() as connection:
        connection.execute(sa.text("SELECT 1"))
    assert kept("a number", make) == 3


def test_what_another_process_writes_is_seen_after_two_seconds(app: Flask, monkeypatch) -> None:
    clock = [100.0]
    monkeypatch.setattr(kept_module, "monotonic", lambda: clock[0])
    values = iter("ab")
    assert kept("a letter", lambda: next(values)) == "a"
    clock[0] += 1.9
    assert kept("a letter", lambda: next(values)) == "a"
    clock[0] += 0.2
    assert kept("a letter", lambda: next(values)) == "b"


def test_places_are_kept_for_one_revision_of_one_database(app: Flask) -> None:
    revision = make_revision()
    places = kept_places(revision)
    assert [place.section_id for place in places] == [place.section_id for place in revision.places]
    assert [place.text.full for place in places] == [place.text.full for place in revision.places]
    assert kept_places(revision) is places
    elsewhere = Revision(id=revision.id, public_id="000000000000", hash=revision.hash)
    assert kept_places(elsewhere) is not places
