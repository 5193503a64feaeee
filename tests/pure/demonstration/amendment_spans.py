"""How two proposed changes stand to each other, by trimming what they share with the text, word by word.

This is deliberately simpler than the engine of the product: it proves that the content gives the engine work.
"""

import re
from dataclasses import dataclass
from itertools import combinations

from consult.demonstration.values import Contribution, Demonstration


@dataclass(frozen=True)
class Span:
    """The words from `start` to `end` of a section are replaced by `new`; `start == end` is an insertion."""

    section: str
    start: int
    end: int
    new: str
    author: str
    sentence: int


def spans(demo: Demonstration, consultation: str) -> list[Span]:
    """Return the trimmed spans of all standing amendments of a consultation."""
    standing = [
        c for c in demo.of(consultation) if c.operation == "reword" and not c.withdrawn and not c.late
    ]
    return [span for c in standing for span in _spans_of(demo, c)]


def _spans_of(demo: Demonstration, contribution: Contribution) -> list[Span]:
    text, found = demo.base_text(contribution), []
    for change in contribution.changes:
        start = text.index(change.find)
        old, new = re.findall(r"\w+|\W", change.find), re.findall(r"\w+|\W", change.replace)
        head = _shared(old, new)
        tail = _shared(old[head:][::-1], new[head:][::-1])
        first = start + len("".join(old[:head]))
        last = start + len(change.find) - len("".join(old[len(old) - tail :]))
        words = "".join(new[head : len(new) - tail])
        sentence = len(re.findall(r"[.!?;:\n]\s", text[:first]))
        found.append(Span(contribution.section or "", first, last, words, contribution.author, sentence))
    return found


def _shared(one: list[str], other: list[str]) -> int:
    count = 0
    while count < min(len(one), len(other)) and one[count] == other[count]:
        count += 1
    return count


def same(found: list[Span]) -> list[tuple[Span, Span]]:
    """Return the pairs in which two people propose the identical change."""
    return [p for p in _pairs(found) if _place(p[0]) == _place(p[1])]


def clashing(found: list[Span]) -> list[tuple[Span, Span]]:
    """Return the pairs that cannot both stand: they overlap, or insert different words at the same point."""
    return [p for p in _pairs(found) if _place(p[0]) != _place(p[1]) and _overlap(*p)]


def touching(found: list[Span]) -> list[tuple[Span, Span]]:
    """Return the pairs of which one ends where the other begins."""
    return [
        p for p in _pairs(found) if not _overlap(*p) and (p[0].end == p[1].start or p[1].end == p[0].start)
    ]


def together(found: list[Span]) -> list[tuple[Span, Span]]:
    """Return the pairs that stand apart in one sentence."""
    return [p for p in _pairs(found) if _apart(*p) and p[0].sentence == p[1].sentence]


def _pairs(found: list[Span]) -> list[tuple[Span, Span]]:
    return [(x, y) for x, y in combinations(found, 2) if x.section == y.section and x.author != y.author]


def _place(span: Span) -> tuple[int, int, str]:
    return span.start, span.end, span.new


def _overlap(x: Span, y: Span) -> bool:
    inserted_at_one_point = x.start == x.end == y.start == y.end
    return inserted_at_one_point or (x.start < y.end and y.start < x.end)


def _apart(x: Span, y: Span) -> bool:
    return x.end < y.start or y.end < x.start
