"""Moved words: which group takes away what another group of the same amendment sets elsewhere."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence

from consult.merging.ground import Ground
from consult.text import Hunk
from consult.text.moves import FEWEST_WORDS, SHORTEST, moves

Move = tuple[Hunk, Hunk]  # the deletion, and the insertion of the same words elsewhere


class Moves:
    """The moves of all amendments of one base, worked out where they are asked for."""

    def __init__(
        self, base: str, hunks: Mapping[str, Sequence[Hunk]], supporters: Mapping[Hunk, Sequence[str]]
    ):
        """Take the base, the hunks of each amendment and the supporters of each hunk."""
        self._base = base
        self._hunks = hunks
        self._supporters = supporters
        self._found: dict[str, list[Move]] = {}

    def _of(self, name: str) -> list[Move]:
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

    def all(self, ground: Ground) -> list[Move]:
        """Return the different moves of all amendments, in order; only where so many words go one is looked for."""
        names = {
            name
            for hunk, names in self._supporters.items()
            if hunk.end - hunk.start >= SHORTEST and _words_in(ground, hunk) >= FEWEST_WORDS
            for name in names
        }
        return sorted({move for name in names for move in self._of(name)})


def _words_in(ground: Ground, hunk: Hunk) -> int:
    """Return how many words of the base a change takes, wholly or in part."""
    return bisect_left(ground.word_starts, hunk.end) - bisect_right(ground.word_ends, hunk.start)
