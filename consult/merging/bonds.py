"""Bonds of moves: what stands against one half of a move stands against the other half too.

A move is two hunks. Were one of them in the text and the other open, its words would stand twice, or nowhere,
and nobody would have asked for that.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from consult.merging.ground import RelationKind, overlap
from consult.text import Hunk

if TYPE_CHECKING:
    from consult.merging.relations import Field

Bonds = Mapping[int, Mapping[int, RelationKind]]


def bonds_of(field: "Field", moves: Sequence[tuple[Hunk, Hunk]]) -> Bonds:
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

    numbers = {hunk: number for number, hunk in enumerate(field.hunks)} if moves else {}
    for move in moves:
        deletion, insertion = (numbers[hunk] for hunk in move)
        for half, other in ((deletion, insertion), (insertion, deletion)):
            for number, kind in field.close(half):
                bind(other, number, "touching" if kind == "touching" else "overlap")
    for (gone, come), (other_gone, other_come) in combinations(moves, 2):
        if come != other_come and (gone == other_gone or overlap(gone, other_gone)):
            bind(numbers[come], numbers[other_come], "overlap")
    return found
