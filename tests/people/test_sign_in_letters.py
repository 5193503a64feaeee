"""The letter of the sign-in: how many are sent, to whom, in whose words, and what of it is stored or logged."""

from datetime import timedelta

import pytest
from flask import Flask

from consult.core.clock import freeze, now
from consult.core.database import db
from consult.core.letters import Letter
from consult.people.models import SignInLink
from consult.people.sign_in import forget_old_links
from tests.factories import make_person
from tests.page import PageClient
from tests.people.sign_in_steps import ask, code_in, link_in, newest_letter


def test_known_and_unknown_addresses_get_the_same_answer(app: Flask) -> None:
    person = make_person()
    answers = []
    for email in (person.account.email, "nobody@nowhere.example"):
        browser = app.test_client()
        asked = ask(browser, email)  # type: ignore[arg-type]
        page = browser.get(asked.location)
        headers = {name: value for name, value in asked.headers.items() if name != "Set-Cookie"}
        answers.append((asked.status_code, asked.data, headers, page.status_code, len(page.data)))
    assert answers[0] == answers[1]
    db.session.rollback()
    assert db.session.query(SignInLink).count() == db.session.query(Letter).count() == 2


def test_an_unknown_address_gets_a_letter_that_says_so(client: PageClient) -> None:
    ask(client, "nobody@nowhere.example")
    letter = newest_letter()
    assert letter.address == "nobody@nowhere.example"
    assert "nobody is known there" in letter.body
    assert "http" not in letter.body
    assert db.session.query(SignInLink).one().account_id is None


def test_a_disabled_account_is_treated_as_unknown(client: PageClient, now: object) -> None:
    person = make_person()
    person.account.disabled_at = now
    ask(client, person.account.email)
    assert "nobody is known there" in newest_letter().body


def test_the_fourth_letter_within_an_hour_is_refused(client: PageClient) -> None:
    for _ in range(3):
        assert ask(client, "nobody@nowhere.example").status_code == 303
    answer = ask(client, "Nobody@Nowhere.example ")
    assert answer.status_code == 429
    assert "three letters within the hour" in answer.text
    assert ask(client, "somebody@nowhere.example").status_code == 303
    with freeze(now() + timedelta(hours=1, seconds=1)):
        assert ask(client, "nobody@nowhere.example").status_code == 303


def test_sixty_people_may_sign_in_behind_one_address_and_not_one_more(client: PageClient) -> None:
    behind = {"environ_base": {"REMOTE_ADDR": "203.0.113.9"}}
    for number in range(60):
        data = {"email": f"person{number}@meeting.example"}
        assert client.post("/en/sign-in", data=data, **behind).status_code == 303
    again = client.post("/en/sign-in", data={"email": "person7@meeting.example"}, **behind)
    assert again.status_code == 303
    late = {"email": "late@meeting.example"}
    neighbour = {"environ_base": {"REMOTE_ADDR": "203.0.113.77"}}
    assert client.post("/en/sign-in", data=late, **neighbour).status_code == 429
    elsewhere = {"environ_base": {"REMOTE_ADDR": "198.51.100.1"}}
    assert client.post("/en/sign-in", data=late, **elsewhere).status_code == 303


def test_a_letter_follows_the_settings_and_never_the_host_of_the_request(client: PageClient) -> None:
    person = make_person()
    headers = {"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example", "Host": "localhost:99"}
    client.post("/en/sign-in", data={"email": person.account.email}, headers=headers)
    body = newest_letter().body
    assert "evil.example" not in body
    assert "localhost" not in body
    assert body.count("http://127.0.0.1:8000/en/sign-in/link/") == 1
    refused = client.post("/en/sign-in", data={"email": "a@b.example"}, headers={"Host": "evil.example"})
    assert refused.status_code == 400


def test_the_letter_is_in_the_language_of_the_page(client: PageClient) -> None:
    person = make_person()
    client.post("/ar/sign-in", data={"email": person.account.email})
    letter = newest_letter()
    assert letter.language == "ar"
    assert "/ar/sign-in/link/" in letter.body


def test_no_secret_is_stored_but_in_the_letter_that_waits(client: PageClient) -> None:
    person = make_person()
    ask(client, person.account.email)
    letter = newest_letter()
    secret = link_in(letter).rsplit("/", 1)[1]
    row = db.session.query(SignInLink).one()
    stored = " ".join(str(getattr(row, column.name)) for column in SignInLink.__table__.columns)
    assert secret not in stored
    assert code_in(letter).replace("-", "") not in stored
    assert person.account.email not in stored


def test_the_token_is_never_logged(client: PageClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    person = make_person()
    ask(client, person.account.email)
    path = link_in(newest_letter())
    client.get(path)
    client.post(path)
    assert path.rsplit("/", 1)[1] not in caplog.text


def test_links_are_forgotten_after_a_day(client: PageClient, now: object) -> None:
    ask(client, "nobody@nowhere.example")
    assert forget_old_links(now + timedelta(hours=23)) == 0  # type: ignore[operator]
    assert forget_old_links(now + timedelta(hours=25)) == 1  # type: ignore[operator]
    db.session.commit()
    assert db.session.query(SignInLink).count() == 0
