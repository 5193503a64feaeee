"""Names in every script are found, kept apart and put in order, on both databases."""

import pytest
from flask import Flask
from markupsafe import escape

from consult.core.database import db
from consult.people.accounts import find_people
from consult.people.models import Organisation, Person
from tests.factories import make_network, make_organisation, make_person, make_region
from tests.page import PageClient


@pytest.fixture
def secretary(client: PageClient) -> Person:
    """The secretariat's person, signed in with the client."""
    make_network()
    make_region("africa")
    person = make_person("secretariat", display_name="Zoe")
    client.sign_in(person)
    return person


@pytest.mark.parametrize(
    ("words", "found"),
    [
        # As it is written, all small, all capitals, a part of it.
        ("Élodie", ["Élodie Ngué"]),
        ("élodie", ["Élodie Ngué"]),
        ("ÉLODIE NGUÉ", ["Élodie Ngué"]),
        ("gué", ["Élodie Ngué"]),
        ("юлия", ["ЮЛИЯ"]),
        ("أمينة", ["أمينة كاظم"]),
        ("كاظم", ["أمينة كاظم"]),
        ("美", ["王美"]),
        # Signs that mean something to a database mean themselves here.
        ("_", ["under_score"]),
        ("%", []),
        ("'", ["O'Neill"]),
        ("\\", []),
        # An address is searched as well, and nothing else of a person.
        ("UNDER@", ["under_score"]),
        ("members.example", ["O'Neill", "under_score", "Élodie Ngué", "ЮЛИЯ", "أمينة كاظم", "王美"]),
        ("africa", []),
        ("zzz", []),
    ],
)
def test_people_are_found_by_words_of_every_script(app: Flask, words: str, found: list[str]) -> None:
    for name in ("Élodie Ngué", "ЮЛИЯ", "أمينة كاظم", "王美", "under_score", "O'Neill"):
        person = make_person(display_name=name, region=make_region("africa"))
        person.account.email = f"{'under' if '_' in name else 'x' + str(person.id)}@members.example"
    people, count = find_people(words, limit=10)
    assert sorted(person.display_name for person in people) == found
    assert count == len(found)


def test_a_person_without_an_account_is_found_by_name(app: Flask) -> None:
    make_person(display_name="Paper Only", account=None)
    people, count = find_people("paper", limit=10)
    assert (people[0].account, count) == (None, 1)


def test_people_of_the_same_name_are_each_on_one_page(app: Flask) -> None:
    for _ in range(5):
        make_person(display_name="Ana")
    pages = [find_people("ana", limit=2, offset=offset) for offset in (0, 2, 4, 6)]
    assert [len(people) for people, _count in pages] == [2, 2, 1, 0]
    assert {count for _people, count in pages} == {5}
    assert len({person.id for people, _count in pages for person in people}) == 5


def test_what_was_searched_stands_in_the_field_as_it_was_typed(client: PageClient, secretary: Person) -> None:
    page = client.get("/en/network/people", query_string={"q": ' "><b>É '}).text
    assert 'value="&#34;&gt;&lt;b&gt;É"' in page
    assert "0 people" in page
    long = client.get("/en/network/people", query_string={"q": "a" * 5000}).text
    assert f'value="{"a" * 100}"' in long


@pytest.mark.parametrize(
    ("known", "typed", "is_known"),
    [
        ("École de l’eau", "École de l’eau", True),
        ("École de l’eau", "ÉCOLE DE L’EAU", True),
        ("École de l’eau", "  école  de l’eau ", True),
        ("Ecole", "École", False),
        # The same name in two ways of writing its accent.
        ("Caf\u00e9", "Cafe\u0301", True),
        ("نقابة الخبازين", "نقابة الخبازين", True),
        ("ПРОФСОЮЗ", "Профсоюз", True),
    ],
)
def test_an_organisation_is_known_by_its_name_in_every_script(
    client: PageClient, secretary: Person, known: str, typed: str, is_known: bool
) -> None:
    make_organisation(name=known)
    data = {"name": typed, "constituency": "ngo", "status": "confirmed"}
    answer = client.post("/en/network/organisations/new", data=data)
    assert answer.status_code == (422 if is_known else 303)
    if is_known:
        assert "organisation of this name already" in answer.text
    assert db.session.query(Organisation).count() == (1 if is_known else 2)


def test_organisations_are_listed_as_people_order_them(client: PageClient, secretary: Person) -> None:
    for name in ("Zanzibar", "étoile", "apple", "Ärzte", "Banda"):
        make_organisation(name=name)
    page = client.get("/en/network/organisations").text
    places = [page.index(name) for name in ("apple", "Ärzte", "Banda", "étoile", "Zanzibar")]
    assert places == sorted(places)


@pytest.mark.parametrize(
    "name",
    ["<script>alert(1)</script>", "أمينة", "{{ 7*7 }}", "%(name)s %s", "a" * 120, "👩🏾‍🌾", "O'N\"eill &"],
)
def test_a_name_of_any_signs_is_taken_and_shown_as_it_is(
    client: PageClient, secretary: Person, name: str
) -> None:
    data = {"email": "new@members.example", "display_name": name}
    answer = client.post("/en/network/people/new", data=data)
    assert answer.status_code == 303
    for page in (answer.location, "/en/network/people", "/ar/network/log", answer.location):
        assert str(escape(name)) in client.get(page).text
    assert db.session.query(Person).filter_by(display_name=name).count() == 1


FOUR_SCRIPTS = (
    "أمينة الحسيني " * 6 + "Σοφία Παπαδοπούλου " * 5 + "王小明 " * 12 + "Nkemdilim Oyelaran " * 9
)[:299] + "x"


def test_a_name_of_three_hundred_signs_in_four_scripts_is_refused_in_words_and_comes_back(
    client: PageClient, secretary: Person
) -> None:
    assert len(FOUR_SCRIPTS) == 300
    known = db.session.query(Person).count()
    for path, fields in (("/en/me", {}), ("/en/network/people/new", {"email": "new@members.example"})):
        answer = client.post(path, data={**fields, "display_name": FOUR_SCRIPTS})
        assert answer.status_code == 422
        assert "This is too long: 300 signs, at most 120." in answer.text
        assert f'value="{FOUR_SCRIPTS}"' in answer.text
    assert db.session.query(Person).count() == known
