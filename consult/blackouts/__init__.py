"""Blacking out: a passage that endangers somebody is taken out of everything that is stored."""

from flask import Blueprint


def blueprints() -> list[Blueprint]:
    """Return the feature's pages."""
    from .views import bp

    return [bp]
