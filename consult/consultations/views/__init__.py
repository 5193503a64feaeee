"""The pages of consultations; importing this package gives the blueprint all of them."""

from . import manage, show
from .blueprint import bp

__all__ = ["bp", "manage", "show"]
