"""What pages keep in memory follows what is written."""

import sqlalchemy as sa
from flask import Flask

from consult.core import kept as kept_module
from consult.core.database import db
from consult.core.kept import Shelf, kept
from consult.narratives.kept_texts import kept_places
from consult.narratives.models import Revision
from tests.factories import make_revision
from tests.page import PageClient


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


def test_a_removal_begins_every_shelf_anew_but_those_without_peoples_words(app: Flask, monkeypatch) -> None:
    newest = [1]
    monkeypatch.setitem(app.extensions, "consult.generation", lambda: newest[0])
    shelves = Shelf(2), Shelf(2, of_words=False)
    for shelf in shelves:
        shelf.put("a", "words")
    newest[0] = 2
    assert [shelf.get("a") for shelf in shelves] == [None, "words"]
    newest[0] = 1
    assert shelves[0].get("a") == "words"


def test_what_a_request_read_before_a_removal_is_not_kept_for_those_who_come_after(
    app: Flask, client: PageClient, monkeypatch
) -> None:
    newest, shelf, seen = [1], Shelf(4), []

    def slow(**_values: object) -> str:
        words = f"as of {newest[0]}"
        newest[0] += seen == []  # while the first one reads, somebody takes the words out
        seen.append(shelf.get("text"))
        return str(shelf.put("text", words))

    monkeypatch.setitem(app.extensions, "consult.generation", lambda: newest[0])
    monkeypatch.setitem(app.view_functions, "reading.home", slow)
    first, second = (client.get("/en/", headers={"HX-Request": "true"}).text for _ in range(2))
    assert (first, second, seen) == ("as of 1", "as of 2", [None, None])


def test_no_file_asks_for_removals(app: Flask, client: PageClient, monkeypatch) -> None:
    asked: list[int] = []
    monkeypatch.setitem(app.extensions, "consult.generation", lambda: asked.append(1) or 1)
    with client.get("/static/app.css") as answer:
        assert answer.status_code == 200
    assert asked == []
    assert client.get("/en/sign-in").status_code == 200
    assert asked != []


def test_places_are_kept_for_one_revision_of_one_database(app: Flask) -> None:
    revision = make_revision()
    places = kept_places(revision)
    assert [place.section_id for place in places] == [place.section_id for place in revision.places]
    assert [place.text.full for place in places] == [place.text.full for place in revision.places]
    assert kept_places(revision) is places
    elsewhere = Revision(id=revision.id, public_id="000000000000", hash=revision.hash)
    assert kept_places(elsewhere) is not places
