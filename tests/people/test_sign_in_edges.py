"""The edges of signing in: seconds, limits, networks, codes, where one goes, and what changes meanwhile."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.core.clock import freeze
from consult.core.database import db
from consult.core.letters import Letter
from consult.core.logs import AuditEntry
from consult.people.models import SignInLink
from consult.people.sign_in import clean_code, link_owner, make_link, spend_link
from consult.people.views.sign_in import origin_of
from tests.factories import make_organisation, make_person
from tests.page import PageClient
from tests.people.sign_in_steps import ask, code_in, link_in, newest_letter, signed_in_as


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("198.51.100.7", "198.51.100.0/24"),
        ("198.51.100.255", "198.51.100.0/24"),
        ("198.51.101.0", "198.51.101.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("2001:db8:1:ffff::", "2001:db8:1::/48"),
        # Version 4 written as version 6: else all of it would be one network, and one meeting would shut out all.
        ("::ffff:198.51.100.7", "198.51.100.0/24"),
        # This machine is a proxy of ours, in each way of writing it; so is what has no address.
        ("127.0.0.1", None),
        ("127.8.8.8", None),
        ("::1", None),
        ("::ffff:127.0.0.1", None),
        ("unix:", None),
        ("198.51.100.7:80", None),
        ("", None),
        (None, None),
    ],
)
def test_people_are_counted_by_the_network_they_are_in(address: str | None, network: str | None) -> None:
    assert origin_of(address) == network


@pytest.mark.parametrize(
    ("after", "lives"),
    [
        (timedelta(0), True),
        (timedelta(minutes=10) - timedelta(microseconds=1), True),
        (timedelta(minutes=10), False),
        (timedelta(minutes=10, microseconds=1), False),
    ],
)
@pytest.mark.parametrize("way", ["link", "code"])
def test_a_letter_lives_to_its_last_second(
    client: PageClient, now: datetime, after: timedelta, lives: bool, way: str
) -> None:
    person = make_person()
    ask(client, person.account.email)  # type: ignore[union-attr]
    letter = newest_letter()
    with freeze(now + after):
        if way == "link":
            answer = client.post(link_in(letter))
        else:
            answer = client.post("/en/sign-in/code", data={"code": code_in(letter)})
    assert answer.status_code == (303 if lives else 410 if way == "link" else 422)
    assert (signed_in_as(client) is not None) is lives


def test_the_fourth_letter_waits_for_the_hour_of_the_first(client: PageClient, now: datetime) -> None:
    for minutes in (0, 20, 40):
        with freeze(now + timedelta(minutes=minutes)):
            assert ask(client, "a@members.example").status_code == 303
    for after, status in (
        (timedelta(minutes=60) - timedelta(microseconds=1), 429),
        (timedelta(minutes=60), 303),  # the first one counts no more, the other two do
        (timedelta(minutes=60, seconds=1), 429),
        (timedelta(minutes=80), 303),
    ):
        with freeze(now + after):
            assert ask(client, "a@members.example").status_code == status, after
    db.session.rollback()
    assert db.session.query(Letter).count() == 5


def test_a_refused_asking_writes_nothing_and_says_so_in_each_language(client: PageClient) -> None:
    for _ in range(3):
        ask(client, "a@members.example")
    for language in ("en", "ar"):
        answer = client.post(f"/{language}/sign-in", data={"email": "a@members.example"})
        assert answer.status_code == 429
        assert f'<html lang="{language}"' in answer.text
    db.session.rollback()
    assert db.session.query(SignInLink).count() == db.session.query(Letter).count() == 3


def test_known_and_unknown_addresses_are_refused_alike(client: PageClient) -> None:
    known = make_person().account.email  # type: ignore[union-attr]
    for email in (known, "nobody@nowhere.example"):
        assert [ask(client, email).status_code for _ in range(4)] == [303, 303, 303, 429]


def test_a_newer_letter_leaves_the_link_of_the_older_and_takes_its_code(client: PageClient) -> None:
    email = make_person().account.email  # type: ignore[union-attr]
    ask(client, email)
    older = newest_letter()
    link, code = link_in(older), code_in(older)
    ask(client, email)
    assert client.post("/en/sign-in/code", data={"code": code}).status_code == 422  # another browser's, now
    assert client.get(link).status_code == 200
    assert client.post("/en/sign-in/code", data={"code": code_in(newest_letter())}).status_code == 303
    assert client.post(link).status_code == 303


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("7K2M-9XQP", "7K2M9XQP"),
        ("7k2m9xqp", "7K2M9XQP"),
        (" 7k2m – 9xqp. ", "7K2M9XQP"),
        ("OIL0-ilou", "0110110V"),
        # What no code holds is left out, and letters of other scripts are none of ours.
        ("７Ｋ", ""),
        ("", ""),
    ],
)
def test_a_code_is_read_kindly(typed: str, read: str) -> None:
    assert clean_code(typed) == read


@pytest.mark.parametrize("typed", ["", " ", "a" * 21])
def test_what_cannot_be_a_code_is_not_counted_as_wrong(client: PageClient, typed: str) -> None:
    ask(client, make_person().account.email)  # type: ignore[union-attr]
    answer = client.post("/en/sign-in/code", data={"code": typed})
    assert answer.status_code == 422
    assert db.session.scalar(sa.select(SignInLink.wrong_codes)) == 0


def test_a_wrong_code_counts_for_the_browser_that_asked_alone(app: Flask, client: PageClient) -> None:
    other: Any = app.test_client()
    ask(client, make_person().account.email)  # type: ignore[union-attr]
    ask(other, make_person().account.email)  # type: ignore[union-attr]
    client.post("/en/sign-in/code", data={"code": "0000-0000"})
    app.test_client().post("/en/sign-in/code", data={"code": "0000-0000"})  # a browser that never asked
    db.session.rollback()
    counted = db.session.scalars(sa.select(SignInLink.wrong_codes).order_by(SignInLink.id)).all()
    assert counted == [1, 0]


def test_the_page_of_the_code_is_for_browsers_that_asked(client: PageClient) -> None:
    assert client.get("/en/sign-in/code").location == "/en/sign-in"
    ask(client, "a@members.example")
    assert client.get("/ar/sign-in/code").status_code == 200


def test_who_is_signed_in_already_is_led_on(client: PageClient) -> None:
    client.sign_in(make_person())
    assert client.get("/en/sign-in").location == "/en/"
    assert client.get("/en/sign-in?next=/en/me").location == "/en/me"
    assert client.get("/en/sign-in?next=//evil.example").location == "/en/"


def test_an_account_that_is_closed_meanwhile_is_not_let_in(client: PageClient, now: datetime) -> None:
    person = make_person()
    ask(client, person.account.email)  # type: ignore[union-attr]
    letter = newest_letter()
    person.account.disabled_at = now  # type: ignore[union-attr]
    assert client.get(link_in(letter)).status_code == 410  # no button that cannot work
    assert client.post(link_in(letter)).status_code == 410
    assert client.post("/en/sign-in/code", data={"code": code_in(letter)}).status_code == 422
    assert signed_in_as(client) is None
    assert db.session.query(AuditEntry).filter_by(kind="signed-in").count() == 0


def test_only_the_first_sign_in_leads_to_the_profile(client: PageClient, now: datetime) -> None:
    person = make_person()
    for number, target in ((0, "/en/me?welcome=1&next=/en/narratives/x"), (1, "/en/narratives/x")):
        with freeze(now + timedelta(minutes=number)):
            ask(client, person.account.email, next="/en/narratives/x")  # type: ignore[union-attr]
            assert client.post(link_in(newest_letter())).location == target
            client.post("/en/sign-out")


def test_a_page_that_was_open_twice_signs_out_twice(client: PageClient) -> None:
    client.sign_in(make_person())
    for _ in range(2):
        assert client.post("/en/sign-out").status_code == 303
    assert signed_in_as(client) is None


def test_a_head_request_of_a_page_of_ones_own_leads_to_signing_in_as_its_page_does(
    client: PageClient,
) -> None:
    for method in (client.get, client.head):
        answer = method("/en/me?x=1")
        assert (answer.status_code, answer.location) == (302, "/en/sign-in?next=/en/me?x%3D1")


@pytest.mark.parametrize(
    "session", [{}, {"account": "nobody"}, {"account": "", "epoch": "x"}, {"epoch": "x"}]
)
def test_a_session_of_nobody_is_nobodys(client: PageClient, session: dict[str, str]) -> None:
    make_person()
    with client.session_transaction() as kept:
        kept.update(session)
    assert client.get("/en/me").status_code == 302
    assert client.get("/en/").status_code == 200


def test_a_link_of_the_terminal_belongs_to_its_account_for_ten_minutes(app: Flask, now: datetime) -> None:
    person = make_person(organisation=make_organisation())
    account = person.account
    assert account
    secret = make_link(account, "fr", now).rsplit("/", 1)[1]
    assert link_owner(secret, now) is person
    assert link_owner(secret, now + timedelta(minutes=10)) is None
    assert link_owner(secret + "x", now) is None
    entered = spend_link(secret, now)
    assert entered
    assert (entered.account, entered.next_path, entered.is_first) == (account, None, True)
    assert link_owner(secret, now) is None
    assert spend_link(secret, now) is None
    assert db.session.query(Letter).count() == 0
