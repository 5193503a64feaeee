"""The house rules in each language of a network, and the page on which somebody first says who they are."""

import re
from html import unescape

import pytest
from flask import Flask

from consult.core.database import db
from consult.people.house_rules import is_own, rules_in, save_rules
from consult.people.models import Network, Organisation, Person
from tests.factories import make_network, make_organisation, make_person, make_region
from tests.page import PageClient

FORM = "/en/network/house-rules/{}"


def own_rules() -> dict[str, str]:
    db.session.expire_all()
    return db.session.query(Network).one().house_rules


@pytest.mark.parametrize(
    ("own", "language", "words", "written"),
    [
        ({"es": "Breve."}, "es", "Breve.", "es"),
        ({"es": "Breve."}, "en", "Breve.", "es"),
        ({"es": "Breve."}, "qu", "Breve.", "es"),  # before words that the network never wrote
        ({"es": "Breve.", "en": "Brief."}, "qu", "Brief.", "en"),
        ({"es": "Breve.", "en": "Brief."}, "es", "Breve.", "es"),
        ({"es": "Breve.", "ar": "باختصار"}, "fr", "Breve.", "es"),
    ],
)
def test_rules_are_read_in_the_language_asked_for_or_the_next_best_of_the_networks_own(
    own: dict[str, str], language: str, words: str, written: str
) -> None:
    assert rules_in(Network(house_rules=own), language) == (words, written)
    assert is_own(Network(house_rules=own), language) is (language in own)


def test_saving_one_language_leaves_the_others_and_empty_words_take_one_back(app: Flask) -> None:
    network = make_network()
    for language, words in (("fr", "Bref."), ("ar", "باختصار"), ("fr", "Plus bref."), ("es", "")):
        save_rules(network, language, words)
    assert own_rules() == {"fr": "Plus bref.", "ar": "باختصار"}
    save_rules(network, "fr", "")
    assert own_rules() == {"ar": "باختصار"}


def test_rules_carry_the_language_that_they_are_written_in_wherever_they_are_read(client: PageClient) -> None:
    save_rules(make_network(), "fr", "Soyez **bref**.")
    for page_language in ("en", "ar"):
        page = client.get(f"/{page_language}/house-rules").text
        assert f'<html lang="{page_language}"' in page
        assert re.search(r'<div class="user-text"[^>]* lang="fr">', page)
        assert "/network/house-rules/" not in page, "only who may change them is led there"
    secretary = client.sign_in(make_person("secretariat"))
    assert 'href="/ar/network/house-rules/ar"' in secretary.get("/ar/house-rules").text


def test_rules_can_be_written_in_the_networks_languages_and_those_of_the_pages(client: PageClient) -> None:
    make_network(languages=["en", "qu"])
    client.sign_in(make_person("secretariat"))
    page = client.get(FORM.format("qu")).text
    tabs = set(re.findall(r'href="/en/network/house-rules/(\w+)"', page))
    assert tabs >= {"en", "ar", "qu"}
    assert "fr" not in tabs
    assert re.search(r'<a href="/en/network/house-rules/qu" aria-current', page)
    assert re.search(r'<textarea[^>]* lang="qu"', page)
    for _ in range(2):  # twice is once
        answer = client.post(FORM.format("qu"), data={"words": "Pisi rimay.\r\n\r\n- Allin  "})
        assert (answer.status_code, answer.location) == (303, "/en/house-rules")
    assert own_rules() == {"qu": "Pisi rimay.\n\n- Allin"}
    assert client.post(FORM.format("fr"), data={"words": "Bref."}).status_code == 404


@pytest.mark.parametrize(("role", "reads"), [("secretariat", True), ("facilitator", False), (None, False)])
def test_only_the_secretariat_has_the_form_of_the_rules(
    client: PageClient, role: str | None, reads: bool
) -> None:
    make_network()
    client.sign_in(make_person(role))
    assert client.get(FORM.format("en")).status_code == (200 if reads else 403)
    assert client.post(FORM.format("en"), data={"words": "Mine."}).status_code == (303 if reads else 403)
    assert own_rules() == ({"en": "Mine."} if reads else {})


