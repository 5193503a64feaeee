"""Accounts, persons, organisations, regions, mandates, roles, sign-in."""

from flask import Blueprint, Flask


def blueprints() -> list[Blueprint]:
    """Return the feature's pages."""
    from .views import bp

    return [bp]


def init_app(app: Flask) -> None:
    """Tell the web kit who sends a request, and what every page shows of the network and of the reader."""
    from consult.core.kept import register_generation
    from consult.web.access import register_identity
    from consult.web.locale import register_preference
    from consult.web.pages import register_chrome

    from .chrome import network_context, newest_removal, reader_context
    from .identity import chosen_language, identify

    register_generation(app, newest_removal)
    register_identity(app, identify)
    register_preference(app, chosen_language)
    register_chrome(app, network_context)
    register_chrome(app, reader_context)
