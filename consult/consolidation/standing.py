"""The text as it stands at the desk: what comes and goes is marked, and each place has a number to its decision."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from consult.text import Hunk, show_lines

from .work import SectionWork

PlaceLink = Callable[[int], tuple[str, str]]
"""What tells where a place is found, by its number from 1, and how the link to it is called."""


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
    """Some words: `tag` is "ins", "del", "mark" or empty; `numbers` are the places that end with it.

    `start`: where they stand in the ground text, or would if they stood there.
    """

    tag: str
    text: str
    start: int
    numbers: tuple[int, ...] = ()

    @property
    def is_base(self) -> bool:
        """Say whether the words are the ground text's."""
        return self.tag != "ins"


@dataclass
class Paragraph:
    """One paragraph of the text as it stands; `start` and `end` in the ground text, where it has any words there."""

    number: int
    start: int
    end: int
    pieces: list[Piece] = field(default_factory=list)

    def html(self, labels: tuple[str, str], place_link: PlaceLink) -> Markup:
        """Return it as HTML; the arguments are those of `render_standing`."""
        parts: list[str] = []
        for piece in self.pieces:
            if piece.text:
                parts.append(_tagged(piece.tag, piece.text, labels, _begins_line(parts)))
            parts += [_link(*place_link(number), number) for number in piece.numbers]
        words = "".join(parts)
        return Markup(words if self.number else f"<strong>{words}</strong>")  # noqa: S704 - escaped piece by piece


def render_standing(work: SectionWork, labels: tuple[str, str], place_link: PlaceLink) -> Markup:
    """Return the text as HTML: the heading, then the paragraphs, each with an id by its number.

    `labels` are the words that screen readers hear before an insertion and a deletion.
    """
    html = [
        Markup('<p id="standing-{}">{}</p>').format(one.number, one.html(labels, place_link))
        for one in standing_paragraphs(work)
    ]
    return Markup('<div class="changes">{}</div>').format(Markup("").join(html))


def standing_paragraphs(work: SectionWork) -> list[Paragraph]:
    """Return the paragraphs of the text as it stands, numbered from 0, the heading first."""
    found = [Paragraph(0, 0, 0)]
    for piece in _pieces(work):
        position = piece.start
        for number, part in enumerate(piece.text.split("\n\n")):
            if number:
                position += 2 if piece.is_base else 0
                found.append(Paragraph(0, position, position))
            position += len(part) if piece.is_base else 0
            found[-1].end = position
            if part:
                found[-1].pieces.append(Piece(piece.tag, part, piece.start))
        if piece.numbers:
            found[-1].pieces.append(Piece("", "", piece.start, piece.numbers))
    shown = [one for one in found if one.pieces]
    for number, one in enumerate(shown):
        one.number = number
    return shown


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
        yield Piece("", base[position : area.start], position)
        yield from _pieces_of(area, base)
        position = area.end
    yield Piece("", base[position:], position)


def _pieces_of(area: Area, base: str) -> Iterator[Piece]:
    rest = "mark" if area.is_open else ""
    position = area.start
    for hunk in area.changes:
        yield Piece(rest, base[position : hunk.start], position)
        yield Piece("del", base[hunk.start : hunk.end], hunk.start)
        yield Piece("ins", hunk.new, hunk.end)
        position = hunk.end
    yield Piece(rest, base[position : area.end], position)
    yield Piece("", "", area.end, tuple(area.numbers))


def _begins_line(before: list[str]) -> bool:
    return not before or before[-1].endswith("<br>")


def _tagged(tag: str, text: str, labels: tuple[str, str], begins_line: bool) -> str:
    if tag in ("", "mark"):
        words = show_lines(text, begins_line=begins_line)
        return f"<mark>{words}</mark>" if tag else str(words)
    lines = "<br>".join(str(escape(line)) for line in text.split("\n"))
    hidden = f'<bdi class="visually-hidden">{escape(labels[0 if tag == "ins" else 1])} </bdi>'
    return f"<{tag}>{hidden}{lines}</{tag}>"


def _link(address: str, label: str, number: int) -> str:
    return f'<sup><a href="{escape(address)}" aria-label="{escape(label)}">{number}</a></sup>'
