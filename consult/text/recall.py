"""By what a sentence is found again among many: a digest of its words, and a few marks that similar ones share."""

import hashlib
from collections.abc import Sequence
from itertools import pairwise
from zlib import crc32

from consult.text.likeness import plain_words
from consult.text.units import likeness

MOST_MARKS = 12
SIMILAR = 0.6
"""From this share of equal signs on, in order, a sentence is offered as a similar one."""
_SMALL = 3


def digest_of(sentence: str) -> str:
    """Return what two sentences of the same words share, whatever their case and punctuation."""
    return hashlib.sha256(" ".join(plain_words(sentence)).encode()).hexdigest()[:32]


def marks_of(sentence: str) -> list[int]:
    """Return at most a dozen numbers below 2³¹: pairs of neighbouring words, or words where there are few.

    Pairs of two small words ("of the") are left out: half of all sentences have them. Which dozen of many is decided
    by the pairs alone, so similar sentences keep the same ones.
    """
    words = plain_words(sentence)
    pairs = {f"{one} {other}" for one, other in pairwise(words) if max(len(one), len(other)) > _SMALL}
    found = pairs if len(pairs) > 3 else pairs | {word for word in words if len(word) > _SMALL}
    return sorted(crc32(mark.encode()) & 0x7FFFFFFF for mark in found)[:MOST_MARKS]


def most_similar(sentence: str, others: Sequence[str], most: int = 3) -> list[tuple[int, float]]:
    """Return the places of the most similar sentences and how similar they are, best first, equal ones left out."""
    shares = ((place, likeness(sentence, other, SIMILAR)) for place, other in enumerate(others))
    return sorted((found for found in shares if SIMILAR <= found[1] < 1), key=lambda one: -one[1])[:most]
