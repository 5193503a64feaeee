"""The pages of consultations; importing this package gives the blueprint all of them."""

from . import joining, manage, questions, show, window
from .blueprint import bp

__all__ = ["bp", "joining", "manage", "questions", "show", "window"]
