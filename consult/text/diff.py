"""The diff: the word hunks that make one text into another, as a person would mark them."""

from array import array
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice

from rapidfuzz.distance import Indel, Prefix

from consult.text.anchors import Span, anchors, gaps, moved_pieces, trimmed, unequal_pieces
from consult.text.hunks import Hunk
from consult.text.marks import has_marks, marks_joined
from consult.text.near import Window, stretch, window_around
from consult.text.plain import plain_change, plain_places, plain_run
from consult.text.tidy import coalesced, could_leave, rewrites_joined, slid
from consult.text.words import LONGEST_KEPT_TEXT, Cut, Words, cut, cut_base, pieces

# Above this product of lengths a gap gets no minimal diff: memory and time would grow with it.
_LARGEST_GAP = 100_000_000
# Runs of so many tokens are the coarser anchors of a gap that is too large.
_COARSE = 5


def diff(base: str, revised: str) -> list[Hunk]:
    """Return the hunks that make `base` into `revised`, sorted and not overlapping.

    Offsets are code points of the base. `apply(base, diff(base, revised)) == revised`, exactly: where only
    the typography of a token differs, a hunk of that one token says so (`is_typographic`).
    """
    if base == revised:
        return []
    a = cut_base(base)
    hunks = _hunks_nearby(a, revised)
    return _hunks_of_whole(a, revised) if hunks is None else hunks


@lru_cache(maxsize=1_024)
def _kept_diff(base: str, revised: str) -> tuple[Hunk, ...]:
    return tuple(diff(base, revised))


def diff_once(base: str, revised: str) -> Sequence[Hunk]:
    """Return the same as `diff`, which is worked out once for texts of ordinary length.

    A merge desk asks for the same amendments again and again.
    """
    return (
        _kept_diff(base, revised)
        if max(len(base), len(revised)) <= LONGEST_KEPT_TEXT
        else diff(base, revised)
    )


def forget_diffs() -> None:
    """Forget what was worked out, so that time can be measured."""
    _kept_diff.cache_clear()


def _hunks_of_whole(a: Words, revised: str) -> list[Hunk]:
    """Return the hunks of any text, which is cut whole."""
    b = cut(revised)
    changes = _changes_of_whole(a, b)
    spans = _joined_and_slid(a, b, rewrites_joined(a, b, coalesced(a, b, changes)))
    return _hunks(a, b, marks_joined(a, b, spans))


def _hunks_nearby(a: Words, revised: str) -> list[Hunk] | None:
    """Return the hunks of a text nearly equal to its base; None: it must be compared whole.

    From wall to wall (see `near`) the texts are walked: to the next sign that differs, and to the wall behind it.
    """
    if not a.is_ordinary or len(revised) > LONGEST_KEPT_TEXT:
        return None
    base, places, plain, prefix = a.text, a.places, plain_places(a), Prefix.similarity
    hunks: list[Hunk] = []
    wall = -1
    at = shift = 0  # where a difference is looked for, and how much farther that is in the revised text
    while True:
        at += prefix(base[at:], revised[at + shift :])
        if at == len(base) and at + shift == len(revised):
            return hunks
        changed = bisect_right(places, at) - 1
        place = plain[changed]
        if (
            place
            and place.is_lone
            and changed > wall
            and (found := plain_change(a, revised, place, at, shift))
        ):
            hunk, end = found
            hunks.append(hunk)
            wall = changed + 1
        else:
            window = window_around(a, revised, at, shift, wall)
            within = _hunks_within(a, revised, window) if window else None
            if window is None or within is None:
                return None
            hunks += within
            wall, end = window.high, window.end
        at = places[wall]
        shift = end - at


def _hunks_within(a: Words, revised: str, window: Window) -> list[Hunk] | None:
    """Return the hunks of one window; None where they may have to do with what is beyond it."""
    parts = pieces(revised[window.start : window.end]) if window.start < window.end else []
    if len(parts) == window.high - window.low > 1 and (run := plain_run(a, window.low, parts)):
        return run
    one = stretch(a, revised, window, parts)
    if one is None:
        return None
    old, new = one.base, one.revised
    spans = _rewrites(old, new, one.gaps)
    if could_leave(old, new, spans, one.begins, one.ends):
        return None
    spans = _joined_and_slid(old, new, spans)
    if not (window.is_first and window.is_last) and any(has_marks(old, new, span) for span in spans):
        return None
    spans = marks_joined(old, new, spans)
    if spans and (spans[0][0] < one.low or spans[-1][1] > one.high):
        return None
    return _hunks(old, new, spans)


def _unequal_pieces(a: Words, b: Words) -> list[Span]:
    """Return the spans of pieces between whole sentences that both texts hold once."""
    span = trimmed(a.pieces, b.pieces, (0, len(a.pieces), 0, len(b.pieces)))
    return unequal_pieces(a.pieces, b.pieces, span)


def _of_tokens(a: Words, b: Words, span: Span) -> Span:
    """Return the tokens of a span of pieces."""
    return a.starts[span[0]], a.starts[span[1]], b.starts[span[2]], b.starts[span[3]]


def _changes_of_whole(a: Words, b: Words) -> list[Span]:
    """Return the raw changes of two texts. A sentence that changes places goes, and comes, as a whole."""
    spans = _unequal_pieces(a, b)
    moved = moved_pieces(a.pieces, b.pieces, spans)
    if not moved:
        return _raw_changes(a, b, [_of_tokens(a, b, span) for span in spans])
    changes: list[Span] = []
    for span in spans:
        kept, revised_kept = (
            [
                token
                for piece in range(*ends)
                if words.pieces[piece].strip() not in moved
                for token in _tokens_of(words, piece)
            ]
            for words, ends in ((a, span[:2]), (b, span[2:]))
        )
        changes += gaps(_of_tokens(a, b, span), _equal_tokens(a, b, kept, revised_kept))
    return changes


