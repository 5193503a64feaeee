"""The two sensitive answers: nobody must give them, who gives them can take them back, nobody else reads them."""

import pytest
import sqlalchemy as sa

from consult.contributions.services.personal import what_is_known
from consult.core.database import db
from consult.people.models import Person, PersonalAnswers
from tests.factories import make_network, make_person, make_region
from tests.page import PageClient
from tests.people.sign_in_steps import ask, link_in, newest_letter

NAMED = {"display_name": "Ana", "locale": "en"}
SAID = {
    **NAMED,
    "gender": "self-described",
    "gender_words": "two-spirit",
    "constituency": "trade-union",
    "constituency_words": "dockers",
}


@pytest.fixture
def person(client: PageClient) -> Person:
    """Somebody who is signed in with the client."""
    make_network()
    make_region("africa")
    person = make_person(display_name="Ana")
    client.sign_in(person)
    return person


def answers() -> list[tuple[object, ...]]:
    """Return all stored answers."""
    db.session.expire_all()
    rows = db.session.scalars(sa.select(PersonalAnswers))
    return [(row.gender, row.gender_words, row.constituency, row.constituency_words) for row in rows]


def test_the_first_sign_in_asks_on_one_page_and_needs_a_name_alone(client: PageClient) -> None:
    make_network()
    make_region("africa")
    person = make_person()
    ask(client, person.account.email)
    first = client.post(link_in(newest_letter())).location
    assert first == "/en/me?welcome=1"
    page = client.get(first)
    assert "Only your name is needed." in page.text
    for why in (
        "languages are needed",
        "counted by region",
        "marked as not confirmed",
        "Nobody but you sees",
    ):
        assert why in page.text
    assert "Sign me out on every device" not in page.text  # one thing at a time
    assert page.text.count(" required") == 1
    assert client.post("/en/me", data={**NAMED, "welcome": "1"}).location == "/en/"
    assert answers() == []
    ask(client, person.account.email)
    assert client.post(link_in(newest_letter())).location == "/en/"  # asked once


def test_answers_are_kept_apart_changed_and_taken_back(client: PageClient, person: Person) -> None:
    assert client.post("/en/me", data=SAID).status_code == 303
    assert answers() == [("self-described", "two-spirit", "trade-union", "")]  # words only where they belong
    page = client.get("/en/me").text
    assert 'value="two-spirit"' in page
    assert 'value="trade-union" selected' in page or 'selected value="trade-union"' in page
    known = what_is_known(person)
    assert (known["gender"], known["constituency"]) == ("two-spirit", "trade-union")
    client.post("/en/me", data={**NAMED, "gender": "declined", "gender_words": "x"})
    assert answers() == [("declined", "", None, "")]
    client.post("/en/me", data=NAMED)
    assert answers() == []


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"gender": "self-described"}, "Please write it, or choose another answer above."),
        ({"constituency": "self-described", "constituency_words": " "}, "Please write it"),
        ({"gender": "nosuch"}, "Not a valid choice"),
        ({"gender": "self-described", "gender_words": "a" * 81}, "too long"),
    ],
)
def test_own_words_are_asked_for_and_what_was_typed_stays(
    client: PageClient, person: Person, wrong: dict[str, str], says: str
) -> None:
    answer = client.post("/en/me", data={**SAID, **wrong, "gender_words": wrong.get("gender_words", "")})
    assert answer.status_code == 422
    assert says in answer.text
    assert answers() == []


def test_nobody_else_reads_the_answers_not_even_the_secretariat(client: PageClient, person: Person) -> None:
    client.post("/en/me", data={**SAID, "constituency": "self-described"})
    client.sign_in(make_person("secretariat"))
    for path in (f"/en/network/people/{person.public_id}", "/en/network/people", "/en/me"):
        text = client.get(path).text
        assert "two-spirit" not in text, path
        assert "dockers" not in text, path
