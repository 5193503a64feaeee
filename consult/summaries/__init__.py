"""Tables that can be checked, and files of the rows behind them. The only importer of pandas, and only when asked."""

from flask import Blueprint


def blueprints() -> list[Blueprint]:
    """Return the feature's pages."""
    # Each adds its pages.
    from . import (  # noqa: F401
        answer_views,
        board_views,
        exports,
        narrative_views,
        quoting_views,
        report_views,
        said_views,
        section_views,
        tag_list_views,
        tag_views,
        views,
        whole_views,
    )
    from .blueprint import bp

    return [bp]
