"""Depth and printed label of each section of the next revision: as they stood, but for what comes in or moves."""

from dataclasses import dataclass

from consult.formats.next_label import next_label
from consult.merging.depths import lifted

from .structure import StructureGroupWork, StructureWork


@dataclass(frozen=True)
class Standing:
    """Where a section stands: `one` is the key of a section of the ground, or the group that adds one."""

    one: str | StructureGroupWork
    depth: int
    label: str


def outline(work: StructureWork, also: StructureGroupWork | None = None) -> list[Standing]:
    """Return all sections in their order; `also`: as it would be with a further group accepted.

    No section of the ground changes its label. A section that is added has the label that was decided, else the
    next free one of its place.
    """
    order = work.order(also)
    places = {place.section.key: place for place in work.material.places}
    moved = {group.place.section.key: group.depth for group in work.accepted.values() if group.place}
    wanted = [
        (one, moved.get(one) or places[one].depth) if isinstance(one, str) else (one.key, _depth_of(one))
        for one in order
    ]
    depths = lifted(wanted, [(key, place.depth) for key, place in places.items()])
    labels = [places[one].label if isinstance(one, str) else _decided(one) or "" for one in order]
    gone = [place.label for key, place in places.items() if key not in order and place.label]
    for at, one in enumerate(order):
        if not isinstance(one, str) and _decided(one) is None:
            labels[at] = next_label(list(zip(depths, labels, strict=True)), at, gone)
    return [Standing(*each) for each in zip(order, depths, labels, strict=True)]


def proposed_label(work: StructureWork, group: StructureGroupWork) -> str:
    """Return the label that a section would get if its addition were accepted now."""
    return next(standing.label for standing in outline(work, group) if standing.one is group)


def _depth_of(group: StructureGroupWork) -> int:
    return group.depth or (group.after.depth if group.after else 1)


def _decided(group: StructureGroupWork) -> str | None:
    """Return the label that was decided, empty for none; None while it is not decided."""
    return group.decision.text if group.decision else None
