"""Marks of Markdown: changes that open and close emphasis or a link are one, so that neither stands alone."""

from collections import Counter
from collections.abc import Iterable

from consult.text.anchors import Span
from consult.text.words import PARAGRAPH, Cut

_PAIRED = frozenset(["*", "**", "***", "_", "__", "___", "`", "``", "```", "~~"])
_OPENING = {"[": 1, "]": -1}
MARKS = _PAIRED | _OPENING.keys()
SIGNS = frozenset("".join(MARKS))


def marks_joined(a: Cut, b: Cut, spans: list[Span]) -> list[Span]:
    """Join the changes of one paragraph of which the first leaves a mark open and the last closes it."""
    joined: list[Span] = []
    place = 0
    while place < len(spans):
        stop = _closing(a, b, spans, place) if has_marks(a, b, spans[place]) else place
        joined.append((spans[place][0], spans[stop][1], spans[place][2], spans[stop][3]))
        place = stop + 1
    return joined


def has_marks(a: Cut, b: Cut, span: Span) -> bool:
    """Say whether a change takes or brings any mark."""
    return not (
        MARKS.isdisjoint(a.tokens[span[0] : span[1]]) and MARKS.isdisjoint(b.tokens[span[2] : span[3]])
    )


def _closing(a: Cut, b: Cut, spans: list[Span], first: int) -> int:
    """Return the number of the change with which all marks are closed; the first where there is none."""
    left_open: Counter[str] = Counter()
    for number in range(first, len(spans)):
        if number > first and PARAGRAPH in a.keys[spans[number - 1][1] : spans[number][0]]:
            break
        left_open.update(_opened(b.tokens, spans[number][2], spans[number][3]))
        left_open.subtract(_opened(a.tokens, spans[number][0], spans[number][1]))
        if not any(_is_open(mark, count) for mark, count in left_open.items()):
            return number
    return first


def _opened(tokens: list[str], start: int, end: int) -> Counter[str]:
    """Count marks: those that open and close alike by their number, brackets by what stays open."""
    count: Counter[str] = Counter()
    for place in _places_of_marks(tokens, start, end):
        mark = tokens[place]
        count["[" if mark in _OPENING else mark] += _OPENING.get(mark, 1)
    return count


def _places_of_marks(tokens: list[str], start: int, end: int) -> Iterable[int]:
    for place in range(start, end):
        if tokens[place] in MARKS and not _is_bullet(tokens, place):
            yield place


def _is_bullet(tokens: list[str], place: int) -> bool:
    """Say whether an asterisk opens an item of a list."""
    opens_line = place == 0 or "\n" in tokens[place - 1]
    return opens_line and place + 1 < len(tokens) and tokens[place + 1].isspace()


def _is_open(mark: str, count: int) -> bool:
    return count % 2 != 0 if mark in _PAIRED else count != 0