def _tokens_of(words: Words, piece: int) -> range:
    return range(words.starts[piece], words.starts[piece + 1])


def _equal_tokens(a: Words, b: Words, some: list[int], revised: list[int]) -> list[tuple[int, int]]:
    """Return the pairs of equal tokens of two runs of tokens, which need not stand side by side."""
    keys, revised_keys = [a.keys[token] for token in some], [b.keys[token] for token in revised]
    end = (len(keys), len(keys), len(revised_keys), len(revised_keys))
    pairs: list[tuple[int, int]] = []
    place = revised_place = 0
    for start, stop, revised_start, revised_stop in [
        *changed_spans(keys, revised_keys, (0, end[0], 0, end[2])),
        end,
    ]:
        pairs += zip(some[place:start], revised[revised_place:revised_start], strict=True)
        place, revised_place = stop, revised_stop
    return pairs


def _rewrites(a: Cut, b: Cut, unequal: list[Span]) -> list[Span]:
    """Return the changes within unequal spans, joined where they are one to a reader."""
    return rewrites_joined(a, b, coalesced(a, b, _raw_changes(a, b, unequal)))


def _joined_and_slid(a: Cut, b: Cut, spans: list[Span]) -> list[Span]:
    return coalesced(a, b, slid(a, b, spans))


def _raw_changes(a: Cut, b: Cut, unequal: list[Span]) -> list[Span]:
    """Return the changed spans of tokens, before tidying; spans that abut are one."""
    changes: list[Span] = []
    for gap in unequal:
        for span in changed_spans(a.keys, b.keys, gap):
            if changes and changes[-1][1] == span[0]:
                changes[-1] = (changes[-1][0], span[1], changes[-1][2], span[3])
            else:
                changes.append(span)
    return changes


def changed_spans(a: list[str], b: list[str], span: Span) -> list[Span]:
    """Return the changed spans of keys within a span, from left to right; what is between them is equal."""
    changes: list[Span] = []
    waiting = [span]
    while waiting:
        span = trimmed(a, b, waiting.pop())
        start, end, revised_start, revised_end = span
        if start == end or revised_start == revised_end:
            if start != end or revised_start != revised_end:
                changes.append(span)
        elif pairs := anchors(a, b, span):
            waiting += reversed(gaps(span, pairs))
        else:
            changes += _changes_in_gap(a, b, span)
    return changes


def _changes_in_gap(a: list[str], b: list[str], span: Span) -> list[Span]:
    """Return the least changes of a gap without anchors; of a huge one the coarse changes."""
    start, end, revised_start, revised_end = span
    if (end - start) * (revised_end - revised_start) > _LARGEST_GAP:
        return _coarse_changes(a, b, span)
    codes = Indel.opcodes(a[start:end], b[revised_start:revised_end])
    return [
        (
            start + code.src_start,
            start + code.src_end,
            revised_start + code.dest_start,
            revised_start + code.dest_end,
        )
        for code in codes
        if code.tag != "equal"
    ]


def _coarse_changes(a: list[str], b: list[str], span: Span) -> list[Span]:
    """Anchor a huge gap by runs of tokens that stand once in both; what is huge still is one change."""
    start, end, revised_start, revised_end = span
    runs = _runs(a, start, end)
    revised_runs = _runs(b, revised_start, revised_end)
    pairs = [
        (start + place, revised_start + revised_place)
        for place, revised_place in anchors(runs, revised_runs, (0, len(runs), 0, len(revised_runs)))
        if a[start + place] == b[revised_start + revised_place]  # runs of one hash are hardly ever others
    ]
    changes: list[Span] = []
    for gap in gaps(span, pairs):
        start, end, revised_start, revised_end = trimmed(a, b, gap)
        if (end - start) * (revised_end - revised_start) <= _LARGEST_GAP:
            changes += _changes_in_gap(a, b, (start, end, revised_start, revised_end))
        else:
            changes.append((start, end, revised_start, revised_end))
    return changes


def _runs(keys: list[str], start: int, end: int) -> Sequence[int]:
    """Return one number for each run of keys; tuples would take ten times the memory."""
    return array("q", map(hash, zip(*(islice(keys, start + n, end) for n in range(_COARSE)), strict=False)))


def _hunks(a: Cut, b: Cut, spans: list[Span]) -> list[Hunk]:
    """Turn token spans into hunks, with the typographic ones between them."""
    hunks: list[Hunk] = []
    offsets = a.offsets
    place = revised_place = 0
    for start, end, revised_start, revised_end in spans:
        hunks += _typographic(a, b, (place, start, revised_place, revised_start))
        hunks.append(Hunk(offsets[start], offsets[end], "".join(b.tokens[revised_start:revised_end])))
        place, revised_place = end, revised_end
    hunks += _typographic(a, b, (place, len(a.tokens), revised_place, len(b.tokens)))
    return hunks


def _typographic(a: Cut, b: Cut, span: Span) -> list[Hunk]:
    """Return one hunk for each token whose key is equal and whose exact text differs."""
    if a.tokens is a.keys and b.tokens is b.keys:
        return []
    start, end, revised_start, revised_end = span
    old, new = a.tokens[start:end], b.tokens[revised_start:revised_end]
    if old == new:
        return []
    return [
        Hunk(a.offsets[start + index], a.offsets[start + index + 1], after)
        for index, (before, after) in enumerate(zip(old, new, strict=True))
        if before != after
    ]
