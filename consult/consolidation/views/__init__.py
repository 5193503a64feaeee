"""The pages of the merge desk."""

from . import answers, desk, publish, section, structure  # noqa: F401
from .base import bp

__all__ = ["bp"]
