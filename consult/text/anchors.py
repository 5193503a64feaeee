"""Anchors: what stands once in both of two sequences and in the same order, so surely unchanged."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from itertools import pairwise
from typing import Any

from rapidfuzz.distance import Indel

Span = tuple[int, int, int, int]  # start and end in the base, start and end in the revised sequence

# Sentences shorter than this (“1. ”, “Yes. ”) do not anchor anything.
SHORTEST_ANCHOR = 24
# A sentence of which this share of the words stays is the same one, changed.
_LEAST_LIKENESS = 0.7
_FEWEST_WORDS = 3  # of a sentence that is one however short it is
_MOST_COMPARED = 1_000  # pairs of sentences, and signs of each sentence


def _places_of_single(items: Sequence[Hashable], start: int, end: int) -> dict[Hashable, int]:
    """Return the place of every item, in order; -1 for one that stands more than once."""
    some = items[start:end]
    places = dict(zip(some, range(start, end), strict=True))
    if len(places) < len(some):
        places.update((item, -1) for item, count in Counter(some).items() if count > 1)
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
    a: Sequence[Any],
    b: Sequence[Any],
    span: Span,
    weigh: Callable[[Any], int] | None = None,
    liken: Callable[[list[Any], list[Any]], list[tuple[int, int]]] | None = None,
) -> list[tuple[int, int]]:
    """Return pairs of places within the span that hold one item, single on both sides, in rising order.

    Of those that cross each other as many stay as can; with `weigh` those that weigh most in all. `liken` finds
    among the items that are in no pair those that have become others: they weigh too, but are not returned.
    """
    start, end, revised_start, revised_end = span
    revised_places = _places_of_single(b, revised_start, revised_end)
    places = _places_of_single(a, start, end)
    pairs = [
        (place, revised_places[item])
        for item, place in places.items()
        if item in revised_places and place >= 0 and revised_places[item] >= 0
    ]
    if all(one[1] < other[1] for one, other in pairwise(pairs)):
        return pairs  # as it is nearly always
    alike = _alike(a, b, span, pairs, liken) if liken else []
    some = sorted(pairs + alike)
    weights = [weigh(a[place]) for place, _ in some] if weigh else [1] * len(some)
    return [pair for pair in _heaviest_rising(some, weights) if pair not in alike]


def _alike(
    a: Sequence[Any],
    b: Sequence[Any],
    span: Span,
    pairs: list[tuple[int, int]],
    liken: Callable[[list[Any], list[Any]], list[tuple[int, int]]],
) -> list[tuple[int, int]]:
    """Return the pairs of places of items that `liken` finds among those that are in no pair."""
    paired, revised_paired = {one for one, _ in pairs}, {other for _, other in pairs}
    left = [place for place in range(span[0], span[1]) if place not in paired]
    revised_left = [place for place in range(span[2], span[3]) if place not in revised_paired]
    found = liken([a[place] for place in left], [b[place] for place in revised_left])
    return [(left[one], revised_left[other]) for one, other in found]


def without_head(a: Sequence[Hashable], b: Sequence[Hashable], span: Span) -> Span:
    """Return the span without what both sides begin with."""
    start, end, revised_start, revised_end = span
    while start < end and revised_start < revised_end and a[start] == b[revised_start]:
        start += 1
        revised_start += 1
    return start, end, revised_start, revised_end


def without_tail(a: Sequence[Hashable], b: Sequence[Hashable], span: Span, known: int = 0) -> Span:
    """Return the span without what both sides end with; that so many items are equal is known."""
    start, end, revised_start, revised_end = span
    known = min(known, end - start, revised_end - revised_start)
    end -= known
    revised_end -= known
    while start < end and revised_start < revised_end and a[end - 1] == b[revised_end - 1]:
        end -= 1
        revised_end -= 1
    return start, end, revised_start, revised_end


def trimmed(a: Sequence[Hashable], b: Sequence[Hashable], span: Span) -> Span:
    """Return the span without what both sides begin and end with."""
    return without_tail(a, b, without_head(a, b, span))


def gaps(span: Span, pairs: list[tuple[int, int]]) -> list[Span]:
    """Return the spans before, between and after the anchors that are not empty on both sides."""
    start, end, revised_start, revised_end = span
    found = []
    for place, revised_place in [*pairs, (end, revised_end)]:
        if start < place or revised_start < revised_place:
            found.append((start, place, revised_start, revised_place))
        start, revised_start = place + 1, revised_place + 1
    return found


def unequal_pieces(a: Sequence[str], b: Sequence[str], span: Span) -> list[Span]:
    """Return the spans between the pieces that stand once on both sides and are long enough to be anchors."""
    # Of sentences that change places those with more words stay, also where some of these words have changed.
    pairs = anchors(a, b, span, weigh=_weight, liken=_changed_pieces)
    return gaps(
        span, [pair for pair in pairs if len(a[pair[0]]) >= SHORTEST_ANCHOR or _is_sentence(a[pair[0]])]
    )


def moved_pieces(a: Sequence[str], b: Sequence[str], found: Sequence[Span]) -> set[str]:
    """Return the sentences, without the space around them, that change from one of the unequal spans to another.

    They stand once on each side.
    """
    if len(found) < 2:
        return set()
    old = [Counter(map(str.strip, a[start:end])) for start, end, _, _ in found]
    new = [Counter(map(str.strip, b[start:end])) for _, _, start, end in found]
    all_old, all_new = sum(old, Counter()), sum(new, Counter())
    both = {piece for piece in all_old.keys() & all_new.keys() if all_old[piece] == all_new[piece] == 1}
    for one, other in zip(old, new, strict=True):
        both -= one.keys() & other.keys()
    return set(filter(_is_sentence, both))


def _is_sentence(piece: str) -> bool:
    return len(piece.split()) >= _FEWEST_WORDS


def _weight(piece: str) -> int:
    return 1_000 * len(piece.split()) + len(piece)


def _changed_pieces(pieces: list[str], revised: list[str]) -> list[tuple[int, int]]:
    """Return the numbers of pieces, and of what they have become: most of the words are the same."""
    if len(pieces) * len(revised) > _MOST_COMPARED or any(
        len(piece) > _MOST_COMPARED for piece in pieces + revised
    ):
        return []
    words = [piece.split() for piece in revised]
    found = []
    for number, piece in enumerate(pieces):
        own = piece.split()
        likeness = [Indel.normalized_similarity(own, other) for other in words]
        if likeness and max(likeness) >= _LEAST_LIKENESS:
            found.append((number, likeness.index(max(likeness))))
    taken = Counter(other for _, other in found)
    return [pair for pair in found if taken[pair[1]] == 1]
