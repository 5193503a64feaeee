"""The house rules: there from the first day in every language, the secretariat's own where it wrote some."""

import pytest
from flask import Flask, current_app

from consult.core.database import db
from consult.people.house_rules import rules_in, save_rules
from consult.people.models import Network
from consult.web.locale import languages
from tests.factories import make_comment, make_consultation, make_network, make_person
from tests.page import PageClient


def test_each_language_of_the_pages_has_rules_of_its_own_with_the_same_five_points(app: Flask) -> None:
    found = {language: rules_in(None, language) for language in languages(current_app)}
    assert {language: written for language, (_words, written) in found.items()} == {
        language: language for language in found
    }
    for language, (words, _written) in found.items():
        assert [line[0] for line in words.splitlines() if line[:1].isdigit()] == list("12345"), language
        assert words.count("**") == 14, language


@pytest.mark.parametrize("language", ["qu", "../../config", "", "pt-BR"])
def test_where_there_are_no_rules_in_a_language_the_english_ones_stand(language: str) -> None:
    words, written = rules_in(None, language)
    assert written == "en"
    assert "Speak to what is said" in words


def test_own_rules_stand_before_given_ones_also_in_other_languages(app: Flask) -> None:
    network = make_network()
    save_rules(network, "fr", "Soyez bref.")
    assert rules_in(network, "fr") == ("Soyez bref.", "fr")
    assert rules_in(network, "ar") == ("Soyez bref.", "fr")
    save_rules(network, "en", "Be brief.")
    assert rules_in(network, "ar") == ("Be brief.", "en")
    save_rules(network, "en", "")
    save_rules(network, "fr", "")
    assert rules_in(network, "ar")[1] == "ar"
    assert network.house_rules == {}


def test_the_secretariat_writes_them_and_everybody_reads_them_from_the_foot_of_each_page(
    client: PageClient,
) -> None:
    make_network()
    assert 'href="/en/house-rules"' in client.get("/en/").text
    assert "Protect people." in client.get("/en/house-rules").text
    client.sign_in(make_person("secretariat"))
    form = client.get("/en/network/house-rules/en").text
    assert "come with Consult, until" in form
    assert "Protect people." in form
    words = "Be **brief**.\n\n<script>alert(1)</script> [here](javascript:alert(1))"
    answer = client.post("/en/network/house-rules/en", data={"words": words})
    assert (answer.status_code, answer.location) == (303, "/en/house-rules")
    page = client.get("/en/house-rules").text
    assert "<strong>brief</strong>" in page
    assert "<script>alert" not in page
    assert 'href="javascript' not in page
    assert "These are your own words." in client.get("/en/network/house-rules/en").text
    client.post("/en/network/house-rules/en", data={"words": " "})
    assert "Protect people." in client.get("/en/house-rules").text


def test_what_is_too_long_comes_back_and_an_unknown_language_is_not_found(client: PageClient) -> None:
    make_network()
    client.sign_in(make_person("secretariat"))
    answer = client.post("/en/network/house-rules/fr", data={"words": "a" * 20_001})
    assert answer.status_code == 422
    assert "too long" in answer.text
    for language in ("tlh", "pt"):
        assert client.get(f"/en/network/house-rules/{language}").status_code == 404
        assert client.post(f"/en/network/house-rules/{language}", data={"words": "x"}).status_code == 404
    db.session.expire_all()
    assert db.session.query(Network).one().house_rules == {}
    client.sign_in(make_person("facilitator"))
    assert client.post("/en/network/house-rules/en", data={"words": "x"}).status_code == 403


def test_who_reports_something_finds_the_rules_beside_the_form(client: PageClient) -> None:
    make_network()
    comment = make_comment(make_consultation())
    client.sign_in(make_person(organisation=comment.person.organisation))
    page = client.get(f"/en/contributions/{comment.public_id}/report").text
    assert page.count('href="/en/house-rules"') == 2  # here, and at the foot
