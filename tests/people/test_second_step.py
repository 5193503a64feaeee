"""The second step of staff, verb by verb: setting up, signing in, codes; taking away."""

from datetime import datetime, timedelta
from typing import Any

import pyotp
import pytest
import sqlalchemy as sa
from flask import Flask

from consult.core.database import db
from consult.core.errors import InvalidInput, NotFound, WrongState
from consult.core.letters import Letter
from consult.core.logs import AuditEntry
from consult.people import staff
from consult.people.credential_models import FailedTry, RecoveryCode, SignInSession, StaffKey
from consult.people.models import Person
from consult.people.sessions import open_session
from tests.factories import make_network, make_person
from tests.people.second_step_steps import NETWORK, PASSWORD, app_code, attempt, set_up


@pytest.fixture
def person(app: Flask) -> Person:
    make_network(name="Wells")
    return make_person("secretariat")


def rows_of_audit() -> list[tuple[Any, ...]]:
    """Return kind, actor, subject, id and value of the audit log."""
    columns = ("kind", "actor_id", "subject", "subject_id", "value")
    rows = db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id))
    return [tuple(getattr(row, name) for name in columns) for row in rows]


def test_setting_up_is_told_by_a_letter_and_stands_in_the_log_with_ids_only(
    person: Person, now: datetime
) -> None:
    account = person.account
    assert account
    account.locale = "ar"
    assert not staff.has_key(account)
    key = staff.choose_password(account, PASSWORD, now)
    assert (staff.has_key(account), staff.key_of(account)) == (False, key)  # it opens nothing yet
    assert rows_of_audit() == []
    codes = staff.confirm_app(account, app_code(account, now), now)
    assert staff.has_key(account)
    assert len(set(codes)) == staff.recovery_codes_left(account) == 10
    assert rows_of_audit() == [("staff-key-set", person.id, "accounts", account.id, None)]
    letter = db.session.scalars(sa.select(Letter)).one()
    assert (letter.address, letter.language) == (account.email, "ar")
    assert not any(
        secret in letter.subject + letter.body for secret in (PASSWORD, *codes, app_code(account, now))
    )
    with pytest.raises(WrongState):
        staff.choose_password(account, "another kettle that sings", now)
    with pytest.raises(WrongState):
        staff.confirm_app(account, app_code(account, now), now)


def test_a_password_chosen_again_before_the_app_makes_another_secret(person: Person, now: datetime) -> None:
    account = person.account
    assert account
    with pytest.raises(WrongState):
        staff.confirm_app(account, "123456", now)  # before any password
    old = staff.app_secret(staff.choose_password(account, PASSWORD, now))
    with pytest.raises(InvalidInput):
        staff.choose_password(account, f"{account.email}1", now)  # what is known of the person
    assert staff.app_secret(staff.key_of(account)) == old  # type: ignore[arg-type]
    key = staff.choose_password(account, "green kettles hum at dawn", now)
    assert staff.app_secret(key) != old
    with pytest.raises(InvalidInput) as refused:
        staff.confirm_app(account, pyotp.TOTP(old).at(now), now)
    assert refused.value.details["field"] == "code"
    assert db.session.query(RecoveryCode).count() == 0
    set_up_codes = staff.confirm_app(account, app_code(account, now), now)
    later = now + timedelta(minutes=5)
    assert attempt(account, set_up_codes[0], later) is None  # by the password of before
    assert attempt(account, set_up_codes[0], later, password="green kettles hum at dawn") is account


def test_the_address_in_the_qr_code_names_the_network_and_nobody(person: Person, now: datetime) -> None:
    assert person.account
    key = staff.choose_password(person.account, PASSWORD, now)
    address = staff.app_address(key, "Wells & Rivers")
    assert address.startswith("otpauth://totp/Consult:Wells%20%26%20Rivers?")
    assert f"secret={staff.app_secret(key)}" in address
    assert person.account.email not in address
    assert "members" not in address
    stored = " ".join(map(str, db.session.execute(sa.select(StaffKey.__table__)).one()))
    assert staff.app_secret(key) not in stored


@pytest.mark.parametrize(
    ("shift", "fits"),
    [
        (-2, False),  # the half minute before the last one
        (-1, True),
        (0, True),
        (1, True),  # a phone that is a little fast
        (2, False),
    ],
)
def test_a_code_is_good_for_its_half_minute_and_one_on_each_side(
    person: Person, now: datetime, shift: int, fits: bool
) -> None:
    account, later = person.account, now + timedelta(hours=1)
    assert account
    set_up(account, now)
    code = app_code(account, later + timedelta(seconds=30 * shift))
    assert (attempt(account, code, later) is account) is fits
    assert attempt(account, code, later) is None  # and never twice


