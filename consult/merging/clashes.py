"""Clashes: groups that cannot all stand, and the set of them that most amendments support."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from consult.merging.ground import overlap
from consult.merging.groups import Group, Pair, bound_among
from consult.text import Hunk

_MOST_RIVALS = 8  # of so many pairs all ways to choose are tried


@dataclass(frozen=True)
class Clash:
    """Groups of which some claim the same words or the same point; offsets are those of the base.

    `suggestion`: the groups that fit together and have the most support. Nothing follows from it unasked.
    """

    groups: tuple[Group, ...]
    start: int
    end: int
    suggestion: tuple[Hunk, ...]


def clash_of(groups: Sequence[Group], settled: Sequence[Hunk]) -> Clash:
    """Return the clash of these groups; `settled` are the changes that decisions have put in."""
    return Clash(
        groups=tuple(groups),
        start=min(group.hunk.start for group in groups),
        end=max(group.hunk.end for group in groups),
        suggestion=suggestion(_eligible(groups, settled)),
    )


def _eligible(groups: Sequence[Group], settled: Sequence[Hunk]) -> list[Group]:
    """Return the groups that no decision speaks against."""
    return [
        group
        for group in groups
        if group.state == "in"
        or (group.state == "open" and not any(overlap(group.hunk, hunk) for hunk in settled))
    ]


def suggestion(groups: Sequence[Group]) -> tuple[Hunk, ...]:
    """Return the compatible groups with the most supporters in all; of equals, the fewest groups.

    Two groups are compatible when they neither overlap nor insert at one point, and no move binds them. Of the
    many that moves bind, the less supported ones are left out one by one. Words that some move and more remove for
    good do not come.
    """
    rivals, halves = bound_among(groups)
    outnumbered = [one for pair in halves for one, other in (pair, pair[::-1]) if _is_outnumbered(one, other)]
    for group in outnumbered:
        groups, rivals = _without(group, groups, rivals)
    while len(rivals) > _MOST_RIVALS:
        weaker = min(rivals[0], key=lambda group: len(group.supporters))
        groups, rivals = _without(weaker, groups, rivals)
    return _best(groups, rivals)


def _is_outnumbered(one: Group, other: Group) -> bool:
    """Say whether more people propose the other half of a move alone than this one."""
    return len(set(other.supporters).difference(one.supporters)) > len(one.supporters)


def _without(
    left_out: Group, groups: Sequence[Group], rivals: Sequence[Pair]
) -> tuple[list[Group], list[Pair]]:
    return (
        [group for group in groups if group is not left_out],
        [(one, other) for one, other in rivals if one is not left_out is not other],
    )


def _best(groups: Sequence[Group], rivals: Sequence[Pair]) -> tuple[Hunk, ...]:
    """Return the best of all ways to choose one of each two rivals."""
    if not rivals:
        return _heaviest(groups)
    ways = [_best(*_without(left_out, groups, rivals)) for left_out in rivals[0]]
    support = {group.hunk: len(group.supporters) for group in groups}
    return max(ways, key=lambda hunks: (sum(support[hunk] for hunk in hunks), -len(hunks)))


def _heaviest(groups: Sequence[Group]) -> tuple[Hunk, ...]:
    """Return the groups with the most supporters of those that no move binds (weighted intervals)."""
    ordered = sorted(groups, key=lambda group: (group.hunk.end, group.hunk.start))
    ends = [(group.hunk.end, group.hunk.start) for group in ordered]
    best: list[tuple[int, int]] = [(0, 0)]  # support and minus the number of groups, up to each group
    takes: list[int | None] = []  # what precedes the group where it is taken
    for number, group in enumerate(ordered):
        start, end = group.hunk.start, group.hunk.end
        before = bisect_left(ends, (end, start)) if start == end else bisect_right(ends, (start, start))
        with_it = (best[before][0] + len(group.supporters), best[before][1] - 1)
        takes.append(before if with_it > best[number] else None)
        best.append(max(with_it, best[number]))
    chosen = []
    number = len(ordered)
    while number:
        before_it = takes[number - 1]
        if before_it is None:
            number -= 1
        else:
            chosen.append(ordered[number - 1].hunk)
            number = before_it
    return tuple(reversed(chosen))
