"""What may be kept where: nothing of a person, everything of a file; and what a browser may load."""

import re
from typing import Any

import pytest
from flask import Flask

from consult.web.headers import FIXED
from consult.web.pages import render_page
from tests.factories import make_network, make_person
from tests.page import PageClient


@pytest.mark.parametrize(
    ("path", "status"),
    [("/en/", 200), ("/ar/sign-in", 200), ("/en/nothing", 404), ("/en/me", 302), ("/", 302)],
)
@pytest.mark.parametrize("signed_in", [False, True])
def test_what_was_made_for_a_person_is_kept_nowhere(
    client: PageClient, path: str, status: int, signed_in: bool
) -> None:
    make_network()
    if signed_in:
        client.sign_in(make_person())
    answer = client.get(path)
    assert answer.headers["Cache-Control"] == ("no-store" if signed_in else "no-cache")
    assert {"HX-Request", "Cookie"} <= set(answer.vary)
    for name, value in FIXED.items():
        assert answer.headers[name] == value
    assert signed_in or answer.status_code == status


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_browsers_are_held_to_a_safe_line_where_there_is_one(client: PageClient, scheme: str) -> None:
    answer = client.get("/en/sign-in", base_url=f"{scheme}://localhost")
    assert ("Strict-Transport-Security" in answer.headers) is (scheme == "https")


def test_nothing_from_elsewhere_is_loaded(client: PageClient) -> None:
    policy = dict(part.strip().split(" ", 1) for part in FIXED["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert not re.search(r"unsafe|https?:|\*", FIXED["Content-Security-Policy"])
    page = client.get("/en/sign-in").text
    assert not re.findall(r'(?:src|action)="(?:https?:)?//', page)


def test_a_file_is_kept_for_a_year_under_the_digest_of_its_content(client: PageClient) -> None:
    addresses = re.findall(r'"(/static/[^"]+)"', client.get("/en/sign-in").text)
    assert addresses
    for address in addresses:
        assert re.search(r"\?v=[0-9a-f]{12}$", address), address
        answer = client.get(address)
        assert answer.status_code == 200
        assert "max-age=31536000" in answer.headers["Cache-Control"]
        assert "Cookie" not in answer.vary
        answer.close()


@pytest.mark.parametrize("path", ["../config.py", "%2e%2e/config.py", "nothing.css", ""])
def test_only_the_files_of_the_site_are_given(client: PageClient, path: str) -> None:
    assert client.get(f"/static/{path}").status_code == 404


@pytest.mark.parametrize(
    ("headers", "whole"),
    [
        ({}, True),
        ({"HX-Request": "true"}, False),
        # Out of its history htmx wants the whole page again.
        ({"HX-Request": "true", "HX-History-Restore-Request": "true"}, True),
        ({"HX-Request": "false"}, True),
    ],
)
def test_a_part_is_given_only_to_those_who_ask_for_one(
    app: Flask, headers: dict[str, str], whole: bool
) -> None:
    with app.test_request_context("/en/", headers=headers):
        context: dict[str, Any] = {"code": 200, "title": "T", "text": "x", "action_url": None}
        answer = render_page("errors/error.html", block="main", status=422, **context)
    assert answer.status_code == 422
    assert ("<html" in answer.get_data(as_text=True)) is whole
    assert "<h1" in answer.get_data(as_text=True)
