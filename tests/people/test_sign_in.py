"""Signing in by a letter: one use, ten minutes, the same answer for everybody."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.core.clock import freeze, now
from consult.core.database import db
from consult.core.letters import Letter
from consult.core.logs import AuditEntry
from consult.people.admission import register_admission
from consult.people.models import Account
from consult.people.sign_in import clean_code
from tests.factories import make_network, make_person
from tests.page import PageClient
from tests.people.sign_in_steps import ask, code_in, link_in, newest_letter, signed_in_as

HOME = "/en/"


def test_the_link_of_the_letter_signs_in_by_its_button(client: PageClient) -> None:
    make_network()
    person = make_person()
    answer = ask(client, person.account.email)
    assert (answer.status_code, answer.location) == (303, "/en/sign-in/code")
    path = link_in(newest_letter())
    page = client.get(path)
    assert person.display_name in page.text
    assert signed_in_as(client) is None
    assert client.post(path).status_code == 303
    assert signed_in_as(client) == person.account.public_id
    assert person.display_name in client.get(HOME).text


def test_the_code_of_the_letter_signs_in_the_browser_that_asked(client: PageClient) -> None:
    person = make_person()
    ask(client, person.account.email)
    typed = code_in(newest_letter()).lower().replace("-", " ")
    assert client.get("/en/sign-in/code").status_code == 200
    assert client.post("/en/sign-in/code", data={"code": typed}).status_code == 303
    assert signed_in_as(client) == person.account.public_id


def test_the_code_is_of_no_use_in_another_browser(app: Flask, client: PageClient) -> None:
    person = make_person()
    ask(client, person.account.email)
    code = code_in(newest_letter())
    other = app.test_client()
    assert other.post("/en/sign-in/code", data={"code": code}).status_code == 422  # type: ignore[attr-defined]
    ask(other, make_person().account.email)  # type: ignore[arg-type]
    assert other.post("/en/sign-in/code", data={"code": code}).status_code == 422  # type: ignore[attr-defined]
    assert signed_in_as(other) is None  # type: ignore[arg-type]


def test_opening_the_link_three_times_spends_nothing(client: PageClient) -> None:
    person = make_person()
    ask(client, person.account.email)
    path = link_in(newest_letter())
    for _ in range(3):
        assert client.get(path).status_code == 200
        assert client.head(path).status_code == 200
    assert client.post(path).status_code == 303


def test_a_spent_link_says_so_and_signs_nobody_in(app: Flask, client: PageClient) -> None:
    person = make_person()
    ask(client, person.account.email)
    path = link_in(newest_letter())
    client.post(path)
    other = app.test_client()
    assert other.get(path).status_code == 410
    answer = other.post(path)
    assert answer.status_code == 410
    assert "does not work any more" in answer.text
    assert signed_in_as(other) is None  # type: ignore[arg-type]


def test_a_link_lives_ten_minutes(client: PageClient) -> None:
    person = make_person()
    ask(client, person.account.email)
    letter = newest_letter()
    path, code = link_in(letter), code_in(letter)
    with freeze(now() + timedelta(minutes=10)):
        assert client.post(path).status_code == 410
        assert client.post("/en/sign-in/code", data={"code": code}).status_code == 422
    with freeze(now() + timedelta(minutes=9, seconds=59)):
        assert client.post(path).status_code == 303


def test_an_altered_link_signs_nobody_in(client: PageClient) -> None:
    person = make_person()
    ask(client, person.account.email)
    path = link_in(newest_letter())
    stem, secret = path.rsplit("/", 1)
    for place in range(len(secret)):
        changed = secret[:place] + ("A" if secret[place] != "A" else "B") + secret[place + 1 :]
        assert client.post(f"{stem}/{changed}").status_code == 410
    assert signed_in_as(client) is None
    assert client.post(path).status_code == 303


def test_five_wrong_codes_end_the_letter(client: PageClient) -> None:
    person = make_person()
    ask(client, person.account.email)
    letter = newest_letter()
    wrong = "0000-0000" if code_in(letter) != "0000-0000" else "1111-1111"
    for _ in range(4):
        assert client.post("/en/sign-in/code", data={"code": wrong}).status_code == 422
    assert client.get(link_in(letter)).status_code == 200
    answer = client.post("/en/sign-in/code", data={"code": wrong})
    assert 'value="0000-0000"' in answer.text
    assert client.post("/en/sign-in/code", data={"code": code_in(letter)}).status_code == 422
    assert client.post(link_in(letter)).status_code == 410


@pytest.mark.parametrize("typed", ["", "nobody", "a@b", "a b@c.example", "x@\x00.example", "@", "a" * 400])
def test_what_is_no_address_comes_back_with_the_reason(client: PageClient, typed: str) -> None:
    answer = ask(client, typed)
    assert answer.status_code == 422
    assert "error-summary" in answer.text
    assert db.session.query(Letter).count() == 0


def test_after_signing_in_one_comes_to_the_page_that_asked_for_it(client: PageClient) -> None:
    person = make_person()
    asked = client.get("/en/me")
    assert asked.location == "/en/sign-in?next=/en/me"
    assert 'value="/en/me"' in client.get(asked.location).text
    ask(client, person.account.email, next="/en/me")
    first = client.post(link_in(newest_letter()))
    assert first.location == "/en/me?welcome=1&next=/en/me"
    client.post("/en/sign-out")
    ask(client, person.account.email, next="/en/narratives/water?view=inline")
    assert client.post(link_in(newest_letter())).location == "/en/narratives/water?view=inline"


@pytest.mark.parametrize(
    "hostile", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x"]
)
def test_a_foreign_address_to_go_on_to_is_forgotten(client: PageClient, hostile: str) -> None:
    person = make_person()
    ask(client, person.account.email, next=hostile)
    assert client.post(link_in(newest_letter())).location == "/en/me?welcome=1"
    client.post("/en/sign-out")
    client.sign_in(person)
    assert client.get("/en/sign-in", query_string={"next": hostile}).location == "/en/"


def test_signing_in_begins_a_fresh_session(client: PageClient) -> None:
    person = make_person()
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
    ask(client, person.account.email)
    client.post(link_in(newest_letter()))
    with client.session_transaction() as session:
        assert set(session) == {"account", "epoch", "seen", "session", "_permanent"}


def test_signing_out_needs_a_post_and_ends_the_session(client: PageClient) -> None:
    client.sign_in(make_person())
    assert client.get("/en/sign-out").status_code == 405
    assert client.post("/en/sign-out").status_code == 303
    assert client.get("/en/me").status_code == 302


def test_the_page_of_the_link_tells_nobody_where_one_came_from(client: PageClient) -> None:
    person = make_person()
    ask(client, person.account.email)
    answer = client.get(link_in(newest_letter()))
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"


def test_every_sign_in_stands_in_the_audit_log_without_a_name(client: PageClient) -> None:
    person = make_person()
    ask(client, person.account.email)
    client.post(link_in(newest_letter()))
    entry = db.session.scalars(sa.select(AuditEntry)).one()
    assert (entry.kind, entry.actor_id, entry.subject, entry.value) == (
        "signed-in",
        person.id,
        "accounts",
        None,
    )


def test_participants_sign_in_by_letter_in_production(
    app: Flask, client: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = make_person("participant")
    monkeypatch.setitem(app.config, "MODE", "production")
    ask(client, person.account.email)
    assert client.post(link_in(newest_letter())).status_code == 303


def test_a_page_that_admits_gives_an_unknown_address_an_account(
    app: Flask, client: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions, "consult.admissions", [])
    register_admission(app, lambda path: path.startswith("/en/join/"))
    ask(client, "new@meeting.example", next="/en/elsewhere")
    assert "nobody is known there" in newest_letter().body
    ask(client, "new@meeting.example", next="/en/join/abc")
    answer = client.post(link_in(newest_letter()))
    assert answer.location == "/en/me?welcome=1&next=/en/join/abc"
    assert db.session.query(Account).one().email == "new@meeting.example"


def test_a_code_is_read_as_people_misread_it() -> None:
    assert clean_code(" o1l-Iu ab") == "0111VAB"


def test_ending_all_sessions_ends_those_of_other_devices(app: Flask, client: PageClient) -> None:
    person = make_person()
    client.sign_in(person)
    other = app.test_client().sign_in(person)  # type: ignore[attr-defined]
    assert other.get("/en/me").status_code == 200
    assert client.post("/en/me/end-sessions").status_code == 303
    assert other.get("/en/me").status_code == 302
    assert client.get("/en/me").status_code == 302
