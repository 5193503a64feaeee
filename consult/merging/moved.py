"""Moved words: which group takes away what another group of the same amendment sets elsewhere."""

from collections.abc import Mapping, Sequence

from consult.text import Hunk
from consult.text.moves import SHORTEST, Move, all_moves, moves
from consult.text.words import Words


class Moves:
    """The moves of all amendments of one base, worked out where they are asked for."""

    def __init__(
        self, base: str, hunks: Mapping[str, Sequence[Hunk]], supporters: Mapping[Hunk, Sequence[str]]
    ):
        """Take the base, the hunks of each amendment and the supporters of each hunk."""
        self._base = base
        self._hunks = hunks
        self._supporters = supporters
        self._found: dict[str, list[tuple[Hunk, Hunk]]] = {}

    def _of(self, name: str) -> list[tuple[Hunk, Hunk]]:
        if name not in self._found:
            self._found[name] = moves(self._base, self._hunks[name])
        return self._found[name]

    def partner(self, hunk: Hunk) -> Hunk | None:
        """Return the other half of a move: the deletion of an insertion, or the reverse."""
        if max(len(hunk.new), hunk.end - hunk.start) < SHORTEST:
            return None
        for name in self._supporters[hunk]:
            for deletion, insertion in self._of(name):
                if hunk == insertion:
                    return deletion
                if hunk == deletion:
                    return insertion
        return None

    def all(self, base: Words) -> list[Move]:
        """Return what moves between the changes of any amendment, in order."""
        return sorted(
            {move for hunks in self._hunks.values() if len(hunks) > 1 for move in all_moves(base, hunks)}
        )
