"""Near texts: of a text nearly equal to its base only what changed is cut and compared.

The hunks are the very same as those of comparing it whole; `tests/pure/text/test_near.py` compares both.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from rapidfuzz.distance import Postfix, Prefix

from consult.text.anchors import Span, unequal_pieces, without_head, without_tail
from consult.text.words import Part, Words, ends_piece, fold, tokens

# So many walls may have gone before the rest of the text is one window.
_MOST = 12


@dataclass(slots=True)
class Stretch:
    """A place where two texts differ, with the tokens around it; `gaps` are its unequal spans of these.

    What is found within [low, high) has nothing to do with other stretches. `begins` and `ends`: with the text.
    """

    base: Part
    revised: Part
    gaps: list[Span]
    low: int
    high: int
    begins: bool
    ends: bool


@dataclass(slots=True)
class _Patch:
    """Tokens that come for [start, end) of the base; from there to `stop` both texts are equal."""

    start: int
    end: int
    stop: int
    tokens: list[str]


@dataclass(slots=True)
class Window:
    """Pieces [low, high) of a base and the span of a revised text that stands for them, between two walls.

    `is_first`, `is_last`: before it, or behind it, both texts are the same.
    """

    low: int
    high: int
    start: int
    end: int
    is_first: bool
    is_last: bool


def window_around(a: Words, revised: str, at: int, shift: int, before: int) -> Window | None:
    """Return the window around the first sign that differs; None where the wall before it is no wall.

    `shift`: how much farther it stands in the revised text; `before`: the number of the wall before it, or -1.
    """
    changed = min(bisect_right(a.places, at), len(a.pieces)) - 1
    if changed and a.places[changed] == at and revised[at + shift : at + shift + 1].isspace():
        changed -= 1  # the white space that ends the piece before has grown
    if changed <= before:
        return None
    wall = a.wall_numbers[changed]
    low = a.walls[wall - 1] + 1 if wall else 0
    start = a.places[low] + shift
    high, end = len(a.pieces), len(revised)
    wall = a.wall_numbers[changed + 1]
    for number in a.walls[wall : wall + _MOST]:
        place = revised.find(a.pieces[number], start)
        if place == start or (place > start and ends_piece(revised[start:place])):
            high, end = number, place
            break
    return Window(low, high, start, end, before < 0, a.text[a.places[high] :] == revised[end:])


def stretch(a: Words, revised: str, window: Window, parts: list[str]) -> Stretch | None:
    """Return what differs in a window that becomes these parts; None where it cannot be told without what is beyond."""
    low, high = window.low, window.high
    if a.repeated and bisect_left(a.repeated, low) < bisect_left(a.repeated, high):
        return None
    known = [number for number in map(a.numbers.get, map(str.strip, parts)) if number is not None]
    found = [(low, high, 0, len(parts))]
    if known:
        if min(known) < low or max(known) >= high or known != sorted(known):
            return None  # something has moved
        span = without_head(a.pieces, parts, found[0]) if window.is_first else found[0]
        span = without_tail(a.pieces, parts, span) if window.is_last else span
        found = unequal_pieces(a.pieces, parts, span)
    return _patched(a, [_patch(a, revised, window.start, parts, gap) for gap in found], low, high)


def _patch(a: Words, revised: str, at: int, parts: list[str], gap: Span) -> _Patch:
    """Return the changed tokens of unequal pieces; `at` is where their window begins in the revised text.

    What both sides begin and end with is left out up to white space: there a token always begins.
    """
    first, stop = a.starts[gap[0]], a.starts[gap[1]]
    low, high = a.places[gap[0]], a.places[gap[1]]
    revised_low = at + sum(map(len, parts[: gap[2]]))
    revised_high = revised_low + sum(map(len, parts[gap[2] : gap[3]]))
    old, new = a.text[low:high], revised[revised_low:revised_high]
    head = Prefix.similarity(old, new)
    tail = Postfix.similarity(old[head:], new[head:])
    start = first
    if head:
        start = bisect_right(a.offsets, low + head - 1, first, stop) - 1
        while start > first and a.tokens[start].isspace() == a.tokens[start - 1].isspace():
            start -= 1
    end = bisect_left(a.offsets, high - tail + 1, start, stop)
    while end < stop and not (a.tokens[end].isspace() and not a.tokens[end - 1].isspace()):
        end += 1
    middle = revised[revised_low + a.offsets[start] - low : revised_high + a.offsets[end] - high]
    return _Patch(start, end, stop, tokens(middle))


def _patched(a: Words, patches: list[_Patch], low: int, high: int) -> Stretch | None:
    """Return the tokens around the patches with these in their places; `low` and `high` are the pieces of the window.

    None where a change could as well stand beyond the tokens that are looked at.
    """
    first, last = a.around(low, high, patches[0].start, patches[-1].end)
    keys: list[str] = []
    exact: list[str] = []
    stops = []
    place = first
    for patch in patches:
        keys += a.keys[place : patch.start]
        exact += a.tokens[place : patch.start]
        start = len(keys)
        keys += [fold(token) for token in patch.tokens]
        exact += patch.tokens
        stops.append((start, len(keys) + min(patch.stop, last) - patch.end))
        place = patch.end
    keys += a.keys[place:last]
    exact += a.tokens[place:last]
    old_keys = a.keys[first:last]
    old = Part(
        old_keys if a.tokens is a.keys else a.tokens[first:last], old_keys, a.offsets[first : last + 1]
    )
    gaps = []
    for patch, (start, stop) in zip(patches, stops, strict=True):
        end = min(patch.stop, last) - first
        span = without_head(old_keys, keys, (patch.start - first, end, start, stop))
        if patch.stop > last and (span[0] == end or span[2] == stop):
            return None
        gaps.append(without_tail(old_keys, keys, span, end - (patch.end - first)))
    new = Part(keys if keys == exact else exact, keys, ())
    low, high = a.starts[low] - first, a.starts[high] - first
    return Stretch(old, new, gaps, low, high, not first, last == len(a.keys))
