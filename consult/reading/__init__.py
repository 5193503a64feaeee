"""Views only: the narrative, its history, compare, where-my-words, the start page."""

from flask import Blueprint


def blueprints() -> list[Blueprint]:
    """Return the feature's pages."""
    from .home import bp

    return [bp]
