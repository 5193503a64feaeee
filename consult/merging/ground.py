"""The ground: what a base text tells about the changes on it, and what two of them are to each other."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property
from typing import Literal, NamedTuple

from consult.text.hunks import Hunk
from consult.text.sentences import places_in, sentences
from consult.text.words import cut_base

RelationKind = Literal["overlap", "same-point", "touching", "same-sentence", "contains"]
# A change of so many words of the base is a rewrite: changes inside it are shown as its alternatives.
REWRITE = 8


def overlap(one: Hunk, other: Hunk) -> bool:
    """Say whether two changes claim the same words, or one inserts within what the other replaces."""
    return one.start < other.end and other.start < one.end


def same_point(one: Hunk, other: Hunk) -> bool:
    """Say whether two changes insert at the same place."""
    return one.start == one.end == other.start == other.end


def _room_left(base: str, start: int, words: str) -> int:
    """Return how far words that come or go at a place can be rolled to the left over equal letters."""
    room = 0
    while room < start and base[start - 1 - room] == words[-1 - room % len(words)]:
        room += 1
    return room


def _room_right(base: str, end: int, words: str) -> int:
    room = 0
    while end + room < len(base) and base[end + room] == words[room % len(words)]:
        room += 1
    return room


class Stand(NamedTuple):
    """A change with what the ground tells about it.

    `earliest` and `latest`: the span over which it could stand as well and give the same text. `reach`: a
    change that starts before it, the end of the first word that follows untouched, touches this one.
    """

    hunk: Hunk
    earliest: int
    latest: int
    reach: int


class Ground:
    """The words and sentences of a base text."""

    def __init__(self, base: str):
        """Take the base text."""
        self.base = base
        self.words = cut_base(base)
        self.word_starts, self.word_ends = self.words.word_spans

    @cached_property
    def sentence_starts(self) -> list[int]:
        """Return the offset of each sentence."""
        return [sentence.start for sentence in sentences(self.base)]

    def sentences_of(self, hunk: Hunk) -> tuple[int, int]:
        """Return the numbers of the first and the last sentence that a change touches."""
        return places_in(self.sentence_starts, hunk.start, hunk.end)

    def stand(self, hunk: Hunk) -> Stand:
        """Return a change with what the ground tells about it."""
        return self.stands([hunk])[0]

    def stands(self, hunks: Sequence[Hunk]) -> list[Stand]:
        """Return the same of many, in one go: a section may have thousands."""
        word_starts, word_ends, beyond = self.word_starts, self.word_ends, len(self.base) + 1
        found = []
        for hunk in hunks:
            earliest, latest = hunk.start, hunk.end
            if earliest == latest or not hunk.new:  # what replaces words stands where they stood
                earliest, latest = self._extent(hunk)
            number = bisect_left(word_starts, latest)
            reach = word_ends[number] if number < len(word_ends) else beyond
            found.append(Stand(hunk, earliest, latest, reach))
        return found

    def _extent(self, hunk: Hunk) -> tuple[int, int]:
        """Return the span over which an insertion or a deletion could stand as well and give the same text.

        Inserting “very ” before “very good” is also inserting it after the first “very”. Only whole words
        count.
        """
        start, end = hunk.start, hunk.end
        words = hunk.new or self.base[start:end]
        if not words:
            return start, end
        left, right = _room_left(self.base, start, words), _room_right(self.base, end, words)
        earliest = self._out_of_word(start - left, start) if left else start
        return earliest, self._out_of_word(end + right, end) if right else end

    def _out_of_word(self, place: int, near: int) -> int:
        """Return the place or, within a word, the edge of that word that lies towards `near`."""
        number = bisect_right(self.word_starts, place) - 1
        if number < 0 or not self.word_starts[number] < place < self.word_ends[number]:
            return place
        return max(near, self.word_starts[number]) if near < place else min(near, self.word_ends[number])

    def is_rewrite(self, hunk: Hunk) -> bool:
        """Say whether a change replaces so many words that it is a rewrite."""
        return bisect_right(self.word_ends, hunk.end) - bisect_left(self.word_starts, hunk.start) >= REWRITE

    def _holds(self, one: Hunk, other: Hunk) -> bool:
        within = one.start <= other.start and other.end <= one.end
        return within and (one.start, one.end) != (other.start, other.end) and self.is_rewrite(one)

    def close_relation(self, one: Stand, other: Stand, *, together: bool) -> RelationKind | None:
        """Return what two different changes are to each other, leaving it aside whether they share a sentence.

        `together`: one amendment proposes both, so it is plain that they fit.
        """
        if overlap(one.hunk, other.hunk):
            holds = self._holds(one.hunk, other.hunk) or self._holds(other.hunk, one.hunk)
            return "contains" if holds else "overlap"
        if same_point(one.hunk, other.hunk):
            return "same-point"
        return "touching" if not together and touch(one, other) else None


def touch(one: Stand, other: Stand) -> bool:
    """Say whether no untouched word lies between two changes that do not clash."""
    if (one.hunk.start, one.hunk.end) > (other.hunk.start, other.hunk.end):
        one, other = other, one
    return one.hunk.end <= other.hunk.start and other.earliest < one.reach
