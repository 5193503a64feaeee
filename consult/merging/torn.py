"""Torn moves: of the two halves of a move one fits a revision and the other does not."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Literal, NamedTuple

Node = tuple[Literal["pending", "accepted"], int]  # a change, by its number
Fate = Literal["free", "in", "asked"]  # it meets no other change; it is in already; it must be asked about


class Encounter(NamedTuple):
    """The numbers of pending and of accepted changes that stand against each other."""

    pending: list[int]
    accepted: list[int]


class Going(NamedTuple):
    """A move: the numbers of the change that takes words away and of the one that sets them elsewhere.

    `sentence`: the words of the whole sentence that goes, or none.
    """

    sentence: str
    gone: int
    come: int


class _Tie(NamedTuple):
    """The halves of a move, the fates with which it is whole, and what is asked about with it where it is not."""

    gone: Node
    come: Node
    whole: frozenset[tuple[Fate, Fate]]
    more: frozenset[Node] = frozenset()


# A proposed move is whole where both halves fare alike, or where the words stand at their new place already; one of
# words that were moved, only where both halves are in; an accepted one, too, unless nothing meets what it took away.
_ALIKE: frozenset[tuple[Fate, Fate]] = frozenset({("free", "free"), ("in", "in"), ("free", "in")})
_BOTH_IN: frozenset[tuple[Fate, Fate]] = frozenset({("in", "in")})
_UNMET: frozenset[tuple[Fate, Fate]] = _ALIKE | {("free", "asked")}


def torn(
    encounters: Sequence[Encounter],
    are_one: Sequence[bool],
    pending: Sequence[Going],
    accepted: Sequence[Going],
) -> list[Encounter]:
    """Return what must be asked about together for the sake of torn moves; none when all moves are whole.

    `are_one` says of each encounter whether both sides say the same; `pending` and `accepted` are the moves.
    """
    asked = _Asked(encounters, are_one)
    waiting = _ties(pending, accepted)
    while found := [tie for tie in waiting if asked.tears(tie)]:
        for tie in found:
            asked.add(tie)
        waiting = [tie for tie in waiting if not asked.holds(tie)]
    return asked.together()


def _ties(pending: Sequence[Going], accepted: Sequence[Going]) -> list[_Tie]:
    moved: dict[str, set[Node]] = defaultdict(set)
    ties = []
    for sentence, gone, come in accepted:
        ties.append(_Tie(("accepted", gone), ("accepted", come), _UNMET))
        moved[sentence] |= {("accepted", gone), ("accepted", come)}
    moved.pop("", None)
    for sentence, gone, come in pending:
        whole = _BOTH_IN if sentence in moved else _ALIKE
        ties.append(_Tie(("pending", gone), ("pending", come), whole, frozenset(moved.get(sentence, ()))))
    return ties


class _Asked:
    """Changes that are asked about together, by each of them."""

    def __init__(self, encounters: Sequence[Encounter], are_one: Sequence[bool]):
        """Take the encounters, and whether the two sides of each say the same."""
        self._nodes: list[set[Node]] = [
            {*(("pending", number) for number in ours), *(("accepted", number) for number in theirs)}
            for ours, theirs in encounters
        ]
        self._of = {node: place for place, nodes in enumerate(self._nodes) for node in nodes}
        self._are_one = are_one
        self._sets: dict[Node, set[Node]] = {}

    def _fate(self, node: Node) -> Fate:
        if node in self._sets:
            return "asked"
        place = self._of.get(node)
        return "free" if place is None else "in" if self._are_one[place] else "asked"

    def tears(self, tie: _Tie) -> bool:
        """Say whether the halves of a move fare so that it is not whole."""
        return (self._fate(tie.gone), self._fate(tie.come)) not in tie.whole

    def holds(self, tie: _Tie) -> bool:
        """Say whether a move is asked about with all that belongs to it."""
        one = self._sets.get(tie.gone, set())
        return tie.come in one and tie.more <= one

    def add(self, tie: _Tie) -> None:
        """Ask about both halves of a move together, and about what each of them meets."""
        some = {tie.gone, tie.come, *tie.more}
        for node in tuple(some):
            some |= self._nodes[self._of[node]] if node in self._of else set()
        sets = [some, *{id(found): found for node in some if (found := self._sets.get(node))}.values()]
        largest = max(sets, key=len)
        for other in sets:
            if other is not largest:
                largest |= other
                self._sets.update(dict.fromkeys(other, largest))
        self._sets.update(dict.fromkeys(some, largest))

    def together(self) -> list[Encounter]:
        """Return all that is asked about together, each once, in order."""
        found = []
        for some in {id(some): some for some in self._sets.values()}.values():
            ours = sorted(number for side, number in some if side == "pending")
            found.append(Encounter(ours, sorted(number for side, number in some if side == "accepted")))
        return sorted(found)
