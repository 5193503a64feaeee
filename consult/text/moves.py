"""Moves: a deletion and an insertion of nearly the same words are one sentence or paragraph that moved."""

from collections.abc import Sequence

from rapidfuzz.distance import Indel

from consult.text.hunks import Hunk
from consult.text.words import fold, is_word, tokens

FEWEST_WORDS = 6
SHORTEST = 2 * FEWEST_WORDS - 1  # code points: so many words of one letter, and the spaces between them
_LEAST_SIMILARITY = 0.8
_LARGEST_REMAINDER = 0.25


def _words(text: str) -> list[str]:
    return [fold(token) for token in tokens(text) if is_word(token)]


def moves(base: str, hunks: Sequence[Hunk]) -> list[tuple[Hunk, Hunk]]:
    """Return the pairs (deletion, insertion) of one amendment that move words, in order of the deletions.

    Six words or more go, and come elsewhere, four fifths of them the same. Each insertion is used once.
    """
    leaving, coming = [], []
    for hunk in hunks:
        if hunk.end - hunk.start < SHORTEST > len(hunk.new):
            continue
        old, new = _words(base[hunk.start : hunk.end]), _words(hunk.new)
        if len(old) >= FEWEST_WORDS and len(new) < _LARGEST_REMAINDER * len(old):
            leaving.append((hunk, old))
        elif len(new) >= FEWEST_WORDS and len(old) < _LARGEST_REMAINDER * len(new):
            coming.append((hunk, new))
    return _paired(leaving, coming)


def _paired(
    leaving: list[tuple[Hunk, list[str]]], coming: list[tuple[Hunk, list[str]]]
) -> list[tuple[Hunk, Hunk]]:
    pairs = []
    for deletion, old in leaving:
        likeness = [Indel.normalized_similarity(old, new) for _, new in coming]
        if likeness and max(likeness) >= _LEAST_SIMILARITY:
            pairs.append((deletion, coming.pop(likeness.index(max(likeness)))[0]))
    return pairs
