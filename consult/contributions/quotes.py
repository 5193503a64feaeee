"""Where a quoted passage stands in a section's body: the exact place that everything later hangs on."""

import re
from collections.abc import Iterator

from consult.text import normalise
from consult.text.markdown import paragraphs

LONGEST_QUOTE = 1_500
_MARKS = frozenset("*_`~")
_ITEMS = re.compile(r"^[ \t]*((?:[-+>]|\d{1,9}[.)])[ \t])", re.MULTILINE)


def find_quote(body: str, quote: str, paragraph: int | None = None) -> tuple[int, int] | None:
    """Return where a passage stands in a body, in code points, or None when it is not there.

    A passage that stands there several times is looked for in the paragraph with this index first. White space
    and the marks of Markdown may differ, since readers copy what they see. ValueError when the passage holds a
    sign that no text may hold.
    """
    wanted, _ = _as_seen(normalise(quote))
    if not wanted or len(quote) > LONGEST_QUOTE:
        return None
    return _nearest(body, list(_places(body, wanted)), paragraph)


def _places(body: str, wanted: str) -> Iterator[tuple[int, int]]:
    """Yield where the words stand in the body, in code points of the body as it is written."""
    seen, offsets = _as_seen(body)
    at = seen.find(wanted)
    while at >= 0:
        yield offsets[at], offsets[at + len(wanted) - 1] + 1
        at = seen.find(wanted, at + 1)


def _as_seen(text: str) -> tuple[str, list[int]]:
    """Return a text as readers see it, and for each sign of it its offset in the text as it is written.

    One space stands for any white space; marks of Markdown and of list items are left out. Linear in the length,
    since both texts come from outside.
    """
    hidden = {place for match in _ITEMS.finditer(text) for place in range(match.start(1), match.end(1))}
    signs: list[str] = []
    offsets: list[int] = []
    for place, sign in enumerate(text):
        if sign in _MARKS or place in hidden:
            continue
        if sign.isspace():
            if not signs or signs[-1] == " ":
                continue
            sign = " "
        signs.append(sign)
        offsets.append(place)
    if signs and signs[-1] == " ":
        del signs[-1], offsets[-1]
    return "".join(signs), offsets


def _nearest(body: str, places: list[tuple[int, int]], paragraph: int | None) -> tuple[int, int] | None:
    if not places:
        return None
    known = paragraphs(body)
    if paragraph is not None and 0 <= paragraph < len(known):
        chosen = known[paragraph]
        for start, end in places:
            if chosen.start <= start < chosen.end:
                return start, end
    return places[0]


def paragraph_span(body: str, paragraph: int) -> tuple[int, int] | None:
    """Return where the paragraph with this index stands in a body, or None when there is none."""
    known = paragraphs(body)
    if not 0 <= paragraph < len(known):
        return None
    return known[paragraph].start, known[paragraph].end
