"""Relations: how all the changes of one base stand to each other."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from consult.merging.bonds import bonds_of, halves_of, linked
from consult.merging.ground import Ground, RelationKind, Stand, overlap
from consult.text.hunks import Hunk
from consult.text.moves import Move


@dataclass(frozen=True, slots=True)
class Relation:
    """What another change is to this one."""

    other: Hunk
    kind: RelationKind


class Field:
    """All changes of one base, in order, with what stands between them."""

    def __init__(
        self,
        ground: Ground,
        hunks: Sequence[Hunk],
        supporters: Sequence[tuple[str, ...]],
        moves: Sequence[Move] = (),
    ):
        """Take the different changes, sorted by place, who supports each, and which are halves of moves.

        `spots` and `contested` say which changes clash with which, and whether each clashes with any.
        """
        self.ground = ground
        self.hunks = hunks
        self.supporters = supporters
        self.starts = [hunk.start for hunk in hunks]
        self._near_spots = self._spots()
        self.bonds = bonds_of(self, moves)
        self._halves = halves_of(self, moves)
        self.spots = self._bound_spots()
        self.contested = [False] * len(hunks)
        for spot in self.spots:
            for number in spot if len(spot) > 1 else ():
                self.contested[number] = True

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
            end = max(end, hunk.end)
            point = hunk.start if hunk.start == hunk.end else -1
        if self.hunks:
            spots.append(range(first, len(self.hunks)))
        return spots

    def _bound_spots(self) -> Sequence[Sequence[int]]:
        """Return the spots, those in one that moves bind to each other; both halves of such a move are in it."""
        bound = [
            (one, other) for one in self.bonds for other, kind in self.bonds[one].items() if kind == "overlap"
        ]
        ends = {number for pair in bound for number in pair}
        if self._halves:
            ends.update(number for spot in self._near_spots if len(spot) > 1 for number in spot)
        moved = [group for group in linked(self._halves) if not ends.isdisjoint(group)]
        if not (bound or moved):
            return self._near_spots
        pairs = [(spot[0], number) for spot in self._near_spots for number in spot]
        pairs += [(min(group), number) for group in moved for number in group]
        return sorted(sorted(spot) for spot in linked(pairs + bound))

    @cached_property
    def other_halves(self) -> dict[int, set[int]]:
        """Return by the number of each half of a move the numbers of the other halves."""
        found: dict[int, set[int]] = {}
        for gone, come in self._halves:
            found.setdefault(gone, set()).add(come)
            found.setdefault(come, set()).add(gone)
        return found

    @cached_property
    def stands(self) -> list[Stand]:
        """Return each change with what the ground tells about it."""
        return self.ground.stands(self.hunks)

    @cached_property
    def earliest(self) -> list[int]:
        """Return where each change could stand at the earliest."""
        return [stand.earliest for stand in self.stands]

    def together(self, one: int, other: int) -> bool:
        """Say whether one amendment proposes both changes."""
        return not set(self.supporters[one]).isdisjoint(self.supporters[other])

    @cached_property
    def touched(self) -> list[bool]:
        """Return for each change that clashes with none whether another touches it."""
        touched = [False] * len(self.hunks)
        for number, others in self.bonds.items():
            touched[number] = "touching" in others.values()
        everyone = _Followers(self, range(len(self.hunks)))
        alone = _Followers(self, [spot[0] for spot in self.spots if len(spot) == 1])
        for number in range(len(self.hunks)):
            followers = alone if self.contested[number] else everyone
            for other in followers.of(number):
                if not (touched[number] and touched[other]) and not self.together(number, other):
                    touched[number] = touched[other] = True
        return touched

    def claiming(self, number: int) -> list[int]:
        """Return the changes that claim words which one claims, itself among them."""
        hunk = self.hunks[number]
        low, high = bisect_right(self._furthest, hunk.start), bisect_left(self.starts, hunk.end)
        return [other for other in range(low, high) if overlap(hunk, self.hunks[other])]

    def close(self, number: int) -> list[tuple[int, RelationKind]]:
        """Return what other changes are to this one, leaving moves and sentences aside."""
        stand = self.stands[number]
        mine = set(self.supporters[number])
        found = []
        for other in self._near(number):
            together = not mine.isdisjoint(self.supporters[other])
            kind = self.ground.close_relation(stand, self.stands[other], together=together)
            if kind and other != number:
                found.append((other, kind))
        return found

    def relations(self, number: int) -> tuple[Relation, ...]:
        """Return what every other change is to this one, in order; those far away are left out."""
        found = dict(self.close(number))
        for other, kind in self.bonds.get(number, {}).items():
            if found.get(other, "touching") == "touching":
                found[other] = kind
        for other in self.in_sentence(number):
            if other not in found and not self.together(number, other):
                found[other] = "same-sentence"
        return tuple(Relation(self.hunks[other], found[other]) for other in sorted(found))

    def in_sentence(self, number: int) -> list[int]:
        """Return the other changes that share a sentence with one."""
        first, last = self._sentences[number]
        spans = ((other, *self._sentences[other]) for other in self._near(number))
        return [other for other, low, high in spans if other != number and first <= high and low <= last]

    @cached_property
    def _sentences(self) -> list[tuple[int, int]]:
        return [self.ground.sentences_of(hunk) for hunk in self.hunks]

    def _near(self, number: int) -> range:
        """Return the numbers of all changes that may stand in a relation to this one."""
        stand = self.stands[number]
        starts = self.ground.sentence_starts
        first, last = self.ground.sentences_of(stand.hunk)
        low = min(starts[first] if starts else 0, stand.earliest)
        word = bisect_right(self.ground.word_ends, stand.earliest) - 1
        low = min(low, self.ground.word_starts[word] if word >= 0 else 0)
        high = max(starts[last + 1] if last + 1 < len(starts) else len(self.ground.base), stand.reach)
        return range(
            bisect_left(self._furthest, low - self._room), bisect_right(self.starts, high + self._room)
        )

    @cached_property
    def _furthest(self) -> list[int]:
        """Return, up to each change, the greatest end so far."""
        return list(accumulate((hunk.end for hunk in self.hunks), max))

    @cached_property
    def _room(self) -> int:
        """Return the farthest that any change could stand from where it stands."""
        far = (max(s.hunk.start - s.earliest, s.latest - s.hunk.end) for s in self.stands)
        return max(far, default=0)


class _Followers:
    """Some of the changes by where they could start at the earliest."""

    def __init__(self, field: Field, numbers: Sequence[int]):
        """Take the numbers of these changes."""
        earliest = field.earliest
        self.field = field
        self.numbers = sorted(numbers, key=earliest.__getitem__)
        self.starts = [earliest[number] for number in self.numbers]
        self.room = max([field.starts[number] - earliest[number] for number in numbers], default=0)

    def of(self, number: int) -> list[int]:
        """Return the numbers of the changes that follow one so closely that they touch it."""
        stand = self.field.stands[number]
        low = bisect_left(self.starts, stand.hunk.end - self.room)
        high = bisect_left(self.starts, stand.reach, low)
        return [n for n in self.numbers[low:high] if n > number] if low < high else []
