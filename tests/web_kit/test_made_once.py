"""Words and addresses that are the same for every reader are made once; what differs between readers is not kept."""

import os
from pathlib import Path

import pytest
from flask import Flask, g, render_template_string, session
from flask_babel import Babel, force_locale
from flask_wtf.csrf import validate_csrf

from consult.people.chrome import reader_context
from consult.rules.permissions import Actor, Grant, Role, Scope
from consult.web.access import Identity
from consult.web.forms import csrf_token
from consult.web.links import per_language
from consult.web.pages import asset, words
from tests.factories import make_comment, make_consultation, make_network, make_person, make_revision
from tests.page import PageClient

made: list[tuple[object, ...]] = []


@per_language
def sentence(*said: object) -> str:
    """Return the words that were handed in, and note that it was asked."""
    made.append(said)
    return " ".join(map(str, said))


@pytest.fixture(autouse=True)
def _nothing_made(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    made.clear()
    monkeypatch.setitem(app.extensions, "consult.per_language", {})


def test_what_is_made_per_language_is_made_once_for_each_language_place_and_question(app: Flask) -> None:
    for base, language, said in [
        ("/", "en", ("a",)),
        ("/", "en", ("a",)),
        ("/", "ar", ("a",)),
        ("/", "en", ("a", 1)),
        ("/below/", "en", ("a",)),
        ("/", "ar", ("a",)),
    ]:
        with app.app_context(), app.test_request_context("/x", base_url=f"http://localhost{base}"):
            g.lang = language
            assert sentence(*said) == " ".join(map(str, said))
    assert made == [("a",), ("a",), ("a", 1), ("a",)]


def test_words_made_for_a_letter_in_another_language_are_not_kept_for_the_page(app: Flask) -> None:
    with app.test_request_context("/en/"):
        g.lang = "en"
        with force_locale("fr"):
            assert [sentence("a"), sentence("a")] == ["a", "a"]
        assert [sentence("a"), sentence("a")] == ["a", "a"]
    assert len(made) == 3


def test_outside_a_request_it_is_made_each_time(app: Flask) -> None:
    assert [sentence("a"), sentence("a")] == ["a", "a"]
    assert len(made) == 2


def test_another_application_makes_its_own(app: Flask) -> None:
    other = Flask("other")
    Babel(other)
    for one in (app, other, app, other):
        with one.test_request_context("/"):
            assert sentence("a") == "a"
    assert len(made) == 2


def test_the_address_of_a_file_follows_it_in_development_alone(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "static_folder", str(tmp_path))
    name = f"{tmp_path.name}.css"
    addresses = []
    for turn, follows in enumerate((False, False, True, True)):
        (tmp_path / name).write_text(f"a{{}}/*{turn}*/")
        os.utime(tmp_path / name, ns=(turn, turn))
        monkeypatch.setattr(app.jinja_env, "auto_reload", follows)
        with app.test_request_context("/en/"):
            addresses.append(asset(name))
    first, second, third, fourth = addresses
    assert first == second
    assert len({first, third, fourth}) == 3
    assert first.startswith(f"/static/{name}?v=")


def test_the_sentences_of_a_page_are_those_of_the_language_that_is_forced_meanwhile(app: Flask) -> None:
    with app.test_request_context("/en/"):
        before = words()
        assert words() is before
        with force_locale("fr"):
            assert words() is not before
            assert (
                render_template_string("{{ 1234|figure }} {{ _('%(n)s', n=1234) }}")
                == "1\u202f234 1\u202f234"
            )
        assert render_template_string("{{ ngettext('%(num)s a', '%(num)s as', 1234) }}") == "1,234 as"
        assert render_template_string("{{ pgettext('verb', 'Comment') }}") == "Comment"


def test_a_session_keeps_its_token_and_no_other_has_it(app: Flask) -> None:
    tokens = []
    for raw in ("one", "two", "one", None, None):
        with app.app_context(), app.test_request_context("/en/"):
            if raw:
                session["csrf_token"] = raw
            tokens.append(csrf_token())
            assert csrf_token() == tokens[-1]
            validate_csrf(tokens[-1])
    assert tokens[0] == tokens[2]
    assert len(set(tokens)) == 4  # a session without one gets one of its own


def test_the_token_is_made_anew_where_the_installation_has_another_secret(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokens = []
    for secret in ("first", "second"):
        monkeypatch.setattr(app, "secret_key", secret)
        with app.app_context(), app.test_request_context("/en/"):
            session["csrf_token"] = "raw"
            tokens.append(csrf_token())
            validate_csrf(tokens[-1])
    assert tokens[0] != tokens[1]


@pytest.mark.parametrize("first", [0, 1, 2])
def test_the_links_of_an_account_are_those_of_its_rights_whoever_asked_before(app: Flask, first: int) -> None:
    secretariat = frozenset({Grant(Role.SECRETARIAT, Scope.NETWORK)})
    plain, member, whole = Actor(1), Actor(2, is_member=True), Actor(3, secretariat)
    wanted = [
        (Identity(object(), plain), 0, 0, 0),
        (Identity(object(), member), 1, 0, 0),
        (Identity(object(), whole), 1, 1, 0),
        (Identity(object(), plain, stronger=whole), 0, 0, 1),
    ]
    for identity, directory, network, second_step in wanted[first:] + wanted[:first]:
        with app.test_request_context("/en/"):
            g.identity = identity
            urls = [link["url"] for link in reader_context()["account_links"]]
        found = [f"/en/{end}" in urls for end in ("directory", "network", "sign-in/staff")]
        assert found == [bool(directory), bool(network), bool(second_step)], urls


def test_the_parts_of_a_page_that_are_kept_name_no_reader_to_the_next(client: PageClient) -> None:
    make_network(is_demonstration=True)
    consultation = make_consultation(make_revision())
    make_comment(consultation)
    address = f"/en/consultations/{consultation.public_id}/text"
    staff = make_person("secretariat", display_name="Noor of the office", persona_note="Runs the network.")
    nobody = client.get(address).text
    page = client.application.test_client().sign_in(staff).get(address).text  # type: ignore[attr-defined]
    assert 'class="me" dir="auto">Noor of the office' in page
    after = client.get(address).text
    assert 'class="me"' not in after
    assert "/en/network" not in after
    assert f'value="{staff.public_id}" dir="auto">Noor of the office' in after
    assert client.csrf_token() not in page
    assert nobody.count("<li>") == after.count("<li>")
