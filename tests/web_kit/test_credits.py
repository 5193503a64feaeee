"""The page that credits translators, and the language of those who have chosen one."""

from pathlib import Path

import pytest
from flask import Flask

from consult.catalogues import FIRST_HEAD
from tests.factories import make_person
from tests.page import PageClient


def write_catalogue(app: Flask, language: str, **head: str) -> Path:
    """Write a catalogue that holds nothing but its head into the folder that the site reads."""
    fields = {**FIRST_HEAD, **{name.replace("_", "-"): value for name, value in head.items()}}
    text = 'msgid ""\nmsgstr ""\n' + "".join(f'"{name}: {value}\\n"\n' for name, value in fields.items())
    path = Path(app.config["BABEL_TRANSLATION_DIRECTORIES"]) / language / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_translators_are_named_and_a_language_that_nobody_reviewed_says_so(
    client: PageClient, app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(app.config, "BABEL_TRANSLATION_DIRECTORIES", str(tmp_path))
    assert "This site speaks English only." in client.get("/en/about/translations").text
    write_catalogue(app, "fr", X_Translators="Amina Kazimi; Jo <b>Berg</b>", X_Reviewed_By="Aïssatou Mbengol")
    arabic = write_catalogue(app, "pt_BR")
    page = client.get("/en/about/translations").text
    assert "Amina Kazimi · Jo &lt;b&gt;Berg&lt;/b&gt;" in page
    assert "Reviewed by: <bdi>Aïssatou Mbengol</bdi>" in page
    assert page.count("not yet reviewed by a native speaker") == 1
    assert '<bdi lang="pt-BR">português (Brasil)' in page
    arabic.write_text(arabic.read_text().replace("Reviewed-By: ", "Reviewed-By: Leïla Ben Ghedira-Nour"))
    assert "not yet reviewed" not in client.get("/en/about/translations").text


def test_every_page_leads_to_the_credits_of_its_language(client: PageClient) -> None:
    for language in ("en", "ar"):
        assert f'href="/{language}/about/translations"' in client.get(f"/{language}/sign-in").text


@pytest.mark.parametrize(
    ("chosen", "accepts", "leads_to"),
    [("ar", "en", "/ar/"), ("en", "ar", "/en/"), ("tlh", "ar", "/ar/"), ("tlh", "de", "/en/")],
)
def test_the_address_then_the_person_then_the_browser_decides_the_language(
    client: PageClient, chosen: str, accepts: str, leads_to: str
) -> None:
    person = make_person()
    person.account.locale = chosen
    client.sign_in(person)
    said = {"Accept-Language": accepts}
    assert client.get("/", headers=said).location == leads_to
    assert f'<html lang="{leads_to.strip("/")}"' in client.get("/nothing", headers=said).text
    assert '<html lang="ar"' in client.get("/ar/about/translations", headers=said).text


def test_who_signed_out_everywhere_is_led_by_the_browser_again(client: PageClient) -> None:
    person = make_person()
    person.account.locale = "ar"
    client.sign_in(person)
    person.account.session_epoch = "another"
    assert client.get("/", headers={"Accept-Language": "en"}).location == "/en/"
