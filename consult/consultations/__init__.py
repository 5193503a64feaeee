"""One region's or theme's window on a revision: audience, opening and closing, guiding questions, joining."""

from flask import Blueprint, Flask


def blueprints() -> list[Blueprint]:
    """Return the feature's pages."""
    from .views import bp

    return [bp]


def init_app(app: Flask) -> None:
    """Say which consultations take people whom the network does not know."""
    from consult.people.admission import register_admission

    from .views.joining import admits

    register_admission(app, admits)
