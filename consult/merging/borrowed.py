"""Borrowed words: what a facilitator's wording takes from the proposals that it stands for."""

from functools import cached_property

from consult.merging.attribution import Kept, kept_runs
from consult.text.words import is_word, tokens

# A stretch of so many words is taken from somebody; a shorter one, such as “and the”, may be a coincidence.
FEWEST_WORDS = 3


class Wording:
    """Words that are to stand in place of a span of the base."""

    def __init__(self, old: str, new: str):
        """Take the words of the base and those instead of them."""
        self.new = new
        self._old = old

    @cached_property
    def own(self) -> frozenset[int]:
        """Return the offsets of the words that are not those of the base."""
        kept = {token.start for run in kept_runs(self._old, self.new) for token in run}
        found = set()
        start = 0
        for token in tokens(self.new):
            if is_word(token) and start not in kept:
                found.add(start)
            start += len(token)
        return frozenset(found)


def borrowed(proposal: Wording, wording: Wording) -> list[list[Kept]]:
    """Return the stretches of a wording that are taken from a proposal, each from word to word.

    A stretch counts where it has three words of the proposal, or half of them all: words, not blanks and
    signs, and none that stood in the base.
    """
    found = []
    for run in kept_runs(proposal.new, wording.new):
        places = [
            number
            for number, token in enumerate(run)
            if token.is_word and token.old_start in proposal.own and token.start in wording.own
        ]
        if places and (len(places) >= FEWEST_WORDS or 2 * len(places) >= len(proposal.own)):
            found.append(run[places[0] : places[-1] + 1])
    return found
