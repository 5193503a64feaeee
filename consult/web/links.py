"""Addresses of pages, built once: building one asks all routes and costs more than all that a page does with it."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, TypeVar, cast
from urllib.parse import quote

from babel import Locale
from flask import Flask, current_app, has_request_context, request
from flask import url_for as flask_url_for
from flask_babel import get_locale

from consult.core.kept import Shelf

from .locale import current_language

Made = TypeVar("Made", bound=Callable[..., Any])
MOST = 16_384
MOST_MADE = 1024
IN_ANCHORS = "%!#$&'()*+,/:;=?@"
"""The signs that stand in an anchor as they are."""


def init_app(app: Flask) -> None:
    """Give templates the addresses that are kept."""
    app.extensions["consult.addresses"] = lru_cache(maxsize=MOST)(_built)
    app.jinja_env.globals["url_for"] = url_for


def url_for(endpoint: str, *, _anchor: str | None = None, **values: Any) -> str:
    """Return the address of a page below this site, as `flask.url_for` does, in the language of the interface.

    An address depends on the endpoint, its values, the language and where the site is mounted, and is kept under them;
    the place on the page, which differs from card to card, is not part of it.
    """
    if not has_request_context() or endpoint.startswith(".") or "_external" in values or "_scheme" in values:
        return flask_url_for(endpoint, _anchor=_anchor, **values)
    try:
        address = current_app.extensions["consult.addresses"](
            request.root_path, current_language(), endpoint, tuple(values.items())
        )
    except TypeError:  # a value that cannot be hashed, such as a list of a query
        address = flask_url_for(endpoint, **values)
    return address if _anchor is None else f"{address}#{quote(_anchor, safe=IN_ANCHORS)}"


def _built(_mounted: str, _language: str, endpoint: str, values: tuple[tuple[str, Any], ...]) -> str:
    return flask_url_for(endpoint, **dict(values))


def per_language(make: Made) -> Made:
    """Let what a function makes of its arguments be made once for each language, and place where the site is mounted.

    For words and addresses that are the same for every reader: whatever else decides on them is an argument, which can
    be hashed, and nobody changes what is returned. Outside a request it is made each time.
    """
    name = f"{make.__module__}.{make.__qualname__}"

    @wraps(make)
    def made(*arguments: Any) -> Any:
        if not has_request_context():
            return make(*arguments)
        shelves = current_app.extensions.setdefault("consult.per_language", {})
        shelf = shelves.get(name) or shelves.setdefault(name, Shelf(MOST_MADE, of_words=False))
        key = (request.root_path, current_language(), arguments)
        found = shelf.get(key)
        if found is None:
            found = make(*arguments)
            if not _is_forced():
                shelf.put(key, found)
        return found

    return cast(Made, made)


def _is_forced() -> bool:
    """Say whether sentences are in another language for now than the page: those of a letter to somebody else."""
    return get_locale() != Locale.parse(current_language(), sep="-")
