"""No update is lost, a GET cannot write, and the answer's status ends the transaction."""

import threading
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask, abort, g

from consult.core.database import db
from consult.core.logs import Event, log_event
from consult.core.transaction import keep_despite_error, unit_of_work
from consult.people.models import Network, Region
from tests.factories import make_network, make_region
from tests.page import PageClient

THREADS, ROUNDS = 4, 25


def raise_epoch(app: Flask, number: int) -> None:
    """Read a number and write it back one higher, each time in a transaction of its own."""
    for _ in range(ROUNDS):
        with app.app_context(), unit_of_work():
            network = db.session.scalars(sa.select(Network).with_for_update()).one()
            network.description = str(int(network.description or 0) + 1)


def test_four_threads_that_read_and_then_write_lose_nothing(app: Flask) -> None:
    make_network(description="0")
    db.session.commit()
    threads = [threading.Thread(target=raise_epoch, args=(app, number)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.expire_all()
    assert db.session.scalars(sa.select(Network.description)).one() == str(THREADS * ROUNDS)


@pytest.fixture
def writes(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """Let the start page and the sign-out write a region, and answer with a status that the test chooses."""
    how: dict[str, Any] = {"status": 200, "keep": False}

    def view(**_values: object) -> tuple[str, int]:
        make_region("written")
        if how["keep"]:
            keep_despite_error()
        if how["status"] == "raise":
            abort(409)
        return "", how["status"]

    for endpoint in ("reading.home", "people.sign_out"):
        monkeypatch.setitem(app.view_functions, endpoint, view)
    yield how
    g.pop("keep_despite_error", None)


def is_written() -> bool:
    db.session.expire_all()
    return db.session.scalar(sa.select(Region.id).where(Region.code == "written")) is not None


@pytest.mark.parametrize(
    ("status", "keep", "stays"),
    [(200, False, True), (303, False, True), (422, False, False), (500, False, False), (422, True, True)],
)
def test_status_of_the_answer_ends_the_transaction(
    client: PageClient, writes: dict[str, Any], status: int, keep: bool, stays: bool
) -> None:
    make_network()
    writes |= {"status": status, "keep": keep}
    assert client.post("/en/sign-out", headers={"HX-Request": "true"}).status_code == status
    assert is_written() is stays


def test_refusal_that_is_raised_writes_nothing(client: PageClient, writes: dict[str, Any]) -> None:
    make_network()
    writes["status"] = "raise"
    assert client.post("/en/sign-out").status_code == 409
    assert not is_written()


def test_get_that_writes_fails_in_the_database(client: PageClient, writes: dict[str, Any]) -> None:
    make_network()
    with pytest.raises((sa.exc.OperationalError, sa.exc.InternalError, sa.exc.DBAPIError)):
        client.get("/en/")
    assert not is_written()


def test_a_get_cannot_write_whatever_its_connection_did_before(
    client: PageClient, writes: dict[str, Any]
) -> None:
    make_network()
    refused = (sa.exc.OperationalError, sa.exc.InternalError, sa.exc.DBAPIError)
    for _turn in range(2):
        for _time in range(2):
            with pytest.raises(refused):
                client.get("/en/")
        assert not is_written()
        assert client.post("/en/sign-out", headers={"HX-Request": "true"}).status_code == 200
        assert is_written()
        db.session.execute(sa.delete(Region).where(Region.code == "written"))
        db.session.commit()
        db.engine.dispose()  # new connections know nothing of what the old ones were set to


def test_a_connection_is_set_to_refuse_writes_only_where_it_was_not(app: Flask) -> None:
    set_to: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith("PRAGMA query_only"):
            set_to.append(statement.partition("=")[2])

    db.engine.dispose()
    sa.event.listen(db.engine, "before_cursor_execute", note)
    try:
        with db.engine.connect() as connection:
            for method in ("GET", "HEAD", "POST", "PUT", "GET", "GET"):
                with app.test_request_context("/en/", method=method), connection.begin():
                    connection.execute(sa.select(1))
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", note)
    assert set_to == (["ON", "OFF", "ON"] if db.engine.dialect.name == "sqlite" else [])


def test_unit_of_work_takes_all_back_when_something_fails(app: Flask) -> None:
    def half() -> None:
        with unit_of_work():
            make_region("written")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half()
    assert not is_written()


def test_naive_moment_cannot_be_stored(app: Flask) -> None:
    network = make_network()
    log_event("tried", network, actor_id=None)
    event = db.session.scalars(sa.select(Event)).one()
    event.at = datetime(2026, 3, 10, 12, 0)
    with pytest.raises(sa.exc.StatementError, match="naive"):
        db.session.flush()
