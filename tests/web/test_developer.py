"""The page of all components, on the real site."""

import pytest
from flask import Flask

from consult.web import developer
from tests.page import PageClient


@pytest.mark.parametrize("language", ["en", "ar"])
def test_page_of_components_is_drawn_by_the_real_site(client: PageClient, language: str) -> None:
    answer = client.get(f"/{language}/developer/components")
    assert answer.status_code == 200
    assert "Typed words stay" in answer.text


def test_a_real_installation_has_no_page_for_developers() -> None:
    app = Flask("real")
    app.config["MODE"] = "production"
    developer.init_app(app)
    assert "developer" not in app.blueprints
