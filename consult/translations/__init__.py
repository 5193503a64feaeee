"""The narrative in other languages: who translates what, what is ready, what is stale; agreed terms and memory."""

from flask import Blueprint, Flask


def blueprints() -> list[Blueprint]:
    """Return the feature's pages."""
    from .views import bp

    return [bp]


def init_app(app: Flask) -> None:
    """Let the pages of consultations say which languages are not ready, and let people speak to those that are."""
    from consult.consultations.text_languages import register_text_languages
    from consult.contributions.editions import register_editions
    from consult.people.leaving import Keeper, register_keeper

    from . import leaving
    from .board import not_ready_in
    from .readable import edition_of

    register_text_languages(app, not_ready_in)
    register_editions(app, edition_of)
    register_keeper(app, Keeper(leaving.forget, leaving.known))
