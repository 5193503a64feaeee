"""Links to the same page in another language keep what was asked, and take no orders from the address."""

import re

import pytest
from flask import Flask
from flask import url_for as plain_url_for

from consult.web.links import url_for
from consult.web.locale import direction, language_name, languages
from tests.factories import make_network, make_person, make_region
from tests.page import PageClient


def _links(page: str) -> dict[str, str]:
    """Return the addresses of the page in other languages, by language."""
    found = re.findall(r'<a href="([^"]*)" lang="([^"]*)"[^>]* hreflang', page)
    return {code: href.replace("&amp;", "&") for href, code in found}


@pytest.mark.parametrize(
    ("address", "arabic"),
    [
        ("/en/", "/ar/"),
        ("/en/sign-in", "/ar/sign-in"),
        # The question goes with the reader.
        ("/en/network/people?q=Ana&page=2", "/ar/network/people?q=Ana&page=2"),
        # Words that would be orders to the making of the address are not taken into it.
        ("/en/?endpoint=people.sign_in", "/ar/"),
        ("/en/?_method=POST", "/ar/"),
        ("/en/?_external=1&_scheme=javascript", "/ar/"),
        ("/en/?_anchor=x", "/ar/"),
        # Nor does one change the language, or a part of the path.
        ("/en/?lang=zz", "/ar/"),
        ("/en/network/regions/africa?code=europe", "/ar/network/regions/africa"),
    ],
)
def test_the_page_is_offered_in_the_other_language(client: PageClient, address: str, arabic: str) -> None:
    make_network()
    make_region("africa")
    if "network" in address:
        client.sign_in(make_person("secretariat"))
    answer = client.get(address)
    assert answer.status_code == 200
    links = _links(answer.text)
    assert links["ar"] == arabic
    assert links["en"] == arabic.replace("/ar/", "/en/", 1)


def test_after_a_form_was_refused_the_links_lead_to_the_start(client: PageClient) -> None:
    answer = client.post("/en/sign-in", data={"email": "no address"})
    assert answer.status_code == 422
    assert _links(answer.text) == {"en": "/en/", "ar": "/ar/"}


def test_a_page_that_is_not_there_leads_to_the_start_in_each_language(client: PageClient) -> None:
    assert _links(client.get("/en/nothing").text) == {"en": "/en/", "ar": "/ar/"}


@pytest.mark.parametrize(
    ("accepts", "leads_to"),
    [
        # The first that the site has; English where it has none.
        ("ar,en;q=0.5", "/ar/"),
        ("ar-MA", "/ar/"),
        ("de,ar;q=0.7,en;q=0.3", "/ar/"),
        ("de", "/en/"),
        ("", "/en/"),
        ("*", "/en/"),
        ("en;q=0.1,ar;q=0.9", "/ar/"),
        # What no browser sends.
        ("x" * 500, "/en/"),
        (";;;,q=", "/en/"),
    ],
)
def test_the_root_leads_to_the_language_of_the_browser(
    client: PageClient, accepts: str, leads_to: str
) -> None:
    answer = client.get("/", headers={"Accept-Language": accepts})
    assert (answer.status_code, answer.location) == (302, leads_to)


@pytest.mark.parametrize("path", ["/fr/", "/EN/", "/en-GB/", "/e/", "/english/", "/ar-/", "/%D8%B9/"])
def test_a_language_that_the_site_has_not_is_no_page(client: PageClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert '<html lang="en" dir="ltr"' in answer.text


def test_an_error_outside_every_language_is_told_in_that_of_the_browser(client: PageClient) -> None:
    answer = client.get("/nothing", headers={"Accept-Language": "ar"})
    assert answer.status_code == 404
    assert '<html lang="ar" dir="rtl"' in answer.text


@pytest.mark.parametrize(
    ("code", "name", "way"),
    [
        ("en", "English", "ltr"),
        ("ar", "العربية", "rtl"),
        ("he", "עברית", "rtl"),
        ("fa", "فارسی", "rtl"),
        ("sw", "Kiswahili", "ltr"),
        ("pt-BR", "português (Brasil)", "ltr"),
        # What nobody knows stands as it is, from left to right.
        ("tlh", "tlh", "ltr"),
        ("xx", "xx", "ltr"),
        ("", "", "ltr"),
        ("not a code", "not a code", "ltr"),
        ("../etc", "../etc", "ltr"),
    ],
)
def test_a_language_has_its_own_name_and_way_of_reading(code: str, name: str, way: str) -> None:
    assert (language_name(code), direction(code)) == (name, way)


def test_english_is_the_first_language_of_the_site(app: Flask) -> None:
    assert languages(app) == ["en", "ar"]


@pytest.mark.parametrize("anchor", [None, "c-x1", 'a b/ü#%20"<', ""])
def test_a_kept_address_is_the_one_that_flask_builds_wherever_on_the_page(
    app: Flask, anchor: str | None
) -> None:
    for values in ({"slug": "one"}, {"slug": "t wo", "view": "words"}, {"slug": "x", "from": ["1.0", "2.0"]}):
        with app.test_request_context("/en/"):
            wanted = plain_url_for("reading.compare", _anchor=anchor, **values)
            assert [url_for("reading.compare", _anchor=anchor, **values) for _ in range(2)] == [wanted] * 2
