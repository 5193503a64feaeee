"""Surveys held elsewhere: their file read row by row, each row's answers counted beside those that were sent here."""

from flask import Blueprint, Flask


def blueprints() -> list[Blueprint]:
    """Return the feature's pages."""
    from .views import bp

    return [bp]


def init_app(app: Flask) -> None:
    """Let large files in where a survey is brought in, and keep questions that a survey answers as they were asked."""
    from consult.consultations.activity import register_answered

    from . import services
    from .files import let_large_files_in

    register_answered(services.answers_question)
    let_large_files_in(app)
