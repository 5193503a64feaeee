"""Hunks: the replaced spans of a base text, and how they are applied to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter


@dataclass(frozen=True, slots=True, order=True)
class Hunk:
    """One replaced span of a base text.

    `start` and `end` are code-point offsets of the base; equal ones are an insertion. `new` is what stands
    there instead; an empty one is a deletion.
    """

    start: int
    end: int
    new: str


place = attrgetter("start", "end")


def in_order(base_length: int, hunks: Iterable[Hunk]) -> list[Hunk]:
    """Return the hunks sorted by place, those of one place in the order given.

    An insertion comes before the span that starts at its point. ValueError names the first two hunks that
    overlap, or the first one that does not lie within the base.
    """
    ordered = sorted(hunks, key=place)
    position = 0
    previous = None
    for hunk in ordered:
        if not 0 <= hunk.start <= hunk.end <= base_length:
            raise ValueError(f"{hunk} does not lie within a text of {base_length} code points")
        if hunk.start < position:
            raise ValueError(f"{previous} and {hunk} overlap")
        position = hunk.end
        previous = hunk
    return ordered


def apply(base: str, hunks: Iterable[Hunk]) -> str:
    """Return the base with every hunk in its place.

    Insertions at one point stand in the order given. ValueError when two hunks overlap or one lies outside
    the base.
    """
    parts: list[str] = []
    position = 0
    for hunk in in_order(len(base), hunks):
        parts += (base[position : hunk.start], hunk.new)
        position = hunk.end
    parts.append(base[position:])
    return "".join(parts)
