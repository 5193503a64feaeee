"""What `apart` finds in texts that are all at hand, for very many that come some at a time: no text is held.

Of a word its mark is held, and for each group in how many contributions it is used, and sums over the people who use
it; of a text a digest of its words and the marks by which others like it are looked for. The results are the same.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from consult.text.likeness import MOST_OF_A_MARK, join, known_by, root_of

from .apart import DECIMALS, LEAST_CONTRIBUTIONS, MOST_WORDS, PRIOR, SURE

Whole = npt.NDArray[np.int64]
MARK_BITS, OWNER_BITS = 48, 32
TOGETHER = 100_000
"""So many uses are taken in at once at least."""


@dataclass(frozen=True)
class Loud:
    """A word that stands out in a group (`apart.Word`), by its mark."""

    language: str
    group: str
    mark: int
    here: int
    elsewhere: int
    strength: float


class WordTally:
    """In how many contributions of each group each word is used, in one division of them into groups."""

    def __init__(self) -> None:
        self._groups: dict[str, int] = {}
        self._of: dict[str, _Uses] = {}

    def add(self, language: str, group: str, person: int, marks: Sequence[int]) -> None:
        """Take in a contribution: whose it is, and the marks of the different words that it uses."""
        uses = self._of.setdefault(language, _Uses())
        uses.add(self._groups.setdefault(group, len(self._groups)), person, marks)

    def loud(self) -> list[Loud]:
        """Return what `apart.words_apart` returns of the same contributions."""
        names = list(self._groups)
        return [
            Loud(language, names[group], mark, here, elsewhere, strength)
            for language in sorted(self._of)
            for group, mark, here, elsewhere, strength in self._of[language].loud()
        ]


class _Uses:
    """The uses of words in one language: for each group and mark the contributions, and sums over their people.

    Of the people the smallest and the largest number are held, their sum and the sum of their squares. All are one or
    two people exactly if no (number - smallest) * (largest - number) is more than nothing, and their sum tells that.
    """

    def __init__(self) -> None:
        self._keys, self._people = array("q"), array("q")
        self._held: tuple[Whole, ...] = tuple(np.empty(0, np.int64) for _ in range(6))
        self._order: dict[int, None] = {}

    def add(self, group: int, person: int, marks: Sequence[int]) -> None:
        self._order.setdefault(group)
        first = group << MARK_BITS
        self._keys.extend(first | mark for mark in marks)
        self._people.extend([person] * len(marks))
        if len(self._keys) > max(TOGETHER, len(self._held[0])):
            self._fold()

    def _fold(self) -> None:
        keys, people = (np.array(one, np.int64) for one in (self._keys, self._people))
        self._keys, self._people = array("q"), array("q")
        new = (keys, np.ones(len(keys), np.int64), people, people, people, people * people)
        self._held = _summed([_summed([new]), self._held])

    def loud(self) -> Iterator[tuple[int, int, int, int, float]]:
        """Yield group, mark, uses here and elsewhere, and strength: of each group the strongest first."""
        self._fold()
        key, here, low, high, people, squares = self._held
        if not len(key):
            return
        groups, marks = key >> MARK_BITS, key & ((1 << MARK_BITS) - 1)
        _different, place = np.unique(marks, return_inverse=True)
        whole = np.bincount(place, weights=here).astype(np.int64)[place]
        all_here = np.bincount(groups, weights=here).astype(np.int64)[groups]
        strengths = strengths_of(here, all_here, whole, int(here.sum()))
        # Where the sums run over, they do so alike: of one or two people nothing is left in any case.
        has_three = (low + high) * people - squares - here * low * high != 0
        is_loud = (here >= LEAST_CONTRIBUTIONS) & has_three & (strengths >= SURE)
        for group in self._order:
            some = np.flatnonzero(is_loud & (groups == group))
            best = np.lexsort((marks[some], -strengths[some].round(DECIMALS)))[:MOST_WORDS]
            for one in some[best]:
                uses = int(here[one])
                yield group, int(marks[one]), uses, int(whole[one]) - uses, float(strengths[one])


def _summed(parts: Sequence[tuple[Whole, ...]]) -> tuple[Whole, ...]:
    """Return tables of keys, numbers, smallest, largest, sums and squares as one, each key once and in order."""
    key, *values = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    if not len(key):
        return key, *values
    order = np.argsort(key, kind="stable")
    key = key[order]
    starts = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1])))
    ways = (np.add, np.minimum, np.maximum, np.add, np.add)
    return key[starts], *(way.reduceat(one[order], starts) for way, one in zip(ways, values, strict=True))


def strengths_of(here: Whole, all_here: Whole, whole: Whole, everywhere: int) -> npt.NDArray[np.float64]:
    """Return `apart.strength` of many words at once; 0 where there is no elsewhere."""
    prior, prior_of_all = PRIOR * whole, PRIOR * everywhere
    uses, others = here + prior, whole - here + prior
    with np.errstate(divide="ignore", invalid="ignore"):
        odds = uses / (all_here + prior_of_all - uses)
        odds_there = others / (everywhere - all_here + prior_of_all - others)
        found = (np.log(odds) - np.log(odds_there)) / np.sqrt(1 / uses + 1 / others)
    return np.where(all_here >= everywhere, 0.0, found)


class TextTally:
    """Which of many texts say the same in the same words, or nearly, as `likeness.alike` finds them."""

    def __init__(self) -> None:
        self._digests = array("q")
        self._marks, self._owners = array("I"), array("I")

    def add(self, words: Sequence[str]) -> None:
        """Take in the words of the next text."""
        place = len(self._digests)
        marks = known_by(words)
        self._digests.append(_digest(words) if words else -1 - place)
        self._marks.extend(marks)
        self._owners.extend([place] * len(marks))

    def pairs(self) -> list[tuple[int, int]]:
        """Return the places of different texts that are to be compared, the earlier of both first."""
        is_first = np.zeros(len(self._digests), bool)
        is_first[np.unique(np.array(self._digests, np.int64), return_index=True)[1]] = True
        owners = np.array(self._owners, np.uint64)
        keys = (np.array(self._marks, np.uint64) << np.uint64(OWNER_BITS)) | owners
        keys = keys[is_first[owners.astype(np.int64)]]
        keys.sort()  # by mark, then by place
        marks = keys >> np.uint64(OWNER_BITS)
        is_shared = np.zeros(len(keys), bool)
        is_shared[1:] = marks[1:] == marks[:-1]
        is_shared[:-1] |= is_shared[1:]
        marks, owners = marks[is_shared], keys[is_shared] & np.uint64((1 << OWNER_BITS) - 1)
        cuts = np.flatnonzero(np.diff(marks)) + 1
        found: set[tuple[int, int]] = set()
        for some in np.split(owners.astype(np.int64), cuts):
            found.update(_with_first(some.tolist()))
        return sorted(found, key=lambda pair: (pair[1], pair[0]))

    def sets(self) -> "Sets":
        """Return the sets of equal texts."""
        return Sets(self._digests)


def _with_first(owners: Sequence[int]) -> Iterator[tuple[int, int]]:
    for place, one in enumerate(owners[:MOST_OF_A_MARK]):
        yield from ((one, other) for other in owners[place + 1 :])


def _digest(words: Iterable[str]) -> int:
    return int.from_bytes(blake2b(" ".join(words).encode(), digest_size=8).digest()) >> 1


class Sets:
    """Places of texts, put together where they are alike."""

    def __init__(self, digests: Sequence[int]) -> None:
        _different, first, which = np.unique(
            np.array(digests, np.int64), return_index=True, return_inverse=True
        )
        self._parent = array("q", first[which].astype(np.int64).tobytes())

    def are_one(self, one: int, other: int) -> bool:
        """Say whether two places are in one set."""
        return root_of(self._parent, one) == root_of(self._parent, other)

    def join(self, one: int, other: int) -> None:
        """Make the sets of two places one."""
        join(self._parent, one, other)

    def of_several(self) -> list[list[int]]:
        """Return the sets of two or more, the largest first, then in order of their places."""
        roots = np.array([root_of(self._parent, place) for place in range(len(self._parent))], np.int64)
        places = np.flatnonzero(np.bincount(roots)[roots] > 1)
        order = places[np.argsort(roots[places], kind="stable")]
        cuts = np.flatnonzero(np.diff(roots[order])) + 1
        found = [members.tolist() for members in np.split(order, cuts) if len(members)]
        return sorted(found, key=lambda members: (-len(members), members))
