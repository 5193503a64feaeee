"""Inferred attribution: from which revision words come where nobody has kept who proposed them.

For imported histories alone. What is consolidated here carries its attribution from step to step and is
never guessed.
"""

from collections.abc import Sequence

from consult.merging.attribution import Origins, Run, joined, runs_of_replacement
from consult.text import diff
from consult.text.words import fold, is_word, tokens

# “inferred:3”: the words seem to have come with the fourth of the revisions. No contribution is called so.
INFERRED = "inferred:"
# So many words in a row must have gone before, for words that come to be taken for the same ones.
LEAST_RUN = 3

Word = tuple[str, int, int]  # its key, and its offsets in the text it is looked at in


def infer_attribution(revisions: Sequence[str]) -> tuple[Run, ...]:
    """Return the runs of the last of some revisions, given from the first on; ValueError for none.

    The one origin of a run is INFERRED with the number, from 0, of the revision that its words came with.
    Words that stay keep their origin, also within what is replaced. Three words or more in a row that went
    in this step or an earlier one and stand again, elsewhere too, are moved or restored: they keep it as
    well. Lengths are code points and sum to the length of the last revision.
    """
    if not revisions:
        raise ValueError("a history without revisions has no attribution")
    text = revisions[0]
    runs: Sequence[Run] = joined([Run(len(text), _mark(0))])
    gone = _Gone()
    for number, revised in enumerate(revisions[1:], 1):
        runs = _step(Origins(len(text), runs), text, revised, number, gone)
        text = revised
    return tuple(runs)


def is_inferred(origin: str) -> bool:
    """Say whether an origin is a guess from an imported history."""
    return origin.startswith(INFERRED)


def _mark(number: int) -> frozenset[str]:
    return frozenset([f"{INFERRED}{number}"])


def _step(origins: Origins, text: str, revised: str, number: int, gone: "_Gone") -> tuple[Run, ...]:
    """Return the runs of a revision from those of the one before."""
    hunks = diff(text, revised)
    for hunk in hunks:
        gone.keep(text[hunk.start : hunk.end], origins, hunk.start)
    runs: list[Run] = []
    position = 0
    for hunk in hunks:
        runs += origins.between(position, hunk.start)
        old, new = text[hunk.start : hunk.end], hunk.new

        def credit(start: int, end: int, new: str = new) -> list[Run]:
            return gone.recall(new[start:end], _mark(number))

        runs += runs_of_replacement(old, origins, hunk.start, new, credit)
        position = hunk.end
    return joined([*runs, *origins.between(position, len(text))])


class _Gone:
    """The words that went, with their origins, to be found again by a few of them in a row."""

    def __init__(self) -> None:
        self._words: list[tuple[str, frozenset[str]]] = []
        self._places: dict[tuple[str, ...], int] = {}

    def keep(self, text: str, origins: Origins, at: int) -> None:
        """Remember words that go; they stand at an offset of the text whose origins are given."""
        first = len(self._words)
        self._words += [(key, origins.of_all(at + start, at + end)) for key, start, end in _words(text)]
        for place in range(first, len(self._words) - LEAST_RUN + 1):
            self._places[tuple(key for key, _ in self._words[place : place + LEAST_RUN])] = place
        self._words.append(("", frozenset()))  # no run goes on from one stretch to the next

    def recall(self, text: str, mark: frozenset[str]) -> list[Run]:
        """Return the runs of words that come: known ones have their origins, all else has the mark."""
        words = _words(text)
        ends = [start for _, start, _ in words[1:]] + [len(text)]  # blanks and signs go with the word before
        runs: list[Run] = []
        place = done = 0
        while place < len(words):
            origins = self._run_at(words, place)
            if origins:
                runs.append(Run(words[place][1] - done, mark))
            for names in origins:
                runs.append(Run(ends[place] - words[place][1], names))
                done = ends[place]
                place += 1
            place += not origins
        return [*runs, Run(len(text) - done, mark)]

    def _run_at(self, words: Sequence[Word], place: int) -> list[frozenset[str]]:
        """Return the origins of the words from a place on that went together; none when they are too few."""
        start = self._places.get(tuple(key for key, _, _ in words[place : place + LEAST_RUN]))
        found: list[frozenset[str]] = []
        if start is None:
            return found
        while place < len(words) and words[place][0] == self._words[start][0]:
            found.append(self._words[start][1])
            place, start = place + 1, start + 1
        return found


def _words(text: str) -> list[Word]:
    found = []
    start = 0
    for token in tokens(text):
        if is_word(token):
            found.append((fold(token), start, start + len(token)))
        start += len(token)
    return found
