"""In a demonstration one can be any of its named people; elsewhere there is no such page."""

import pytest
from flask import Flask

from consult.core.database import db
from consult.core.logs import AuditEntry
from tests.factories import make_network, make_organisation, make_person
from tests.page import PageClient
from tests.people.sign_in_steps import signed_in_as

NOTE = "Facilitator of Europe. She can decide and publish."


def test_a_named_person_is_taken_by_one_button(client: PageClient) -> None:
    make_network(is_demonstration=True)
    person = make_person(
        "facilitator", display_name="Marta", persona_note=NOTE, organisation=make_organisation()
    )
    page = client.get("/en/personas").text
    assert NOTE in page
    assert "Be Marta" in page
    answer = client.post("/en/personas", data={"persona": person.public_id})
    assert (answer.status_code, answer.location) == (303, "/en/")
    assert signed_in_as(client) == person.account.public_id
    assert db.session.query(AuditEntry).one().kind == "persona-taken"


def test_the_switcher_is_on_every_page_and_knows_who_one_is(client: PageClient) -> None:
    make_network(is_demonstration=True)
    person = make_person(display_name="Marta", persona_note=NOTE)
    make_person(display_name="Nameless")
    page = client.sign_in(person).get("/en/me").text
    assert (
        f'<option value="{person.public_id}" dir="auto" selected>Marta: Facilitator of Europe</option>'
        in page
    )
    assert "Nameless" not in page


def test_one_can_be_nobody_again(client: PageClient) -> None:
    make_network(is_demonstration=True)
    client.sign_in(make_person(persona_note=NOTE))
    assert client.post("/en/personas", data={"persona": ""}).status_code == 303
    assert signed_in_as(client) is None


@pytest.mark.parametrize("marked", [False, None])
def test_outside_a_demonstration_there_are_no_personas(client: PageClient, marked: bool | None) -> None:
    if marked is not None:
        make_network(is_demonstration=marked)
    person = make_person(persona_note=NOTE)
    assert client.get("/en/personas").status_code == 404
    assert client.post("/en/personas", data={"persona": person.public_id}).status_code == 404
    assert signed_in_as(client) is None
    assert "persona-switch" not in client.get("/en/sign-in").text


def test_a_person_without_a_note_cannot_be_taken(app: Flask, client: PageClient) -> None:
    make_network(is_demonstration=True)
    person = make_person()
    for wrong in (person.public_id, "no-such-person", "\x00"):
        assert client.post("/en/personas", data={"persona": wrong}).status_code == 404
    assert signed_in_as(client) is None
