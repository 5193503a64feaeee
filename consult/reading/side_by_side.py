"""How the proposed changes of one section stand to each other: which are the same, which cannot both stand."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from consult.contributions.display import Shown
from consult.contributions.hunks import ENGINE_VERSION
from consult.contributions.models import StoredHunk


@dataclass
class Neighbours:
    """For one proposed change: who else proposes (part of) the same, and what cannot stand beside it."""

    same: list[Shown] = field(default_factory=list)
    clashing: list[Shown] = field(default_factory=list)


def neighbours_of(amendments: Sequence[Shown]) -> dict[str, Neighbours]:
    """Return the neighbours of each amendment that has any, by its public id.

    Those that stand on different texts (the original, its translations) are not compared. Two amendments that share
    a change are the same there; two that claim the same words for different ones, or add different words at one
    point, clash.
    """
    hunks = [(hunk, shown) for shown in amendments for hunk in _hunks(shown)]
    hunks.sort(key=lambda pair: (pair[0].start, pair[0].end))
    found: dict[str, Neighbours] = defaultdict(Neighbours)
    under_way: list[tuple[StoredHunk, Shown]] = []
    for hunk, shown in hunks:
        under_way = [one for one in under_way if one[0].end >= hunk.start]
        for other, owner in under_way:
            _relate(found, (other, owner), (hunk, shown))
        under_way.append((hunk, shown))
    return dict(found)


def _hunks(shown: Shown) -> list[StoredHunk]:
    if shown.text is None or shown.placeholder:
        return []
    return [hunk for hunk in shown.text.hunks if hunk.engine_version == ENGINE_VERSION]


def _relate(
    found: dict[str, Neighbours], one: tuple[StoredHunk, Shown], other: tuple[StoredHunk, Shown]
) -> None:
    (hunk, shown), (later, owner) = one, other
    if shown is owner or shown.base_id != owner.base_id:
        return
    if hunk.group_key == later.group_key:
        part = "same"
    elif _overlap(hunk, later):
        part = "clashing"
    else:
        return
    for mine, theirs in ((shown, owner), (owner, shown)):
        there = getattr(found[mine.public_id], part)
        if theirs not in there:
            there.append(theirs)


def _overlap(one: StoredHunk, other: StoredHunk) -> bool:
    at_one_point = one.start == one.end == other.start == other.end
    return at_one_point or (one.start < other.end and other.start < one.end)
