"""One region's or theme's window on a revision: audience, opening and closing, guiding questions, joining."""

from flask import Blueprint


def blueprints() -> list[Blueprint]:
    """Return the feature's pages."""
    from .views import bp

    return [bp]
