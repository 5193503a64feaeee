"""The page of one person: what it shows in each state, what comes back, and that saving loses nothing."""

import re
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.core.clock import freeze
from consult.core.database import db
from consult.people.models import Mandate, Person
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


@pytest.fixture
def secretary(client: PageClient) -> Person:
    """The secretariat's person, signed in with the client."""
    make_network()
    make_region("africa", names={"en": "Africa", "ar": "أفريقيا"})
    person = make_person("secretariat", display_name="Zoe")
    client.sign_in(person)
    return person


def _path(person: Person, more: str = "") -> str:
    return f"/en/network/people/{person.public_id}{more}"


def _chosen(page: str, field: str) -> str:
    """Return the value of a select that a browser would send."""
    select = page.split(f'name="{field}"', 1)[1].split("</select>", 1)[0]
    found = re.search(r'<option selected value="([^"]*)"', select)
    return found.group(1) if found else re.findall(r'<option value="([^"]*)"', select)[0]


def test_saving_what_the_page_shows_changes_nothing(client: PageClient, secretary: Person) -> None:
    """An organisation that is only proposed, and a language that is not the network's, stay too."""
    proposed = make_organisation(status="proposed", name="Not yet", region=make_region("africa"))
    person = make_person(organisation=proposed, languages=["sw", "en"], organisation_is_confirmed=False)
    page = client.get(_path(person)).text
    data = {
        "display_name": person.display_name,
        "region": _chosen(page, "region"),
        "organisation": _chosen(page, "organisation"),
        "languages": re.findall(r'<input checked[^>]* value="([a-z]+)"', page),
    }
    assert client.post(_path(person), data=data).status_code == 303
    db.session.expire_all()
    assert (person.organisation, person.region.code) == (proposed, "africa")  # type: ignore[union-attr]
    assert (sorted(person.languages), person.organisation_is_confirmed) == (["en", "sw"], False)


def test_another_proposed_organisation_is_not_offered(client: PageClient, secretary: Person) -> None:
    other = make_organisation(status="proposed", name="Not this one")
    person = make_person(organisation=make_organisation(status="proposed", name="Not yet"))
    page = client.get(_path(person)).text
    assert "Not yet</option>" in page
    assert "Not this one" not in page
    answer = client.post(_path(person), data={"display_name": "Ana", "organisation": other.public_id})
    assert (answer.status_code, "Not a valid choice" in answer.text) == (422, True)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"display_name": ""}, "Please fill this in."),
        ({"display_name": "a" * 121}, "too long"),
        ({"region": "atlantis"}, "Not a valid choice"),
        ({"organisation": "nothing"}, "Not a valid choice"),
        ({"languages": ["tlh"]}, "not a valid choice"),
    ],
)
def test_a_wrong_change_comes_back_and_is_not_made(
    client: PageClient, secretary: Person, wrong: dict[str, object], says: str
) -> None:
    person = make_person(display_name="Before", region=make_region("africa"))
    answer = client.post(_path(person), data={"display_name": "After", "region": "", **wrong})
    assert (answer.status_code, says in answer.text) == (422, True)
    if "display_name" not in wrong:
        assert 'value="After"' in answer.text
    db.session.expire_all()
    assert (person.display_name, person.region.code) == ("Before", "africa")  # type: ignore[union-attr]


def test_a_person_without_an_account_has_no_switch_for_it(client: PageClient, secretary: Person) -> None:
    person = make_person(account=None, display_name="Paper Only")
    page = client.get(_path(person))
    assert page.status_code == 200
    assert "Close the account" not in page.text
    for data in ({}, {"open": "1"}):
        assert client.post(_path(person, "/account"), data=data).status_code == 404


def test_a_closed_account_is_shown_as_closed_and_can_be_opened(client: PageClient, secretary: Person) -> None:
    person = make_person()
    assert "Close the account" in client.get(_path(person)).text
    client.post(_path(person, "/account"))
    page = client.get(_path(person)).text
    assert "account closed" in page
    assert "Open the account again" in page
    assert "Close the account" not in page
    client.post(_path(person, "/account"), data={"open": "1"})
    assert "account closed" not in client.get(_path(person)).text


def test_closing_twice_keeps_the_first_moment_and_opening_twice_does_no_harm(
    client: PageClient, secretary: Person, now: datetime
) -> None:
    person = make_person()
    client.post(_path(person, "/account"))
    with freeze(now + timedelta(days=1)):
        assert client.post(_path(person, "/account")).status_code == 303
    db.session.expire_all()
    assert person.account.disabled_at == now  # type: ignore[union-attr]
    for _ in range(2):
        assert client.post(_path(person, "/account"), data={"open": "1"}).status_code == 303
    db.session.expire_all()
    assert person.account.disabled_at is None  # type: ignore[union-attr]


def test_a_session_of_before_the_closing_stays_ended_after_the_opening(
    app: Flask, client: PageClient, secretary: Person
) -> None:
    person = make_person()
    thief = app.test_client().sign_in(person)  # type: ignore[attr-defined]
    client.post(_path(person, "/account"))
    client.post(_path(person, "/account"), data={"open": "1"})
    assert thief.get("/en/me").status_code == 302
    assert app.test_client().sign_in(person).get("/en/me").status_code == 200  # type: ignore[attr-defined]


