"""How long a session lives, what its list shows, who ends it, and what stops with it."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.core.clock import freeze
from consult.core.database import db
from consult.core.errors import NotFound
from consult.core.logs import AuditEntry
from consult.people.credential_models import SignInSession
from consult.people.identity import without_staff
from consult.people.models import RoleGrant
from consult.people.sessions import (
    close_session,
    device_of,
    end_session_of,
    end_sessions,
    forget_old_sessions,
    open_session,
    open_sessions,
)
from consult.rules.permissions import Actor, Grant, Role, Scope
from tests.factories import make_consultation, make_network, make_person
from tests.page import PageClient

MOMENT = timedelta(microseconds=1)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0"


@pytest.mark.parametrize(
    ("kind", "life"),
    [
        ({}, timedelta(days=14)),
        ({"is_strong": True}, timedelta(hours=12)),
        ({"is_short": True}, timedelta(hours=1)),
        ({"is_strong": True, "is_short": True}, timedelta(hours=1)),  # the shorter one holds
    ],
)
def test_a_session_lives_to_its_last_moment_and_no_longer(
    app: Flask, client: PageClient, now: datetime, kind: dict[str, bool], life: timedelta
) -> None:
    person = make_person()
    client.sign_in(person)
    db.session.execute(sa.delete(SignInSession))
    opened = open_session(person.account, now, **kind)  # type: ignore[arg-type]
    with client.session_transaction() as session:
        session["session"] = opened.public_id
    for after, status in ((life - MOMENT, 200), (life, 302)):
        with freeze(now + after):
            assert client.get("/en/me").status_code == status
        assert bool(open_sessions(person.account, now + after)) is (status == 200)  # type: ignore[arg-type]


def test_a_cookie_opens_nothing_with_the_session_of_somebody_else_or_another_epoch(
    app: Flask, client: PageClient, now: datetime
) -> None:
    person, other = make_person(), make_person("secretariat")
    client.sign_in(person)
    foreign = open_session(other.account, now, is_strong=True)  # type: ignore[arg-type]
    with client.session_transaction() as session:
        kept = dict(session)
    for changed in (
        {"session": foreign.public_id},
        {"account": other.account.public_id},  # type: ignore[union-attr]
        {"epoch": "of before"},
        {"session": ""},
        {"session": "x" * 12},
    ):
        with client.session_transaction() as session:
            session.update({**kept, **changed})
        assert client.get("/en/me").status_code == 302, changed
    with client.session_transaction() as session:
        session.update(kept)
    assert client.get("/en/me").status_code == 200


def test_the_list_shows_each_open_session_the_newest_first_and_no_secret(
    app: Flask, client: PageClient, now: datetime
) -> None:
    make_network()
    person = make_person()
    account = person.account
    assert account
    weak = open_session(account, now, device=FIREFOX)
    open_session(account, now, is_strong=True)
    close_session(open_session(account, now, device="Edg Windows").public_id, now)
    open_session(account, now - timedelta(days=14), device="OPR Mac OS")
    open_session(make_person().account, now, device="Safari iPad")  # type: ignore[arg-type]
    client.sign_in(person)
    page = client.get("/en/me/sessions").text
    assert page.count("this one") == page.count("with password and app") == 1
    assert page.index("Unknown device") < page.index("Firefox, Linux")
    for absent in ("Edge, Windows", "Opera, macOS", "Safari, iPad", account.session_epoch, "Gecko"):
        assert absent not in page
    with client.session_transaction() as session:
        assert session["session"] not in re.findall(r'name="session" value="(\w+)"', page)
    assert weak.public_id in re.findall(r'name="session" value="(\w+)"', page)
    other: Any = app.test_client()
    assert other.get("/en/me/sessions").location == "/en/sign-in?next=/en/me/sessions"
    assert other.post("/en/me/sessions/end", data={"session": weak.public_id}).status_code == 403


def test_one_session_is_ended_once_by_its_owner_and_written_down_with_ids_only(
    app: Flask, now: datetime
) -> None:
    person, other = make_person(), make_person()
    assert person.account
    assert other.account
    mine, theirs = open_session(person.account, now), open_session(other.account, now)
    spent = open_session(person.account, now - timedelta(days=14))
    for refused in (theirs.public_id, spent.public_id, "", "x" * 12):
        with pytest.raises(NotFound):
            end_session_of(person.account, refused, actor=person, at=now)
    end_session_of(person.account, mine.public_id, actor=person, at=now)
    db.session.flush()
    with pytest.raises(NotFound):
        end_session_of(person.account, mine.public_id, actor=person, at=now)
    assert (mine.ended_at, theirs.ended_at, spent.ended_at) == (now, None, None)
    row = db.session.scalars(sa.select(AuditEntry)).one()
    assert (row.kind, row.actor_id, row.subject, row.subject_id, row.value) == (
        "session-ended",
        person.id,
        "accounts",
        person.account.id,
        None,
    )


def test_ending_all_ends_all_of_one_account_and_cookies_without_a_row_too(app: Flask, now: datetime) -> None:
    person, other = make_person(), make_person()
    assert person.account
    assert other.account
    for account in (person.account, person.account, other.account):
        open_session(account, now)
    before = {one: one.session_epoch for one in (person.account, other.account)}
    end_sessions(person.account, actor=other, at=now)
    db.session.flush()
    assert open_sessions(person.account, now) == []
    assert len(open_sessions(other.account, now)) == 1
    assert person.account.session_epoch != before[person.account]
    assert other.account.session_epoch == before[other.account]
    row = db.session.scalars(sa.select(AuditEntry)).one()
    assert (row.kind, row.actor_id, row.subject_id) == ("sessions-ended", other.id, person.account.id)


def test_closing_a_session_twice_keeps_the_moment_of_the_first(app: Flask, now: datetime) -> None:
    opened = open_session(make_person().account, now)  # type: ignore[arg-type]
    for after in (timedelta(0), timedelta(hours=1)):
        close_session(opened.public_id, now + after)
    db.session.refresh(opened)
    assert opened.ended_at == now


@pytest.mark.parametrize(
    ("began", "ended", "is_forgotten"),
    [
        (timedelta(0), None, False),  # open
        (timedelta(days=-15), None, False),  # ran out a day ago, to the moment
        (timedelta(days=-15) - MOMENT, None, True),
        (timedelta(days=-3), timedelta(days=-1), False),
        (timedelta(days=-3), timedelta(days=-1) - MOMENT, True),
    ],
)
def test_what_ended_is_kept_for_a_day(
    app: Flask, now: datetime, began: timedelta, ended: timedelta | None, is_forgotten: bool
) -> None:
    opened = open_session(make_person().account, now + began)  # type: ignore[arg-type]
    opened.ended_at = None if ended is None else now + ended
    db.session.flush()
    assert forget_old_sessions(now) == int(is_forgotten)
    assert db.session.query(SignInSession).count() == int(not is_forgotten)


@pytest.mark.parametrize(
    ("header", "device"),
    [
        (FIREFOX, "Firefox, Linux"),
        ("Mozilla/5.0 (Linux; Android 16) Chrome/156.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/156.0 Safari/537.36 Edg/156.0", "Edge, Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X) Chrome/156.0 Safari/537.36 OPR/120", "Opera, macOS"),
        ("Mozilla/5.0 (iPad; CPU OS 20_0 like Mac OS X) Safari/604.1", "Safari, iPad"),
        ("Windows", "Windows"),
        ("Firefox", "Firefox"),
        ("curl/9.0", ""),
        ("", ""),
        ("<script>alert(1)</script>", ""),
    ],
)
def test_of_a_browser_two_coarse_words_are_kept(header: str, device: str) -> None:
    assert device_of(header) == device


@pytest.mark.parametrize(
    ("grant", "left"),
    [
        (Grant(Role.SECRETARIAT, Scope.NETWORK, None), None),
        (Grant(Role.FACILITATOR, Scope.NARRATIVE, 3), None),
        (Grant(Role.FACILITATOR, Scope.CONSULTATION, 3), Grant(Role.PARTICIPANT, Scope.CONSULTATION, 3)),
        (Grant(Role.PARTICIPANT, Scope.CONSULTATION, 3), Grant(Role.PARTICIPANT, Scope.CONSULTATION, 3)),
    ],
)
@pytest.mark.parametrize("is_member", [True, False])
def test_by_a_letter_alone_no_role_of_staff_is_left(
    grant: Grant, left: Grant | None, is_member: bool
) -> None:
    weak = without_staff(Actor(person_id=7, grants=frozenset({grant}), is_member=is_member))
    assert weak == Actor(person_id=7, grants=frozenset({left} if left else ()), is_member=is_member)


def test_a_role_that_ends_at_a_moment_opens_nothing_from_that_moment(
    client: PageClient, now: datetime
) -> None:
    make_network()
    consultation = make_consultation()
    person = make_person("facilitator", consultation)
    client.sign_in(person, is_strong=True)
    db.session.execute(sa.update(RoleGrant).values(ended_at=now + timedelta(hours=1)))
    page = f"/en/consultations/{consultation.public_id}/edit"
    for after, status in ((timedelta(hours=1) - MOMENT, 200), (timedelta(hours=1), 403)):
        with freeze(now + after):
            assert client.get(page).status_code == status
