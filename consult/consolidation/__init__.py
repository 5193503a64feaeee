"""The merge desk: decisions, answers, publication, attribution."""

from flask import Blueprint, Flask


def blueprints() -> list[Blueprint]:
    """Return the feature's pages."""
    from .views import bp

    return [bp]


def init_app(app: Flask) -> None:
    """Say which desk answers a consultation; forget with a person who leaves the words that the desk keeps of them."""
    from consult.consultations.merge_desk import register_desks
    from consult.people.leaving import Keeper, register_keeper

    from .services import leaving
    from .services.found import desk_answering

    register_keeper(app, Keeper(leaving.forget, leaving.known))
    register_desks(desk_answering)
