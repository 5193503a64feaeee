"""The pages of the merge desk."""

from . import (  # noqa: F401
    acts,
    afterwards,
    answers,
    bulk,
    closed,
    desk,
    draft,
    editing,
    filters,
    notes,
    objections,
    origins,
    presence,
    publish,
    queue,
    reasons,
    releases,
    review,
    section,
    similar,
    structure,
    translators,
    words,
)
from .base import bp

__all__ = ["bp"]
