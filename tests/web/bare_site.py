"""A site with nothing but the layout: on it the components are tested without database or features."""

from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask, flash, render_template, render_template_string, request, url_for
from flask_babel import Babel
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined

from consult.text.markdown import render_markdown, render_passages
from consult.web.pages import figure
from consult.web.samples import sample_context

ROOT = Path(__file__).parents[2]
LANGUAGES = [("en", "English", "?lang=en", "ltr"), ("ar", "العربية", "?lang=ar", "rtl")]
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

PASSAGES = """# Water

It is a right.

- Wells
- Meters
  - Broken ones

1. First

2. Second

> Said so.

Last words.
"""
PASSAGES_PAGE = """{% extends 'base.html' %}{% block title %}Passages{% endblock %}{% block main %}<h1>Passages</h1>
<article data-quotable data-quote-url="/little">{{ ui.user_text(body, 'en') }}</article>{% endblock %}"""


@dataclass
class Link:
    """What the layout expects of an entry of navigation."""

    label: str
    url: str
    current: bool = False


@dataclass
class Me:
    """What the layout expects of the person who is signed in."""

    display_name: str = "Amina Kazimi"


@dataclass
class Persona:
    """What the demonstration's switch expects of a persona."""

    value: str
    label: str
    current: bool = False


@dataclass
class Site:
    """The bare application, and the layout's context, which a test may change."""

    app: Flask
    context: dict[str, object] = field(default_factory=dict)

    def page(self, address: str = "/components") -> str:
        """Return the HTML of an address that answers well."""
        answer = self.app.test_client().get(address)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return answer.get_data(as_text=True)

    def draw(self, source: str, address: str = "/", **values: object) -> str:
        """Return what a piece of template draws."""
        with self.app.test_request_context(address):
            return render_template_string(source, **values)


def layout_context(app: Flask) -> dict[str, object]:
    """Return what the layout reads, for the language that the address names."""
    code = request.args.get("lang", "en")
    return {
        "lang": code,
        "dir": "rtl" if code == "ar" else "ltr",
        "network_name": "Public Services Network",
        "is_demonstration": True,
        "me": Me(),
        "nav": [Link("Narratives", "/", current=True), Link("Consultations", "/consultations")],
        "languages": LANGUAGES,
        "personas": [Persona("a", "Amina Kazimi, facilitator", current=True), Persona("j", "Jo Berg")],
        "persona_url": "/persona",
        "sign_out_url": "/sign-out",
        "account_links": [Link("My contributions", "/mine")],
        "asset": lambda name: url_for("static", filename=name),
    }


def add_pages(app: Flask) -> None:
    """Add the page of all components, a small page, and one that takes what the script's tests send."""

    @app.get("/components")
    def components() -> str:
        return render_template("developer/components.html", **sample_context())

    @app.get("/little")
    def little() -> str:
        return render_template("errors/error.html", code=200, title="Little", text="…", action_url=None)

    @app.get("/passages")
    def passages() -> str:
        render = render_passages if "marked" in request.args else render_markdown
        return render_template_string(PASSAGES_PAGE, body=render(PASSAGES))

    @app.post("/sent")
    def sent() -> str:
        app.config["ARRIVED"] += 1
        if "quietly" not in request.args:
            flash("Thank you, it has arrived.", "success")
        return render_template("errors/error.html", code=200, title="Sent", text="…", action_url=None)


def make_bare_site() -> Site:
    """Return a site whose pages are drawn as strictly as Consult's own."""
    app = Flask("bare", root_path=str(ROOT))
    app.config.update(SECRET_KEY="bare", ARRIVED=0, TESTING=True)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["figure"] = figure
    Babel(app, locale_selector=lambda: request.args.get("lang", "en"))
    CSRFProtect(app)
    site = Site(app)

    @app.context_processor
    def layout() -> dict[str, object]:
        context = {**layout_context(app), **site.context}
        return {**context, "ui": app.jinja_env.get_template("ui/all.html").make_module(context)}

    @app.after_request
    def policy(response):  # type: ignore[no-untyped-def]
        response.headers["Content-Security-Policy"] = POLICY
        return response

    add_pages(app)
    return site
