"""Carrying forward: pending amendments and quotes move to a new revision through what was accepted."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from consult.merging.ground import overlap
from consult.text import Hunk, apply
from consult.text.diff import diff_once
from consult.text.hunks import in_order
from consult.text.words import LONGEST_KEPT_TEXT

Meeting = tuple[list[Hunk], list[Hunk]]  # pending and accepted hunks
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
    clean, meetings = _parted(pending, offsets)
    satisfied: list[Hunk] = []
    clashes: list[CarryClash] = []
    for pending_part, accepted_part in meetings:
        clash = _clash(base, pending_part, accepted_part)
        if clash.accepted == clash.proposal:
            satisfied += pending_part
        else:
            clashes.append(clash)
    state: CarryState = "clashing" if clashes else "clean" if clean else "satisfied"
    return Carried(state, _composed(revised, clean), tuple(clean), tuple(satisfied), tuple(clashes))


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


def _parted(pending: Sequence[Hunk], offsets: OffsetMap) -> tuple[list[Hunk], list[Meeting]]:
    """Return the pending hunks that meet no accepted one, on the revision, and the others with those they meet.

    Those that share an accepted hunk are together.
    """
    clean: list[Hunk] = []
    meetings: list[Meeting] = []
    before: list[Hunk] = []  # what the pending hunk before this one meets
    starts, furthest, shifts = offsets.starts, offsets.furthest, offsets.shifts
    for hunk in pending:
        start, end = hunk.start, hunk.end
        low, high = bisect_left(furthest, start), bisect_right(starts, end)
        if low == high:  # none overlaps or abuts it, as with nearly all
            shift = shifts[low]
            clean.append(Hunk(start + shift, end + shift, hunk.new))
            before = []
            continue
        met = [other for other in offsets.accepted[low:high] if _stand_against(hunk, other)]
        if not met:
            shift = offsets.shift(start)
            clean.append(Hunk(start + shift, end + shift, hunk.new))
        elif before and before[-1] in met:
            meetings[-1][0].append(hunk)
            before.extend(other for other in met if other not in before)
            continue
        else:
            meetings.append(([hunk], met))
        before = met
    return clean, meetings


def _clash(base: str, pending: list[Hunk], accepted: list[Hunk]) -> CarryClash:
    """Return the three wordings of the span that both sides touch."""
    start = min(pending[0].start, accepted[0].start)
    end = max(pending[-1].end, accepted[-1].end)
    return CarryClash(
        base=base[start:end],
        accepted=_wording(base, accepted, start, end),
        proposal=_wording(base, pending, start, end),
        start=start,
        end=end,
    )


def _wording(base: str, hunks: Iterable[Hunk], start: int, end: int) -> str:
    return apply(base[start:end], [Hunk(hunk.start - start, hunk.end - start, hunk.new) for hunk in hunks])


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
