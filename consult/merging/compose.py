"""Composing: the text and the attribution that follow from the groups that are in."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from consult.merging.attribution import (
    EDITORIAL,
    NOBODY,
    Credit,
    Kept,
    Origins,
    Run,
    credit_to,
    joined,
    runs_of_replacement,
    united,
)
from consult.merging.borrowed import Wording, borrowed
from consult.merging.moved import Moves
from consult.text import Hunk


class Composer:
    """Gives every run of the composed text its origins."""

    def __init__(
        self,
        base: str,
        attribution: Sequence[Run] | None,
        hunks: Mapping[str, Sequence[Hunk]],
        supporters: Mapping[Hunk, tuple[str, ...]],
        origins: Mapping[str, Origins],
    ):
        """Take the base with its attribution, the amendments' hunks and the origins of amended texts."""
        self.base = base
        self.of_base = Origins(len(base), attribution)
        self.hunks = hunks
        self.supporters = supporters
        self.moves = Moves(base, hunks, supporters)
        self.origins = origins

    def runs(self, chosen: Sequence[Hunk], adapted: Iterable[Hunk]) -> tuple[Run, ...]:
        """Return the runs of the text made of the chosen hunks (sorted); the adapted ones are among them."""
        own_words = {id(hunk) for hunk in adapted}
        runs: list[Run] = []
        position = 0
        for hunk in chosen:
            runs += self.of_base.between(position, hunk.start)
            runs += self._of_adapted(hunk) if id(hunk) in own_words else self._of_group(hunk)
            position = hunk.end
        return joined([*runs, *self.of_base.between(position, len(self.base))])

    def _of_group(self, hunk: Hunk) -> list[Run]:
        """Return the runs of a group's words: kept and moved ones keep their origin."""
        credit = self._credit(hunk)
        if hunk.start == hunk.end and (source := self.moves.partner(hunk)):
            return self._of_moved(hunk, source, credit)
        old = self.base[hunk.start : hunk.end]
        return runs_of_replacement(old, self.of_base, hunk.start, hunk.new, credit)

    def _of_moved(self, hunk: Hunk, source: Hunk, credit: Credit) -> list[Run]:
        old = self.base[source.start : source.end]
        return runs_of_replacement(old, self.of_base, source.start, hunk.new, credit)

    def _credit(self, hunk: Hunk) -> Credit:
        """Return who gets the new words of a group: its supporters, or whom they themselves name."""
        names = self.supporters[hunk]
        traced = [name for name in names if name in self.origins]
        if not traced:
            return credit_to(names)
        layers = [self._layer(name, hunk) for name in traced]
        if len(traced) < len(names):
            layers.append([Run(len(hunk.new), frozenset(names) - frozenset(traced))])
        combined = Origins(len(hunk.new), united(len(hunk.new), layers))
        return combined.between

    def _layer(self, name: str, hunk: Hunk) -> list[Run]:
        """Return the origins that an amended text names for the words of one of its hunks."""
        shift = 0
        for earlier in self.hunks[name]:
            if earlier == hunk:
                break
            shift += len(earlier.new) - (earlier.end - earlier.start)
        start = hunk.start + shift
        runs = self.origins[name].between(start, start + len(hunk.new))
        return [run if run.origins else Run(run.length, frozenset([name])) for run in runs]

    def _of_adapted(self, hunk: Hunk) -> list[Run]:
        """Return the runs of a facilitator's words: kept ones, ones taken from the alternatives, own ones."""
        if hunk in self.supporters:  # the very words of a proposal, so they are accepted rather than adapted
            return self._of_group(hunk)
        credited: list[frozenset[str] | None] = [None] * len(hunk.new)
        for group, stretches in self._borrowed(hunk):
            origins = Origins(len(group.new), joined(self._of_group(group)))
            for token in chain.from_iterable(stretches):
                names = origins.of_all(token.old_start, token.old_end)
                for place in range(token.start, token.end):
                    credited[place] = names | (credited[place] or NOBODY)
        editorial = frozenset([EDITORIAL])
        words = [Run(1, editorial if names is None else names) for names in credited]
        credit_words = Origins(len(hunk.new), words).between
        old = self.base[hunk.start : hunk.end]
        return runs_of_replacement(old, self.of_base, hunk.start, hunk.new, credit_words)

    def _borrowed(self, hunk: Hunk) -> Iterator[tuple[Hunk, list[list[Kept]]]]:
        """Yield the groups from which a facilitator's words are taken, with the stretches that are."""
        wording = Wording(self.base[hunk.start : hunk.end], hunk.new)
        for group in self.supporters:
            if group.start <= hunk.end and hunk.start <= group.end:
                proposal = Wording(self.base[group.start : group.end], group.new)
                if stretches := borrowed(proposal, wording):
                    yield group, stretches

    def lenders(self, adapted: Iterable[Hunk]) -> frozenset[str]:
        """Return the amendments of which words stand in adapted ones."""
        return NOBODY.union(
            *(self.supporters[group] for hunk in adapted for group, _ in self._borrowed(hunk))
        )
