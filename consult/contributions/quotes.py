"""Where a quoted passage stands in a section's body: the exact place that everything later hangs on."""

import re

from consult.text import normalise
from consult.text.markdown import paragraphs

LONGEST_QUOTE = 1_500
_MARKS = r"[*_`~]*"
_SPACE = re.compile(r"\s+")


def find_quote(body: str, quote: str, paragraph: int | None = None) -> tuple[int, int] | None:
    """Return where a passage stands in a body, in code points, or None when it is not there.

    A passage that stands there several times is looked for in the paragraph with this index first. White space
    and the marks of Markdown may differ, since readers copy what they see. ValueError when the passage holds a
    sign that no text may hold.
    """
    wanted = normalise(quote).strip()
    if not wanted or len(wanted) > LONGEST_QUOTE:
        return None
    places = [match.span() for match in _pattern(wanted).finditer(body)]
    return _nearest(body, places, paragraph)


def _pattern(quote: str) -> re.Pattern[str]:
    """Return what finds a passage as it is seen: any white space for white space, marks at the edges of words."""
    words = [re.escape(word) for word in _SPACE.split(quote)]
    return re.compile(rf"{_MARKS}\s+(?:(?:[-*+>]|\d+[.)])\s+)?{_MARKS}".join(words))


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
