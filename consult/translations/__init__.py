"""The narrative in other languages: who translates what, what is ready, what is stale; agreed terms and memory."""

from flask import Blueprint


def blueprints() -> list[Blueprint]:
    """Return the feature's pages."""
    from .views import bp

    return [bp]
