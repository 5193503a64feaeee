"""Charts as small drawings of the server: numbers in, markup out, and nothing else needed to see them.

Places along the reading direction are per cent of the width, so that a drawing is as wide as its column while its
words keep their size; from right to left everything is mirrored. Each has a title and a description, tells its figures
in words beside shades, and stands beside the table that holds the same figures. Colours are those of static/app.css.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

ROW, LINE, BAR = 22, 13, 12
"""Pixels: a line of words, from a bar's upper edge to the line of its words, a bar's height."""
ROOM = 82.0
"""Per cent of the width that the longest bar takes; its figure stands behind it."""
LABEL = 44
PLOT, ABOVE, BELOW = 120, 24, 24
LEAST_FOR_WORDS = 7.0


@dataclass(frozen=True)
class Bar:
    """One row of a chart: its label, its values, and each value in words."""

    label: str
    values: Sequence[float]
    words: Sequence[str]


@dataclass(frozen=True)
class Title:
    """What a chart is called: a name for its ids, what it shows, the same in a sentence, and what its shades mean."""

    name: str
    caption: str
    description: str
    legend: Sequence[str] = ()


def bars(title: Title, rows: Sequence[Bar], *, right_to_left: bool = False) -> Markup:
    """Return a bar for each value of each row, under the row's label, all to one scale."""
    most = max((value for row in rows for value in row.values), default=0) or 1
    drawn: list[Markup] = []
    y = 0
    for row in rows:
        drawn.append(_label(row.label, y + LINE, right_to_left))
        y += ROW
        for series, (value, words) in enumerate(zip(row.values, row.words, strict=True)):
            width = ROOM * value / most
            drawn.append(_rect(f"series-{series}", 0, y, width, right_to_left))
            drawn.append(_behind(words, width, y + BAR - 2, right_to_left))
            y += BAR + 4
        y += 8
    return _drawing(title, y, drawn, right_to_left, "series")


def stacked(title: Title, rows: Sequence[Bar], *, right_to_left: bool = False) -> Markup:
    """Return one whole bar for each row, cut into its values; a row of zeros has no bar.

    The words of a value stand in its part where that is wide enough.
    """
    drawn: list[Markup] = []
    for number, row in enumerate(rows):
        y = number * (ROW + 34)
        drawn += [_label(row.label, y + LINE, right_to_left), *_parts(row, y + ROW, right_to_left)]
    return _drawing(title, len(rows) * (ROW + 34), drawn, right_to_left, "part")


def line(
    title: Title, values: Sequence[float], labels: tuple[str, str], most: str, *, right_to_left: bool = False
) -> Markup:
    """Return values over time as a line with its area; `labels` of the first and the last, `most` at the highest."""
    highest = max(values, default=0)
    if not highest or len(values) < 2:
        return Markup("")
    last = len(values) - 1
    spots = [
        (last - place if right_to_left else place, highest - value) for place, value in enumerate(values)
    ]
    points = " ".join(f"{x},{_plain(y)}" for x, y in spots)
    base = _plain(highest)
    corners = f"{spots[0][0]},{base} {points} {spots[-1][0]},{base}"
    drawn = [
        Markup(
            '<svg y="{}" width="100%" height="{}" viewBox="0 0 {} {}" preserveAspectRatio="none">'
            '<polygon class="area" points="{}"/><polyline points="{}"/></svg>'
        ).format(ABOVE, PLOT, last, base, corners, points),
        Markup('<line x1="0" x2="100%" y1="{0}" y2="{0}"/>').format(ABOVE + PLOT),
        _peak(most, 100 * list(values).index(highest) / last, right_to_left),
        _text(labels[0], 0, ABOVE + PLOT + 17, "start", right_to_left),
        _text(labels[1], 100, ABOVE + PLOT + 17, "end", right_to_left),
    ]
    return _drawing(title, ABOVE + PLOT + BELOW, drawn, right_to_left)


def _parts(row: Bar, y: int, right_to_left: bool) -> Iterator[Markup]:
    whole, start = sum(row.values), 0.0
    for series, (value, words) in enumerate(zip(row.values, row.words, strict=True)):
        width = 100 * value / whole if whole else 0.0
        if width:
            yield _rect(f"part-{series}", start, y, width, right_to_left, height=24)
        if width >= LEAST_FOR_WORDS:
            yield _text(words, start + width / 2, y + 17, "middle", right_to_left, kind=f"in-part-{series}")
        start += width


def _legend(names: Sequence[str], kind: str) -> Markup:
    if not names:
        return Markup("")
    items = (
        Markup('<li><span class="swatch {}-{}"></span> {}</li>').format(kind, place, name)
        for place, name in enumerate(names)
    )
    return Markup('<figcaption><ul class="legend">{}</ul></figcaption>').format(Markup("").join(items))


def _drawing(
    title: Title, height: int, drawn: Sequence[Markup], right_to_left: bool, kind: str = ""
) -> Markup:
    return Markup(
        '<figure class="chart">{6}<svg role="img" aria-labelledby="chart-{0}-title chart-{0}-about" width="100%" '
        'height="{1}" direction="{2}"><title id="chart-{0}-title">{3}</title><desc id="chart-{0}-about">{4}</desc>'
        "{5}</svg></figure>"
    ).format(
        title.name,
        height,
        "rtl" if right_to_left else "ltr",
        title.caption,
        title.description,
        Markup("").join(drawn),
        _legend(title.legend, kind),
    )


def _rect(kind: str, start: float, y: int, width: float, right_to_left: bool, *, height: int = BAR) -> Markup:
    x = 100 - start - width if right_to_left else start
    return Markup('<rect class="{}" x="{}%" y="{}" width="{}%" height="{}"/>').format(
        kind, _plain(x), y, _plain(width), height
    )


def _label(words: str, y: int, right_to_left: bool) -> Markup:
    short = words if len(words) <= LABEL else words[: LABEL - 1].rstrip() + "…"
    return _text(short, 0, y, "start", right_to_left)


def _behind(words: str, start: float, y: int, right_to_left: bool) -> Markup:
    return _text(words, start, y, "start", right_to_left, shift=6)


def _peak(words: str, place: float, right_to_left: bool) -> Markup:
    """Return the words over the highest point, on that side of it where there is room."""
    anchor = "start" if place < 25 else "end" if place > 75 else "middle"
    x = 100 - place if right_to_left else place
    dot = Markup('<circle cx="{}%" cy="{}" r="3.5"/>').format(_plain(x), ABOVE)
    return dot + _text(words, place, ABOVE - 9, anchor, right_to_left)


def _text(
    words: str, start: float, y: int, anchor: str, right_to_left: bool, *, shift: int = 0, kind: str = ""
) -> Markup:
    x = 100 - start if right_to_left else start
    return Markup('<text x="{}%" y="{}"{}{} text-anchor="{}">{}</text>').format(
        _plain(x),
        y,
        Markup(' dx="{}"').format(-shift if right_to_left else shift) if shift else "",
        Markup(' class="{}"').format(kind) if kind else "",
        anchor,
        words,
    )


def _plain(number: float) -> str:
    """Return a number in as few signs as two decimals need."""
    return f"{number:.2f}".rstrip("0").rstrip(".")
