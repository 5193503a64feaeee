"""The merge desk: decisions, answers, publication, attribution."""

from flask import Blueprint, Flask


def blueprints() -> list[Blueprint]:
    """Return the feature's pages."""
    from .views import bp

    return [bp]


def init_app(app: Flask) -> None:
    """Forget with a person who leaves the words that the desk keeps of them."""
    from consult.people.leaving import Keeper, register_keeper

    from .services import leaving

    register_keeper(app, Keeper(leaving.forget, leaving.known))
