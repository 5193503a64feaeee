"""The interface's language: in the URL, with its direction; where the URL names none, the person's, else the browser's.

The languages on offer are English and every folder of consult/locale: a language is added by adding its catalogue.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import lru_cache
from pathlib import Path

from babel import Locale, UnknownLocaleError, negotiate_locale
from flask import Flask, abort, current_app, g, has_app_context, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import Babel, force_locale
from werkzeug.routing import BaseConverter

from .access import PUBLIC

SOURCE_LANGUAGE = "en"


class LanguageConverter(BaseConverter):
    """A language code in a URL: letters, and parts after a hyphen."""

    regex = r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*"


def init_app(app: Flask) -> None:
    """Put the language into URLs and the direction into pages."""
    app.url_map.converters["lang"] = LanguageConverter
    app.extensions["consult.languages"] = _languages(app)
    app.extensions["consult.preference"] = lambda: None
    Babel(
        app, locale_selector=_current_tag
    )  # one for each application: it keeps the catalogues that it has read
    app.url_value_preprocessor(_take_language)
    app.url_defaults(_give_language)
    app.add_url_rule("/", "root", PUBLIC(_to_language))


def register_preference(app: Flask, chosen: Callable[[], str | None]) -> None:
    """Let a feature say which language the person who asks has chosen for the pages, if any."""
    app.extensions["consult.preference"] = chosen


def languages(app: Flask) -> list[str]:
    """Return the codes of the interface's languages, English first."""
    return app.extensions["consult.languages"]


@lru_cache(maxsize=1024)
def language_name(code: str) -> str:
    """Return a language's name in itself, or the code when it is not known."""
    try:
        return Locale.parse(code, sep="-").get_display_name(code.replace("-", "_")) or code
    except (UnknownLocaleError, ValueError):
        return code


@lru_cache(maxsize=1024)
def direction(code: str) -> str:
    """Return "rtl" or "ltr" for a language code; unknown ones read from left to right."""
    try:
        return Locale.parse(code, sep="-").text_direction
    except (UnknownLocaleError, ValueError):
        return "ltr"


def current_language() -> str:
    """Return the code of the interface's language for this request (English outside one)."""
    return g.get("lang", SOURCE_LANGUAGE) if has_app_context() else SOURCE_LANGUAGE


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak a language within, for words that are made for all readers; where the site has it not, the reader's."""
    with force_locale(code.replace("-", "_")) if code in languages(current_app) else nullcontext():
        yield


def _languages(app: Flask) -> list[str]:
    folder = Path(app.config["BABEL_TRANSLATION_DIRECTORIES"])
    found = {path.parent.parent.name.replace("_", "-") for path in folder.glob("*/LC_MESSAGES/*.po")}
    return [SOURCE_LANGUAGE, *sorted((found | set(app.config["EXTRA_LANGUAGES"])) - {SOURCE_LANGUAGE})]


def _current_tag() -> str:
    return current_language().replace("-", "_")


def _take_language(endpoint: str | None, values: dict[str, object] | None) -> None:
    if not values or "lang" not in values:
        g.lang = SOURCE_LANGUAGE if endpoint == "static" else _named_language() or preferred_language()
        return
    g.lang = str(values.pop("lang"))
    if g.lang not in languages(current_app):
        g.lang = preferred_language()
        abort(404)


def _named_language() -> str | None:
    """Return the language at the beginning of an address that leads to no page, so that it is said in it."""
    first = request.path.split("/", 2)[1]
    return first if first in languages(current_app) else None


def _give_language(endpoint: str, values: dict[str, object]) -> None:
    if "lang" not in values and current_app.url_map.is_endpoint_expecting(endpoint, "lang"):
        values["lang"] = current_language()


def preferred_language() -> str:
    """Return the interface language of the person who asks, else the one that fits the browser best."""
    chosen = current_app.extensions["consult.preference"]()
    if chosen in languages(current_app):
        return chosen
    asked = [tag.replace("-", "_") for tag in request.accept_languages.values()]
    offered = [code.replace("-", "_") for code in languages(current_app)]
    return (negotiate_locale(asked, offered) or SOURCE_LANGUAGE).replace("_", "-")


def _to_language() -> ResponseReturnValue:
    return redirect(url_for("reading.home", lang=preferred_language()))
