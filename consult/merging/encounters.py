"""Encounters: where pending changes meet accepted ones, and what each side makes of the words there."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from operator import attrgetter
from typing import NamedTuple

from consult.merging.torn import Encounter, Going, torn
from consult.text import Hunk, apply
from consult.text.moves import all_moves
from consult.text.words import cut_base, pieces, sentence_places

_start = attrgetter("start")


@dataclass(frozen=True)
class Wordings:
    """A span of the base with what each side makes of it, and the numbers of the pending changes in question."""

    start: int
    end: int
    accepted: str
    proposal: str
    pending: list[int]

    @property
    def are_one(self) -> bool:
        """Say whether the revision says already what is proposed."""
        return self.accepted == self.proposal


def moves_of(base: str, hunks: Sequence[Hunk]) -> list[Going]:
    """Return the moves among some changes of one base, by their numbers."""
    found = all_moves(cut_base(base), hunks) if len(hunks) > 1 else []
    numbers = {hunk: number for number, hunk in enumerate(hunks)} if found else {}
    return [Going(move.sentence, numbers[move.gone], numbers[move.come]) for move in found]


class _Span(NamedTuple):
    """A span of the base and the changes for the sake of which it is looked at as one."""

    start: int
    end: int
    pending: list[int]
    accepted: list[int]


class Sides:
    """The pending and the accepted changes of one base, each in order."""

    def __init__(
        self, base: str, pending: Sequence[Hunk], accepted: Sequence[Hunk], accepted_moves: Sequence[Going]
    ):
        """Take the base, the changes of both sides and the moves among the accepted ones."""
        self._base = base
        self._accepted_moves = accepted_moves
        self._pending = pending
        self._accepted = accepted

    @cached_property
    def moves(self) -> list[Going]:
        """Return the moves among the pending changes."""
        return moves_of(self._base, self._pending)

    def wordings(self, encounters: Sequence[Encounter]) -> list[Wordings]:
        """Return the wordings of each encounter, in order of the base.

        What stands against one half of a move stands against the other half too: where a sentence was moved and
        is to be moved, removed or reworded, its words would else stand twice, or nowhere. There the span reaches
        from where the words go to where they come.
        """
        narrow = [self._narrow(encounter) for encounter in encounters]
        spans = self._torn(encounters, narrow)
        if not spans:
            return narrow
        asked = {number for span in spans for number in span.pending}
        apart = [wordings for wordings in narrow if asked.isdisjoint(wordings.pending)]
        wide = [self._wide(span, apart) for span in spans]
        settled = {number for wordings in wide for number in wordings.pending}
        kept = [wordings for wordings in apart if settled.isdisjoint(wordings.pending)]
        return sorted([*kept, *wide], key=attrgetter("start", "end"))

    def keeps_sentences(self, revised: str, text: str) -> bool:
        """Say whether each sentence that a side moves, and that both sides have once, stands once in a text."""
        moved = {move.sentence for move in chain(self.moves, self._accepted_moves)} - {""}
        if not moved:
            return True
        texts = (apply(self._base, self._pending), revised, text)
        ours, theirs, found = (sentence_places(pieces(some)) for some in texts)
        return all(
            len(found.get(sentence, ())) == 1
            for sentence in moved
            if len(ours.get(sentence, ())) == len(theirs.get(sentence, ())) == 1
        )

    def whole(self) -> Wordings:
        """Return the wordings of all that is pending, to be asked about as one."""
        numbers = list(range(len(self._pending)))
        return self._wide(self._span(Encounter(numbers, [])), ())

    def _narrow(self, encounter: Encounter) -> Wordings:
        """Return the wordings of the span that the changes of an encounter touch."""
        ours = [self._pending[number] for number in encounter.pending]
        theirs = [self._accepted[number] for number in encounter.accepted]
        start, end = min(ours[0].start, theirs[0].start), max(ours[-1].end, theirs[-1].end)
        accepted, proposal = (_wording(self._base, hunks, start, end) for hunks in (theirs, ours))
        return Wordings(start, end, accepted, proposal, encounter.pending)

    def _torn(self, encounters: Sequence[Encounter], narrow: Sequence[Wordings]) -> list[_Span]:
        """Return the spans of all that must be asked about together for the sake of moves."""
        are_one = [wordings.are_one for wordings in narrow]
        ties = torn(encounters, are_one, self.moves, self._accepted_moves)
        return _joined(sorted(self._span(tie) for tie in ties))

    def _span(self, tie: Encounter) -> _Span:
        """Return the least span that holds some changes whole, and every other one whole or not at all."""
        hunks = [self._pending[n] for n in tie.pending] + [self._accepted[n] for n in tie.accepted]
        found = min(hunk.start for hunk in hunks), max(hunk.end for hunk in hunks)
        grown = (-1, -1)
        while grown != found:
            grown, found = found, _grown(self._accepted, _grown(self._pending, found))
        return _Span(*found, tie.pending, tie.accepted)

    def _wide(self, span: _Span, apart: Iterable[Wordings]) -> Wordings:
        """Return the wordings of a span of several changes. What differs within it is asked about with them."""
        ours = _within(self._pending, span, span.pending)
        theirs = _within(self._accepted, span, span.accepted)
        accepted, proposal = (
            _wording(self._base, [hunks[number] for number in numbers], span.start, span.end)
            for hunks, numbers in ((self._accepted, theirs), (self._pending, ours))
        )
        if accepted == proposal:
            return Wordings(span.start, span.end, accepted, proposal, ours)
        inside = (n for one in apart if not one.are_one and _holds(span, one) for n in one.pending)
        return Wordings(span.start, span.end, accepted, proposal, sorted({*span.pending, *inside}))


def _wording(base: str, hunks: Iterable[Hunk], start: int, end: int) -> str:
    return apply(base[start:end], [Hunk(hunk.start - start, hunk.end - start, hunk.new) for hunk in hunks])


def _holds(span: _Span, wordings: Wordings) -> bool:
    return span.start <= wordings.start and wordings.end <= span.end


def _joined(spans: Iterable[_Span]) -> list[_Span]:
    """Join the spans, in order, that overlap."""
    joined: list[_Span] = []
    for span in spans:
        if joined and span.start < joined[-1].end:
            last = joined.pop()
            numbers = ([*last.pending, *span.pending], [*last.accepted, *span.accepted])
            span = _Span(last.start, max(last.end, span.end), *numbers)
        joined.append(span)
    return joined


def _grown(hunks: Sequence[Hunk], span: tuple[int, int]) -> tuple[int, int]:
    """Return the span with the changes over its ends."""
    start, end = span
    first, last = (bisect_left(hunks, place, key=_start) - 1 for place in span)
    if first >= 0 and hunks[first].end > start:
        start = hunks[first].start
    return start, max(end, hunks[last].end) if last >= 0 else end


def _within(hunks: Sequence[Hunk], span: _Span, named: Sequence[int]) -> list[int]:
    """Return the numbers of the changes within a span; of insertions at its ends only those that are named."""
    found = set(named)
    number = bisect_left(hunks, span.start, key=_start)
    while number < len(hunks) and hunks[number].start <= span.end:
        hunk = hunks[number]
        if hunk.end <= span.end and (hunk.start < hunk.end or span.start < hunk.start < span.end):
            found.add(number)
        number += 1
    return sorted(found)