@pytest.mark.parametrize(
    "write",
    [
        lambda code: f"{code[:3]} {code[3:]}",
        lambda code: f"  {code}\t",
        lambda code: f"{code[:3]}-{code[3:]}",
        lambda code: code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
        lambda code: code.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")),
        lambda code: code.translate(str.maketrans("0123456789", "०१२३४५६७८९")),
    ],
)
def test_a_code_is_read_as_people_write_it_in_digits_of_any_script(
    person: Person, now: datetime, write: Any
) -> None:
    assert person.account
    set_up(person.account, now)
    later = now + timedelta(minutes=5)
    assert attempt(person.account, write(app_code(person.account, later)), later) is person.account


def test_an_older_code_opens_nothing_after_a_newer_one(person: Person, now: datetime) -> None:
    account, later = person.account, now + timedelta(hours=1)
    assert account
    set_up(account, now)
    assert attempt(account, app_code(account, later + timedelta(seconds=30)), later) is account
    assert attempt(account, app_code(account, later), later) is None


def test_the_code_of_the_set_up_does_not_sign_in_again(person: Person, now: datetime) -> None:
    assert person.account
    set_up(person.account, now)
    assert attempt(person.account, app_code(person.account, now), now) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"password": PASSWORD.upper()},
        {"password": ""},
        {"email": "nobody@nowhere.example"},
        {"email": ""},
    ],
)
def test_a_wrong_try_spends_neither_code_nor_paper_and_is_counted_without_a_name(
    person: Person, now: datetime, wrong: dict[str, str]
) -> None:
    account, later = person.account, now + timedelta(hours=1)
    assert account
    [first, *_others] = set_up(account, now)
    code = app_code(account, later)
    assert attempt(account, code, later, **wrong) is None
    assert attempt(account, first, later, **wrong) is None
    assert staff.recovery_codes_left(account) == 10
    tries = db.session.scalars(sa.select(FailedTry)).all()
    assert len(tries) == 2
    assert len({(row.who_digest, row.network_digest, row.at) for row in tries}) == 1
    assert account.email not in str(vars(tries[0]))
    assert NETWORK not in str(vars(tries[0]))
    assert [row[0] for row in rows_of_audit()] == ["staff-key-set"]
    assert attempt(account, code, later) is account
    assert attempt(account, first, later) is account
    assert rows_of_audit()[1:] == [
        (kind, person.id, "accounts", account.id, None)
        for kind in ("signed-in-strong", "recovery-code-used", "signed-in-strong")
    ]


@pytest.mark.parametrize("code", ["", "12345", "１２", "no code", "0" * 20, "²³", "🔑"])
def test_what_is_no_code_opens_nothing(person: Person, now: datetime, code: str) -> None:
    assert person.account
    set_up(person.account, now)
    assert attempt(person.account, code, now + timedelta(minutes=5)) is None


def test_recovery_codes_belong_to_their_account_and_are_read_kindly(person: Person, now: datetime) -> None:
    account, other = person.account, make_person("facilitator").account
    assert account
    assert other
    mine, theirs = set_up(account, now), set_up(other, now)
    later = now + timedelta(minutes=5)
    assert attempt(account, theirs[0], later) is None
    misread = mine[0].lower().replace("-", " ").replace("0", "o").replace("1", "l").replace("v", "u")
    assert attempt(account, misread, later) is account
    assert attempt(account, mine[0], later) is None
    assert (staff.recovery_codes_left(account), staff.recovery_codes_left(other)) == (9, 10)
    for code in mine[1:]:
        assert attempt(account, code, later, who="another browser") is account
    assert staff.recovery_codes_left(account) == 0
    assert attempt(account, app_code(account, later), later, who="another browser") is account


@pytest.mark.parametrize("by", ["helper", None])
def test_taking_the_second_step_away_leaves_nothing_and_ends_every_session(
    person: Person, now: datetime, by: str | None
) -> None:
    account, helper = person.account, make_person("secretariat")
    assert account
    with pytest.raises(NotFound):
        staff.remove_key(account, actor=helper, at=now)
    codes = set_up(account, now)
    kept = make_person("facilitator").account
    assert kept
    set_up(kept, now)
    epoch = account.session_epoch
    for opened in (account, account, kept):
        open_session(opened, now, is_strong=True)
    actor = helper if by else None
    staff.remove_key(account, actor=actor, at=now)
    db.session.flush()
    assert staff.key_of(account) is None
    assert attempt(account, codes[0], now + timedelta(minutes=5)) is None
    assert account.session_epoch != epoch
    assert (staff.recovery_codes_left(account), staff.recovery_codes_left(kept)) == (0, 10)
    left = db.session.scalars(sa.select(SignInSession.account_id).where(SignInSession.ended_at.is_(None)))
    assert list(left) == [kept.id]
    expected = [("staff-key-removed", "accounts"), ("sessions-ended", "accounts")]
    assert [(kind, subject) for kind, _, subject, _, _ in rows_of_audit()[-2:]] == expected
    assert {row[1] for row in rows_of_audit()[-2:]} == {helper.id if by else None}
