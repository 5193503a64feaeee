"""Addresses of pages, built once: building one asks all routes and costs more than all that a page does with it."""

from functools import lru_cache
from typing import Any

from flask import Flask, current_app, has_request_context, request
from flask import url_for as flask_url_for

from .locale import current_language

MOST = 16_384


def init_app(app: Flask) -> None:
    """Give templates the addresses that are kept."""
    app.extensions["consult.addresses"] = lru_cache(maxsize=MOST)(_built)
    app.jinja_env.globals["url_for"] = url_for


def url_for(endpoint: str, **values: Any) -> str:
    """Return the address of a page below this site, as `flask.url_for` does, in the language of the interface.

    An address depends on the endpoint, its values, the language and where the site is mounted, and is kept under them.
    """
    if not has_request_context() or endpoint.startswith(".") or "_external" in values or "_scheme" in values:
        return flask_url_for(endpoint, **values)
    try:
        return current_app.extensions["consult.addresses"](
            request.root_path, current_language(), endpoint, tuple(values.items())
        )
    except TypeError:  # a value that cannot be hashed, such as a list of a query
        return flask_url_for(endpoint, **values)


def _built(_mounted: str, _language: str, endpoint: str, values: tuple[tuple[str, Any], ...]) -> str:
    return flask_url_for(endpoint, **dict(values))
