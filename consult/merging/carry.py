"""Carrying forward: pending amendments and quotes move to a new revision through what was accepted."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain
from typing import Literal

from consult.merging.encounters import Sides, Wordings, moves_of
from consult.merging.ground import overlap
from consult.merging.torn import Encounter, Going
from consult.text import Hunk, apply
from consult.text.diff import diff_once
from consult.text.hunks import in_order
from consult.text.words import LONGEST_KEPT_TEXT

CarryState = Literal["clean", "satisfied", "clashing"]


@dataclass(frozen=True, slots=True)
class CarryClash:
    """A place where an amendment and what was accepted do not fit: three wordings of one span of the base.

    `base` is base[start:end]; `accepted` and `proposal` are what each side makes of it.
    """

    base: str
    accepted: str
    proposal: str
    start: int
    end: int


@dataclass(frozen=True)
class Carried:
    """An amendment on a new revision.

    `text`: the revision with the clean hunks. `hunks`: these, with offsets of the revision. `satisfied`:
    the hunks of the base that are in already. `clashes`: what its author must look at.
    """

    state: CarryState
    text: str
    hunks: tuple[Hunk, ...]
    satisfied: tuple[Hunk, ...]
    clashes: tuple[CarryClash, ...]


_last_map: "list[OffsetMap]" = []


class OffsetMap:
    """The way of offsets from a base to its revision, through the hunks that were accepted."""

    def __init__(self, base: str, given: tuple[Hunk, ...]):
        """Take the base and the accepted hunks; ValueError where these overlap or lie outside it."""
        self.base = base
        self.given = given
        self.accepted = accepted = in_order(len(base), given)
        self.revised = apply(base, accepted)
        self.starts = [hunk.start for hunk in accepted]
        self.furthest = list(accumulate((hunk.end for hunk in accepted), max))
        self.shifts = list(accumulate((len(h.new) - (h.end - h.start) for h in accepted), initial=0))

    @cached_property
    def moves(self) -> list[Going]:
        """Return the moves among the accepted hunks."""
        return moves_of(self.base, self.accepted)

    def sides(self, pending: Sequence[Hunk]) -> Sides:
        """Return pending changes beside what was accepted."""
        return Sides(self.base, pending, self.accepted, self.moves)

    def shift(self, start: int) -> int:
        """Return by how much a place moves; it stands after what was inserted at it."""
        number = bisect_left(self.starts, start)
        while number < len(self.accepted) and self.accepted[number].end == start:
            number += 1
        return self.shifts[number]


def carry_forward(
    base: str, amended: str | Sequence[Hunk], revised: str, *, accepted: Sequence[Hunk] | None = None
) -> Carried:
    """Carry an amendment of `base` to `revised`.

    `accepted`: the hunks that made the base into the revision; without them a diff is made. The amendment
    is a text or its stored hunks. Nothing is guessed: a hunk that meets accepted words is handed back as a
    clash. ValueError when the accepted hunks do not lead from the base to the revision.
    """
    offsets = _offset_map(base, tuple(diff_once(base, revised) if accepted is None else accepted))
    if offsets.revised != revised:
        raise ValueError("the accepted hunks do not make the base into the revision")
    pending = diff_once(base, amended) if isinstance(amended, str) else in_order(len(base), amended)
    clean, encounters = _parted(pending, offsets)
    sides = offsets.sides(pending)
    found = sides.wordings(encounters)
    hunks = _left(clean, found)
    text = _composed(revised, hunks)
    if not sides.keeps_sentences(revised, text):
        found = [sides.whole()]
        hunks, text = (), revised
    satisfied = tuple(pending[number] for place in found if place.are_one for number in place.pending)
    clashes = tuple(_clash(base, place) for place in found if not place.are_one)
    state: CarryState = "clashing" if clashes else "clean" if hunks else "satisfied"
    return Carried(state, text, hunks, satisfied, clashes)


def _left(clean: dict[int, Hunk], found: Iterable[Wordings]) -> tuple[Hunk, ...]:
    """Return the clean hunks without those that are asked about for the sake of a move."""
    for number in chain.from_iterable(place.pending for place in found):
        clean.pop(number, None)
    return tuple(clean.values())


def _clash(base: str, place: Wordings) -> CarryClash:
    start, end = place.start, place.end
    return CarryClash(base[start:end], place.accepted, place.proposal, start, end)


def _offset_map(base: str, accepted: tuple[Hunk, ...]) -> OffsetMap:
    """Return the map of a step. The last one is kept: all that is pending is carried over one step."""
    kept = _last_map[0] if _last_map else None
    if kept and kept.given == accepted and kept.base == base:
        return kept
    made = OffsetMap(base, accepted)
    if max(len(base), len(made.revised)) <= LONGEST_KEPT_TEXT:
        _last_map[:] = [made]
    return made


def _composed(text: str, hunks: Sequence[Hunk]) -> str:
    """Return a text with hunks that are known to be in order and apart."""
    parts: list[str] = []
    position = 0
    for hunk in hunks:
        parts += text[position : hunk.start], hunk.new
        position = hunk.end
    parts.append(text[position:])
    return "".join(parts)


def _stand_against(pending: Hunk, accepted: Hunk) -> bool:
    """Say whether a pending hunk cannot simply be moved past an accepted one.

    An insertion at the edge of words that were deleted has lost what it stood beside.
    """
    if pending == accepted or overlap(pending, accepted):
        return True
    at_edge = pending.start == pending.end and pending.start in (accepted.start, accepted.end)
    return at_edge and accepted.start < accepted.end and not accepted.new


def _parted(pending: Sequence[Hunk], offsets: OffsetMap) -> tuple[dict[int, Hunk], list[Encounter]]:
    """Return by number the pending hunks that meet no accepted one, on the revision, and the others' encounters.

    Those that share an accepted hunk are together.
    """
    clean: dict[int, Hunk] = {}
    encounters: list[Encounter] = []
    before: list[int] = []  # what the pending hunk before this one meets
    accepted, starts, furthest, shifts = offsets.accepted, offsets.starts, offsets.furthest, offsets.shifts
    for place, hunk in enumerate(pending):
        start, end = hunk.start, hunk.end
        low, high = bisect_left(furthest, start), bisect_right(starts, end)
        if low == high:  # none overlaps or abuts it, as with nearly all
            shift = shifts[low]
            clean[place] = Hunk(start + shift, end + shift, hunk.new)
            before = []
            continue
        met = [number for number in range(low, high) if _stand_against(hunk, accepted[number])]
        if not met:
            shift = offsets.shift(start)
            clean[place] = Hunk(start + shift, end + shift, hunk.new)
        elif before and before[-1] in met:
            encounters[-1].pending.append(place)
            before.extend(number for number in met if number not in before)
            continue
        else:
            encounters.append(Encounter([place], met))
        before = met
    return clean, encounters


def carry_span(hunks: Sequence[Hunk], start: int, end: int) -> tuple[int, int] | None:
    """Return where a quoted span of the base stands in the revision, or None when it is gone.

    `hunks` make the base into the revision. The span follows its words; when any of them was replaced, or
    words were set between them, it is gone: it is never moved to words that look alike.
    """
    if not 0 <= start <= end:
        raise ValueError(f"{start} to {end} is not a span")
    shift = 0
    position = 0
    for hunk in sorted(hunks):
        if not position <= hunk.start <= hunk.end:
            raise ValueError(f"{hunk} overlaps the one before it or is no span")
        position = hunk.end
        if hunk.start < end and start < hunk.end:
            return None
        if hunk.end <= start:
            shift += len(hunk.new) - (hunk.end - hunk.start)
    return start + shift, end + shift
