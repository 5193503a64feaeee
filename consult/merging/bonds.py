"""Bonds of moves: what stands against one half of a move stands against the other half too.

A move is two hunks. Were one of them in the text and the other open, its words would stand twice, or nowhere,
and nobody would have asked for that.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations, product
from typing import TYPE_CHECKING

from consult.merging.ground import RelationKind
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
    "touching": one of them touches the other half of a move. One amendment's own changes fit, but for the halves of
    a move of words that somebody else removes for good.
    """
    found: dict[int, dict[int, RelationKind]] = defaultdict(dict)

    def bind(one: int, other: int, kind: RelationKind) -> None:
        if one != other and not field.together(one, other):
            for number, partner in ((one, other), (other, one)):
                if found[number].get(partner) != "overlap":
                    found[number][partner] = kind

    halves = halves_of(field, moves)
    for one, other, kind in _close(field, halves):
        bind(one, other, kind)
    for one, other in chain(_rivals(field, moves, halves), _in_pieces(field, moves, halves)):
        bind(one, other, "overlap")
    for one, other in _denied(field, halves):
        found[one][other] = found[other][one] = "overlap"
    return found


def _close(field: "Field", halves: Sequence[Pair]) -> Iterator[tuple[int, int, RelationKind]]:
    """Yield each half of a move with what stands against another half of it."""
    for group in linked(halves):
        for half in group:
            for (number, kind), other in product(field.close(half), group):
                if other != half:
                    yield other, number, "touching" if kind == "touching" else "overlap"


def _rivals(field: "Field", moves: Sequence[Move], halves: Sequence[Pair]) -> Iterator[Pair]:
    """Yield each two halves of moves of the same words to different places."""
    of_sentence: dict[str, set[Pair]] = defaultdict(set)
    comes: dict[int, set[int]] = defaultdict(set)
    for move, (gone, come) in zip(moves, halves, strict=True):
        comes[gone].add(come)
        if move.sentence:
            of_sentence[move.sentence].add((gone, come))
    for pairs in of_sentence.values():
        for one, other in combinations(pairs, 2):
            if one[1] != other[1]:
                yield from zip(one, other, strict=True)
    for gone in comes:
        for other_gone in field.claiming(gone):
            yield from product(comes[gone], comes.get(other_gone, ()))


def _in_pieces(field: "Field", moves: Sequence[Move], halves: Sequence[Pair]) -> Iterator[Pair]:
    """Yield each half of a move of which some words stay behind or were there, with what shares its sentence.

    Where two sentences have words in common only the others go and come: a third change of either is then one of
    words that move, although it meets none of these.
    """
    for move, pair in zip(moves, halves, strict=True):
        taken = field.ground.base[move.gone.start : move.gone.end]
        if not (move.sentence in taken and move.sentence in move.come.new):
            yield from product(pair, {number for half in pair for number in field.in_sentence(half)})


def _denied(field: "Field", halves: Iterable[Pair]) -> Iterator[Pair]:
    """Yield the halves of each move of words that somebody else removes for good, by the very same deletion."""
    movers: dict[int, set[str]] = defaultdict(set)
    for gone, come in halves:
        movers[gone].update(field.supporters[come])
    for gone, come in halves:
        if not (field.hunks[gone].new or movers[gone].issuperset(field.supporters[gone])):
            yield gone, come


def linked(pairs: Iterable[Pair]) -> list[set[int]]:
    """Return the sets of changes that pairs link to each other, directly or through others."""
    sets: dict[int, set[int]] = {}
    for one, other in pairs:
        small, large = sorted((sets.setdefault(one, {one}), sets.setdefault(other, {other})), key=len)
        if small is not large:
            large |= small
            sets.update(dict.fromkeys(small, large))
    return list({id(some): some for some in sets.values()}.values())
