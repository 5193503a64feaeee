"""Limits of signing in count people and not letters, hour by hour; a refusal leaves no row and no letter."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.core.database import db
from consult.core.errors import TooMany
from consult.core.letters import Letter
from consult.people.models import Account, SignInLink
from consult.people.sign_in import (
    PEOPLE_PER_NETWORK,
    WRONG_CODES,
    Asking,
    ask_for_letter,
    forget_old_links,
    spend_code,
    spend_link,
)
from tests.conftest import NOON
from tests.factories import keep, make_network, make_person
from tests.people.sign_in_steps import code_in, newest_letter

HOUR, TICK = timedelta(hours=1), timedelta(microseconds=1)
HALL = "203.0.113.0"


def asked(email: str, at: datetime = NOON, *, origin: str | None = HALL, browser: str = "b") -> bool:
    """Ask for a letter; say whether one was written. What is refused must write nothing."""
    before = db.session.query(SignInLink).count(), db.session.query(Letter).count()
    try:
        ask_for_letter(Asking(email, "en", browser, origin), at)
    except TooMany as refusal:
        words = str(refusal.message)
    else:
        return True
    db.session.flush()
    assert (db.session.query(SignInLink).count(), db.session.query(Letter).count()) == before
    assert "hour" in words
    return False


@pytest.fixture
def hall(app: Flask) -> None:
    """A room in which as many people as may have asked from one network, a second after each other."""
    make_network()
    with app.test_request_context("/en/sign-in", method="POST"):
        assert asked("0@hall.example")
    first = db.session.query(SignInLink).one()
    columns = {column.name for column in SignInLink.__table__.columns} - {"id", "public_id"}
    same = {name: getattr(first, name) for name in columns}
    for number in range(1, PEOPLE_PER_NETWORK):
        own = {name: f"{name} {number}" for name in ("link_digest", "code_digest", "request_digest")}
        at = NOON + timedelta(seconds=number)
        keep(SignInLink(**{**same, **own, "address_digest": f"address {number}", "created_at": at}))


def test_a_full_network_refuses_new_people_and_nobody_else(app: Flask, hall: None) -> None:
    last = NOON + timedelta(minutes=5)
    with app.test_request_context("/en/sign-in", method="POST"):
        assert not asked("new@hall.example", last)
        assert not asked("new@hall.example", NOON + HOUR - TICK)
        assert asked("new@elsewhere.example", last, origin="198.51.100.0")
        assert asked("unknown@where.example", last, origin=None)  # where no network is known, none is full
        assert asked("0@hall.example", last)  # who is counted already is not counted twice
        assert not asked("new@hall.example", NOON + HOUR)  # the first one has asked again meanwhile
        assert asked("new@hall.example", NOON + HOUR + timedelta(seconds=1))  # the second one counts no more


def test_addresses_and_networks_are_kept_unreadable(app: Flask, hall: None) -> None:
    row = db.session.scalars(sa.select(SignInLink).order_by(SignInLink.id)).first()
    values = " ".join(str(getattr(row, column.name)) for column in SignInLink.__table__.columns)
    assert "hall.example" not in values
    assert HALL not in values


@pytest.mark.parametrize("wrong", [WRONG_CODES - 1, WRONG_CODES])
def test_so_many_wrong_codes_end_the_letter_with_its_link(app: Flask, wrong: int) -> None:
    make_network()
    email = make_person().account.email
    with app.test_request_context("/en/sign-in", method="POST"):
        assert asked(email, browser="mine")
        db.session.commit()
        code = code_in(newest_letter())
        for _ in range(wrong):
            assert spend_code("mine", "0000-0000", NOON) is None
        assert spend_code("another", code, NOON) is None  # the code of this letter, in another browser
        signed_in = spend_code("mine", code, NOON)
    assert (signed_in is not None) is (wrong < WRONG_CODES)
    if signed_in:
        assert signed_in.account.email == email
        assert spend_code("mine", code, NOON) is None  # once


def test_a_letter_to_an_unknown_address_opens_nothing_and_makes_no_account(app: Flask) -> None:
    make_network()
    with app.test_request_context("/en/sign-in", method="POST"):
        assert asked("nobody@nowhere.example", browser="mine")
    db.session.commit()
    letter = newest_letter()
    assert letter.address == "nobody@nowhere.example"
    assert "nowhere" not in letter.subject
    assert db.session.query(Account).count() == 0
    assert spend_link("anything", NOON) is None
    with app.test_request_context("/en/sign-in", method="POST"):
        ask_for_letter(Asking("nobody@nowhere.example", "en", "mine", admits=True), NOON)
    assert db.session.query(Account).one().email == "nobody@nowhere.example"


@pytest.mark.parametrize(
    ("age", "is_kept"), [(timedelta(days=1), True), (timedelta(days=1) + TICK, False), (HOUR, True)]
)
def test_links_are_forgotten_when_no_limit_counts_them_any_more(
    app: Flask, age: timedelta, is_kept: bool
) -> None:
    make_network()
    with app.test_request_context("/en/sign-in", method="POST"):
        assert asked("a@members.example", NOON)
    assert forget_old_links(NOON + age) == (not is_kept)
    assert db.session.query(SignInLink).count() == is_kept
