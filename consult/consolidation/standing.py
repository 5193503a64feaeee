"""The text as it stands at the desk: what comes and goes is marked, and each place has a number to its decision."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from consult.text import Hunk, show_lines

from .work import SectionWork


@dataclass
class Area:
    """A stretch of the ground text with the places (numbered from 1) and the changes in it."""

    start: int
    end: int
    numbers: list[int] = field(default_factory=list)
    changes: list[Hunk] = field(default_factory=list)
    is_open: bool = False

    def meets(self, start: int, end: int) -> bool:
        """Say whether a span shares words or the point with the area."""
        return start < self.end or (start, end) == (self.start, self.end)


@dataclass(frozen=True)
class Piece:
    """Some words: `tag` is "ins", "del", "mark" or empty; `numbers` are the places that end with it."""

    tag: str
    text: str
    numbers: tuple[int, ...] = ()


def render_standing(work: SectionWork, labels: tuple[str, str], place_label: Callable[[int], str]) -> Markup:
    """Return the text as HTML: the heading, then the paragraphs.

    `labels` are the words that screen readers hear before an insertion and a deletion, `place_label` names a place.
    """
    paragraphs: list[list[Markup]] = [[]]
    for piece in _pieces(work):
        for number, part in enumerate(piece.text.split("\n\n")):
            if number:
                paragraphs.append([])
            if part:
                paragraphs[-1].append(_tagged(piece.tag, part, labels, _begins_line(paragraphs[-1])))
        paragraphs[-1] += [_link(number, place_label) for number in piece.numbers]
    shown = [Markup("").join(parts) for parts in paragraphs if parts]
    html = [
        Markup("<p>{}</p>").format(Markup("<strong>{}</strong>").format(parts) if not number else parts)
        for number, parts in enumerate(shown)
    ]
    return Markup('<div class="changes">{}</div>').format(Markup("").join(html))


def areas(work: SectionWork) -> list[Area]:
    """Return the stretches of the ground text in which something is proposed or changed, in order."""
    spans = [
        Area(spot.start, spot.end, [number], [], any(g.needs_decision for g in spot.groups))
        for number, spot in enumerate(work.spots, 1)
    ]
    spans += [Area(hunk.start, hunk.end, [], [hunk]) for hunk in work.merged.changes]
    joined: list[Area] = []
    for span in sorted(spans, key=lambda area: (area.start, area.end)):
        if joined and joined[-1].meets(span.start, span.end):
            last = joined[-1]
            last.end = max(last.end, span.end)
            last.numbers += span.numbers
            last.changes += span.changes
            last.is_open = last.is_open or span.is_open
        else:
            joined.append(span)
    return joined


def _pieces(work: SectionWork) -> Iterator[Piece]:
    base, position = work.base, 0
    for area in areas(work):
        yield Piece("", base[position : area.start])
        yield from _pieces_of(area, base)
        position = area.end
    yield Piece("", base[position:])


def _pieces_of(area: Area, base: str) -> Iterator[Piece]:
    rest = "mark" if area.is_open else ""
    position = area.start
    for hunk in area.changes:
        yield Piece(rest, base[position : hunk.start])
        yield Piece("del", base[hunk.start : hunk.end])
        yield Piece("ins", hunk.new)
        position = hunk.end
    yield Piece(rest, base[position : area.end])
    yield Piece("", "", tuple(area.numbers))


def _begins_line(before: list[Markup]) -> bool:
    return not before or before[-1].endswith("<br>")


def _tagged(tag: str, text: str, labels: tuple[str, str], begins_line: bool) -> Markup:
    if tag in ("", "mark"):
        words = show_lines(text, begins_line=begins_line)
        return Markup("<mark>{}</mark>").format(words) if tag else words
    words = Markup("<br>").join(escape(line) for line in text.split("\n"))
    hidden = Markup('<bdi class="visually-hidden">{} </bdi>').format(labels[0 if tag == "ins" else 1])
    shape = Markup("<ins>{}{}</ins>") if tag == "ins" else Markup("<del>{}{}</del>")
    return shape.format(hidden, words)


def _link(number: int, place_label: Callable[[int], str]) -> Markup:
    return Markup('<sup><a href="#place-{}" aria-label="{}">{}</a></sup>').format(
        number, place_label(number), number
    )
