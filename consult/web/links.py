"""Addresses of pages, built once: building one asks all routes and costs more than all that a page does with it."""

from functools import lru_cache
from typing import Any
from urllib.parse import quote

from flask import Flask, current_app, has_request_context, request
from flask import url_for as flask_url_for

from .locale import current_language

MOST = 16_384
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
