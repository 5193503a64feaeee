"""What a list of search results shows of a text: the passage with most of the wanted words, and these marked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup, escape

from .stems import forms, spans

LENGTH = 280
"""How many code points of a text are shown at most, about four lines."""
BEFORE = 60
"""How many of them may stand before the first word that was found."""
_REACH = 30
_MOST = 200
"""How many words are marked at most, and compared as beginnings of the passage."""


class _Found(NamedTuple):
    start: int
    end: int
    wanted: int


@dataclass(frozen=True)
class Excerpt:
    """A passage as markup with `<mark>`, and the words that are marked in it, each once."""

    html: Markup
    words: tuple[str, ...] = ()


def excerpt(text: str, language: str, wanted: Sequence[frozenset[str]]) -> Excerpt:
    """Return the passage of a plain text in which most of the wanted words stand, closest to its beginning."""
    found = _matches(text, language, wanted)
    start, end = _window(text, found)
    inside = [match for match in found if start <= match.start and match.end <= end]
    html = Markup("… ") if start else Markup("")
    place = start
    for match in inside:
        html += escape(text[place : match.start]) + Markup("<mark>{}</mark>").format(
            text[match.start : match.end]
        )
        place = match.end
    html += escape(text[place:end].rstrip()) + (Markup(" …") if end < len(text) else Markup(""))
    return Excerpt(html, tuple(dict.fromkeys(text[match.start : match.end] for match in inside)))


def marked(text: str, language: str, wanted: Sequence[frozenset[str]]) -> Markup:
    """Return a whole line, such as a heading, with the wanted words marked."""
    html, place = Markup(""), 0
    for match in _matches(text, language, wanted):
        html += escape(text[place : match.start]) + Markup("<mark>{}</mark>").format(
            text[match.start : match.end]
        )
        place = match.end
    return html + escape(text[place:])


def _matches(text: str, language: str, wanted: Sequence[frozenset[str]]) -> list[_Found]:
    by_form = {form: number for number, alternatives in enumerate(wanted) for form in alternatives}
    found = []
    for start, end in spans(text):
        numbers = [by_form[form] for form in forms(text[start:end], language) if form in by_form]
        found += [_Found(start, end, number) for number in numbers[:1]]
        if len(found) == _MOST:
            break
    return found


def _window(text: str, found: list[_Found]) -> tuple[int, int]:
    """Return where the passage begins and ends: at white space where there is some nearby."""
    if len(text) <= LENGTH:
        return 0, len(text)
    best = max(found, key=lambda first: (_variety(found, first), -first.start), default=_Found(0, 0, 0))
    last = max((match.end for match in _held(found, best)), default=best.end)
    is_early = best.end <= LENGTH // 2 and last <= LENGTH - _REACH
    start = 0 if is_early else _near_space(text, best.start - BEFORE, best.start)
    end = (
        len(text)
        if start + LENGTH >= len(text)
        else _near_space(text, start + LENGTH - _REACH, start + LENGTH)
    )
    return start, max(end, best.end)


def _variety(found: list[_Found], first: _Found) -> int:
    """Return how many different words a passage holds that begins a little before this one."""
    return len({match.wanted for match in _held(found, first)})


def _held(found: list[_Found], first: _Found) -> list[_Found]:
    """Return what stands in such a passage also where white space ends it early."""
    last = first.start - BEFORE + LENGTH - _REACH
    return [match for match in found if first.start <= match.start and match.end <= last]


def _near_space(text: str, low: int, high: int) -> int:
    """Return the first place after white space between two places, or the first that parts no combined sign."""
    for place in range(max(low, 0), high):
        if text[place].isspace():
            return place + 1
    return max(low, 0)
