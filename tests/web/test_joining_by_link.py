"""Joining by the link and its QR code: what its page says to whom, who prints it, floods, and what is written down."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.consultations import joining
from consult.consultations.joining import admits, end_participation, join_as_guest, join_consultation
from consult.consultations.models import Consultation
from consult.core.clock import freeze
from consult.core.database import db
from consult.core.errors import NotFound, TooMany, WrongState
from consult.core.logs import AuditEntry, Event
from consult.people.guests import GuestFacts
from consult.people.models import Account, Person, RoleGrant
from tests.factories import grant_role, make_consultation, make_network, make_person, make_region
from tests.page import PageClient

BY_LINK = {"read_audience": "link", "contribute_audience": "link"}
WREN = GuestFacts("Wren", "en")
NAME_FIELD, BUTTON, ALREADY = 'name="name"', "Take part", "You take part already"
ENDED = "The link ended with it."


@pytest.fixture
def by_link(app: Flask) -> Consultation:
    make_network()
    return make_consultation(**BY_LINK, title="Under the tree", introduction="*Speak* freely.")


@pytest.mark.parametrize(
    ("who", "state", "shown", "absent"),
    [
        ("nobody", "open", (NAME_FIELD, "/en/sign-in?next=/en/join/", "/en/return?next="), (ALREADY, ENDED)),
        ("nobody", "announced", (NAME_FIELD,), (ALREADY, ENDED)),  # one may join before the opening
        ("nobody", "closed", (ENDED,), (NAME_FIELD, ALREADY)),
        ("somebody", "open", (BUTTON,), (NAME_FIELD, ALREADY, ENDED)),
        ("somebody", "closed", (ENDED,), (NAME_FIELD, ALREADY)),
        ("participant", "open", (ALREADY,), (NAME_FIELD, ENDED)),
        ("participant", "closed", (ALREADY,), (NAME_FIELD, ENDED)),
        ("elsewhere", "open", (BUTTON,), (NAME_FIELD, ALREADY)),  # a part in another one is none here
    ],
)
def test_the_page_of_the_link_says_to_each_what_they_can_do(
    client: PageClient, by_link: Consultation, who: str, state: str, shown: Any, absent: Any
) -> None:
    one = make_consultation(**BY_LINK, state=state, introduction="*Speak* freely.")
    if who != "nobody":
        person = make_person()
        if who != "somebody":
            grant_role(person, "participant", one if who == "participant" else by_link)
        client.sign_in(person)
    page = client.get(f"/en/join/{one.join_key}").text
    main = page.split("<main", 1)[1].split("</main", 1)[0]
    assert "<em>Speak</em> freely." in main
    for words in shown:
        assert words in main, words
    for words in absent:
        assert words not in main, words


def test_what_a_guest_typed_comes_back_and_nothing_is_kept_of_a_refusal(
    client: PageClient, by_link: Consultation
) -> None:
    make_region("africa")
    path = f"/en/join/{by_link.join_key}/guest"
    for typed, status in (
        ({"name": "", "organisation": "River Keepers"}, 422),
        ({"name": "n" * 121, "organisation": "River Keepers"}, 422),
        ({"name": "Wren", "organisation": "River Keepers", "region": "atlantis"}, 422),
        ({"name": "Wren", "organisation": "o" * 201, "region": "africa"}, 422),
    ):
        answer = client.post(path, data={**typed, "shared": "y"})
        assert answer.status_code == status
        assert "error-summary" in answer.text
        assert f'value="{typed["organisation"]}"' in answer.text
        assert "checked" in answer.text
    db.session.rollback()
    assert db.session.query(Account).count() == db.session.query(RoleGrant).count() == 0
    assert client.post(path, data={"name": "n" * 120, "region": "africa"}).status_code == 303
    assert client.post("/en/join/none/guest", data={"name": "Wren"}).status_code == 404


def test_a_guest_is_told_their_code_in_the_language_of_the_page_and_led_to_the_consultation(
    client: PageClient, by_link: Consultation, now: datetime
) -> None:
    answer = client.post(f"/ar/join/{by_link.join_key}/guest", data={"name": "رن", "shared": "y"})
    assert answer.location == "/ar/me/return-code"
    assert " data-shared-device" in client.get("/ar/me/return-code").text
    guest = db.session.query(Person).one()
    assert (guest.languages, guest.account.locale) == (["ar"], "ar")  # type: ignore[union-attr]
    assert client.post("/ar/me/return-code").location == f"/ar/consultations/{by_link.public_id}"
    with freeze(now + timedelta(hours=1)):
        assert client.get("/ar/me").status_code == 302


def test_joining_is_written_down_once_with_ids_only(by_link: Consultation, now: datetime) -> None:
    person = make_person()
    guest, _code = join_as_guest(by_link, WREN, at=now)
    assert join_consultation(by_link, person, at=now)
    assert not join_consultation(by_link, person, at=now)
    events = db.session.scalars(sa.select(Event).where(Event.kind == "consultation-joined")).all()
    assert [row.actor_id for row in events] == [guest.id, person.id]
    grants = db.session.scalars(sa.select(RoleGrant).order_by(RoleGrant.id)).all()
    assert [(row.person_id, row.scope, row.scope_id, row.given_by_id) for row in grants] == [
        (one.id, "consultation", by_link.id, None) for one in (guest, person)
    ]
    audit = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.kind == "role-granted")).all()
    assert [(row.actor_id, row.subject_id, row.value) for row in audit] == [
        (one.person_id, one.id, "participant") for one in grants
    ]


@pytest.mark.parametrize("before_closing", [True, False])
def test_the_link_ends_at_the_moment_of_the_closing(by_link: Consultation, before_closing: bool) -> None:
    at = by_link.closes_at - timedelta(microseconds=1 if before_closing else 0)
    assert admits(by_link, at) is before_closing
    if before_closing:
        assert join_as_guest(by_link, WREN, at=at)
        assert join_consultation(by_link, make_person(), at=at)
        return
    for verb in (
        lambda: join_as_guest(by_link, WREN, at=at),
        lambda: join_consultation(by_link, make_person(), at=at),
    ):
        with pytest.raises(WrongState) as refused:
            verb()
        assert ENDED in str(refused.value.message)
    assert db.session.query(RoleGrant).count() == 0


@pytest.mark.parametrize("audience", ["public", "members", "invited"])
def test_no_guest_joins_what_is_not_joined_by_link(app: Flask, now: datetime, audience: str) -> None:
    one = make_consultation(contribute_audience=audience)
    with pytest.raises(NotFound):
        join_as_guest(one, WREN, at=now)
    assert admits(one, now) is (audience == "public")
    assert db.session.query(Person).count() == 0


def test_a_flood_is_of_one_consultation_and_of_those_who_came_by_themselves(
    by_link: Consultation, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(joining, "MOST_GUESTS_AN_HOUR", 2)
    other = make_consultation(**BY_LINK)
    grant_role(make_person(), "participant", by_link).given_by_id = make_person().id  # invited: not counted
    first, _code = join_as_guest(by_link, WREN, at=now)
    join_as_guest(by_link, WREN, at=now + timedelta(minutes=30))
    assert join_as_guest(other, WREN, at=now + timedelta(minutes=30))
    for after in (timedelta(minutes=30), timedelta(hours=1) - timedelta(microseconds=1)):
        with pytest.raises(TooMany) as refused:
            join_as_guest(by_link, WREN, at=now + after)
        assert (refused.value.status, "in an hour" in str(refused.value.message)) == (429, True)
    assert join_consultation(by_link, make_person(), at=now + timedelta(minutes=40))  # who has an address may
    assert first.account


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("facilitator", 200),
        ("secretariat", 200),
        ("participant", 403),
        ("facilitator elsewhere", 404),  # what one may not know of is not there
        ("nobody", 404),
    ],
)
def test_the_page_to_print_is_for_those_who_lead(
    client: PageClient, by_link: Consultation, who: str, status: int
) -> None:
    scopes = {"facilitator": by_link, "participant": by_link, "secretariat": None}
    if who in scopes:
        client.sign_in(make_person(who, scopes[who]), is_strong=True)
    elif who != "nobody":
        client.sign_in(make_person("facilitator", make_consultation()), is_strong=True)
    answer = client.get(f"/en/consultations/{by_link.public_id}/invite/poster")
    assert answer.status_code == status
    assert (by_link.join_key in answer.text) is (status == 200)


def test_the_page_to_print_names_the_link_of_now_in_the_language_of_the_page(
    client: PageClient, by_link: Consultation
) -> None:
    client.sign_in(make_person("facilitator", by_link))
    path = f"consultations/{by_link.public_id}/invite"
    old = by_link.join_key
    page = client.get(f"/ar/{path}/poster").text
    assert f"http://127.0.0.1:8000/ar/join/{old}" in page
    assert "Under the tree" in page
    client.post(f"/en/{path}/new-link")
    page = client.get(f"/en/{path}/poster").text
    assert old not in page
    db.session.refresh(by_link)
    assert f"http://127.0.0.1:8000/en/join/{by_link.join_key}" in page
    renewed = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.kind == "join-link-renewed")).one()
    assert (renewed.subject_id, renewed.value) == (by_link.id, None)


def test_somebody_whose_part_ended_may_join_again_by_the_link(by_link: Consultation, now: datetime) -> None:
    person, leads = make_person(), make_person("facilitator", by_link)
    join_consultation(by_link, person, at=now)
    end_participation(by_link, person, actor=leads, at=now)
    assert join_consultation(by_link, person, at=now)
    ended = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.kind == "role-ended")).one()
    assert (ended.actor_id, ended.subject, ended.value) == (leads.id, "role_grants", "participant")
