"""Moves: a deletion and an insertion of nearly the same words are one sentence or paragraph that moved."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rapidfuzz.distance import Indel

from consult.text.hunks import Hunk, apply
from consult.text.words import (
    LONGEST_KEPT_TEXT,
    PIECE_ENDS,
    WORDS_OF_SENTENCE,
    Words,
    fold,
    is_word,
    pieces,
    sentence_places,
    tokens,
)

FEWEST_WORDS = 6
SHORTEST = 2 * FEWEST_WORDS - 1  # code points: so many words of one letter, and the spaces between them
_LEAST_SIMILARITY = 0.8
_LARGEST_REMAINDER = 0.25
_AROUND = (
    " \n\t\u00a0\u202f-–—*_#>.,:;!?…؟۔،؛()[]«»“”\"'"  # what stands around the words of a sentence or a list
)
_SHORT = 3  # what is no longer is no sentence, and stands in many other words
_FEWEST_PARTS = 4  # between the blanks of what may be six words, or two sentences of two
_FEWEST_SIGNS = 2 * _FEWEST_PARTS - 2
_BLANK = re.compile(r"\s")
_END = re.compile(r"[.!?…؟۔\n]")
_MANY = 40  # of so many changes not each is held against each other


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


class Move(NamedTuple):
    """Words that one change of an amendment takes away and another sets elsewhere.

    `sentence`: the words of the whole sentence or line that goes; empty where other words do.
    """

    sentence: str
    gone: Hunk
    come: Hunk


def all_moves(base: Words, hunks: Sequence[Hunk]) -> list[Move]:
    """Return what moves between the changes of one amendment, sorted.

    These are its `moves` and, however short and in however many pieces, each sentence or line of two words that
    stands once in the base and once in the amended text, but elsewhere.
    """
    if not _may_move(base.text, hunks):
        return []
    found: set[Move] = set()
    touched = {words for hunk in hunks for words in _sentences_at(base, hunk)}
    amended = apply(base.text, hunks) if touched else ""
    if len(amended) <= LONGEST_KEPT_TEXT:
        touched = {words for words in touched if words in amended}
    places = sentence_places(pieces(amended)) if touched else {}
    starts, ends = [hunk.start for hunk in hunks], [hunk.end for hunk in hunks]
    new_starts, new_ends = _in_amended(hunks)
    for words in touched:
        if len(base.sentences[words]) == len(places.get(words, ())) == 1:
            start, end = base.sentences[words][0]
            gone = hunks[bisect_right(ends, start) : bisect_left(starts, end)]
            start, end = places[words][0]
            come = hunks[bisect_right(new_ends, start) : bisect_left(new_starts, end)]
            found |= {Move(words, one, other) for one in gone for other in come if one != other}
    known = {(move.gone, move.come) for move in found}
    found |= {Move("", *pair) for pair in moves(base.text, hunks) if pair not in known}
    return sorted(found)


def _may_move(base: str, hunks: Sequence[Hunk]) -> bool:
    """Say whether words that one change takes may be words that another one brings."""
    if not 1 < len(hunks) <= _MANY:
        return len(hunks) > _MANY
    come = [(hunk, hunk.new.strip(_AROUND)) for hunk in hunks if len(hunk.new) > _SHORT]
    for gone in hunks:
        if gone.end - gone.start > _SHORT:
            words = base[gone.start : gone.end]
            if not (gone.new or PIECE_ENDS.isdisjoint(words)):
                return True  # a sentence goes: another one may have been made the same
            old = words.strip(_AROUND)
            parts = _parts(old) if gone.new and not PIECE_ENDS.isdisjoint(old) else ()
            for hunk, new in come:
                if hunk is not gone and (
                    _may_be_one(old, new) or (parts and any(part in new for part in parts))
                ):
                    return True
    return False


def _parts(words: str) -> list[str]:
    """Return the parts of some words over the end of a sentence: one may be of a sentence that has moved."""
    return [part for piece in _END.split(words) if (part := piece.strip(_AROUND))]


def _may_be_one(old: str, new: str) -> bool:
    """Say whether some words stand within others, or both are so many that they may be nearly the same."""
    if len(old) <= _SHORT or len(new) <= _SHORT:
        return False
    if old in new or new in old:
        return True
    is_long = len(old) > _FEWEST_SIGNS < len(new)
    return is_long and len(old.split()) >= _FEWEST_PARTS <= len(new.split())


def _sentences_at(base: Words, hunk: Hunk) -> Iterator[str]:
    """Yield the words of each sentence or line of the base that a change reaches; a lone word is none."""
    last = bisect_left(base.places, hunk.end)
    for number in range(max(bisect_right(base.places, hunk.start) - 1, 0), min(last, len(base.pieces))):
        words = WORDS_OF_SENTENCE.search(base.pieces[number])
        if words and _BLANK.search(words[0]):
            yield words[0]


def _in_amended(hunks: Sequence[Hunk]) -> tuple[list[int], list[int]]:
    """Return where the words of each change begin and end in the amended text."""
    starts = []
    shift = 0
    for hunk in hunks:
        starts.append(hunk.start + shift)
        shift += len(hunk.new) - (hunk.end - hunk.start)
    return starts, [start + len(hunk.new) for start, hunk in zip(starts, hunks, strict=True)]
