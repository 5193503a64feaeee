"""Anchors: what stands once in both of two sequences and in the same order, so surely unchanged."""

from bisect import bisect_left
from collections.abc import Hashable, Sequence

Span = tuple[int, int, int, int]  # start and end in the base, start and end in the revised sequence


def _places_of_single(items: Sequence[Hashable], start: int, end: int) -> dict[Hashable, int]:
    """Return the place of every item that stands exactly once; -1 for the others."""
    places: dict[Hashable, int] = {}
    for place in range(start, end):
        item = items[place]
        places[item] = -1 if item in places else place
    return places


def _longest_rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest subsequence of pairs whose second members rise (patience sorting)."""
    tops: list[int] = []
    piles: list[int] = []  # the index of the pair on top of each pile
    below: list[int] = []
    for index, (_, value) in enumerate(pairs):
        pile = bisect_left(tops, value)
        below.append(piles[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(value)
            piles.append(index)
        else:
            tops[pile] = value
            piles[pile] = index
    chain = []
    index = piles[-1] if piles else -1
    while index >= 0:
        chain.append(pairs[index])
        index = below[index]
    return chain[::-1]


def anchors(a: Sequence[Hashable], b: Sequence[Hashable], span: Span) -> list[tuple[int, int]]:
    """Return pairs of places within the span that hold one item, single on both sides, in rising order."""
    start, end, revised_start, revised_end = span
    revised_places = _places_of_single(b, revised_start, revised_end)
    pairs = []
    for item, place in _places_of_single(a, start, end).items():
        revised_place = revised_places.get(item, -1)
        if place >= 0 and revised_place >= 0:
            pairs.append((place, revised_place))
    return _longest_rising(pairs)


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
    """Return the spans before, between and after the anchors."""
    start, end, revised_start, revised_end = span
    found = []
    for place, revised_place in pairs:
        found.append((start, place, revised_start, revised_place))
        start, revised_start = place + 1, revised_place + 1
    found.append((start, end, revised_start, revised_end))
    return found
