"""The pages of the merge desk."""

from . import acts, answers, desk, editing, objections, publish, section, structure  # noqa: F401
from .base import bp

__all__ = ["bp"]
