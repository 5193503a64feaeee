"""The pages on which people comment, amend, answer and take stances, and on which facilitators moderate."""

from . import (  # noqa: F401
    amendments,
    answers,
    comments,
    entry,
    late,
    merging,
    moderation,
    notes,
    own,
    reporting,
    safety,
    stances,
    structure,
)
from .common import bp

__all__ = ["bp"]
