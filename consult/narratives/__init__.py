"""The narrative: its sections, revisions, language editions, and how a document comes in and goes out."""

from flask import Blueprint


def blueprints() -> list[Blueprint]:
    """Return the feature's pages."""
    from .views import bp

    return [bp]
