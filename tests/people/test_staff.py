"""Staff on a site that real people rely on: by a letter they only take part; password and app open the rest."""

import re
from datetime import datetime, timedelta
from typing import Any

import pyotp
import pytest
import sqlalchemy as sa
from flask import Flask

from consult.core.clock import freeze
from consult.core.database import db
from consult.core.errors import InvalidInput
from consult.core.letters import Letter
from consult.core.logs import AuditEntry
from consult.people.credential_models import FailedTry, RecoveryCode, SignInSession, StaffKey
from consult.people.models import Person
from consult.people.passwords import check_password
from consult.people.sessions import device_of, forget_old_sessions
from consult.people.staff import app_secret, forget_old_tries
from tests.factories import grant_role, make_consultation, make_network, make_person
from tests.page import PageClient
from tests.people.sign_in_steps import ask, link_in, newest_letter

PASSWORD = "brown kettles sing at noon"


@pytest.fixture(autouse=True)
def production(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "MODE", "production")
    make_network(name="Wells")


def app_code(person: Person, at: datetime) -> str:
    """Return what the person's app shows at a moment."""
    db.session.rollback()
    key = db.session.get_one(StaffKey, person.account_id)
    return pyotp.TOTP(app_secret(key)).at(at)


def by_letter(client: PageClient, person: Person) -> Any:
    """Sign in by a letter; return the answer."""
    ask(client, person.account.email)  # type: ignore[union-attr]
    return client.post(link_in(newest_letter()))


def set_up(client: PageClient, person: Person, at: datetime) -> list[str]:
    """Go from the letter to the recovery codes; return them."""
    assert by_letter(client, person).location == "/en/me/second-step"
    passwords = {"password": PASSWORD, "again": PASSWORD}
    assert client.post("/en/me/second-step", data=passwords).location == "/en/me/second-step/app"
    page = client.get("/en/me/second-step/app").text
    assert "<svg" in page
    assert app_secret(db.session.get_one(StaffKey, person.account_id)) in re.sub(r"\s", "", page)
    shown = client.post("/en/me/second-step/app", data={"code": app_code(person, at)})
    assert shown.status_code == 200
    return re.findall(r"<code>(\w{4}-\w{4})</code>", shown.text)


def step(client: PageClient, person: Person, password: str, code: str, **more: str) -> Any:
    """Sign in with password and code."""
    given = {"email": person.account.email, "password": password, "code": code, **more}  # type: ignore[union-attr]
    return client.post("/en/sign-in/staff", data=given)


def test_a_secretary_goes_from_the_letter_to_the_network_and_back_in_with_the_app(
    app: Flask, client: PageClient, now: datetime
) -> None:
    person = make_person("secretariat")
    codes = set_up(client, person, now)
    assert len(set(codes)) == 10
    assert client.get("/en/network").status_code == 200
    assert "have just been set up" in newest_letter().body
    stored = " ".join(str(tuple(row)) for row in db.session.execute(sa.select(StaffKey.__table__)))
    assert PASSWORD not in stored
    assert not {code.replace("-", "") for code in codes} & set(
        db.session.scalars(sa.select(RecoveryCode.code_digest))
    )
    assert (
        client.post("/en/me/second-step/app", data={"code": "000000"}).status_code == 409
    )  # not shown again
    client.post("/en/sign-out")
    assert client.get("/en/network").location.startswith("/en/sign-in")
    with freeze(now + timedelta(minutes=5)) as _:
        later = now + timedelta(minutes=5)
        code = app_code(person, later)
        assert step(client, person, PASSWORD, code, next="/en/network").location == "/en/network"
        assert client.get("/en/network").status_code == 200
        # A code opens once, and each recovery code, too.
        other: Any = app.test_client()
        assert step(other, person, PASSWORD, code).status_code == 422
        assert step(other, person, PASSWORD, codes[3].lower()).status_code == 303
        assert "9 recovery codes are left" in other.get("/en/me").text
        assert step(app.test_client(), person, PASSWORD, codes[3]).status_code == 422  # type: ignore[arg-type]
    with freeze(now + timedelta(hours=12, minutes=5)):
        assert client.get("/en/network").location.startswith("/en/sign-in")  # twelve hours, and no more
    kinds = set(db.session.scalars(sa.select(AuditEntry.kind)))
    assert {"staff-key-set", "signed-in", "signed-in-strong", "recovery-code-used"} <= kinds


