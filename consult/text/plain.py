"""Plain changes: where one sentence has changed in one place, its one hunk is told without a search.

Each condition here is one under which `diff` finds the very same hunk; where one does not hold it searches.
"""

import re
from bisect import bisect_left
from collections import Counter
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import Postfix, Prefix

from consult.text.hunks import Hunk
from consult.text.marks import SIGNS
from consult.text.tidy import could_leave, slid
from consult.text.words import PIECE_ENDS, STOPS, Part, Words, fold, holds_prepended, tokens

# What a change must not bring: it would make several pieces, or open or close a mark.
_NOT_PLAIN = PIECE_ENDS | SIGNS
_BLANK = frozenset([" "])
_TWO_BLANKS = re.compile(r"\s ")


class Place(NamedTuple):
    """A piece of a base that can change in a plain way.

    `end`: the length of the white space that ends it, with the stop before that. `wall`: the piece behind it.
    `is_lone`: it stands between walls, or at an end of the text.
    """

    number: int
    piece: str
    start: int
    end: int
    wall: str
    is_lone: bool


@lru_cache(maxsize=64)
def plain_places(a: Words) -> list[Place | None]:
    """Return for each piece of a base, and its end, the place that can change in a plain way."""
    found: list[Place | None] = [None] * (len(a.pieces) + 1)
    walls = {-1, len(a.pieces), *a.walls}
    for number, piece in enumerate(a.pieces):
        kept = piece.rstrip()
        if number not in a.repeated and SIGNS.isdisjoint(piece) and not _TWO_BLANKS.search(piece):
            wall = a.pieces[number + 1] if number + 1 < len(a.pieces) else ""
            end = len(piece) - len(kept) + (kept[-1:] in PIECE_ENDS)
            is_lone = number - 1 in walls and number + 1 in walls
            found[number] = Place(number, piece, a.places[number], end, wall, is_lone)
    return found


def plain_change(a: Words, revised: str, place: Place, at: int, shift: int) -> tuple[Hunk, int] | None:
    """Return the one hunk of a place, and where the revised text goes on behind it; None where that is not plain.

    `at` is the first sign that differs, `shift` by how much farther it stands in the revised text. What is before
    is the same, and what is behind goes on with the wall.
    """
    end = revised.find(place.wall, at + shift) if place.wall else len(revised)
    if end < 0:
        return None
    hunk = _plain_hunk(a, place, revised[place.start + shift : end], at - place.start)
    return (hunk, end) if hunk else None


def plain_run(a: Words, low: int, parts: list[str]) -> list[Hunk] | None:
    """Return one hunk for each of some pieces side by side that became others; None where that is not plain.

    It is where no word that goes comes again beside it, and a word that stands once parts each two changes.
    """
    hunks = []
    for place, part in zip(plain_places(a)[low:], parts, strict=False):
        if place is None:
            return None
        hunk = _plain_hunk(a, place, part, Prefix.similarity(place.piece, part), may_slide=False)
        if hunk is None:
            return None
        hunks.append(hunk)
    ends = [(bisect_left(a.offsets, hunk.start), bisect_left(a.offsets, hunk.end)) for hunk in hunks]
    gone = Counter(key for start, end in ends for key in a.keys[start:end])
    come = Counter(fold(token) for hunk in hunks for token in tokens(hunk.new))
    before = Counter(a.keys[ends[0][0] : ends[-1][1]])
    # A space may be trimmed at the end; were it then single on both sides, it could be an anchor in the wrong place.
    if before[" "] < 3 or not _BLANK.issuperset(gone.keys() & come.keys()):
        return None
    for (_, start), (end, _) in pairwise(ends):
        kept = a.keys[start:end]
        if STOPS.isdisjoint(kept) or not any(before[key] == 1 and key not in come for key in kept):
            return None
    return hunks


