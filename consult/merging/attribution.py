"""Attribution: which contributions each run of words comes from, carried through every merge."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from consult.text.diff import changed_spans
from consult.text.words import fold, is_word, tokens

EDITORIAL = "editorial"
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a text, `length` code points long, and the contributions that it comes from.

    No origins: the base's own words. "editorial" stands for the facilitator's own words.
    """

    length: int
    origins: frozenset[str]


Credit = Callable[[int, int], list[Run]]


def joined(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Join neighbouring runs of the same origins and leave empty ones out."""
    found: list[Run] = []
    for run in runs:
        if not run.length:
            continue
        if found and found[-1].origins == run.origins:
            found[-1] = Run(found[-1].length + run.length, run.origins)
        else:
            found.append(run)
    return tuple(found)


class Origins:
    """The runs of one text, which can be asked for any span of it."""

    def __init__(self, length: int, runs: Sequence[Run] | None):
        """Take the runs of a text of this length; none means that all of it is the base's own."""
        given = [Run(length, NOBODY)] if runs is None else runs
        covered = sum(run.length for run in given)
        if covered != length or any(run.length < 0 for run in given):
            raise ValueError(f"attribution covers {covered} of {length} code points")
        self.runs = [run for run in given if run.length]
        self.ends = list(accumulate(run.length for run in self.runs))

    def between(self, start: int, end: int) -> list[Run]:
        """Return the runs of a span."""
        found = []
        index = bisect_right(self.ends, start)
        while start < end:
            stop = min(self.ends[index], end)
            found.append(Run(stop - start, self.runs[index].origins))
            start = stop
            index += 1
        return found

    def of_all(self, start: int, end: int) -> frozenset[str]:
        """Return every origin within a span."""
        return NOBODY.union(*(run.origins for run in self.between(start, end)))


def credit_to(origins: Iterable[str]) -> Credit:
    """Return the credit that gives all new words to the same origins."""
    everybody = frozenset(origins)
    return lambda start, end: [Run(end - start, everybody)]


class Kept(NamedTuple):
    """A token of a new wording that stood in the old one: its offsets in the old, then in the new."""

    old_start: int
    old_end: int
    start: int
    end: int
    is_word: bool


def kept_runs(old: str, new: str) -> list[list[Kept]]:
    """Return the tokens of a new wording that stood in the old one, run by run, from left to right.

    A run without a word is left out: lone commas and spaces are not taken for the work of anybody.
    """
    before, after = tokens(old), tokens(new)
    before_at = list(accumulate(map(len, before), initial=0))
    after_at = list(accumulate(map(len, after), initial=0))
    found = []
    for start, new_start, length in _equal_runs(
        [fold(token) for token in before], [fold(token) for token in after]
    ):
        pairs = zip(range(start, start + length), range(new_start, new_start + length), strict=True)
        run = [
            Kept(before_at[i], before_at[i + 1], after_at[j], after_at[j + 1], is_word(after[j]))
            for i, j in pairs
        ]
        if any(token.is_word for token in run):
            found.append(run)
    return found


def _equal_runs(before: list[str], after: list[str]) -> list[tuple[int, int, int]]:
    """Return the runs of equal keys: start in the old ones, start in the new ones, length."""
    runs = []
    place = new_place = 0
    end = (len(before), len(before), len(after), len(after))
    for start, stop, _, new_stop in [*changed_spans(before, after, (0, end[0], 0, end[2])), end]:
        runs.append((place, new_place, start - place))
        place, new_place = stop, new_stop
    return runs


def runs_of_replacement(old: str, origins: Origins, at: int, new: str, credit: Credit) -> list[Run]:
    """Return the runs of a new wording: kept words keep their origins, the others get the credit.

    `old` stands at the offset `at` of the text whose origins are given; `credit` is asked with offsets
    of the new wording.
    """
    runs: list[Run] = []
    done = 0
    for kept in kept_runs(old, new) if old and new else ():
        if done < kept[0].start:
            runs += credit(done, kept[0].start)
        runs += _runs_of_kept(kept, origins, at)
        done = kept[-1].end
    if done < len(new):
        runs += credit(done, len(new))
    return runs


def _runs_of_kept(kept: Sequence[Kept], origins: Origins, at: int) -> list[Run]:
    """Return the runs of kept tokens. Blanks and signs at their edges go with the nearest word.

    Else somebody whose words are all gone would still be named for the space beside them.
    """
    words = [number for number, token in enumerate(kept) if token.is_word]
    runs: list[Run] = []
    for number, token in enumerate(kept):
        source = kept[min(max(number, words[0]), words[-1])]
        length = token.end - token.start
        if source is token and token.old_end - token.old_start == length:
            runs += origins.between(at + token.old_start, at + token.old_end)
        else:
            runs.append(Run(length, origins.of_all(at + source.old_start, at + source.old_end)))
    return runs


def united(length: int, layers: Sequence[Sequence[Run]]) -> list[Run]:
    """Return runs of which each carries the origins of all layers; every layer covers the length."""
    cuts = sorted({end for layer in layers for end in accumulate(run.length for run in layer)} - {0})
    maps = [Origins(length, layer) for layer in layers]
    found = []
    start = 0
    for end in cuts:
        found.append(Run(end - start, NOBODY.union(*(layer.of_all(start, end) for layer in maps))))
        start = end
    return found
