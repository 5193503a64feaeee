"""The pages of translations; importing this package gives the blueprint all of them."""

from . import drafts, editions, files, overview, renderings, said, terms, work
from .base import bp

__all__ = ["bp", "drafts", "editions", "files", "overview", "renderings", "said", "terms", "work"]