@pytest.mark.parametrize("has_app", [False, True])
def test_by_a_letter_alone_staff_take_part_and_are_asked_for_the_second_step(
    app: Flask, client: PageClient, now: datetime, has_app: bool
) -> None:
    consultation = make_consultation(read_audience="invited", contribute_audience="invited")
    person = make_person("facilitator", consultation)
    grant_role(person, "secretariat")
    if has_app:
        set_up(app.test_client(), person, now)  # type: ignore[arg-type]
    second = "/en/sign-in/staff" if has_app else "/en/me/second-step"
    assert by_letter(client, person).location == second
    page = f"/en/consultations/{consultation.public_id}"
    assert client.get(page).status_code == 200  # whoever leads it may take part in it
    asked = client.get(f"{page}/edit")
    assert asked.location == f"/en/sign-in/staff?next={page}/edit"
    assert client.get("/en/network").location == "/en/sign-in/staff?next=/en/network"
    assert client.post("/en/network/regions/new").status_code == 403
    assert "Go on as staff" in client.get(page).text
    if has_app:
        with freeze(now + timedelta(minutes=2)):
            code = app_code(person, now + timedelta(minutes=2))
            given = {"password": PASSWORD, "code": code, "next": "/en/network"}
            assert client.post("/en/sign-in/staff", data=given).location == "/en/network"
            assert client.get(f"{page}/edit").status_code == 200
    else:
        assert client.get(asked.location).location == f"/en/me/second-step?next={page}/edit"


@pytest.mark.parametrize("wrong", ["address", "password", "code", "old code", "closed"])
def test_what_is_wrong_is_not_told_and_five_tries_are_all(
    app: Flask, client: PageClient, now: datetime, wrong: str
) -> None:
    person = make_person("facilitator", None)
    set_up(app.test_client(), person, now)  # type: ignore[arg-type]
    later = now + timedelta(minutes=5)
    given = {"email": person.account.email, "password": PASSWORD, "code": app_code(person, later)}  # type: ignore[union-attr]
    wrongs = {
        "address": {"email": "nobody@nowhere.example"},
        "password": {"password": PASSWORD.title()},
        "code": {"code": "12345678"},
        "old code": {"code": app_code(person, later - timedelta(minutes=2))},
    }
    if wrong == "closed":
        person.account.disabled_at = now  # type: ignore[union-attr]
    tried = {**given, **wrongs.get(wrong, {})}
    with freeze(later):
        answers = [client.post("/en/sign-in/staff", data=tried) for _ in range(6)]
        assert [answer.status_code for answer in answers] == [422] * 5 + [429]
        assert "These do not fit together" in answers[0].text
        if wrong in ("password", "code", "old code"):
            assert client.post("/en/sign-in/staff", data=given).status_code == 429  # the right one, too
            # But a letter opens another way, so nobody shuts somebody else out.
            assert by_letter(client, person).location == "/en/sign-in/staff"
            assert client.post("/en/sign-in/staff", data=given).status_code == 303
    with freeze(later + timedelta(minutes=61)):
        forget_old_tries(later + timedelta(minutes=61))
        assert db.session.query(FailedTry).count() == 0


@pytest.mark.parametrize(
    ("password", "fits"),
    [
        ("brown kettles sing at noon", True),
        ("ماء وخبز وحرية للجميع", True),
        ("x7#pQ9!vL2mZ", True),
        ("short words", False),
        ("password1234", False),
        ("PasswordPassword", False),
        ("aaaaaaaaaaaaaaaa", False),
        ("lea@wells.example1", False),
        ("Lea-Ndiaye-2026", False),
        ("x" * 10 + "abcdefgh" * 40, False),
    ],
)
def test_a_password_is_long_and_not_the_first_that_one_would_try(password: str, fits: bool) -> None:
    if fits:
        assert check_password(password, "lea@wells.example", "Léa Ndiaye") == password
    else:
        with pytest.raises(InvalidInput):
            check_password(password, "lea@wells.example", "Lea Ndiaye")