def test_who_is_not_signed_in_reads_the_rules_and_is_asked_in_before_the_form(client: PageClient) -> None:
    make_network()
    assert client.get("/en/house-rules").status_code == 200
    assert client.get(FORM.format("en")).location == "/en/sign-in?next=/en/network/house-rules/en"
    assert client.post(FORM.format("en"), data={"words": "Mine."}).status_code == 403
    assert own_rules() == {}


def test_the_longest_rules_are_taken_and_one_sign_more_comes_back_as_typed(client: PageClient) -> None:
    make_network()
    client.sign_in(make_person("secretariat"))
    assert client.post(FORM.format("en"), data={"words": "ن" * 20_000}).status_code == 303
    assert len(own_rules()["en"]) == 20_000
    answer = client.post(FORM.format("en"), data={"words": "<b>" + "م" * 19_998})
    assert answer.status_code == 422
    assert unescape(answer.text).count("<b>" + "م" * 19_998) == 1
    assert "<b>م" not in answer.text
    assert own_rules()["en"].startswith("ن")


def test_a_site_without_a_network_has_rules_to_read_and_none_to_write(client: PageClient) -> None:
    assert "Protect people." in client.get("/en/house-rules").text
    client.sign_in(make_person("secretariat"))
    assert client.get(FORM.format("en")).status_code == 404


NAMED = {"display_name": "Ana", "locale": "en", "welcome": "1"}


@pytest.fixture
def newcomer(client: PageClient) -> Person:
    """Somebody who signed in for the first time."""
    make_network()
    make_region("africa")
    newcomer = make_person(display_name="ana@members.example")
    client.sign_in(newcomer)
    return newcomer


@pytest.mark.parametrize(
    "wrong",
    [
        {"display_name": ""},
        {"display_name": "a" * 121},
        {"proposed": "u" * 201},
        {"gender": "self-described"},
        {"region": "atlantis"},
    ],
)
def test_a_first_page_with_a_fault_stays_a_first_page_and_keeps_where_one_was_going(
    client: PageClient, newcomer: Person, wrong: dict[str, str]
) -> None:
    data = {**NAMED, "next": "/en/join/x", "gender_words": "", "languages": ["fr"], **wrong}
    answer = client.post("/en/me", data=data)
    assert answer.status_code == 422
    assert "Only your name is needed." in answer.text
    assert re.search(r'name="welcome"[^>]* value="1"', answer.text)
    assert re.search(r'name="next"[^>]* value="/en/join/x"', answer.text)
    assert re.search(r'value="fr"[^>]* checked|checked[^>]* value="fr"', answer.text)
    assert 'aria-invalid="true"' in answer.text
    db.session.expire_all()
    assert (newcomer.display_name, newcomer.languages) == ("ana@members.example", ["en"])
    assert db.session.query(Organisation).count() == 0


@pytest.mark.parametrize(
    ("after", "leads_to"),
    [
        ({}, "/en/"),
        ({"locale": "ar"}, "/ar/"),  # the pages are read in the language that was chosen just now
        ({"next": "/en/join/x"}, "/en/join/x"),
        ({"next": "https://evil.example/"}, "/en/"),
        ({"next": "/\\evil.example"}, "/en/"),
        ({"welcome": ""}, "/en/me"),
    ],
)
def test_from_the_first_page_one_goes_on_to_where_one_was_going_on_this_site(
    client: PageClient, newcomer: Person, after: dict[str, str], leads_to: str
) -> None:
    answer = client.post("/en/me", data={**NAMED, **after})
    assert (answer.status_code, answer.location) == (303, leads_to)
    db.session.expire_all()
    assert newcomer.display_name == "Ana"
    assert newcomer.languages == []
    assert newcomer.region is None


def test_a_first_page_names_only_what_may_be_chosen_and_later_is_a_profile(
    client: PageClient, newcomer: Person
) -> None:
    make_organisation(name="Mill & Sons")
    make_organisation(name="Not yet", status="proposed")
    page = client.get("/en/me?welcome=1").text
    assert "Mill &amp; Sons" in page
    assert "Not yet" not in page
    for later in ("For whom you may speak", "Sign me out on every device", "Choose which letters"):
        assert later not in page
        assert later in client.get("/en/me").text
    assert "Only your name is needed." not in client.get("/en/me?welcome=").text
    assert 'value="//evil' not in client.get("/en/me?welcome=1&next=//evil.example").text
    assert 'value="/en/join/x"' in client.get("/en/me?welcome=1&next=/en/join/x").text
