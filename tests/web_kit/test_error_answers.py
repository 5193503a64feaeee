"""Every refusal is a page with its status and what to do next: whole, as a part for htmx, in each language."""

import pytest
from flask import Flask, abort
from flask.typing import ResponseReturnValue
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge, UnsupportedMediaType

from consult.core.errors import (
    ConsultError,
    InvalidInput,
    NotAllowed,
    NotFound,
    StaleBase,
    TooMany,
    WrongState,
)
from tests.factories import make_network, make_person
from tests.page import PageClient

CASES = [
    # Refusals of verbs, without words of their own and with.
    (NotFound(), 404, "There is no such page", "open only to those who were invited"),
    (NotAllowed(), 403, "This is not open to you", "Your roles do not include this."),
    (WrongState(), 409, "This has changed meanwhile", "load the page again"),
    (WrongState("It is closed."), 409, "This has changed meanwhile", "It is closed."),
    (StaleBase("Ana was first."), 409, "This has changed meanwhile", "Ana was first."),
    (InvalidInput(), 422, "This cannot be taken", "look at the form again"),
    (TooMany("Wait an hour."), 429, "Too often", "Wait an hour."),
    (ConsultError(), 400, "This could not be read", "Go back and try again."),
    # Races that the database decided.
    (StaleDataError(), 409, "This has changed meanwhile", "load the page again"),
    # What Flask itself refuses.
    (RequestEntityTooLarge(), 413, "This is too large", "at most 5 MB"),
    # A status without words of its own has those of its kind, and keeps its number.
    (UnsupportedMediaType(), 415, "This could not be read", "Go back and try again."),
]


@pytest.fixture
def fail(app: Flask, monkeypatch: pytest.MonkeyPatch) -> object:
    """Let signing out, and the start page, fail in the way that a test says."""

    def put(error: Exception) -> None:
        def failing(**_values: object) -> ResponseReturnValue:
            raise error

        monkeypatch.setitem(app.view_functions, "people.sign_out", failing)
        monkeypatch.setitem(app.view_functions, "reading.home", failing)

    return put


@pytest.mark.parametrize(("error", "status", "title", "text"), CASES, ids=lambda case: str(case)[:20])
def test_a_refusal_is_a_whole_page(
    client: PageClient, fail: object, error: Exception, status: int, title: str, text: str
) -> None:
    fail(error)  # type: ignore[operator]
    for answer in (client.post("/en/sign-out"), client.get("/en/")):
        assert answer.status_code == status
        assert title in answer.text.split("<h1", 1)[1].split("</h1>", 1)[0]
        assert text in answer.text
        assert 'href="/"' in answer.text  # the way on
        assert "HX-Retarget" not in answer.headers


def test_a_refusal_of_a_part_is_shown_in_place_of_the_page(client: PageClient, fail: object) -> None:
    fail(WrongState("It is closed."))  # type: ignore[operator]
    answer = client.post("/en/sign-out", headers={"HX-Request": "true"})
    assert answer.status_code == 409
    assert answer.headers["HX-Retarget"] == answer.headers["HX-Reselect"] == "#main"
    assert answer.headers["HX-Reswap"] == "outerHTML"
    assert 'id="main"' in answer.text


def test_a_refusal_in_arabic_reads_from_right_to_left(client: PageClient, fail: object) -> None:
    fail(NotAllowed())  # type: ignore[operator]
    answer = client.post("/ar/sign-out")
    assert (answer.status_code, '<html lang="ar" dir="rtl"' in answer.text) == (403, True)


def test_what_is_no_page_keeps_what_the_server_says_of_it(client: PageClient) -> None:
    answer = client.get("/en/sign-out")
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"POST", "OPTIONS"}
    assert "This page takes no such request" in answer.text


def test_an_answer_below_400_is_handed_on(app: Flask, client: PageClient, fail: object) -> None:
    class Elsewhere(HTTPException):
        code = 302

        def get_response(self, *_arguments: object) -> object:  # type: ignore[override]
            return app.response_class("", 302, {"Location": "/en/sign-in"})

    fail(Elsewhere())  # type: ignore[operator]
    assert client.get("/en/").location == "/en/sign-in"


def test_a_fault_of_ours_shows_nothing_of_itself(
    app: Flask, client: PageClient, fail: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setitem(app.config, "TESTING", False)
    fail(RuntimeError("the password is swordfish"))  # type: ignore[operator]
    answer = client.get("/en/")
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.text
    assert "swordfish" not in answer.text
    assert "Traceback" not in answer.text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_a_status_that_a_view_names_has_the_same_page(client: PageClient, fail: object) -> None:
    with pytest.raises(HTTPException) as raised:
        abort(403)
    fail(raised.value)  # type: ignore[operator]
    answer = client.post("/en/sign-out")
    assert (answer.status_code, "Your roles do not include this." in answer.text) == (403, True)


def test_a_person_stays_signed_in_on_the_page_of_a_refusal(client: PageClient) -> None:
    make_network(name="Wells")
    client.sign_in(make_person(display_name="Ana"))
    page = client.get("/en/nothing").text
    assert 'action="/en/sign-out"' in page
    assert "Wells" in page


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "[::1"])
def test_another_host_gets_no_page_and_no_address(client: PageClient, host: str) -> None:
    answer = client.get("/en/", headers={"Host": host})
    assert (answer.status_code, answer.mimetype) == (400, "text/plain")
    assert "evil" not in answer.text
    assert "localhost" not in answer.text
