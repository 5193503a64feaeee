"""Roles, mandates and accounts: given and ended by the secretariat, in force from the next request, written down."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.core.clock import freeze, now
from consult.core.database import db
from consult.core.errors import InvalidInput, WrongState
from consult.core.logs import AuditEntry, chain_hash
from consult.people import roles
from consult.people.models import Mandate, Person, RoleGrant
from consult.rules.permissions import Role, Scope
from tests.factories import make_consultation, make_narrative, make_network, make_organisation, make_person
from tests.page import PageClient


@pytest.fixture
def secretary(client: PageClient) -> Person:
    """The secretariat's person, signed in with the client."""
    make_network()
    person = make_person("secretariat", display_name="Léa")
    client.sign_in(person)
    return person


def path_of(person: Person) -> str:
    """Return the page of a person."""
    return f"/en/network/people/{person.public_id}"


def test_a_role_holds_from_the_next_request_and_ends_with_the_next(
    app: Flask, client: PageClient, secretary: Person
) -> None:
    person = make_person()
    other = app.test_client().sign_in(person)  # type: ignore[attr-defined]
    assert other.get("/en/network").status_code == 403
    role = {"role": "secretariat", "scope": "network"}
    assert client.post(f"{path_of(person)}/roles", data=role).status_code == 303
    assert other.get("/en/network").status_code == 200
    assert client.post(f"{path_of(person)}/roles/end", data=role).status_code == 303
    assert other.get("/en/network").status_code == 403


def test_a_role_is_given_for_one_narrative_or_consultation(client: PageClient, secretary: Person) -> None:
    narrative, consultation, person = make_narrative(), make_consultation(), make_person()
    for role, scope in (
        ("working-group-member", f"narrative:{narrative.slug}"),
        ("facilitator", f"consultation:{consultation.public_id}"),
    ):
        answer = client.post(f"{path_of(person)}/roles", data={"role": role, "scope": scope})
        assert answer.status_code == 303
    grants = db.session.scalars(
        sa.select(RoleGrant).where(RoleGrant.person_id == person.id).order_by(RoleGrant.id)
    )
    assert [(grant.role, grant.scope, grant.scope_id, grant.given_by_id) for grant in grants] == [
        ("working-group-member", "narrative", narrative.id, secretary.id),
        ("facilitator", "consultation", consultation.id, secretary.id),
    ]
    page = client.get(path_of(person)).text
    assert f"Narrative: {narrative.title}</bdi>" in page
    assert f"Consultation: {consultation.title}</bdi>" in page
    assert page.count("End this role") == 2


def test_a_role_that_is_given_twice_stands_once(client: PageClient, secretary: Person) -> None:
    person = make_person()
    for _ in range(2):
        client.post(f"{path_of(person)}/roles", data={"role": "facilitator", "scope": "network"})
    assert db.session.query(RoleGrant).filter_by(person_id=person.id).count() == 1


@pytest.mark.parametrize(
    ("role", "scope"),
    [
        ("secretariat", "narrative"),
        ("participant", "network"),
        ("king", "network"),
        ("facilitator", "narrative:nothing"),
        ("", ""),
    ],
)
def test_a_role_that_cannot_reach_there_is_refused(
    client: PageClient, secretary: Person, role: str, scope: str
) -> None:
    narrative, person = make_narrative(), make_person()
    named = f"narrative:{narrative.slug}" if scope == "narrative" else scope
    answer = client.post(f"{path_of(person)}/roles", data={"role": role, "scope": named})
    assert answer.status_code == 422
    assert "error-summary" in answer.text
    assert db.session.query(RoleGrant).filter_by(person_id=person.id).count() == 0


@pytest.mark.parametrize(
    "data",
    [
        {"role": "facilitator", "scope": "network"},
        {"role": "king", "scope": "network"},
        {"role": "facilitator", "scope": "nowhere"},
        {},
    ],
)
def test_a_role_that_nobody_has_cannot_end(
    client: PageClient, secretary: Person, data: dict[str, str]
) -> None:
    assert client.post(f"{path_of(make_person())}/roles/end", data=data).status_code == 404


def test_the_last_of_the_secretariat_stays(client: PageClient, secretary: Person) -> None:
    role = {"role": "secretariat", "scope": "network"}
    answer = client.post(f"{path_of(secretary)}/roles/end", data=role)
    assert answer.status_code == 409
    assert "last person of the secretariat" in answer.text
    client.post(f"{path_of(make_person())}/roles", data=role)
    assert client.post(f"{path_of(secretary)}/roles/end", data=role).status_code == 303


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("scope", list(Scope))
def test_each_role_reaches_where_the_table_says(app: Flask, role: Role, scope: Scope) -> None:
    actor, person = make_person("secretariat"), make_person()
    reach = (scope, None if scope is Scope.NETWORK else 7)
    if scope in roles.REACHES[role]:
        assert roles.give_role(person, role, reach, actor=actor, at=now()).scope == scope
    else:
        with pytest.raises(InvalidInput):
            roles.give_role(person, role, reach, actor=actor, at=now())


