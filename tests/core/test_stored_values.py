"""What the database keeps: moments with their zone, known values only, letters of every script, and reads that read."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import DBAPIError, IntegrityError

from consult.core.database import db
from consult.core.errors import (
    ConsultError,
    InvalidInput,
    NotAllowed,
    NotFound,
    StaleBase,
    TooMany,
    WrongState,
)
from consult.core.letters import Letter, queue_letter
from consult.core.transaction import unit_of_work
from consult.people.models import Account, Person, RoleGrant
from tests.factories import keep, make_network, make_organisation, make_person


def test_a_moment_of_any_zone_comes_back_in_utc(app: Flask) -> None:
    there = datetime(2026, 3, 10, 15, 30, 0, 123456, tzinfo=timezone(timedelta(hours=3)))
    network = make_network(created_at=there)
    db.session.commit()
    db.session.expire_all()
    assert network.created_at == there
    assert network.created_at.isoformat() == "2026-03-10T12:30:00.123456+00:00"


def test_moments_are_compared_as_moments_and_not_as_text(app: Flask) -> None:
    noon = datetime(2026, 3, 10, 12, tzinfo=UTC)
    keep(Account(email="a@members.example", created_at=noon))
    for zone in (-11, 0, 14):
        same = noon.astimezone(timezone(timedelta(hours=zone)))
        assert db.session.scalar(sa.select(Account.id).where(Account.created_at == same))
        assert not db.session.scalar(sa.select(Account.id).where(Account.created_at > same))


def _person_of(account_id: int) -> Person:
    return keep(Person(display_name="Ana", account_id=account_id))


@pytest.mark.parametrize(
    "make",
    [
        lambda: make_organisation(constituency="company"),
        lambda: make_organisation(status="secret"),
        lambda: make_person("owner"),
        # A role for the network has no id of a thing, and one for a thing must have it.
        lambda: keep(RoleGrant(person_id=make_person().id, role="facilitator", scope="network", scope_id=1)),
        lambda: keep(RoleGrant(person_id=make_person().id, role="facilitator", scope="narrative")),
        # A person of an account that is not there, and a second person of the same account.
        lambda: _person_of(4711),
        lambda: [_person_of(account.id) for account in [keep(Account(email="x@y.example"))] * 2],
        lambda: [make_organisation(name="Wells") for _ in range(2)],
    ],
)
def test_the_database_itself_refuses_what_cannot_be(app: Flask, make: object) -> None:
    with pytest.raises(IntegrityError):
        make()  # type: ignore[operator]
    db.session.rollback()


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("Élodie", "élodie"),
        ("ŁUKASZ", "łukasz"),
        ("ΑΘΗΝΑ", "αθηνα"),
        ("Юлия", "юлия"),
        ("أمينة", "أمينة"),
        ("Ana", "ana"),
    ],
)
def test_small_letters_are_known_in_every_script(app: Flask, name: str, asked: str) -> None:
    make_person(display_name=name)
    found = sa.select(Person.display_name).where(sa.func.lower(Person.display_name) == asked)
    assert db.session.scalars(found).all() == [name]


def test_small_letters_of_nothing_are_nothing(app: Flask) -> None:
    assert db.session.scalar(sa.select(sa.func.lower(sa.null()))) is None


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_a_write_within_a_safe_request_fails(app: Flask, method: str) -> None:
    person = make_person(display_name="Ana")
    db.session.commit()
    with app.test_request_context("/en/", method=method):
        with pytest.raises(DBAPIError):
            db.session.execute(sa.update(Person).values(display_name="Eve"))
        db.session.rollback()
    with app.test_request_context("/en/", method="POST"):  # the same connection writes again after it
        db.session.execute(sa.update(Person).values(display_name="Ana Q."))
        db.session.commit()
    db.session.rollback()
    db.session.expire_all()
    assert person.display_name == "Ana Q."


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (ConsultError, 400),
        (NotFound, 404),
        (NotAllowed, 403),
        (WrongState, 409),
        (StaleBase, 409),
        (InvalidInput, 422),
        (TooMany, 429),
    ],
)
def test_each_refusal_has_its_status_and_is_caught_as_one(error: type[ConsultError], status: int) -> None:
    with pytest.raises(ConsultError) as refused:
        raise error("Words.", field="name")
    assert (refused.value.status, refused.value.message, refused.value.details) == (
        status,
        "Words.",
        {"field": "name"},
    )
    assert "Words" not in str(refused.value)  # what a person typed does not reach a server's log by its name


def test_a_letter_waits_in_the_outbox_with_one_line_of_subject(app: Flask, now: datetime) -> None:
    letter = queue_letter("a@members.example", "fr", " Une\nlettre \r\n X-Evil: 1 ", "Bonjour\n")
    later = queue_letter("a@members.example", "fr", "x", "y", due_at=now + timedelta(days=1))
    db.session.flush()
    assert letter.subject == "Une lettre X-Evil: 1"
    assert (letter.due_at, letter.sent_at, letter.tries, letter.body) == (now, None, 0, "Bonjour\n")
    assert later.due_at == now + timedelta(days=1)
    assert letter.public_id != later.public_id


def _queue_and_refuse() -> None:
    with unit_of_work():
        queue_letter("a@members.example", "en", "x", "y")
        raise WrongState


def test_a_letter_is_not_written_if_what_it_tells_of_is_not(app: Flask) -> None:
    with pytest.raises(WrongState):
        _queue_and_refuse()
    assert db.session.query(Letter).count() == 0
