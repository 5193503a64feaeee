"""The few changes of each section that a report repeats, without reading the words and stances of all the others."""

from collections import Counter
from collections.abc import Collection

import sqlalchemy as sa

from consult.contributions.models import Stance
from consult.contributions.veil import veil_over
from consult.core.database import as_written, db

from . import wanted_rows
from .asked import Asked
from .cells import STANDS
from .wanted import WantedChange, wanted_changes

NOBODY: frozenset[int] = frozenset()
Group = tuple[str, str]
"""A section's key, and the mark that equal changes to it share."""


def most_wanted(asked: Asked, agreed: Collection[int], most: int) -> dict[str, list[WantedChange]]:
    """Return by section the changes that are wanted most, of those that several contributions propose or to whose
    words all agreed who propose them: `most` of each section, or more where these are wanted as much."""
    ids, text_ids = asked.ids, asked.text_ids
    if any(veil_over(row).is_high for row in asked.consultations):  # not every region may be told there
        return _by_section(
            wanted_changes(wanted_rows.proposals(ids, text_ids), wanted_rows.opinions(ids)), agreed
        )
    groups: dict[Group, set[int]] = {}
    regions: dict[Group, set[int]] = {}
    for amendment, section, region, mark in asked.marks:
        group = section, mark
        groups.setdefault(group, set()).add(amendment)
        if region is not None:
            regions.setdefault(group, set()).add(region)
    told = {group: some for group, some in groups.items() if len(some) > 1 or some.issubset(agreed)}
    accepting, supports = asked.support.accepting(), _supports(ids)
    ranks = {
        group: (
            len(regions.get(group, NOBODY).union(*(accepting.get(one, NOBODY) for one in some))),
            len(some) + sum(supports[one] for one in some),
        )
        for group, some in told.items()
    }
    chosen = _first(ranks, most)
    only = {one for group in chosen for one in told[group]}
    found = wanted_changes(wanted_rows.proposals(ids, text_ids, only), wanted_rows.opinions(ids, only=only))
    return _by_section(found, agreed)


def _first(ranks: dict[Group, tuple[int, int]], most: int) -> list[Group]:
    """Return the groups of each section that stand first, and those that stand equal with the last of them."""
    by_section: dict[str, list[Group]] = {}
    for group in sorted(ranks, key=lambda one: ranks[one], reverse=True):
        some = by_section.setdefault(group[0], [])
        if len(some) < most or ranks[group] == ranks[some[-1]]:
            some.append(group)
    return [group for some in by_section.values() for group in some]


def _supports(consultation_ids: Collection[int]) -> Counter[int]:
    """Return how many stances support each amendment, counted as `cells.units` counts them."""
    shown = (
        Stance.consultation_id.in_(list(consultation_ids)),
        Stance.contribution_id.is_not(None),
        Stance.position == "support",
        *STANDS,
    )
    people = sa.select(Stance.contribution_id, sa.func.count()).where(
        Stance.voice == as_written("self"), *shown
    )
    each = (
        sa.select(Stance.contribution_id, Stance.region_id, Stance.organisation_id)
        .where(Stance.voice == as_written("organisation"), Stance.organisation_id.is_not(None), *shown)
        .distinct()
        .subquery()
    )
    organisations = sa.select(each.c.contribution_id, sa.func.count()).group_by(each.c.contribution_id)
    found: Counter[int] = Counter()
    for query in (people.group_by(Stance.contribution_id), organisations):
        for one, number in db.session.execute(query):
            found[one] += number
    return found


def _by_section(changes: list[WantedChange], agreed: Collection[int]) -> dict[str, list[WantedChange]]:
    """Return the changes whose words may leave the house, by section."""
    found: dict[str, list[WantedChange]] = {}
    for change in changes:
        if len(change.amendments) > 1 or set(agreed).issuperset(change.amendments):
            found.setdefault(change.section, []).append(change)
    return found
