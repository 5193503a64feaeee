"""What they want: groups of the same change, with the regions behind each; and where a text is contested.

Pure functions of plain values. Contributions and stances are counted as they are shown, and never the people behind
them: who shows their name in one and only their region in another would be found out by counting them once.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from consult.rules.states import ACCEPTING


@dataclass(frozen=True)
class Proposal:
    """One change of one amendment: its section, its span in the text, the new words, from which region it came."""

    amendment: int
    section: str
    start: int
    end: int
    new: str
    region: str = ""


@dataclass(frozen=True)
class Opinion:
    """So many stances of one position on an amendment, and from which region they came."""

    amendment: int
    position: str
    region: str = ""
    number: int = 1


@dataclass(frozen=True)
class WantedChange:
    """The same change from one amendment or several.

    `regions`: those from which it was proposed, supported, or said to be one to live with, in order of their codes.
    """

    section: str
    start: int
    end: int
    new: str
    amendments: tuple[int, ...]
    regions: tuple[str, ...]
    supports: int = 0
    can_live: int = 0
    objections: int = 0


@dataclass(frozen=True)
class ContestedPassage:
    """A passage on which changes are proposed: where it begins, how many changes, from which regions."""

    start: int
    changes: int
    regions: tuple[str, ...]


@dataclass
class _Collected:
    amendments: set[int] = field(default_factory=set)
    regions: set[str] = field(default_factory=set)


def wanted_changes(proposals: Iterable[Proposal], opinions: Iterable[Opinion]) -> list[WantedChange]:
    """Return the distinct changes, those wanted from most regions first, then the most often proposed or supported.

    A stance is on a whole amendment, so it counts for each of its changes.
    """
    collected: dict[tuple[str, int, int, str], _Collected] = {}
    for one in proposals:
        group = collected.setdefault((one.section, one.start, one.end, one.new), _Collected())
        group.amendments.add(one.amendment)
        group.regions.add(one.region)
    by_amendment: dict[int, list[Opinion]] = {}
    for opinion in opinions:
        by_amendment.setdefault(opinion.amendment, []).append(opinion)
    found = [_change(place, group, by_amendment) for place, group in collected.items()]
    return sorted(found, key=_rank)


def _change(
    place: tuple[str, int, int, str], group: _Collected, opinions: dict[int, list[Opinion]]
) -> WantedChange:
    said = [one for amendment in sorted(group.amendments) for one in opinions.get(amendment, ())]
    regions = group.regions | {one.region for one in said if one.position in ACCEPTING}
    positions: Counter[str] = Counter()
    for one in said:
        positions[one.position] += one.number
    return WantedChange(
        *place,
        amendments=tuple(sorted(group.amendments)),
        regions=tuple(sorted(regions - {""})),
        supports=positions["support"],
        can_live=positions["can-live-with"],
        objections=positions["objection"],
    )


def _rank(change: WantedChange) -> tuple[int, int, str, int, int, str]:
    weight = len(change.amendments) + change.supports
    return -len(change.regions), -weight, change.section, change.start, change.end, change.new


def contested_passages(starts: Sequence[int], changes: Iterable[WantedChange]) -> list[ContestedPassage]:
    """Return the passages with changes, those from most regions first, then those with most changes.

    `starts`: where each passage of the text begins, in order. A change belongs to the passage in which it begins;
    what stands before the first (the heading) is no passage.
    """
    inside: dict[int, list[WantedChange]] = {}
    for change in changes:
        index = bisect_right(starts, change.start) - 1
        if index >= 0:
            inside.setdefault(index, []).append(change)
    found = [
        ContestedPassage(
            starts[index], len(some), tuple(sorted({code for one in some for code in one.regions}))
        )
        for index, some in inside.items()
    ]
    return sorted(found, key=lambda one: (-len(one.regions), -one.changes, one.start))
