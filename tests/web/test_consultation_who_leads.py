"""Who facilitates a consultation: named at its opening, told to those who take part."""

from datetime import timedelta

import pytest
from flask import Flask

from consult.consultations.facilitators import facilitators, who_could_facilitate
from consult.consultations.models import Consultation
from consult.core.clock import now
from consult.core.database import db
from consult.narratives.models import Narrative
from consult.people.models import RoleGrant
from tests.factories import (
    make_consultation,
    make_narrative,
    make_organisation,
    make_person,
)
from tests.page import PageClient
from tests.web.consultation_steps import NEW, fields, only, our_narrative


@pytest.fixture
def narrative(app: Flask) -> Narrative:
    return our_narrative()


@pytest.fixture
def facilitator(client: PageClient, narrative: Narrative) -> PageClient:
    return client.sign_in(make_person("facilitator", narrative))


@pytest.fixture
def secretariat(client: PageClient, narrative: Narrative) -> PageClient:
    return client.sign_in(make_person("secretariat", display_name="Noor"))


def test_the_secretariat_names_who_facilitates(secretariat: PageClient) -> None:
    named = make_person("facilitator", make_consultation(), display_name="Marta")
    make_person(display_name="Without a role")
    page = secretariat.get(NEW).text
    assert f'value="{named.public_id}">Marta</option>' in page
    assert "Without a role" not in page
    page = secretariat.get(secretariat.post(NEW, data=fields(facilitator=named.public_id)).location).text
    assert "Marta" in page
    assert "Nobody facilitates" not in page
    consultation = db.session.query(Consultation).filter_by(title="Africa: water first").one()
    assert facilitators(consultation, now()) == [named]


def test_a_consultation_without_facilitator_says_so_to_the_secretariat_alone(
    secretariat: PageClient, client: PageClient
) -> None:
    place = secretariat.post(NEW, data=fields(facilitator="")).location
    assert "Nobody facilitates this consultation" in secretariat.get(place).text
    reader = client.application.test_client().get(place).text
    assert "Nobody facilitates" not in reader


def test_whoever_may_give_no_roles_names_no_facilitator(facilitator: PageClient) -> None:
    other = make_person("facilitator", make_narrative(), display_name="Marta")
    assert "Who facilitates it" not in facilitator.get(NEW).text
    assert facilitator.post(NEW, data=fields(facilitator=other.public_id)).status_code == 303
    assert other not in facilitators(only(), now())


@pytest.mark.parametrize("posted", ["nobody-we-know", "__participant__"])
def test_a_facilitator_who_was_not_offered_is_refused(secretariat: PageClient, posted: str) -> None:
    if posted == "__participant__":
        posted = make_person().public_id
    assert secretariat.post(NEW, data=fields(facilitator=posted)).status_code == 422
    assert db.session.query(Consultation).count() == 0


def test_who_facilitates_the_narrative_already_gets_no_second_role(
    secretariat: PageClient, narrative: Narrative
) -> None:
    named = make_person("facilitator", narrative)
    secretariat.post(NEW, data=fields(facilitator=named.public_id))
    assert db.session.query(RoleGrant).filter_by(person_id=named.id).count() == 1


def test_who_facilitates_is_named_to_those_who_take_part_alone(client: PageClient) -> None:
    consultation = make_consultation(read_audience="public", contribute_audience="members")
    make_person("facilitator", consultation, display_name="Marta")
    place = f"/en/consultations/{consultation.public_id}"
    assert "Marta" not in client.get(place).text
    client.sign_in(make_person(organisation=make_organisation()))
    assert "Marta" in client.get(place).text


def test_a_role_that_has_ended_facilitates_no_more(app: Flask) -> None:
    consultation = make_consultation()
    person = make_person("facilitator", consultation)
    db.session.query(RoleGrant).one().ended_at = now()
    db.session.flush()
    assert facilitators(consultation, now() + timedelta(minutes=1)) == []
    assert person not in who_could_facilitate(now() + timedelta(minutes=1))
