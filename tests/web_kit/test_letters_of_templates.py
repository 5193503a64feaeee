"""Letters out of templates: neutral subjects, nothing but plain text, addresses from the settings alone."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask, g

from consult.core.database import db
from consult.core.letters import Letter
from consult.web.letters import outer_url, render_letter, write_letter
from tests.conftest import NOON

CONTEXT: dict[str, Any] = {
    "network": "Wells & <Springs>",
    "url": "http://127.0.0.1:8000/en/x?a=1&b=2",
    "code": "7K2M-9XQP",
    "minutes": 10,
    "title": "Water\nX-Evil: 1",
    "closes_at": NOON,
    "zone": "Africa/Nairobi",
    "news": SimpleNamespace(has_answers=True, ending=[], opened=[], closing=[]),
    "reviews": ["http://127.0.0.1:8000/en/draft"],
    "mine": "/mine",
    "choose": "/choose",
    "stop_url": "/stop",
}
LETTERS = sorted(path.stem for path in (Path(__file__).parents[2] / "templates" / "letters").glob("*.txt"))


@pytest.mark.parametrize("template", LETTERS)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_letter_is_plain_text_with_a_neutral_subject(app: Flask, template: str, language: str) -> None:
    subject, body = render_letter(template, language, **CONTEXT)
    assert subject
    assert "\n" not in subject
    # A subject stands on locked screens: it names neither the network, nor the text, nor a way in.
    for word in ("Wells", "Water", "7K2M", "http"):
        assert word not in subject
    assert "Wells & <Springs>" in body  # not escaped: this is no page
    assert "&amp;" not in body
    assert "<time" not in body
    assert body == body.strip() + "\n"
    assert "\n\n\n" not in body


@pytest.mark.parametrize(
    ("template", "has_way_in"),
    [
        ("sign_in", True),
        ("invitation", False),
        ("group_joined", False),
        ("staff_key_set", False),
        ("unknown_address", False),
    ],
)
def test_only_the_letter_that_signs_in_has_a_code(app: Flask, template: str, has_way_in: bool) -> None:
    _subject, body = render_letter(template, "en", **CONTEXT)
    assert ("7K2M-9XQP" in body) is has_way_in
    assert ("http" in body) is (template in ("sign_in", "invitation", "group_joined"))


def test_every_letter_is_among_those_that_are_tried() -> None:
    tried = {"digest", "group_joined", "invitation", "sign_in", "staff_key_set", "unknown_address", "welcome"}
    assert set(LETTERS) == tried


def test_the_language_of_a_letter_leaves_that_of_the_page_as_it_was(app: Flask) -> None:
    with app.test_request_context("/en/"):
        g.lang = "ar"
        render_letter("sign_in", "en", **CONTEXT)
        assert g.lang == "ar"
        with pytest.raises(Exception, match="is undefined"):
            render_letter("sign_in", "en")
        assert g.lang == "ar"


def test_outside_a_page_no_language_is_left_behind(app: Flask) -> None:
    g.pop("lang", None)
    render_letter("sign_in", "ar", **CONTEXT)
    assert "lang" not in g


@pytest.mark.parametrize(
    ("language", "path"),
    [
        ("en", "/en/sign-in"),
        ("ar", "/ar/sign-in"),
        # Somebody may prefer a language that the pages are not in: the English page, and not none.
        ("fr", "/en/sign-in"),
        ("pt-BR", "/en/sign-in"),
        ("", "/en/sign-in"),
    ],
)
def test_an_address_leads_to_a_page_that_is_there(app: Flask, language: str, path: str) -> None:
    assert outer_url("people.sign_in", language) == f"{app.config['BASE_URL']}{path}"
    assert app.test_client().get(path).status_code == 200


def test_an_address_follows_the_settings_and_not_the_request(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "BASE_URL", "https://consult.wells.example/text")
    with app.test_request_context("/en/", base_url="http://evil.example"):
        address = outer_url("people.sign_in_link", "en", token="a/b c")
    assert address.startswith("https://consult.wells.example/text/en/sign-in/link/a")
    assert "evil" not in address
    assert " " not in address


def test_a_letter_is_written_in_the_language_that_was_asked_for(app: Flask) -> None:
    write_letter("unknown_address", "a@members.example", "ar", **CONTEXT)
    db.session.flush()
    letter = db.session.query(Letter).one()
    assert (letter.address, letter.language) == ("a@members.example", "ar")
    assert "Wells & <Springs>" in letter.body
