"""Editing a proposal about the structure: what could not have been sent cannot be made of it by an edit either."""

import pytest
from flask import Flask

from consult.contributions.models import Amendment
from consult.contributions.services import Edit, Sending, edit_contribution, propose_section
from consult.core.database import db
from consult.core.errors import InvalidInput
from tests.conftest import NOON
from tests.factories import make_consultation, make_organisation, make_person, place_of
from tests.page import PageClient


def proposal(operation: str) -> Amendment:
    """Propose to add, remove or move a section."""
    consultation = make_consultation()
    health = place_of(consultation.base_revision, "health").section
    values = {
        "add": {"heading": "Wells", "body": "Dig.", "depth": 1},
        "remove": {"section": health, "rationale": "It is said elsewhere."},
        "move": {"section": health, "depth": 1},
    }[operation]
    person = make_person(organisation=make_organisation())
    return propose_section(
        consultation,
        person,
        NOON,
        operation=operation,
        sending=Sending("name"),
        **values,  # type: ignore[arg-type]
    )


REFUSED = [
    # operation, edit, field named, words
    ("remove", Edit(rationale=""), "rationale", "Say why this section should go."),
    ("remove", Edit(rationale=" \n "), "rationale", "Say why this section should go."),
    ("add", Edit(heading=""), "heading", "A section needs a heading."),
    ("add", Edit(heading=" \t "), "heading", "A section needs a heading."),
    ("add", Edit(body="a\x00b"), "body", "a sign that cannot be stored"),
    ("move", Edit(rationale="a\ud800"), "rationale", "a sign that cannot be stored"),
]


@pytest.mark.parametrize(("operation", "edit", "field", "words"), REFUSED)
def test_an_edit_that_could_not_have_been_sent_is_refused(
    app: Flask, operation: str, edit: Edit, field: str, words: str
) -> None:
    row = proposal(operation)
    with pytest.raises(InvalidInput) as caught:
        edit_contribution(row, row.person, NOON, edit)  # type: ignore[arg-type]
    assert caught.value.details["field"] == field
    assert words in str(caught.value.message)
    assert len(row.texts) == 1


KEPT = [
    # operation, edit, heading, body and rationale kept
    ("add", Edit(heading="  Deep \n wells "), ("Deep wells", "Dig.", "")),
    ("add", Edit(body="Dig deep.\r\n\r\n\r\n"), ("Wells", "Dig deep.", "")),
    ("add", Edit(body=""), ("Wells", "", "")),
    ("remove", Edit(rationale="It is said twice."), ("", "", "It is said twice.")),
    # A removal and a move propose no words, whatever is sent with them.
    ("remove", Edit(heading="Wells", body="Dig."), ("", "", "It is said elsewhere.")),
    ("move", Edit(body="Dig.", rationale="It comes first."), ("", "", "It comes first.")),
]


@pytest.mark.parametrize(("operation", "edit", "kept"), KEPT)
def test_an_edit_is_kept_in_the_form_of_a_new_proposal(
    app: Flask, operation: str, edit: Edit, kept: tuple[str, str, str]
) -> None:
    row = proposal(operation)
    edit_contribution(row, row.person, NOON, edit)  # type: ignore[arg-type]
    text = row.texts[-1]
    assert (text.number, text.heading, text.body, text.rationale) == (2, *kept)


@pytest.mark.parametrize("operation", ["add", "remove", "move"])
def test_the_form_asks_only_for_what_the_proposal_has(client: PageClient, operation: str) -> None:
    row = proposal(operation)
    client.sign_in(row.person)
    page = client.get(f"/en/contributions/{row.public_id}/edit").text
    asked = {
        name
        for name in ("heading", "body", "rationale", "choice", "comment_kind")
        if f'name="{name}"' in page
    }
    assert asked == ({"heading", "body", "rationale"} if operation == "add" else {"rationale"})


def test_a_removal_without_reason_comes_back_and_the_first_stays(client: PageClient) -> None:
    row = proposal("remove")
    client.sign_in(row.person)
    answer = client.post(f"/en/contributions/{row.public_id}/edit", data={"rationale": " ", "language": "en"})
    assert answer.status_code == 422
    assert "Say why this section should go." in answer.text
    db.session.expire_all()
    assert db.session.query(Amendment).one().text.rationale == "It is said elsewhere."
