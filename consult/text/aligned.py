"""A text and its translation, sentence beside sentence: where a change of the one lies in the other, and which words of
a changed translation stand for which changed sentence of the original."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from consult.text.diff import diff
from consult.text.hunks import Hunk, apply
from consult.text.units import Unit, compose, laid_out, one_line, units

BREAK = "\n\n"
"""What stands between the heading and the body."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The span that the words for one sentence take in a whole text, with its marks and the space behind it."""

    place: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Spot:
    """Neighbouring sentences that are changed in a translation: those of the original, and the words for them.

    `first` and `last` are their places in the original; `hunks` are the changes of `before`.
    """

    first: int
    last: int
    source: str
    before: str
    hunks: tuple[Hunk, ...]

    @property
    def after(self) -> str:
        """Return the words as they are proposed."""
        return apply(self.before, self.hunks)


def whole(parts: Sequence[Unit], wordings: Sequence[str] | None = None) -> str:
    """Return heading, blank line and body out of the words for each sentence; without any, the original itself."""
    given = _words(parts) if wordings is None else wordings
    return given[0] + BREAK + compose(parts[1:], given[1:])


def cells(parts: Sequence[Unit], wordings: Sequence[str] | None = None) -> list[Cell]:
    """Return the spans of the sentences in `whole`, in order and without a gap; one left out has none."""
    given = _words(parts) if wordings is None else wordings
    position = len(given[0]) + len(BREAK)
    found = [Cell(0, 0, position)]
    for place, unit in laid_out(parts[1:], given[1:]):
        end = position + len(unit.lead) + len(unit.words) + len(unit.tail)
        found.append(Cell(place + 1, position, end))
        position = end
    last, length = found[-1], len(whole(parts, given))
    return [*found[:-1], Cell(last.place, last.start, length)]


def touched(where: Sequence[Cell], hunks: Iterable[Hunk]) -> set[int]:
    """Return the places of the sentences that changes go into; words set in behind a sentence are a change of it."""
    found = set()
    for hunk in hunks:
        met = {one.place for one in where if one.start < hunk.end and hunk.start < one.end}
        at_point = [one.place for one in where if one.start <= hunk.start]
        found |= met or set(at_point[-1:])
    return found


def spots(parts: Sequence[Unit], wordings: Sequence[str], changed: str) -> list[Spot]:
    """Return what a changed translation changes, beside the sentences of the original, in the order of the text."""
    text, theirs, own = whole(parts, wordings), cells(parts, wordings), cells(parts)
    hunks = _changes(text, changed, theirs)
    return [_spot(run, parts, text, theirs, own, hunks) for run in _runs(touched(theirs, hunks))]


def _spot(
    run: range, parts: Sequence[Unit], text: str, theirs: list[Cell], own: list[Cell], hunks: Sequence[Hunk]
) -> Spot:
    start, end = _span(theirs, run)
    first, last = _span(own, run)
    inner = _within(hunks, start, end)
    return Spot(run[0], run[-1], whole(parts)[first:last], text[start:end], inner)


def own_words(
    parts: Sequence[Unit],
    wordings: Sequence[str],
    changed: str,
    rendered: str,
    now: Sequence[str] | None = None,
) -> dict[str, str]:
    """Return for each sentence of a rendering that is new the words of the changed translation that it renders.

    `changed` is the translation as its author proposes it, `rendered` the original as somebody renders that; `now`
    the words for each sentence as they are by now: where these are others than they were, nothing is returned.
    """
    text, theirs, own = whole(parts, wordings), cells(parts, wordings), cells(parts)
    here, there = _changes(text, changed, theirs), _changes(whole(parts), rendered, own)
    found: dict[str, str] = {}
    for run in _runs(touched(theirs, here) | touched(own, there)):
        if now is None or all(now[place] == wordings[place] for place in run):
            new = _slice(whole(parts), _span(own, run), there)
            words = _slice(text, _span(theirs, run), here)
            for sentence, told in _pairs(new, words):
                found.setdefault(sentence, told)
    known = set(_words(parts))
    return {sentence: told for sentence, told in found.items() if sentence not in known}


def _changes(text: str, changed: str, where: Sequence[Cell]) -> list[Hunk]:
    """Return what was changed; sentences set in before a sentence are set in behind the one before it."""
    starts = {one.start for one in where[1:]}
    return [_behind(text, hunk) if hunk.start in starts else hunk for hunk in diff(text, changed)]


def _behind(text: str, hunk: Hunk) -> Hunk:
    space = text[len(text[: hunk.start].rstrip()) : hunk.start]
    if hunk.start != hunk.end or not space or not hunk.new.endswith(space):
        return hunk
    at = hunk.start - len(space)
    return Hunk(at, at, space + hunk.new[: -len(space)])


def _pairs(new: str, words: str) -> list[tuple[str, str]]:
    """Return the sentences of a rendered passage with the words for each; none where they cannot be told apart."""
    sentences = [unit.words for unit in units(new) if unit.is_words]
    told = [unit.words for unit in units(words) if unit.is_words]
    if len(sentences) == len(told):
        return [(one, one_line(other)) for one, other in zip(sentences, told, strict=True)]
    if len(sentences) == 1 and told and "\n" not in words.strip():
        return [(sentences[0], one_line(" ".join(told)))]
    return []


def _words(parts: Sequence[Unit]) -> list[str]:
    return [part.words for part in parts]


def _runs(places: set[int]) -> list[range]:
    """Return places as runs of neighbours."""
    found: list[range] = []
    for place in sorted(places):
        if found and found[-1].stop == place:
            found[-1] = range(found[-1].start, place + 1)
        else:
            found.append(range(place, place + 1))
    return found


def _span(where: Sequence[Cell], run: range) -> tuple[int, int]:
    """Return where the sentences of a run stand; where none of them has words, an empty span behind what is before."""
    inner = [one for one in where if one.place in run]
    if inner:
        return inner[0].start, inner[-1].end
    behind = max((one.end for one in where if one.place < run.start), default=0)
    return behind, behind


def _within(hunks: Iterable[Hunk], start: int, end: int) -> tuple[Hunk, ...]:
    """Return the changes that lie within a span, counted from its start."""
    return tuple(
        Hunk(hunk.start - start, hunk.end - start, hunk.new)
        for hunk in hunks
        if start <= hunk.start and hunk.end <= end
    )


def _slice(text: str, span: tuple[int, int], hunks: Sequence[Hunk]) -> str:
    start, end = span
    return apply(text[start:end], _within(hunks, start, end))
