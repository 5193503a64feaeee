"""What participants submit: comments, amendments, answers, highlights; their stances; moderation."""

from flask import Blueprint, Flask


def blueprints() -> list[Blueprint]:
    """Return the feature's pages."""
    from .views import bp

    return [bp]


def init_app(app: Flask) -> None:
    """Tell the pages of consultations who counts contributions."""
    from consult.consultations.activity import register_source

    from . import activity

    register_source(activity)
