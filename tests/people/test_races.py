"""Of several who spend the same link or use up the same limit at once, as many win as may, on each database."""

from concurrent.futures import ThreadPoolExecutor

from flask import Flask

from consult.core.database import db
from consult.core.letters import Letter
from tests.factories import make_network, make_person
from tests.page import PageClient
from tests.people.sign_in_steps import ask, code_in, link_in, newest_letter

THREADS = 8


def post_at_once(app: Flask, requests: list[tuple[PageClient, str, dict[str, str]]]) -> list[int]:
    """Send the requests from a thread each; return the statuses."""
    prepared = [
        (client, path, {"csrf_token": client.csrf_token(), **data}) for client, path, data in requests
    ]
    db.session.rollback()
    db.session.remove()

    def send(one: tuple[PageClient, str, dict[str, str]]) -> int:
        client, path, data = one
        with app.app_context():
            return int(client.post(path, data=data, csrf=False).status_code)

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(send, prepared))


def test_a_link_that_eight_open_at_once_signs_one_in(app: Flask) -> None:
    make_network()
    email = make_person().account.email
    for _ in range(3):
        ask(app.test_client(), email)  # type: ignore[arg-type]
        path = link_in(newest_letter())
        statuses = post_at_once(app, [(app.test_client(), path, {}) for _ in range(THREADS)])  # type: ignore[misc]
        assert sorted(statuses) == [303] + [410] * (THREADS - 1)


def test_a_code_that_eight_tabs_send_at_once_signs_one_in(app: Flask, client: PageClient) -> None:
    person = make_person()
    ask(client, person.account.email)
    code = code_in(newest_letter())
    with client.session_transaction() as session:
        secret = session["sign_in_browser"]
    tabs = []
    for _ in range(THREADS):
        tab = app.test_client()
        with tab.session_transaction() as session:
            session["sign_in_browser"] = secret
        tabs.append((tab, "/en/sign-in/code", {"code": code}))
    statuses = post_at_once(app, tabs)  # type: ignore[arg-type]
    assert sorted(statuses) == [303] + [422] * (THREADS - 1)


def test_of_eight_letters_asked_at_once_three_are_written(app: Flask) -> None:
    asked = {"email": "nobody@nowhere.example"}
    statuses = post_at_once(app, [(app.test_client(), "/en/sign-in", asked) for _ in range(THREADS)])  # type: ignore[misc]
    assert sorted(statuses) == [303] * 3 + [429] * (THREADS - 3)
    assert db.session.query(Letter).count() == 3