def test_a_mandate_is_given_until_the_end_of_a_day_and_ends(client: PageClient, secretary: Person) -> None:
    organisation, person = make_organisation(), make_person()
    data = {"speaks_for": organisation.public_id, "until": "2026-03-31"}
    assert client.post(f"{path_of(person)}/mandates", data=data).status_code == 303
    mandate = db.session.query(Mandate).one()
    assert mandate.valid_until == datetime(2026, 4, 1, tzinfo=UTC)
    assert mandate.given_by_id == secretary.id
    assert f"given by {secretary.display_name}" in client.get(path_of(person)).text
    assert organisation.name in client.get(path_of(person)).text
    end = {"organisation": organisation.public_id}
    assert client.post(f"{path_of(person)}/mandates/end", data=end).status_code == 303
    db.session.expire_all()
    assert not mandate.is_valid(now())
    assert mandate.is_valid(now() - timedelta(seconds=0)) is False
    assert client.post(f"{path_of(person)}/mandates/end", data=end).status_code == 404


@pytest.mark.parametrize(
    ("until", "says"), [("2026-03-09", "This day has passed."), ("tomorrow", "Not a valid date")]
)
def test_a_mandate_for_a_wrong_day_is_refused(
    client: PageClient, secretary: Person, until: str, says: str
) -> None:
    data = {"speaks_for": make_organisation().public_id, "until": until}
    answer = client.post(f"{path_of(make_person())}/mandates", data=data)
    assert answer.status_code == 422
    assert says in answer.text
    assert db.session.query(Mandate).count() == 0


def test_a_mandate_that_holds_is_not_given_again(app: Flask, secretary: Person) -> None:
    person = make_person(mandate=True)
    with pytest.raises(WrongState):
        roles.give_mandate(person, person.organisation, None, actor=secretary, at=now())


def test_a_closed_account_is_out_at_the_next_request(
    app: Flask, client: PageClient, secretary: Person
) -> None:
    person = make_person()
    other = app.test_client().sign_in(person)  # type: ignore[attr-defined]
    assert other.get("/en/me").status_code == 200
    assert client.post(f"{path_of(person)}/account").status_code == 303
    assert other.get("/en/me").status_code == 302
    assert "account closed" in client.get(path_of(person)).text
    assert client.post(f"{path_of(person)}/account", data={"open": "1"}).status_code == 303
    assert other.get("/en/me").status_code == 302
    db.session.expire_all()
    assert other.sign_in(person).get("/en/me").status_code == 200


def test_nobody_closes_their_own_account(client: PageClient, secretary: Person) -> None:
    assert client.post(f"{path_of(secretary)}/account").status_code == 409
    assert client.get("/en/me").status_code == 200


def test_every_act_of_power_is_logged_in_a_chain_without_names(client: PageClient, secretary: Person) -> None:
    organisation, person = make_organisation(name="Bakers"), make_person(display_name="Ana")
    role = {"role": "facilitator", "scope": "network"}
    client.post(f"{path_of(person)}/roles", data=role)
    client.post(f"{path_of(person)}/roles/end", data=role)
    client.post(f"{path_of(person)}/mandates", data={"speaks_for": organisation.public_id})
    client.post(f"{path_of(person)}/mandates/end", data={"organisation": organisation.public_id})
    client.post(f"{path_of(person)}/account")
    entries = list(db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id)))
    assert [entry.kind for entry in entries] == [
        "role-given",
        "role-ended",
        "mandate-given",
        "mandate-ended",
        "sessions-ended",
        "account-closed",
    ]
    assert entries[0].value == "facilitator:network"
    chain = ""
    for entry in entries:
        fields = (
            entry.at.isoformat(),
            entry.kind,
            entry.actor_id,
            entry.subject,
            entry.subject_id,
            entry.value,
        )
        chain = chain_hash(chain, fields)
        assert entry.chain == chain
    page = client.get("/en/network/log").text
    assert "Role given" in page
    assert "Ana" in page


def test_a_role_with_an_end_in_the_future_ends_by_itself(app: Flask, client: PageClient) -> None:
    make_network()
    person = make_person("secretariat")
    db.session.query(RoleGrant).one().ended_at = now() + timedelta(hours=1)
    client.sign_in(person)
    assert client.get("/en/network").status_code == 200
    with freeze(now() + timedelta(hours=1)):
        assert client.get("/en/network").status_code == 403
