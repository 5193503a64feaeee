"""Views only: the narrative, its history, compare, where-my-words, the start page."""

from flask import Blueprint, Flask

from consult.web.pages import register_chrome


def blueprints() -> list[Blueprint]:
    """Return the feature's pages."""
    from . import (  # noqa: F401 - each adds its pages
        contribution_pages,
        discussion_pages,
        history,
        home,
        ledger_pages,
        search_pages,
        section_history,
        section_pages,
        similar_pages,
        text_pages,
        voices_pages,
    )
    from .blueprint import bp

    return [bp]


def init_app(app: Flask) -> None:
    """Give every page the main navigation."""
    from .navigation import navigation

    register_chrome(app, navigation)
