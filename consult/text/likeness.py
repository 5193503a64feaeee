"""Likeness: which of many texts say the same in the same words, or nearly; for campaigns and repeated remarks."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from zlib import crc32

import regex
from rapidfuzz.distance import Indel

ALIKE = 0.85
"""From this share of equal words on, in order, two texts count as one said twice."""
_SHINGLE = 3
_KEPT = 12
_WORDS = regex.compile(r"[\p{L}\p{M}\p{N}]+")


def plain_words(text: str) -> tuple[str, ...]:
    """Return the words of a text without case, marks of punctuation and white space."""
    return tuple(_WORDS.findall(unicodedata.normalize("NFKC", text).casefold()))


def alike(texts: Sequence[str]) -> list[list[int]]:
    """Return the sets of two or more texts that are nearly the same, as positions, the largest set first.

    Equal words count whatever their case and punctuation; else at least 85 in 100 words must be the same in the
    same order. Texts of fewer than six words must be equal. What is like something alike is in its set too. The
    time grows with the number of texts, not with its square.
    """
    words = [plain_words(text) for text in texts]
    first: dict[tuple[str, ...], int] = {}
    parent = list(range(len(texts)))
    for number, said in enumerate(words):
        if said:
            _join(parent, number, first.setdefault(said, number))
    for one, other in _candidates({place: words for words, place in first.items()}):
        if _root(parent, one) != _root(parent, other) and _is_like(words[one], words[other]):
            _join(parent, one, other)
    sets: dict[int, list[int]] = defaultdict(list)
    for number in range(len(texts)):
        sets[_root(parent, number)].append(number)
    return sorted((members for members in sets.values() if len(members) > 1), key=lambda s: (-len(s), s))


def distinct(texts: Sequence[str]) -> int:
    """Return how many different texts there are, whatever their case and punctuation."""
    return len({plain_words(text) for text in texts})


def _is_like(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return Indel.normalized_similarity(one, other, score_cutoff=ALIKE) > 0


def _candidates(words: dict[int, tuple[str, ...]]) -> Iterator[tuple[int, int]]:
    """Yield pairs that share one of the few runs of three words by which each text is known."""
    seen: dict[int, list[int]] = defaultdict(list)
    for number, one in words.items():
        if len(one) < 2 * _SHINGLE:
            continue
        near = {other for mark in _marks(one) for other in seen[mark]}
        yield from ((other, number) for other in sorted(near))
        for mark in _marks(one):
            # Of many texts with one mark the first few stand for all: they are alike already, or it is a set phrase.
            if len(seen[mark]) < _KEPT:
                seen[mark].append(number)


def _marks(words: tuple[str, ...]) -> list[int]:
    runs = {" ".join(words[place : place + _SHINGLE]) for place in range(len(words) - _SHINGLE + 1)}
    return sorted(crc32(run.encode()) for run in runs)[:_KEPT]


def _root(parent: list[int], number: int) -> int:
    while parent[number] != number:
        parent[number] = parent[parent[number]]
        number = parent[number]
    return number


def _join(parent: list[int], one: int, other: int) -> None:
    parent[_root(parent, one)] = _root(parent, other)
