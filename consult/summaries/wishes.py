"""How many changes are wanted in each section, and from how many regions: the numbers alone, without the words."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from consult.consultations.models import Consultation
from consult.contributions.veil import veil_over

from . import wanted_rows
from .support import Support
from .wanted import WantedChange, wanted_changes

NOBODY: frozenset[int] = frozenset()
Mark = tuple[int, str, int | None, str]
"""Amendment, section, its region, and what equal changes share."""


@dataclass(frozen=True)
class Wishes:
    """How many different changes are proposed to a section, and from how many regions the most wanted one is wanted."""

    changes: int = 0
    most_regions: int = 0


def wishes(
    consultations: Sequence[Consultation],
    text_ids: Collection[int],
    support: Support,
    marks: Iterable[Mark] | None = None,
) -> dict[str, Wishes]:
    """Return the numbers by the key of the section, of changes to these section texts that everybody may read.

    Under high protection not every region may be told, so the changes themselves are read there. `marks`: the changes
    in short, where they were read already.
    """
    ids = [row.id for row in consultations]
    if any(veil_over(row).is_high for row in consultations):
        found = wanted_changes(wanted_rows.proposals(ids, text_ids), wanted_rows.opinions(ids))
        return wishes_of(found)
    if marks is None:
        marks = wanted_rows.marks_of_proposals(ids, text_ids)
    return wishes_counted(marks, support.accepting())


def wishes_of(changes: Iterable[WantedChange]) -> dict[str, Wishes]:
    """Return the numbers of changes."""
    regions: dict[str, list[int]] = {}
    for one in changes:
        regions.setdefault(one.section, []).append(len(one.regions))
    return _numbers(regions)


def wishes_counted(marks: Iterable[Mark], accepting: Mapping[int, frozenset[int]]) -> dict[str, Wishes]:
    """Return the same of changes in short: amendment, section, its region, a mark that equal changes share.

    `accepting`: the regions from which an amendment is accepted.
    """
    behind: dict[str, dict[str, frozenset[int]]] = {}
    for amendment, section, region, mark in marks:
        regions = accepting.get(amendment, NOBODY)
        if region is not None and region not in regions:
            regions |= {region}
        group = behind.setdefault(section, {})
        group[mark] = group.get(mark, NOBODY) | regions
    return _numbers({section: list(map(len, group.values())) for section, group in behind.items()})


def _numbers(regions: Mapping[str, list[int]]) -> dict[str, Wishes]:
    return {section: Wishes(len(some), max(some, default=0)) for section, some in regions.items()}
