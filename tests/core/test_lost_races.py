"""One commit for each request that went well; nothing stays of one that did not."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.typing import ResponseReturnValue

from consult.core.database import db
from consult.core.errors import InvalidInput
from consult.people.models import Account
from tests.factories import keep
from tests.page import PageClient

Answer = Callable[[], ResponseReturnValue]


@pytest.fixture
def view(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[[Answer], None]:
    """Put a view in the place of signing out that writes a row, then answers as the test says."""

    def put(answer: Answer) -> None:
        def writes() -> ResponseReturnValue:
            db.session.add(Account(email="written@members.example"))
            db.session.flush()
            return answer()

        monkeypatch.setitem(app.view_functions, "people.sign_out", writes)

    return put


def _plain(status: int) -> ResponseReturnValue:
    return "", status, {"Content-Type": "text/plain"}


def _written() -> bool:
    db.session.rollback()
    return db.session.scalar(sa.select(sa.func.count()).select_from(Account)) == 1


def test_a_wish_to_keep_does_not_reach_the_next_request(
    client: PageClient, view: Callable[[Answer], None]
) -> None:
    client.post("/en/sign-in/code", data={"code": "0000-0000"})  # a wrong code, which is counted
    view(lambda: _plain(422))
    client.post("/en/sign-out")
    assert not _written()


def test_a_refusal_of_a_verb_leaves_nothing(client: PageClient, view: Callable[[Answer], None]) -> None:
    def refuse() -> ResponseReturnValue:
        raise InvalidInput("This <b>cannot</b> be.", field="name")

    view(refuse)
    answer = client.post("/en/sign-out")
    assert answer.status_code == 422
    assert "This &lt;b&gt;cannot&lt;/b&gt; be." in answer.text
    assert not _written()


def test_a_row_that_somebody_else_wrote_first_is_told_as_a_change_meanwhile(
    client: PageClient, view: Callable[[Answer], None]
) -> None:
    keep(Account(email="written@members.example"))
    view(lambda: _plain(200))
    answer = client.post("/en/sign-out")
    assert answer.status_code == 409
    assert "This has changed meanwhile" in answer.text
    assert _written()  # the one that was there, and no second


def test_a_commit_that_fails_is_an_answer_and_not_a_silence(
    client: PageClient, view: Callable[[Answer], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def double() -> ResponseReturnValue:
        db.session.add(Account(email="written@members.example"))  # found out at the commit only
        return _plain(200)

    view(double)
    answer = client.post("/en/sign-out")
    assert answer.status_code == 409
    db.session.rollback()
    assert db.session.query(Account).count() == 0
    assert client.get("/en/sign-in").status_code == 200
