"""Who counts as a member, what the header offers whom, and pages whose cost does not grow with their rows."""

import re
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask, session

from consult.core.clock import freeze
from consult.core.database import db
from consult.core.logs import log_audit
from consult.people.identity import actor_of, identify, start_session
from consult.people.models import Person, WorkingGroup, WorkingGroupMember
from consult.rules.permissions import Grant, Role, Scope
from tests.factories import (
    grant_role,
    keep,
    make_consultation,
    make_network,
    make_organisation,
    make_person,
    make_region,
)
from tests.page import PageClient


@pytest.mark.parametrize(
    ("status", "is_confirmed", "is_member"),
    [
        ("confirmed", True, True),
        # One that they chose alone, or that nobody has confirmed, opens no door.
        ("confirmed", False, False),
        ("proposed", True, False),
        ("proposed", False, False),
        (None, True, False),
    ],
)
def test_a_member_belongs_to_a_confirmed_organisation(
    app: Flask, status: str | None, is_confirmed: bool, is_member: bool
) -> None:
    organisation = make_organisation(status=status) if status else None
    person = make_person(organisation=organisation, organisation_is_confirmed=is_confirmed)
    assert actor_of(person).is_member is is_member


@pytest.mark.parametrize(
    ("after", "holds"),
    [(timedelta(seconds=-1), True), (timedelta(0), False), (timedelta(seconds=1), False)],
)
def test_a_role_holds_to_the_second_in_which_it_ends(
    app: Flask, now: datetime, after: timedelta, holds: bool
) -> None:
    consultation = make_consultation()
    person = make_person()
    grant_role(person, "facilitator", consultation).ended_at = now
    grant_role(person, "participant", consultation)
    lasting = Grant(Role.PARTICIPANT, Scope.CONSULTATION, consultation.id)
    ending = Grant(Role.FACILITATOR, Scope.CONSULTATION, consultation.id)
    db.session.flush()
    with freeze(now + after):
        assert actor_of(person).grants == ({lasting, ending} if holds else {lasting})


def test_a_request_knows_the_same_of_a_person_as_the_rest_of_the_site(app: Flask) -> None:
    person = make_person("facilitator", organisation=make_organisation())
    grant_role(person, "working-group-member", make_consultation().narrative)
    db.session.commit()
    with app.test_request_context("/en/", method="POST"):
        start_session(person.account)
        db.session.commit()
        found = identify()
        assert found.person.id == person.id
        assert found.actor == actor_of(person)
        session["epoch"] = "another"
        assert identify().person is None


@pytest.mark.parametrize(
    ("role", "links"),
    [
        ("secretariat", ["/en/me/contributions", "/en/me", "/en/network"]),
        ("facilitator", ["/en/me/contributions", "/en/me"]),
        (None, ["/en/me/contributions", "/en/me"]),
    ],
)
def test_the_header_offers_what_one_may_open(client: PageClient, role: str | None, links: list[str]) -> None:
    make_network()
    client.sign_in(make_person(role))
    page = client.get("/en/").text
    header = page.split("<main", 1)[0]
    for link in ("/en/me/contributions", "/en/me", "/en/network"):
        assert (f'href="{link}"' in header) is (link in links)
    for link in links:
        assert client.get(link).status_code == 200


@pytest.mark.parametrize(
    ("path", "back"),
    [
        # After signing in one comes back to the page, with its question; not to the pages of signing in.
        ("/en/narratives/none", "?next=/en/narratives/none"),
        ("/en/narratives/none?a=1&b=2", "?next=/en/narratives/none?a%3D1%26b%3D2"),
        ("/en/", ""),
        ("/en/sign-in/link/x", ""),
    ],
)
def test_the_link_to_sign_in_remembers_the_page(client: PageClient, path: str, back: str) -> None:
    make_network()
    found = re.findall(r'href="(/en/sign-in(?:\?[^"]*)?)"', client.get(path).text.split("<main", 1)[0])
    assert found
    assert {link.replace("&amp;", "&") for link in found} == {f"/en/sign-in{back}"}


def _grow(count: int) -> None:
    """Add people of different organisations, regions and groups, with entries of the log about them."""
    group = keep(WorkingGroup(name=f"Group {count}"))
    for _ in range(count):
        organisation = make_organisation(region=make_region())
        person = make_person("participant", make_consultation(), organisation=organisation)
        keep(WorkingGroupMember(working_group_id=group.id, person_id=person.id))
        log_audit("person-added", actor_id=person.id, subject="persons", subject_id=person.id)


@pytest.mark.parametrize(
    "page",
    [
        "network",
        "network/organisations",
        "network/people",
        "network/working-groups",
        "working-groups",
        "network/regions",
        "network/log",
    ],
)
def test_a_list_asks_the_database_as_often_for_twenty_as_for_two(
    app: Flask, client: PageClient, page: str
) -> None:
    make_network()
    client.sign_in(make_person("secretariat"))
    asked: list[int] = []
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        statements.append(statement)

    for more in (2, 20):
        _grow(more)
        db.session.commit()
        statements.clear()
        sa.event.listen(db.engine, "before_cursor_execute", note)
        try:
            assert client.get(f"/en/{page}").status_code == 200
        finally:
            sa.event.remove(db.engine, "before_cursor_execute", note)
        asked.append(sum(statement.startswith("SELECT") for statement in statements))
    assert asked[-1] == asked[-2]
    assert 0 < asked[-1] < 12


def test_the_log_names_people_by_their_present_names_and_acts_in_words(client: PageClient) -> None:
    make_network()
    secretary = make_person("secretariat", display_name="Zoe")
    client.sign_in(secretary)
    person = make_person(display_name="Before")
    path = f"/en/network/people/{person.public_id}"
    client.post(f"{path}/roles", data={"role": "facilitator", "scope": "network"})
    client.post(path, data={"display_name": "After <b>"})
    page = client.get("/en/network/log").text
    assert "Role given" in page
    assert "Facilitator" in page
    assert "After &lt;b&gt;" in page
    assert "Before" not in page
    assert db.session.query(Person).count() == 2


def test_the_log_shows_the_newest_two_hundred_first(client: PageClient) -> None:
    make_network()
    client.sign_in(make_person("secretariat"))
    for number in range(203):
        log_audit("signed-in", actor_id=None, subject="accounts", subject_id=number, value=f"entry-{number}.")
    page = client.get("/en/network/log").text
    assert page.count("<tr>") == 201
    assert page.index("entry-202.") < page.index("entry-201.")
    assert "entry-3." in page
    assert "entry-2." not in page
    assert "The site itself" in page