def test_each_role_is_shown_with_its_reach_and_a_button_that_ends_it(
    client: PageClient, secretary: Person
) -> None:
    consultation = make_consultation(title="Wells & springs")
    person = make_person("facilitator", consultation)
    grant_role(person, "working-group-member", consultation.narrative)
    page = client.get(_path(person)).text
    assert "Consultation: Wells &amp; springs" in page
    assert f"Narrative: {consultation.narrative.title}" in page
    for role, scope in (
        ("facilitator", f"consultation:{consultation.public_id}"),
        ("working-group-member", f"narrative:{consultation.narrative.slug}"),
    ):
        assert f'value="{scope}"' in page
        data = {"role": role, "scope": scope}
        assert client.post(_path(person, "/roles/end"), data=data).status_code == 303
        assert client.post(_path(person, "/roles/end"), data=data).status_code == 404  # sent twice
    assert "No role." in client.get(_path(person)).text


def test_a_role_over_something_that_is_gone_does_not_break_the_page(
    client: PageClient, secretary: Person
) -> None:
    person = make_person("facilitator", make_consultation())
    db.session.execute(sa.text("UPDATE role_grants SET scope_id = 4711 WHERE scope = 'consultation'"))
    page = client.get(_path(person))
    assert page.status_code == 200
    assert "something that is not there any more" in page.text


def test_a_refused_role_comes_back_in_its_own_form_and_touches_no_other(
    client: PageClient, secretary: Person
) -> None:
    person = make_person(display_name="Ana", organisation=make_organisation(name="Wells"))
    answer = client.post(_path(person, "/roles"), data={"role": "participant", "scope": "network"})
    assert answer.status_code == 422
    assert _chosen(answer.text, "role") == "participant"
    assert 'value="Ana"' in answer.text  # the details are those of the person, not empty
    assert _chosen(answer.text, "organisation") == person.organisation.public_id  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("until", "status", "days"),
    [
        # Today still holds, to its end; yesterday does not; none is without an end.
        ("2026-03-10", 303, 0.5),
        ("2026-03-09", 422, None),
        ("", 303, None),
        ("0001-01-01", 422, None),
        ("2028-02-29", 303, 721.5),
        ("2026-02-30", 422, None),
        ("10.03.2026", 422, None),
        # The last day that there is has no day after it: without an end.
        ("9999-12-31", 303, None),
    ],
)
def test_a_mandate_holds_to_the_end_of_its_last_day(
    client: PageClient, secretary: Person, now: datetime, until: str, status: int, days: float | None
) -> None:
    person, organisation = make_person(), make_organisation()
    data = {"speaks_for": organisation.public_id, "until": until}
    answer = client.post(_path(person, "/mandates"), data=data)
    assert answer.status_code == status
    mandate = db.session.query(Mandate).one_or_none()
    if status == 422:
        assert mandate is None
        assert _chosen(answer.text, "speaks_for") == organisation.public_id
        return
    assert mandate.valid_until == (now + timedelta(days=days) if days else None)  # type: ignore[union-attr]
    if days:
        assert mandate.is_valid(mandate.valid_until - timedelta(microseconds=1))  # type: ignore[union-attr]
        assert not mandate.is_valid(mandate.valid_until)  # type: ignore[union-attr]


def test_no_mandate_is_given_for_an_organisation_that_is_only_proposed(
    client: PageClient, secretary: Person
) -> None:
    person, proposed = make_person(), make_organisation(status="proposed")
    answer = client.post(_path(person, "/mandates"), data={"speaks_for": proposed.public_id})
    assert answer.status_code == 422
    assert db.session.query(Mandate).count() == 0


def test_where_there_is_no_organisation_no_mandate_is_offered(client: PageClient, secretary: Person) -> None:
    page = client.get(_path(secretary))
    assert page.status_code == 200
    assert "Let them speak for an organisation" not in page.text


@pytest.mark.parametrize("organisation", ["", "nothing", "\x00"])
def test_a_mandate_that_is_not_there_cannot_end(
    client: PageClient, secretary: Person, organisation: str
) -> None:
    answer = client.post(_path(secretary, "/mandates/end"), data={"organisation": organisation})
    assert answer.status_code == 404


def test_a_mandate_ends_once_and_can_be_given_again(
    client: PageClient, secretary: Person, now: datetime
) -> None:
    organisation = make_organisation()
    person = make_person()
    keep(Mandate(person_id=person.id, organisation_id=organisation.id, valid_from=now - timedelta(days=1)))
    end = {"organisation": organisation.public_id}
    assert client.post(_path(person, "/mandates/end"), data=end).status_code == 303
    assert client.post(_path(person, "/mandates/end"), data=end).status_code == 404
    with freeze(now + timedelta(seconds=1)):
        again = {"speaks_for": organisation.public_id, "until": ""}
        assert client.post(_path(person, "/mandates"), data=again).status_code == 303
        assert client.post(_path(person, "/mandates"), data=again).status_code == 422
    assert db.session.query(Mandate).count() == 2