def test_set_up_is_for_staff_with_an_address_and_says_what_does_not_fit(client: PageClient) -> None:
    client.sign_in(make_person("participant", make_consultation()))
    assert client.get("/en/me/second-step").status_code == 404
    person = make_person("facilitator", None)
    client.sign_in(person)
    for typed, says in (
        ({"password": PASSWORD, "again": "another one here"}, "not the same"),
        ({"password": "short", "again": "short"}, "At least 12"),
        ({}, "Please fill this in"),
    ):
        answer = client.post("/en/me/second-step", data=typed)
        assert answer.status_code == 422
        assert says in answer.text
        assert PASSWORD not in answer.text
    assert client.get("/en/me/second-step/app").status_code == 409
    client.post("/en/me/second-step", data={"password": PASSWORD, "again": PASSWORD})
    wrong = client.post("/en/me/second-step/app", data={"code": "000000"})
    assert "This code does not fit" in wrong.text
    assert step(client, person, PASSWORD, "000000").status_code == 422
    # What is not confirmed opens nothing, with the right code either.
    other = client.application.test_client()
    moment = client.application and db.session.get_one(StaffKey, person.account_id).created_at
    assert step(other, person, PASSWORD, app_code(person, moment)).status_code == 422  # type: ignore[arg-type]


def test_a_role_that_is_taken_away_and_a_session_that_is_ended_open_nothing_from_the_next_request(
    app: Flask, client: PageClient, now: datetime
) -> None:
    person = make_person("secretariat")
    set_up(client, person, now)
    other: Any = app.test_client()
    later = now + timedelta(minutes=5)
    with freeze(later):
        by_letter(other, person)
        page = client.get("/en/me/sessions").text
        named = re.findall(r'name="session" value="(\w+)"', page)
        assert len(named) == 1  # the other one: the present one has no button
        assert client.post("/en/me/sessions/end", data={"session": named[0]}).status_code == 303
        assert other.get("/en/me").status_code == 302
        assert client.post("/en/me/sessions/end", data={"session": named[0]}).status_code == 404
        foreign: Any = app.test_client()
        foreign.sign_in(make_person())
        mine = db.session.query(SignInSession).filter_by(account_id=person.account_id, ended_at=None).one()
        assert foreign.post("/en/me/sessions/end", data={"session": mine.public_id}).status_code == 404
        cookie = client.get_cookie("consult")
        db.session.execute(sa.text("UPDATE role_grants SET ended_at = '2026-03-10 12:00:00'"))
        assert client.get("/en/network").status_code == 403
        client.post("/en/sign-out")
        client.set_cookie("consult", cookie.value)  # type: ignore[union-attr]
        assert client.get("/en/me").status_code == 302  # a copied cookie is worth nothing after signing out
    assert forget_old_sessions(later + timedelta(days=30)) >= 3


def test_a_lost_factor_is_reset_by_another_secretary_or_set_up_anew_by_oneself(
    app: Flask, client: PageClient, now: datetime
) -> None:
    person, helper = make_person("secretariat"), make_person("secretariat")
    set_up(client, person, now)
    secretary: Any = app.test_client()
    secretary.sign_in(helper, is_strong=True)
    path = f"/en/network/people/{person.public_id}"
    assert "Let them set up password and app anew" in secretary.get(path).text
    assert client.post(f"{path}/second-step").status_code == 409  # not one's own
    assert secretary.post(f"{path}/second-step").status_code == 303
    assert secretary.post(f"{path}/second-step").status_code == 409
    assert client.get("/en/me").status_code == 302
    db.session.execute(sa.delete(Letter))
    with freeze(now + timedelta(hours=1)):
        later = now + timedelta(hours=1)
        codes = set_up(client, person, later)
        wrong = client.post("/en/me/second-step/anew", data={"password": "x", "code": codes[0]})
        assert wrong.status_code == 422
        anew = client.post("/en/me/second-step/anew", data={"password": PASSWORD, "code": codes[0]})
        assert anew.location == "/en/me/second-step"
        assert client.get("/en/network").location.startswith("/en/sign-in/staff")
        assert db.session.query(RecoveryCode).count() == db.session.query(StaffKey).count() == 0


def test_a_device_that_is_not_ones_own_is_signed_out_after_an_hour(client: PageClient, now: datetime) -> None:
    person = make_person()
    ask(client, person.account.email)  # type: ignore[union-attr]
    client.post(link_in(newest_letter()), data={"shared": "y"})
    assert " data-shared-device" in client.get("/en/me").text
    with freeze(now + timedelta(minutes=61)):
        assert client.get("/en/me").status_code == 302


@pytest.mark.parametrize(
    ("header", "device"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156.0 Safari/537.36", "Chrome, Linux"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 20_0 like Mac OS X) Version/20.0 Safari/604.1",
            "Safari, iPhone",
        ),
        ("curl/8", ""),
        ("", ""),
    ],
)
def test_a_device_is_named_coarsely(header: str, device: str) -> None:
    assert device_of(header) == device
