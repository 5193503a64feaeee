"""The pages on which people comment, amend, answer and take stances, and on which facilitators moderate."""

from . import amendments, answers, comments, entry, merging, moderation, own, safety, stances, structure  # noqa: F401
from .common import bp

__all__ = ["bp"]
