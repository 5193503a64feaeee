"""What was refused is told in ids and kinds; a session that nobody uses ends; signing out leaves nothing behind."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from consult.core.clock import freeze, now
from consult.core.database import db
from consult.core.ids import session_id
from consult.people.credential_models import SignInSession
from consult.people.sessions import IDLE, SHORT_IDLE, STRONG_IDLE
from tests.factories import make_consultation, make_network, make_person, make_revision
from tests.page import PageClient
from tests.people.sign_in_steps import ask, link_in, newest_letter


def told(caplog: pytest.LogCaptureFixture) -> list[str]:
    lines = [one.getMessage().rpartition(" at=") for one in caplog.records if one.name == "consult.refusals"]
    assert {moment for _line, _at, moment in lines} == {f"{now():%Y-%m-%dT%H:%M:%SZ}"}
    return [line for line, _at, _moment in lines]


def test_refused_acts_are_told_with_ids_and_kinds_alone(
    app: Flask, client: PageClient, caplog: pytest.LogCaptureFixture
) -> None:
    make_network()
    consultation = make_consultation(make_revision(), read_audience="invited", contribute_audience="invited")
    consultation.narrative.read_audience = "invited"
    person = make_person(display_name="Amina Yusuf")
    client.sign_in(person)
    assert client.get("/en/network").status_code == 403
    assert client.get(f"/en/consultations/{consultation.public_id}").status_code == 404
    assert client.post("/en/sign-out", csrf=False).status_code == 400
    assert client.post("/en/sign-in/link/unknown").status_code == 410
    said = told(caplog)
    assert [line.split()[1] for line in said] == ["permission", "permission", "damaged-or-foreign", "sign-in"]
    assert said[0].endswith(f"page=people.network person={person.id}")
    assert said[3] == "refused: sign-in way=link"
    for secret in ("Amina", person.account.email, person.public_id, consultation.public_id, "127.0.0.1"):
        assert secret not in "\n".join(said)


@pytest.mark.parametrize(
    ("path", "fields", "way"),
    [
        ("/en/sign-in/code", {"code": "0000-0000"}, "way=code"),
        (
            "/en/sign-in/staff",
            {"email": "a@b.example", "password": "not mine at all", "code": "000000"},
            "way=password",
        ),
        ("/en/return", {"code": "AAAA-BBBB-CCCC"}, "way=return-code"),
    ],
)
def test_every_failed_sign_in_is_told(
    app: Flask,
    client: PageClient,
    caplog: pytest.LogCaptureFixture,
    path: str,
    fields: dict[str, str],
    way: str,
) -> None:
    make_network()
    ask(client, make_person().account.email)
    assert client.post(path, data=fields).status_code == 422
    assert [way in line for line in told(caplog)] == [True]
    assert "a@b.example" not in caplog.text


@pytest.mark.parametrize(
    ("shared", "is_strong", "idle"),
    [(False, False, IDLE), (True, False, SHORT_IDLE), (False, True, STRONG_IDLE)],
)
def test_a_session_that_nobody_uses_opens_nothing(
    app: Flask, client: PageClient, shared: bool, is_strong: bool, idle: timedelta
) -> None:
    make_network()
    person = make_person()
    ask(client, person.account.email)
    client.post(link_in(newest_letter()), data={"shared": "y"} if shared else {})
    if is_strong:
        db.session.query(SignInSession).one().is_strong = True
    begun = now()
    with freeze(begun + 0.9 * idle):
        assert client.get("/en/me").status_code == 200
    by_itself = {"X-By-Itself": "1"}  # what a page asks for while nobody sits before it does not count
    with freeze(begun + 1.7 * idle):
        assert client.get("/en/me", headers=by_itself).status_code == 200
    with freeze(begun + 1.9 * idle + timedelta(seconds=1)):
        assert client.get("/en/me").status_code == 302


def test_signing_out_asks_the_browser_to_forget(client: PageClient) -> None:
    make_network()
    client.sign_in(make_person())
    assert client.post("/en/sign-out").headers["Clear-Site-Data"] == '"storage"'
    assert "Clear-Site-Data" not in client.get("/en/").headers


def test_what_names_a_session_cannot_be_guessed() -> None:
    found: Any = {session_id() for _ in range(200)}
    assert len(found) == 200
    assert {len(one) for one in found} == {26}  # of 32 signs: 130 bits
