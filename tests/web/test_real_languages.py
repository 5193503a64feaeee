"""Pages with the words of the real catalogues: one in each language; the other tests read English on every page."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from config import Settings
from consult import create_app
from consult.catalogues import catalogue_files, compile_catalogues, language_of
from consult.core.database import db
from consult.web.letters import render_letter
from tests.desk import Desk
from tests.factories import make_amendment, make_consultation, make_narrative, make_network, make_revision
from tests.page import PageClient

LANGUAGES = [language_of(path).replace("_", "-") for path in catalogue_files()]
READ = {
    "ar": ("rtl", "تسجيل الدخول", "30 مارس 2026، 15:00 (نيروبي، UTC+3)"),
    "es": ("ltr", "Iniciar sesión", "30 de marzo de 2026, 15:00 (Nairobi, UTC+3)"),
    "fr": ("ltr", "Se connecter", "30 mars 2026, 15:00 (Nairobi, UTC+3)"),
    "pt": ("ltr", "Entrar", "30 de março de 2026 15:00 (Nairóbi, UTC+3)"),
}
"""For each language: its direction, the words for signing in, and how it writes a moment."""


@pytest.fixture(scope="module")
def real(site: Flask, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application on the same database with the languages of its own catalogues."""
    compile_catalogues()
    settings = Settings(
        mode="test",
        database_url=str(site.config["SQLALCHEMY_DATABASE_URI"]),
        secret_key="a secret of the tests",
        letters_folder=str(tmp_path_factory.mktemp("letters")),
        trusted_hosts="localhost",
    )
    real = create_app(settings)
    real.test_client_class = PageClient
    yield real
    with real.app_context():
        db.engine.dispose()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_speaks_its_language_from_its_head_to_its_foot(app: Flask, real: Flask, language: str) -> None:
    way, signing_in, closing = READ[language]
    make_network()
    app.test_client().get(f"/{language}/")  # what the site of the other tests keeps is not shown by this one
    make_consultation(make_revision(make_narrative(title="Held in Common")))
    db.session.commit()
    page = real.test_client().get(f"/{language}/").text
    assert f'<html lang="{language}" dir="{way}"' in page
    assert signing_in in page
    assert closing in page
    for english in ("Sign in", "Open until", "Start<", "free software"):
        assert english not in page
    for other in ["en", *LANGUAGES]:
        assert f'href="/{other}/" lang="{other}"' in page  # the switcher stays on the page


def test_a_letter_and_what_a_form_refuses_are_in_the_language(app: Flask, real: Flask) -> None:
    with real.test_request_context("/fr/"):
        subject, body = render_letter("sign_in", "es", network="Red", url="/x", code="7K2M", minutes=10)
    assert subject == "Su enlace para iniciar sesión"
    assert "alguien pidió iniciar sesión en Red" in body
    browser = real.test_client()
    refused = browser.post("/fr/sign-in", data={"email": ""})
    assert (refused.status_code, "Veuillez remplir ce champ." in refused.text) == (422, True)
    assert "Cette page n’existe pas" in browser.get("/fr/nothing").text


def test_the_first_note_of_a_version_is_in_the_language_of_its_readers(app: Flask, real: Flask) -> None:
    narrative = make_narrative(working_language="fr", title="Partage")
    desk = Desk(make_consultation(make_revision(narrative), state="closed"))
    make_amendment(desk.consultation)
    address = f"/consolidations/{desk.row.public_id}/publish"
    desk.answer_all()
    db.session.commit()
    page = real.test_client().sign_in(desk.facilitator).get(f"/ar{address}").text
    assert "نشر النسخة التالية" in page
    assert re.search(r"<textarea[^>]*>\s*Mots modifiés dans 1 section\.", page)


def test_every_catalogue_is_looked_at() -> None:
    assert set(LANGUAGES) <= set(READ)
    assert all(path.with_suffix(".mo").exists() for path in map(Path, catalogue_files()))
