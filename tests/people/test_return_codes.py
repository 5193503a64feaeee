"""The code of a guest: how it is read, whom it opens to, what a wrong one costs, where it is shown."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.core.clock import freeze
from consult.core.database import db
from consult.core.errors import InvalidInput, TooMany
from consult.core.logs import AuditEntry
from consult.people.credential_models import FailedTry, SignInSession
from consult.people.erasing import erase
from consult.people.guests import GuestFacts, add_guest, come_back, find_guest, printed
from consult.people.models import Account
from consult.people.staff import forget_old_tries
from tests.factories import make_network, make_person, make_region
from tests.page import PageClient
from tests.people.second_step_steps import app_code, attempt, set_up

NETWORK, BEHIND = "198.51.100.0/24", {"environ_base": {"REMOTE_ADDR": "198.51.100.7"}}
WREN = GuestFacts("Wren", "fr")


def wrong_tries(count: int, at: datetime, origin: str = NETWORK) -> None:
    """Try as many wrong codes; the rows after the first are copies of it."""
    assert come_back("0000", origin, at) is None
    first = db.session.scalars(sa.select(FailedTry).order_by(FailedTry.id.desc())).first()
    assert first
    for _ in range(count - 1):
        db.session.add(FailedTry(who_digest=first.who_digest, network_digest=first.network_digest, at=at))
    db.session.flush()


def test_a_guest_is_who_they_say_they_are_and_no_more(app: Flask, now: datetime) -> None:
    region, enters = make_region("africa"), make_person("facilitator")
    person, code = add_guest(GuestFacts("Wren", "ar", "africa", "River Keepers"), now, entered_by=enters)
    assert (person.display_name, person.region, person.languages) == ("Wren", region, ["ar"])
    assert (person.account.email, person.account.locale) == (None, "ar")  # type: ignore[union-attr]
    assert (person.organisation.name, person.organisation.status) == ("River Keepers", "proposed")  # type: ignore[union-attr]
    assert not person.organisation_is_confirmed
    alone, other = add_guest(WREN, now)
    assert (alone.region, alone.organisation) == (None, None)
    assert code != other
    audit = db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id)).all()
    added = [row for row in audit if row.kind == "guest-added"]
    assert [(row.actor_id, row.subject, row.subject_id, row.value) for row in added] == [
        (enters.id, "persons", person.id, None),
        (None, "persons", alone.id, None),
    ]
    with pytest.raises(InvalidInput):
        add_guest(GuestFacts("Wren", "en", "atlantis"), now)


@pytest.mark.parametrize(
    ("code", "shown"),
    [("ABCDEFGHJKMN", "ABCD-EFGH-JKMN"), ("ABCDEF", "ABCD-EF"), ("ABCD", "ABCD"), ("", "")],
)
def test_a_code_is_printed_in_groups_of_four(code: str, shown: str) -> None:
    assert printed(code) == shown


def test_a_code_is_read_as_people_copy_it_and_opens_to_its_own_guest(app: Flask, now: datetime) -> None:
    person, code = add_guest(WREN, now)
    add_guest(WREN, now)
    assert len(code) == 14
    for typed in (
        code,
        code.lower(),
        code.replace("-", ""),
        f" {code.replace('-', ' – ')}. ",
        code.replace("0", "O").replace("1", "l"),  # misread
        code.replace("0", "o").replace("1", "I").replace("V", "u"),
    ):
        assert come_back(typed, NETWORK, now) is person.account, typed
    for typed in ("", "-", code[:-1], code + "7", code[1:], code[::-1] + "Z"):
        assert come_back(typed, NETWORK, now) is None, typed
    returned = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.kind == "guest-returned")).all()
    assert {(row.actor_id, row.subject, row.subject_id) for row in returned} == {
        (person.id, "accounts", person.account_id)
    }
    assert len(returned) == 6
    assert db.session.query(FailedTry).count() == 6


def test_a_closed_account_and_an_erased_guest_have_no_way_back(app: Flask, now: datetime) -> None:
    closed, code = add_guest(WREN, now)
    gone, other = add_guest(WREN, now)
    closed.account.disabled_at = now  # type: ignore[union-attr]
    erase(gone, actor=gone, at=now)
    db.session.flush()
    for typed in (code, other):
        assert find_guest(typed) is None
        assert come_back(typed, NETWORK, now) is None
    closed.account.disabled_at = None  # type: ignore[union-attr]
    assert come_back(code, NETWORK, now) is closed.account


@pytest.mark.parametrize(
    ("after", "is_paused"),
    [
        (timedelta(0), True),
        (timedelta(minutes=16), True),  # what staff may try again after is too soon here
        (timedelta(hours=1) - timedelta(microseconds=1), True),
        (timedelta(hours=1), False),
    ],
)
def test_very_many_wrong_codes_pause_their_network_for_an_hour_however_often_old_rows_are_tidied(
    app: Flask, now: datetime, after: timedelta, is_paused: bool
) -> None:
    person, code = add_guest(WREN, now)
    wrong_tries(599, now)
    assert come_back(code, NETWORK, now) is person.account
    assert come_back("0000", NETWORK, now) is None
    forget_old_tries(now + after)
    if is_paused:
        with pytest.raises(TooMany) as refused:
            come_back(code, NETWORK, now + after)
        assert refused.value.status == 429
        assert "wait an hour" in str(refused.value.message)
    else:
        assert come_back(code, NETWORK, now + after) is person.account
    for elsewhere in ("203.0.113.0/24", None):  # None: a proxy of ours, which stands for everybody
        assert come_back(code, elsewhere, now + after) is person.account


def test_ten_wrong_codes_pause_one_browser_and_forty_people_behind_one_address_go_on(
    client: PageClient, app: Flask, now: datetime
) -> None:
    make_network()
    person, code = add_guest(WREN, now)
    for _ in range(10):
        assert client.post("/en/return", data={"code": "0000"}, **BEHIND).status_code == 422
    assert client.post("/en/return", data={"code": code}, **BEHIND).status_code == 429
    db.session.rollback()
    for number in range(39):  # each of the others in the room mistypes nine times
        for _ in range(9):
            assert come_back("0000", NETWORK, now, browser=f"phone {number}") is None
    assert come_back(code, NETWORK, now, browser="phone 0") is person.account


def test_wrong_codes_of_guests_shut_no_staff_out_and_the_other_way_round(app: Flask, now: datetime) -> None:
    make_network()
    account = make_person("secretariat").account
    assert account
    set_up(account, now)
    guest, code = add_guest(WREN, now)
    wrong_tries(600, now)
    with pytest.raises(TooMany):
        come_back(code, NETWORK, now)
    later = now + timedelta(minutes=1)
    assert attempt(account, app_code(account, later), later, origin=NETWORK) is account
    db.session.execute(sa.delete(FailedTry))
    assert attempt(account, "000000", later, origin=NETWORK) is None
    [staff] = db.session.scalars(sa.select(FailedTry))
    for _ in range(600):
        db.session.add(FailedTry(who_digest="x", network_digest=staff.network_digest, at=later))
    assert come_back(code, NETWORK, later) is guest.account


def test_wrong_tries_are_forgotten_when_no_limit_counts_them(app: Flask, now: datetime) -> None:
    wrong_tries(1, now)
    for after, left in ((timedelta(hours=1), 1), (timedelta(hours=1, microseconds=1), 0)):
        forget_old_tries(now + after)
        assert db.session.query(FailedTry).count() == left


def test_a_wrong_try_is_counted_although_its_page_is_a_refusal_and_names_nobody(
    client: PageClient, now: datetime
) -> None:
    make_network()
    answer = client.post("/en/return", data={"code": "7K2M-9XQP-4TBD", "next": "/en/narratives/x"}, **BEHIND)
    assert answer.status_code == 422
    assert "This code does not fit. It has twelve letters and digits." in answer.text
    assert 'value="7K2M-9XQP-4TBD"' in answer.text  # what was typed comes back, and where one was going
    assert 'value="/en/narratives/x"' in answer.text
    db.session.rollback()
    [row] = db.session.scalars(sa.select(FailedTry)).all()
    assert row.at == now
    assert "198.51" not in str(vars(row))
    for typed in ("", " ", "A" * 31):  # what cannot be a code is not counted
        assert client.post("/en/return", data={"code": typed}, **BEHIND).status_code == 422
    db.session.rollback()
    assert db.session.query(FailedTry).count() == 1


@pytest.mark.parametrize(
    ("going", "target"),
    [
        ("/en/narratives/x?a=b", "/en/narratives/x?a=b"),
        ("", "/en/"),
        ("https://evil.example/", "/en/"),
        ("//evil.example", "/en/"),
        ("/\\evil.example", "/en/"),
    ],
)
def test_who_comes_back_goes_on_within_this_site(
    client: PageClient, now: datetime, going: str, target: str
) -> None:
    make_network()
    _person, code = add_guest(WREN, now)
    page = client.get("/en/return", query_string={"next": going}).text
    assert "evil.example" not in page.split("<form", 2)[-1].split("</form")[0]
    assert client.post("/en/return", data={"code": code, "next": going}).location == target


def test_on_a_device_that_is_not_ones_own_a_guest_has_an_hour(
    app: Flask, client: PageClient, now: datetime
) -> None:
    make_network()
    _person, code = add_guest(WREN, now)
    client.post("/en/return", data={"code": code, "shared": "y"})
    other: Any = app.test_client()
    other.post("/en/return", data={"code": code})
    db.session.rollback()
    ends = db.session.scalars(sa.select(SignInSession.expires_at).order_by(SignInSession.id)).all()
    assert [end - now for end in ends] == [timedelta(hours=1), timedelta(days=14)]
    assert " data-shared-device" in client.get("/en/me").text
    assert " data-shared-device" not in other.get("/en/me").text
    with freeze(now + timedelta(hours=1)):
        assert client.get("/en/me").status_code == 302
        assert other.get("/en/me").status_code == 200


def test_the_page_of_the_code_is_for_its_guest_alone_until_it_is_noted(
    app: Flask, client: PageClient, now: datetime
) -> None:
    make_network()
    person, code = add_guest(WREN, now)
    assert client.get("/en/me/return-code").location.startswith("/en/sign-in")
    client.sign_in(person)
    assert client.get("/en/me/return-code").location == "/en/"  # nothing to show, nowhere to go
    with client.session_transaction() as session:
        session["return_code"], session["going"] = code, "//evil.example"
    page = client.get("/en/me/return-code")
    assert f'<code dir="ltr">{code}</code>' in page.text
    assert "You are in, as Wren." in page.text
    assert "http://127.0.0.1:8000/en/return" in page.text
    assert code not in client.get("/en/me").text
    assert client.post("/en/me/return-code").location == "/en/"
    assert client.post("/en/me/return-code").location == "/en/"  # and again: a page that was open twice
    with client.session_transaction() as session:
        assert "return_code" not in session
    assert db.session.scalars(sa.select(Account.return_digest)).one() not in page.text
