"""Depths of sections after some came, went or moved: nothing stands deeper than just below what it belongs to."""

from collections.abc import Mapping, Sequence

Standing = tuple[str, int]
"""A section's key and its depth, in the order of a text."""


def lifted(order: Sequence[Standing], base: Sequence[Standing]) -> list[int]:
    """Return the depths of a new order, with those lifted that would stand more than one below their part.

    Neighbours stay neighbours: when a part goes, all that stood in it rise alike. A gap that the base has between
    the same two sections was its author's and stays.
    """
    was = _parts(base)
    depth_of: dict[str, int] = {}
    for (key, depth), (part, step) in zip(order, _parts(order).values(), strict=True):
        known = was.get(key)
        allowed = known[1] if known and known[0] == part else 1
        depth_of[key] = min(depth, depth_of.get(part, 0) + min(step, allowed))
    return [depth_of[key] for key, _depth in order]


def _parts(order: Sequence[Standing]) -> Mapping[str, tuple[str, int]]:
    """Return by key the section that each belongs to (empty for none) and how much deeper it stands."""
    found: dict[str, tuple[str, int]] = {}
    open_parts: list[Standing] = [("", 0)]
    for key, depth in order:
        while open_parts[-1][1] >= depth:
            open_parts.pop()
        part, part_depth = open_parts[-1]
        found[key] = (part, depth - part_depth)
        open_parts.append((key, depth))
    return found
