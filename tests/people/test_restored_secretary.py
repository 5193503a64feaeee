"""The way back from the machine itself: whom it restores, what it takes away, what stands in the log."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.core.database import db
from consult.core.errors import InvalidInput, NotFound
from consult.core.logs import AuditEntry
from consult.people.models import RoleGrant
from consult.people.restoring import restore
from consult.people.sessions import open_session, open_sessions
from consult.people.staff import choose_password, key_of
from tests.factories import grant_role, make_network, make_person

PASSWORD = "brown kettles sing at noon"


@pytest.fixture(autouse=True)
def network(app: Flask) -> None:
    make_network()


def kinds() -> list[str]:
    """Return what the audit log tells of, in order; nobody acts, for the terminal is nobody."""
    rows = db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id)).all()
    assert {row.actor_id for row in rows} <= {None}
    return [row.kind for row in rows]


@pytest.mark.parametrize("typed", ["{}", "  {} ", "upper"])
def test_a_closed_secretary_is_let_in_again_with_nothing_of_before(now: datetime, typed: str) -> None:
    person = make_person("secretariat")
    account = person.account
    assert account
    choose_password(account, PASSWORD, now)
    open_session(account, now, is_strong=True)
    account.disabled_at = now
    email = str(account.email)
    assert restore(email.upper() if typed == "upper" else typed.format(email), now) is person
    db.session.flush()
    assert (account.disabled_at, key_of(account), open_sessions(account, now)) == (None, None, [])
    assert kinds() == ["staff-key-removed", "sessions-ended", "secretary-restored"]
    assert restore(email, now) is person  # once more does no harm
    assert kinds()[3:] == ["secretary-restored"]
    assert db.session.query(RoleGrant).count() == 1


@pytest.mark.parametrize(
    ("role", "ended", "is_secretary"),
    [
        ("secretariat", None, True),
        ("secretariat", timedelta(microseconds=1), True),  # ends in a moment
        ("secretariat", timedelta(0), False),  # has ended
        ("facilitator", None, False),
        (None, None, False),
    ],
)
def test_nobody_else_is_restored_unless_the_role_is_given_by_name(
    now: datetime, role: str | None, ended: timedelta | None, is_secretary: bool
) -> None:
    person = make_person()
    account = person.account
    assert account
    if role:
        grant_role(person, role).ended_at = None if ended is None else now + ended
    account.disabled_at = now
    choose_password(account, PASSWORD, now)
    if not is_secretary:
        with pytest.raises(InvalidInput) as refused:
            restore(str(account.email), now)
        assert "With --give-role" in str(refused.value.message)
        assert account.disabled_at == now  # nothing was touched
        assert key_of(account)
        assert kinds() == []
    grants = db.session.query(RoleGrant).count()
    assert restore(str(account.email), now, may_give_role=True) is person
    assert db.session.query(RoleGrant).count() == grants + (not is_secretary)
    assert kinds().count("role-given") == (not is_secretary)
    assert account.disabled_at is None


@pytest.mark.parametrize(
    ("email", "error"), [("nobody@nowhere.example", NotFound), ("nobody", InvalidInput), ("", InvalidInput)]
)
def test_an_address_that_nobody_has_makes_nobody_a_secretary(email: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        restore(email, datetime.fromisoformat("2026-03-10T12:00:00+00:00"), may_give_role=True)
    assert db.session.query(RoleGrant).count() == 0
    assert kinds() == []
