"""Wrong tries of staff: five pause one person, 240 one network, for a quarter of an hour; others go on."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.core.database import db
from consult.core.errors import TooMany
from consult.people.credential_models import FailedTry
from consult.people.models import Account, Person
from tests.factories import make_network, make_person
from tests.people.second_step_steps import app_code, attempt, set_up


@pytest.fixture
def person(app: Flask) -> Person:
    make_network(name="Wells")
    return make_person("secretariat")


@pytest.mark.parametrize(
    ("after", "is_paused"),
    [
        (timedelta(0), True),
        (timedelta(minutes=15) - timedelta(microseconds=1), True),
        (timedelta(minutes=15), False),  # a quarter of an hour, to the moment
    ],
)
def test_five_wrong_tries_pause_one_person_for_a_quarter_of_an_hour(
    person: Person, now: datetime, after: timedelta, is_paused: bool
) -> None:
    account, later = person.account, now + timedelta(hours=1)
    assert account
    set_up(account, now)
    for number in range(5):
        assert attempt(account, "000000", later, origin=f"10.0.{number}.0/24") is None  # from anywhere
    right = app_code(account, later + after)
    if is_paused:
        with pytest.raises(TooMany) as refused:
            attempt(account, right, later + after, origin=None)
        assert refused.value.status == 429
        assert "Wait a quarter of an hour" in str(refused.value.message)
    else:
        assert attempt(account, right, later + after) is account
    # Another way of counting (a browser that is signed in by a letter) is open all the time.
    recovery = app_code(account, later + after + timedelta(seconds=30))
    assert attempt(account, recovery, later + after, who="a session") is account


def test_four_wrong_tries_and_a_right_one_are_no_pause(person: Person, now: datetime) -> None:
    account, later = person.account, now + timedelta(hours=1)
    assert account
    set_up(account, now)
    assert [attempt(account, "000000", later) for _ in range(4)] == [None] * 4
    assert attempt(account, app_code(account, later), later) is account


def test_very_many_wrong_tries_pause_one_network_and_no_other(person: Person, now: datetime) -> None:
    account, later = person.account, now + timedelta(hours=1)
    assert account
    set_up(account, now)
    for number in range(240):
        db.session.add(FailedTry(who_digest=f"{number}", network_digest=None, at=later))
    assert attempt(account, "000000", later) is None
    origin = db.session.scalars(
        sa.select(FailedTry.network_digest).where(FailedTry.who_digest.not_in(map(str, range(240))))
    ).one()
    db.session.execute(sa.update(FailedTry).where(FailedTry.who_digest != "0").values(network_digest=origin))
    with pytest.raises(TooMany) as refused:
        attempt(account, app_code(account, later), later, who="x")
    assert "from where you are" in str(refused.value.message)
    for elsewhere in ("203.0.113.0/24", None):  # None: a proxy of ours, which stands for everybody
        assert attempt(account, set_up_code(account, later, elsewhere), later, origin=elsewhere) is account


def set_up_code(account: Account, at: datetime, origin: str | None) -> str:
    """Return a code that has not been used: the present one first, then the next."""
    return app_code(account, at if origin else at + timedelta(seconds=30))
