"""The merge desk: decisions, answers, publication, attribution."""

from flask import Blueprint


def blueprints() -> list[Blueprint]:
    """Return the feature's pages."""
    from .views import bp

    return [bp]
