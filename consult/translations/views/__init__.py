"""The pages of translations; importing this package gives the blueprint all of them."""

from . import files, overview, renderings, said, terms, work
from .base import bp

__all__ = ["bp", "files", "overview", "renderings", "said", "terms", "work"]