def _plain_hunk(a: Words, place: Place, new: str, head: int, *, may_slide: bool = True) -> Hunk | None:
    """Return the one hunk that makes a piece into other words, both beginning with so many equal signs."""
    _, old, start, end_length, _, _ = place
    tail = Postfix.similarity(old[head:], new[head:])
    changed = new[head - 1 if head else 0 : len(new) - tail]
    if tail < end_length or not _NOT_PLAIN.isdisjoint(changed) or new.strip() in a.numbers:
        return None  # it may be another number of pieces, or one that has moved here
    left = old.rfind(" ", 0, head) + 1
    right = old.find(" ", len(old) - tail)
    if right < 0:
        right = len(old.rstrip())
    taken, come = old[left:right], new[left : right + len(new) - len(old)]
    if come != come.strip() or (not changed.isascii() and holds_prepended(changed)):
        return None  # these are not surely the tokens of the whole
    one, other = tokens(taken), tokens(come)
    if not one or not other:
        return None
    if one[0] == other[0] or one[-1] == other[-1]:
        return _trimmed_hunk(a, place, left, one, other, may_slide)
    return Hunk(start + left, start + right, come) if _are_others(one, other) else None


def _are_others(gone: list[str], come: list[str]) -> bool:
    """Say whether no word stands on both sides, so that one hunk replaces all of it."""
    keys = set(map(fold, gone))
    kept = keys.intersection(map(fold, come))
    if not kept:
        return True
    at_edge = gone[0].isspace() or gone[-1].isspace()
    return not at_edge and _BLANK.issuperset(kept)


def _trimmed_hunk(
    a: Words, place: Place, left: int, old: list[str], new: list[str], may_slide: bool
) -> Hunk | None:
    """Return the hunk that makes some tokens into others, of which the first or the last are the same.

    `left`: where they begin in their piece.
    """
    start = 0
    stop, new_stop = len(old), len(new)
    most = min(stop, new_stop)
    while start < most and old[start] == new[start]:
        start += 1
    while start < stop and start < new_stop and old[stop - 1] == new[new_stop - 1]:
        stop -= 1
        new_stop -= 1
    gone, come = old[start:stop], new[start:new_stop]
    at = place.start + left + len("".join(old[:start]))
    words = "".join(come)
    if gone and come:
        return Hunk(at, at + len("".join(gone)), words) if _are_others(gone, come) else None
    if stop == len(old) or fold(old[stop]) == fold((gone or come)[0]):
        return None  # by the keys they may begin elsewhere
    if start or not _stays(place.piece, left, gone or come):
        return _placed(a, place, at, gone, come) if may_slide else None
    return Hunk(at, at + len("".join(gone)), words)


def _stays(piece: str, left: int, words: list[str]) -> bool:
    """Say whether words that come or go, with the space behind them, have no better place than behind a space."""
    if len(words) < 2 or words[-1] != " ":
        return False
    return not left or (left > 1 and not piece.endswith(words[-2], 0, left - 1))


def _placed(a: Words, place: Place, at: int, gone: list[str], come: list[str]) -> Hunk | None:
    """Return the hunk of tokens that come or go in its canonical place; None where that is too far away."""
    low = bisect_left(a.offsets, at)
    high = low + len(gone)
    first, last = a.around(place.number, place.number + 1, low, high)
    before, after = a.tokens[first:low], a.tokens[high:last]
    old, new = Part([*before, *gone, *after], [], ()), Part([*before, *come, *after], [], ())
    span = (len(before), len(before) + len(gone), len(before), len(before) + len(come))
    if could_leave(old, new, [span], not first, last == len(a.tokens)):
        return None
    start, stop, new_start, new_stop = slid(old, new, [span])[0]
    if start + first < a.starts[place.number] or stop + first > a.starts[place.number + 1]:
        return None
    return Hunk(a.offsets[start + first], a.offsets[stop + first], "".join(new.tokens[new_start:new_stop]))
