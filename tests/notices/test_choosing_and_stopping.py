"""Letters are chosen by oneself on a page, and stopped by whoever holds the link of a letter."""

from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from consult.core.database import db
from consult.core.errors import NotFound
from consult.people.letter_choices import (
    NOTHING,
    Wanted,
    account_of_token,
    choose_letters,
    stop_token,
    wanted_by,
)
from consult.people.letter_models import LetterChoice
from consult.people.models import Account, Person
from tests.factories import make_network, make_organisation, make_person
from tests.page import PageClient

EVERYTHING = Wanted(opened=True, closing=True, answered=True)


def wishing(wanted: Wanted = EVERYTHING, **values: Any) -> Account:
    """Make a member of the network who wants to be told of something."""
    person = make_person(organisation=make_organisation(), organisation_is_confirmed=True, **values)
    choose_letters(person.account, wanted)
    return person.account


@pytest.mark.parametrize(
    "alter",
    [
        lambda token: "",
        lambda token: ".",
        lambda token: token.split(".")[0],
        lambda token: token.split(".")[0] + ".",
        lambda token: "." + token.split(".")[1],
        lambda token: token.upper(),
        lambda token: token + ".",
        lambda token: token.replace(".", ".\u0660", 1),
    ],
)
def test_a_token_is_for_one_account_and_no_other_words(app: Flask, alter: Any) -> None:
    account = wishing()
    assert account_of_token(stop_token(account)) == account
    with pytest.raises(NotFound):
        account_of_token(alter(stop_token(account)))
    token = stop_token(account)
    db.session.delete(db.session.get(LetterChoice, account.id))
    db.session.execute(sa.update(Person).where(Person.account_id == account.id).values(account_id=None))
    db.session.delete(account)
    db.session.flush()
    with pytest.raises(NotFound):
        account_of_token(token)


def test_stopping_twice_is_stopping_once_and_who_chooses_again_gets_letters(
    app: Flask, client: PageClient
) -> None:
    make_network()
    account = wishing()
    other = wishing()
    client.sign_in(other.person)  # whoever is signed in at the screen, the link is its account's
    address = f"/en/letters/stop/{stop_token(account)}"
    page = client.get(address)
    assert page.text.count("<form") >= 1
    assert account.email not in page.text
    assert client.head(address).status_code == 200
    assert wanted_by(account) == EVERYTHING
    for _ in range(2):
        done = client.post(address, csrf=False)
        assert (done.status_code, done.headers["Cache-Control"]) == (200, "no-store")
        assert done.headers["Referrer-Policy"] == "no-referrer"
        assert 'href="/en/me/letters"' in done.text
        db.session.expire_all()
        assert (wanted_by(account), wanted_by(other)) == (NOTHING, EVERYTHING)
    client.sign_in(account.person)
    answer = client.post("/en/me/letters", data={"opened": "y", "answered": "y", "account_id": str(other.id)})
    assert (answer.status_code, answer.location) == (303, "/en/me/letters")
    page = client.get("/en/me/letters").text
    assert "Your choice is saved." in page
    assert page.count(" checked") == 2
    db.session.expire_all()
    assert (wanted_by(account), wanted_by(other)) == (Wanted(opened=True), EVERYTHING)


def test_letters_are_chosen_by_who_is_signed_in_with_the_token_of_the_form(client: PageClient) -> None:
    account = wishing()
    assert client.get("/en/me/letters").location == "/en/sign-in?next=/en/me/letters"
    assert client.post("/en/me/letters", data={}).status_code == 403
    client.sign_in(account.person)
    assert client.post("/en/me/letters", data={}, csrf=False).status_code == 400
    assert wanted_by(account) == EVERYTHING
    assert client.post("/en/me/letters", data={}).status_code == 303
    db.session.expire_all()
    # Who can review nothing is not asked about it, and so does not say no.
    assert wanted_by(account) == replace(NOTHING, reviewing=True)
