"""A page, or one block of it for htmx; what every template knows."""

import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import segno
from babel import Locale, UnknownLocaleError
from babel.numbers import format_decimal
from flask import Flask, Response, current_app, g, make_response, render_template, request
from flask_babel import get_locale, get_translations
from htmx_flask import Htmx
from jinja2 import StrictUndefined
from markupsafe import Markup

from . import moments
from .links import per_language, url_for
from .locale import SOURCE_LANGUAGE, current_language, direction, language_name, languages

htmx = Htmx()
FIRST_LONG = 1000
PLAIN_NUMBER = re.compile(r"%\(([a-z_]+)\)d")
"""What prints a number without the signs that a language puts between its thousands."""


def init_app(app: Flask) -> None:
    """Make templates strict and give them what every page needs."""
    htmx.init_app(app)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        asset=asset, _=translate, gettext=translate, ngettext=translate_plural, pgettext=translate_as
    )
    app.jinja_env.filters.update(
        moment=moments.show_moment,
        day=moments.show_day,
        language_name=language_name,
        direction=direction,
        country=country_name,
        place=moments.zone_label,
        figure=figure,
        listed=listed,
    )
    app.extensions["consult.chrome"] = []
    app.context_processor(_page_context)


def register_chrome(app: Flask, provide: Any) -> None:
    """Let a feature add values to every page (network name, navigation, personas): a function that returns a dict."""
    app.extensions["consult.chrome"].append(provide)


def render_page(template: str, *, block: str | None = None, status: int = 200, **context: Any) -> Response:
    """Return the page; for an htmx request only the named block of it."""
    if block and wants_fragment():
        return make_response(render_block(template, block, **context), status)
    return make_response(render_template(template, **context), status)


def wants_fragment() -> bool:
    """Say whether htmx asks for a part of the page (and not for the page out of its history)."""
    return bool(request.htmx) and not request.htmx.history_restore_request  # type: ignore[attr-defined]


def render_block(template: str, block: str, **context: Any) -> str:
    """Return one block of a template, which must lean on nothing outside it."""
    current_app.update_template_context(context)
    found = current_app.jinja_env.get_template(template)
    return "".join(found.blocks[block](found.new_context(context)))


class Words:
    """The sentences of one catalogue, as templates ask for them."""

    def __init__(self, catalogue: Any) -> None:
        """Take the translations of a language."""
        self._catalogue = catalogue

    def translate(self, message: str, **values: Any) -> str:
        """Translate. With markup among the values the sentence is markup too; the others are escaped."""
        sentence = self._catalogue.ugettext(message)
        return _filled(sentence, values) if values else sentence

    def translate_plural(self, singular: str, plural: str, number: int, **values: Any) -> str:
        """Translate a sentence with a number; markup as in `translate`."""
        return _filled(self._catalogue.ungettext(singular, plural, number), {"num": number, **values})

    def translate_as(self, context: str, message: str) -> str:
        """Translate a word that other languages need two for: "Comment", the thing and what one can do."""
        return self._catalogue.upgettext(context, message)

    def named(self) -> dict[str, Any]:
        """Return the functions under the names that templates have for them."""
        return {
            "_": self.translate,
            "gettext": self.translate,
            "ngettext": self.translate_plural,
            "pgettext": self.translate_as,
        }


def words() -> Words:
    """Return the sentences of the present language, looked up once and not for each sentence of a page."""
    locale = get_locale()
    found = g.get("words")
    if found is None or found[0] is not locale:
        found = g.words = (locale, Words(get_translations()))
    return found[1]


def translate(message: str, **values: Any) -> str:
    """Translate in a template, into the present language; see `Words.translate`."""
    return words().translate(message, **values)


def translate_plural(singular: str, plural: str, number: int, **values: Any) -> str:
    """Translate a sentence with a number in a template, into the present language."""
    return words().translate_plural(singular, plural, number, **values)


def translate_as(context: str, message: str) -> str:
    """Translate a word in a template that other languages need two for, into the present language."""
    return words().translate_as(context, message)


