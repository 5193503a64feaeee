"""What participants submit: comments, amendments, answers, highlights; their stances; moderation."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Tell the pages of consultations who counts contributions."""
    from consult.consultations.activity import register_source

    from . import activity

    register_source(activity)
