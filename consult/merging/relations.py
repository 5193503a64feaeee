"""Relations: how two changes of one base stand to each other."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Literal

from consult.text.hunks import Hunk
from consult.text.sentences import places_in, sentences
from consult.text.words import cut_base

RelationKind = Literal["overlap", "same-point", "touching", "same-sentence", "contains"]
# A change of so many words of the base is a rewrite: changes inside it are shown as its alternatives.
REWRITE = 8


@dataclass(frozen=True, slots=True)
class Relation:
    """What another change is to this one."""

    other: Hunk
    kind: RelationKind


def overlap(one: Hunk, other: Hunk) -> bool:
    """Say whether two changes claim the same words, or one inserts within what the other replaces."""
    return one.start < other.end and other.start < one.end


def same_point(one: Hunk, other: Hunk) -> bool:
    """Say whether two changes insert at the same place."""
    return one.start == one.end == other.start == other.end


class Ground:
    """What a base text tells about the changes on it: its words and its sentences."""

    def __init__(self, base: str):
        """Take the base text."""
        self.base = base
        self.word_starts, self.word_ends = cut_base(base).word_spans

    @cached_property
    def sentence_starts(self) -> list[int]:
        """Return the offset of each sentence."""
        return [sentence.start for sentence in sentences(self.base)]

    def reach(self, hunk: Hunk) -> int:
        """Return the offset before which a following change starts that touches this one.

        It is the end of the first word that follows untouched.
        """
        number = bisect_left(self.word_starts, hunk.end)
        return self.word_ends[number] if number < len(self.word_ends) else len(self.base) + 1

    def is_rewrite(self, hunk: Hunk) -> bool:
        """Say whether a change replaces so many words that it is a rewrite."""
        return bisect_right(self.word_ends, hunk.end) - bisect_left(self.word_starts, hunk.start) >= REWRITE

    def _holds(self, one: Hunk, other: Hunk) -> bool:
        within = one.start <= other.start and other.end <= one.end
        return within and (one.start, one.end) != (other.start, other.end) and self.is_rewrite(one)

    def touching(self, one: Hunk, other: Hunk) -> bool:
        """Say whether no untouched word lies between two changes that do not clash."""
        first, second = (one, other) if (one.start, one.end) <= (other.start, other.end) else (other, one)
        return first.end <= second.start < self.reach(first)

    def same_sentence(self, one: Hunk, other: Hunk) -> bool:
        """Say whether some sentence holds words of both changes."""
        first = places_in(self.sentence_starts, one.start, one.end)
        second = places_in(self.sentence_starts, other.start, other.end)
        return first[0] <= second[1] and second[0] <= first[1]

    def relation(self, one: Hunk, other: Hunk, *, together: bool = False) -> RelationKind | None:
        """Return what two different changes are to each other.

        `together`: one amendment proposes both, so it is plain that they fit.
        """
        if overlap(one, other):
            return "contains" if self._holds(one, other) or self._holds(other, one) else "overlap"
        if same_point(one, other):
            return "same-point"
        if together:
            return None
        if self.touching(one, other):
            return "touching"
        return "same-sentence" if self.same_sentence(one, other) else None


class Field:
    """All changes of one base, in order, with what stands between them."""

    def __init__(self, ground: Ground, hunks: Sequence[Hunk], supporters: Sequence[tuple[str, ...]]):
        """Take the different changes, sorted by place, and who supports each."""
        self.ground = ground
        self.hunks = hunks
        self.supporters = supporters
        self.starts = [hunk.start for hunk in hunks]
        self.spots = list(self._spots())
        self.spot_of = [number for number, spot in enumerate(self.spots) for _ in spot]

    def _spots(self) -> list[range]:
        """Cut the changes into spots: all that claim the same words, directly or through others."""
        spots = []
        first = end = 0
        point = -1  # the place of the last change, where it is an insertion
        for number, hunk in enumerate(self.hunks):
            belongs = hunk.start < end or hunk.start == hunk.end == point
            if number and not belongs:
                spots.append(range(first, number))
                first = number
                end = hunk.end
            end = max(end, hunk.end)
            point = hunk.start if hunk.start == hunk.end else -1
        if self.hunks:
            spots.append(range(first, len(self.hunks)))
        return spots

    def is_contested(self, number: int) -> bool:
        """Say whether a change clashes with another."""
        return len(self.spots[self.spot_of[number]]) > 1

    def together(self, one: int, other: int) -> bool:
        """Say whether one amendment proposes both changes."""
        return not set(self.supporters[one]).isdisjoint(self.supporters[other])

    @cached_property
    def touched(self) -> list[bool]:
        """Return for each change that clashes with none whether another touches it."""
        touched = [False] * len(self.hunks)
        alone = [spot[0] for spot in self.spots if len(spot) == 1]
        alone_starts = [self.starts[number] for number in alone]
        for number, hunk in enumerate(self.hunks):
            reach = self.ground.reach(hunk)
            if self.is_contested(number):
                low, high = bisect_left(alone_starts, hunk.end), bisect_left(alone_starts, reach)
                followers: Sequence[int] = alone[low:high]
            else:
                followers = range(
                    max(bisect_left(self.starts, hunk.end), number + 1), bisect_left(self.starts, reach)
                )
            for other in followers:
                if (
                    other != number
                    and not (touched[number] and touched[other])
                    and not self.together(number, other)
                ):
                    touched[number] = touched[other] = True
        return touched

    @cached_property
    def _furthest(self) -> list[int]:
        """Return, up to each change, the greatest end so far."""
        return list(accumulate((hunk.end for hunk in self.hunks), max))

    def relations(self, number: int) -> tuple[Relation, ...]:
        """Return what every other change is to this one, in order; those far away are left out."""
        hunk = self.hunks[number]
        found = []
        for other in self._near(hunk):
            if other == number:
                continue
            kind = self.ground.relation(hunk, self.hunks[other], together=self.together(number, other))
            if kind:
                found.append(Relation(self.hunks[other], kind))
        return tuple(found)

    def _near(self, hunk: Hunk) -> range:
        """Return the numbers of all changes that may stand in a relation to this one."""
        starts = self.ground.sentence_starts
        first, last = places_in(starts, hunk.start, hunk.end)
        low = starts[first] if starts else 0
        high = starts[last + 1] if last + 1 < len(starts) else len(self.ground.base)
        word = bisect_right(self.ground.word_ends, hunk.start) - 1
        low = min(low, self.ground.word_starts[word] if word >= 0 else 0)
        high = max(high, self.ground.reach(hunk))
        return range(bisect_left(self._furthest, low), bisect_right(self.starts, high))
