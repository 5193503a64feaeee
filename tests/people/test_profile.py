"""One's own profile: changed by oneself, and no way into the network by choosing an organisation."""

import pytest
from flask import Flask

from consult.core.database import db
from consult.people.identity import actor_of
from consult.people.models import Person
from tests.factories import make_network, make_organisation, make_person, make_region
from tests.page import PageClient

PROFILE = {"display_name": "Ana", "languages": ["es"], "region": "africa", "organisation": "", "locale": "en"}


@pytest.fixture
def person(client: PageClient) -> Person:
    """Somebody who is signed in with the client and belongs to nothing."""
    make_network()
    make_region("africa")
    person = make_person()
    client.sign_in(person)
    return person


def test_the_profile_is_changed(client: PageClient, person: Person) -> None:
    data = {**PROFILE, "more_language": "qu", "locale": "ar"}
    answer = client.post("/en/me", data=data)
    assert (answer.status_code, answer.location) == (303, "/ar/me")
    db.session.expire_all()
    assert (person.display_name, person.languages, person.region.code) == ("Ana", ["es", "qu"], "africa")
    assert person.account.locale == "ar"
    assert "Quechua" in client.get("/en/me").text or "Runasimi" in client.get("/en/me").text


def test_choosing_an_organisation_makes_nobody_a_member(client: PageClient, person: Person) -> None:
    organisation = make_organisation()
    assert client.post("/en/me", data={**PROFILE, "organisation": organisation.public_id}).status_code == 303
    db.session.expire_all()
    assert person.organisation == organisation
    assert not person.organisation_is_confirmed
    assert not actor_of(person).is_member


def test_an_organisation_under_a_mandate_is_confirmed(client: PageClient, person: Person) -> None:
    member = make_person(mandate=True)
    own = member.organisation
    member.organisation = None
    client.sign_in(member)
    assert own.name in client.get("/en/me").text
    client.post("/en/me", data={**PROFILE, "organisation": own.public_id})
    db.session.expire_all()
    assert actor_of(member).is_member


def test_saving_the_profile_leaves_a_confirmed_organisation_confirmed(app: Flask, client: PageClient) -> None:
    make_network()
    make_region("africa")
    for status in ("confirmed", "proposed"):
        member = make_person(organisation=make_organisation(status=status))
        client.sign_in(member)
        data = {**PROFILE, "organisation": member.organisation.public_id}
        assert client.post("/en/me", data=data).status_code == 303
        db.session.expire_all()
        assert member.organisation_is_confirmed
        assert actor_of(member).is_member == (status == "confirmed")


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"display_name": ""}, "Please fill this in."),
        ({"display_name": "\u202e\u2066 "}, "Please fill this in."),
        ({"display_name": "a" * 121}, "too long"),
        ({"region": "atlantis"}, "Not a valid choice"),
        ({"organisation": "nothing"}, "Not a valid choice"),
        ({"locale": "tlh"}, "Not a valid choice"),
        ({"languages": ["tlh"]}, "not a valid choice"),
    ],
)
def test_a_wrong_profile_comes_back_with_what_was_typed(
    client: PageClient, person: Person, wrong: dict[str, object], says: str
) -> None:
    before = person.display_name
    answer = client.post("/en/me", data={**PROFILE, **wrong})
    assert answer.status_code == 422
    assert says in answer.text
    if "display_name" not in wrong:
        assert 'value="Ana"' in answer.text
    db.session.expire_all()
    assert person.display_name == before


def test_a_proposed_organisation_is_not_offered(client: PageClient, person: Person) -> None:
    proposed = make_organisation(status="proposed", name="Not yet")
    assert "Not yet" not in client.get("/en/me").text
    answer = client.post("/en/me", data={**PROFILE, "organisation": proposed.public_id})
    assert answer.status_code == 422


def test_further_fields_change_nothing(client: PageClient, person: Person) -> None:
    epoch, public_id = person.account.session_epoch, person.public_id
    extra = {"account_id": "1", "role": "secretariat", "organisation_is_confirmed": "y", "public_id": "x"}
    client.post(
        "/en/me", data={**PROFILE, **extra, "persona_note": "x", "session_epoch": "x", "email": "x@y.example"}
    )
    db.session.expire_all()
    assert (person.account.session_epoch, person.public_id, person.persona_note) == (epoch, public_id, None)
    assert not actor_of(person).grants


def test_after_the_profile_one_goes_on_to_where_one_was_going(client: PageClient, person: Person) -> None:
    assert 'value="/en/join/x"' in client.get("/en/me?next=/en/join/x").text
    assert client.post("/en/me", data={**PROFILE, "next": "/en/join/x"}).location == "/en/join/x"
    assert client.post("/en/me", data={**PROFILE, "next": "//evil.example"}).location == "/en/me"


def test_a_profile_is_for_those_who_are_signed_in(app: Flask) -> None:
    nobody = app.test_client()
    assert nobody.get("/en/me").location == "/en/sign-in?next=/en/me"
    assert nobody.post("/en/me", data=PROFILE).status_code == 403
