"""Anchors: what stands once in both of two sequences and in the same order, so surely unchanged."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Sequence
from itertools import pairwise
from typing import Any

Span = tuple[int, int, int, int]  # start and end in the base, start and end in the revised sequence


def _places_of_single(items: Sequence[Hashable], start: int, end: int) -> dict[Hashable, int]:
    """Return the place of every item that stands exactly once; -1 for the others."""
    places: dict[Hashable, int] = {}
    for place in range(start, end):
        item = items[place]
        places[item] = -1 if item in places else place
    return places


def _heaviest_rising(pairs: list[tuple[int, int]], weights: Sequence[int]) -> list[tuple[int, int]]:
    """Return the subsequence of pairs whose second members rise and whose weights sum to the most.

    There are some. Where all weigh the same it is the longest one, as patience sorting finds it.
    """
    values: list[int] = []  # the second members with which a chain worth keeping ends, rising
    totals: list[int] = []  # what these chains weigh, rising too
    ends: list[int] = []  # the index of the last pair of each
    below: list[int] = []
    for index, (_, value) in enumerate(pairs):
        place = bisect_left(values, value)
        below.append(ends[place - 1] if place else -1)
        total = weights[index] + (totals[place - 1] if place else 0)
        stop = bisect_right(totals, total, place)  # chains that end later and weigh no more are given up
        values[place:stop], totals[place:stop], ends[place:stop] = [value], [total], [index]
    chain = []
    index = ends[-1]
    while index >= 0:
        chain.append(pairs[index])
        index = below[index]
    return chain[::-1]


def anchors(
    a: Sequence[Hashable], b: Sequence[Hashable], span: Span, weigh: Callable[[Any], int] | None = None
) -> list[tuple[int, int]]:
    """Return pairs of places within the span that hold one item, single on both sides, in rising order.

    Of those that cross each other as many stay as can; with `weigh` those that weigh most in all.
    """
    start, end, revised_start, revised_end = span
    revised_places = _places_of_single(b, revised_start, revised_end)
    pairs = []
    for item, place in _places_of_single(a, start, end).items():
        revised_place = revised_places.get(item, -1)
        if place >= 0 and revised_place >= 0:
            pairs.append((place, revised_place))
    if all(one[1] < other[1] for one, other in pairwise(pairs)):
        return pairs  # as it is nearly always
    weights = [weigh(a[place]) for place, _ in pairs] if weigh else [1] * len(pairs)
    return _heaviest_rising(pairs, weights)


def trimmed(a: Sequence[Hashable], b: Sequence[Hashable], span: Span) -> Span:
    """Return the span without what both sides begin and end with."""
    start, end, revised_start, revised_end = span
    while start < end and revised_start < revised_end and a[start] == b[revised_start]:
        start += 1
        revised_start += 1
    while start < end and revised_start < revised_end and a[end - 1] == b[revised_end - 1]:
        end -= 1
        revised_end -= 1
    return start, end, revised_start, revised_end


def gaps(span: Span, pairs: list[tuple[int, int]]) -> list[Span]:
    """Return the spans before, between and after the anchors that are not empty on both sides."""
    start, end, revised_start, revised_end = span
    found = []
    for place, revised_place in [*pairs, (end, revised_end)]:
        if start < place or revised_start < revised_place:
            found.append((start, place, revised_start, revised_place))
        start, revised_start = place + 1, revised_place + 1
    return found
