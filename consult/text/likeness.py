"""Likeness: which of many texts say the same in the same words, or nearly; for campaigns and repeated remarks."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, MutableSequence, Sequence
from zlib import crc32

import regex
from rapidfuzz.distance import Indel

ALIKE = 0.85
"""From this share of equal words on, in order, two texts count as one said twice."""
SIMILAR = 0.6
"""From this share on they are worth showing to each other: one text with every third word of it exchanged."""
FEWEST_WORDS = 6
"""Texts of fewer words are alike only where they are equal, and have no marks."""
MARKS_KEPT = 6
MARKS_ASKED = 12
_SHINGLE = 3
_KEPT = 12
MOST_OF_A_MARK = 12
"""So many texts with one mark are compared with all others that have it."""
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
            join(parent, number, first.setdefault(said, number))
    for one, other in _candidates({place: words for words, place in first.items()}):
        if root_of(parent, one) != root_of(parent, other) and is_like(words[one], words[other]):
            join(parent, one, other)
    sets: dict[int, list[int]] = defaultdict(list)
    for number in range(len(texts)):
        sets[root_of(parent, number)].append(number)
    return sorted((members for members in sets.values() if len(members) > 1), key=lambda s: (-len(s), s))


def distinct(texts: Sequence[str]) -> int:
    """Return how many different texts there are, whatever their case and punctuation."""
    return len({plain_words(text) for text in texts})


def marks_kept(text: str) -> list[int]:
    """Return the few marks under which a text is kept, so that what is like it can be found; of a short one none.

    A mark is a number of 32 bits (with a sign) made of three words in a row; a text keeps the smallest ones that it
    has. Two texts that share many runs of words share some of their smallest ones, too (Broder 1997).
    """
    return _marks_of(text, MARKS_KEPT)


def marks_asked(text: str) -> list[int]:
    """Return the marks by which texts that are like this one are looked for: more of them than are kept.

    Where words were changed another run is among the smallest: those that stand a little higher are asked for, too.
    """
    return _marks_of(text, MARKS_ASKED)


def share_of_words(one: Sequence[str], other: Sequence[str], least: float = 0.0) -> float:
    """Return which share of the words of two texts is the same in the same order, 0 where it is less than `least`."""
    return Indel.normalized_similarity(one, other, score_cutoff=least)


def _marks_of(text: str, most: int) -> list[int]:
    words = plain_words(text)
    return [mark - 2**31 for mark in _marks(words, most)] if len(words) >= FEWEST_WORDS else []


def is_like(one: Sequence[str], other: Sequence[str]) -> bool:
    """Say whether two texts share so many of their words in the same order that they count as one said twice."""
    return share_of_words(one, other, ALIKE) > 0


def _candidates(words: dict[int, tuple[str, ...]]) -> Iterator[tuple[int, int]]:
    """Yield pairs that share one of the few runs of three words by which each text is known."""
    seen: dict[int, list[int]] = defaultdict(list)
    for number, one in words.items():
        marks = known_by(one)
        near = {other for mark in marks for other in seen[mark]}
        yield from ((other, number) for other in sorted(near))
        for mark in marks:
            # Of many texts with one mark the first few stand for all: they are alike already, or it is a set phrase.
            if len(seen[mark]) < MOST_OF_A_MARK:
                seen[mark].append(number)


def known_by(words: Sequence[str]) -> list[int]:
    """Return the marks of a text by which what is alike is looked for; none of fewer than six words."""
    return _marks(words) if len(words) >= FEWEST_WORDS else []


def _marks(words: Sequence[str], most: int = _KEPT) -> list[int]:
    runs = {" ".join(words[place : place + _SHINGLE]) for place in range(len(words) - _SHINGLE + 1)}
    return sorted({crc32(run.encode()) for run in runs})[:most]


def root_of(parent: MutableSequence[int], number: int) -> int:
    """Return what stands for the set of a number, in a forest of parents."""
    while parent[number] != number:
        parent[number] = parent[parent[number]]
        number = parent[number]
    return number


def join(parent: MutableSequence[int], one: int, other: int) -> None:
    """Make the sets of two numbers one."""
    parent[root_of(parent, one)] = root_of(parent, other)
