"""Chains: the hunks of two revisions in a row as the hunks of one step."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from consult.text import Hunk


@dataclass
class _Span:
    """A span of the middle text with what each step does there, and the span of the base it comes from."""

    start: int
    end: int
    base_start: int
    base_end: int
    first: list[tuple[int, str]]  # where the words of the first step stand in the middle text
    second: list[Hunk]


def compose_hunks(first: Iterable[Hunk], second: Iterable[Hunk]) -> list[Hunk]:
    """Return the hunks that do in one step what `first`, and then `second` on its result, do in two.

    Offsets of `first` and of what is returned are those of the base, offsets of `second` those of the text
    between. Carrying an amendment over both steps and over the composed step is the same.
    """
    spans: list[_Span] = []
    for span in sorted(_spans(sorted(first), sorted(second)), key=lambda s: (s.start, s.end, s.base_start)):
        if spans and _belong_together(spans[-1], span):
            last = spans[-1]
            last.end = max(last.end, span.end)
            last.base_end = max(last.base_end, span.base_end)
            last.first += span.first
            last.second += span.second
        else:
            spans.append(span)
    return [Hunk(span.base_start, span.base_end, _wording(span)) for span in spans]


def _spans(first: Sequence[Hunk], second: Sequence[Hunk]) -> list[_Span]:
    """Return the spans of both steps, with places in the middle text and in the base."""
    spans = []
    shift = 0
    for hunk in first:
        start = hunk.start + shift
        shift += len(hunk.new) - (hunk.end - hunk.start)
        end = start + len(hunk.new)
        spans.append(_Span(start, end, hunk.start, hunk.end, [(start, hunk.new)], []))
    steps = list(spans)
    for hunk in second:
        base_start = _start_in_base(steps, hunk.start)
        base_end = base_start if hunk.start == hunk.end else _end_in_base(steps, hunk.end)
        spans.append(_Span(hunk.start, hunk.end, base_start, base_end, [], [hunk]))
    return spans


def _start_in_base(steps: Sequence[_Span], place: int) -> int:
    """Return where in the base begins what begins in the middle text at this place."""
    shift = 0
    for step in steps:
        if step.end > place:
            return step.base_start if step.start < place else place + shift
        shift = step.base_end - step.end
    return place + shift


def _end_in_base(steps: Sequence[_Span], place: int) -> int:
    """Return where in the base ends what ends in the middle text at this place."""
    shift = 0
    for step in steps:
        if step.start >= place:
            break
        if step.end > place:
            return step.base_end
        shift = step.base_end - step.end
    return place + shift


def _belong_together(one: _Span, other: _Span) -> bool:
    """Say whether two spans overlap, or words come just where others go."""
    if other.start < one.end:
        return True
    if one.base_end != other.base_start:
        return False
    comes, other_comes = one.base_start == one.base_end, other.base_start == other.base_end
    return (comes and (other_comes or not _wording(other))) or (other_comes and not _wording(one))


def _wording(span: _Span) -> str:
    """Return the words that stand after both steps; only those of the first that the second leaves stay."""
    parts = []
    place = span.start
    for hunk in sorted(span.second):
        parts += [_left(span, place, hunk.start), hunk.new]
        place = hunk.end
    return "".join([*parts, _left(span, place, span.end)])


def _left(span: _Span, start: int, end: int) -> str:
    return "".join(words[max(start - at, 0) : max(end - at, 0)] for at, words in span.first)
