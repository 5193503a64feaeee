"""Views only: the narrative, its history, compare, where-my-words, the start page."""

from flask import Blueprint


def blueprints() -> list[Blueprint]:
    """Return the feature's pages."""
    from . import history, home, section_pages, text_pages  # noqa: F401 - each adds its pages
    from .blueprint import bp

    return [bp]