def figure(value: Any) -> Any:
    """Return a number from a thousand on as the language writes it: 1,234 in English, 1 234 in French; else itself."""
    if type(value) is not int or abs(value) < FIRST_LONG:
        return value
    return format_decimal(value, locale=get_locale() or SOURCE_LANGUAGE)


def listed(items: Iterable[Any]) -> Markup:
    """Return things in one line, parted as the language does; each keeps its own direction."""
    return Markup(translate(", ")).join(Markup("<bdi>{}</bdi>").format(item) for item in items)  # noqa: S704 - ours


def _filled(sentence: str, values: dict[str, Any]) -> str:
    shown = {name: figure(value) for name, value in values.items()}
    if shown != values:
        sentence, values = PLAIN_NUMBER.sub(r"%(\1)s", sentence), shown
    if any(hasattr(value, "__html__") for value in values.values()):
        return Markup(sentence) % values  # noqa: S704 - the sentence is ours or a translator's
    return sentence % values


def qr_code(address: str, title: str) -> Markup:
    """Return a QR code as a picture within the page, dark on light in dark mode, too."""
    made = segno.make(address, error="m", micro=False)
    drawn = made.svg_inline(scale=5, border=3, light="#fff", dark="#000", title=title, omitsize=False)
    return Markup(drawn)  # noqa: S704 - the library escapes the title, and the address becomes squares


def asset(name: str) -> str:
    """Return the URL of a static file with its content's digest, so that it may be kept for a year.

    A process reads a file once; in development its address follows it, as templates do.
    """
    return _fresh_asset(name) if current_app.jinja_env.auto_reload else _asset(name)


def _fresh_asset(name: str) -> str:
    path = Path(current_app.static_folder or "") / name
    return url_for("static", filename=name, v=_digest(str(path), path.stat().st_mtime_ns))


_asset = per_language(_fresh_asset)


@lru_cache(maxsize=64)
def _digest(path: str, _changed: int) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:12]


def country_name(code: str | None, language: str | None = None) -> str:
    """Return a country's name in a language (the interface's by default), or the code when it is not known."""
    if not code:
        return ""
    try:
        locale = Locale.parse(language or current_language(), sep="-")
    except (UnknownLocaleError, ValueError):
        return code
    return locale.territories.get(code, code)


def _page_context() -> dict[str, Any]:
    context: dict[str, Any] = {
        "lang": current_language(),
        "dir": direction(current_language()),
        "languages": _language_links(),
        "ui": macros(),
        "network_name": "Consult",
        "is_demonstration": False,
        "nav": [],
        "personas": [],
        # A page is drawn in one language: its catalogue is not asked for again with each of its sentences.
        **words().named(),
    }
    for provide in current_app.extensions["consult.chrome"]:
        context.update(provide())
    return context


def _language_links() -> list[tuple[str, str, str, str]]:
    """Return (code, name, URL of this page in it, direction) for each language of the interface."""
    endpoint = request.endpoint or ""
    stays = request.method == "GET" and _has_language(endpoint)
    values = {**_plain_arguments(), **(request.view_args or {})} if stays else {}
    return _in_each_language(endpoint if stays else "reading.home", tuple(values.items()))


@per_language
def _in_each_language(endpoint: str, values: tuple[tuple[str, Any], ...]) -> list[tuple[str, str, str, str]]:
    return [
        (code, language_name(code), url_for(endpoint, **{**dict(values), "lang": code}), direction(code))
        for code in languages(current_app)
    ]


def _plain_arguments() -> dict[str, str]:
    """Return the query without what `url_for` would take for orders to itself: `?endpoint=` would fail the page."""
    asked = request.args.to_dict()
    return {name: value for name, value in asked.items() if name != "endpoint" and not name.startswith("_")}


def _has_language(endpoint: str) -> bool:
    return bool(endpoint) and current_app.url_map.is_endpoint_expecting(endpoint, "lang")


def macros() -> Any:
    """Return the macros as one namespace, made once for each language; in development they follow the files."""
    kept = current_app.extensions.setdefault("consult.macros", {})
    language = current_language()
    if language not in kept or current_app.jinja_env.auto_reload:
        template = current_app.jinja_env.get_template("ui/all.html")
        kept[language] = template.make_module({"lang": language, "dir": direction(language)})
    return kept[language]
