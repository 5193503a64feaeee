"""Bonds of moves: what stands against one half of a move stands against the other half too.

A move is two hunks. Were one of them in the text and the other open, its words would stand twice, or nowhere,
and nobody would have asked for that.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import TYPE_CHECKING

from consult.merging.ground import RelationKind, overlap
from consult.text.moves import Move

if TYPE_CHECKING:
    from consult.merging.relations import Field

Bonds = Mapping[int, Mapping[int, RelationKind]]
Pair = tuple[int, int]  # the numbers of what takes words away and of what sets them elsewhere


def halves_of(field: "Field", moves: Sequence[Move]) -> list[Pair]:
    """Return the numbers of the two changes of each move."""
    numbers = {hunk: number for number, hunk in enumerate(field.hunks)} if moves else {}
    return [(numbers[move.gone], numbers[move.come]) for move in moves]


def bonds_of(field: "Field", moves: Sequence[Move]) -> Bonds:
    """Return by the number of a change what other ones are to it for the sake of a move.

    "overlap": one of them claims words that the other moves, or both move the same words to different places.
    "touching": one of them touches the other half of a move. One amendment's own changes fit.
    """
    found: dict[int, dict[int, RelationKind]] = defaultdict(dict)

    def bind(one: int, other: int, kind: RelationKind) -> None:
        if one != other and not field.together(one, other):
            for number, partner in ((one, other), (other, one)):
                if found[number].get(partner) != "overlap":
                    found[number][partner] = kind

    halves = halves_of(field, moves)
    for half, others in ((half, group - {half}) for group in linked(halves) for half in group):
        for (number, kind), other in product(field.close(half), others):
            bind(other, number, "touching" if kind == "touching" else "overlap")
    for one, other in _rivals(moves):
        for half, other_half in zip(halves[one], halves[other], strict=True):
            bind(half, other_half, "overlap")
    return found


def _rivals(moves: Sequence[Move]) -> Iterator[Pair]:
    """Yield the numbers of each two moves of the same words to different places."""
    for (one, move), (other, second) in combinations(enumerate(moves), 2):
        of_one = move.sentence and move.sentence == second.sentence
        same = of_one or move.gone == second.gone or overlap(move.gone, second.gone)
        if same and move.come != second.come:
            yield one, other


def linked(halves: Sequence[Pair]) -> list[set[int]]:
    """Return the sets of changes that moves link to each other, directly or through others."""
    sets: dict[int, set[int]] = {}
    for pair in halves:
        joined = set(pair).union(*(sets.get(number, set()) for number in pair))
        sets.update(dict.fromkeys(joined, joined))
    return list({id(some): some for some in sets.values()}.values())
