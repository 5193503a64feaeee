"""Marked-up changes: a base text with its hunks as `<ins>` and `<del>`, safe and readable without colour."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup

from consult.text.emphasis import show_emphasis, show_item
from consult.text.hunks import Hunk, in_order
from consult.text.sentences import Sentence, sentences

_BREAKS = re.compile(r"(\n[^\S\n]*\n\s*|\n)")
_BLOCK_MARKS = re.compile(r"^(?:#{1,6} +|(?: {0,3}> ?)+)")
# Embeddings, overrides and isolates can make a change read as its opposite; left out, a change of nothing but
# them would be invisible. So each is shown as a sign of its own.
_BIDI_CONTROLS = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)), "\N{REPLACEMENT CHARACTER}")


class _Part(NamedTuple):
    """A stretch of the text: `tag` is "ins", "del" or empty for what stays."""

    tag: str
    text: str


def render_changes(base: str, hunks: Iterable[Hunk], *, lang: str, labels: tuple[str, str]) -> Markup:
    """Return the whole base as HTML paragraphs with the changes marked.

    `labels` are the words that screen readers hear before an insertion and before a deletion, in this
    order, in the reader's language; `lang` is the language of the text. ValueError when hunks overlap.
    """
    return _render(_parts(base, 0, len(base), in_order(len(base), hunks)), lang, labels)


def render_in_sentence(base: str, hunk: Hunk, *, lang: str, labels: tuple[str, str]) -> Markup:
    """Return one change inside the sentence, or the sentences, of the base that it touches."""
    in_order(len(base), [hunk])
    start, end = sentence_around(base, hunk)
    return _render(_parts(base, start, end, [hunk]), lang, labels)


@lru_cache(maxsize=16)
def _sentences(text: str) -> tuple[Sentence, ...]:
    """Cut a text once for all changes of it that one page shows."""
    return tuple(sentences(text))


def sentence_around(base: str, hunk: Hunk) -> tuple[int, int]:
    """Return the offsets of the sentences that a hunk touches."""
    cut = _sentences(base)
    touched = [s for s in cut if s.start <= hunk.start < s.end or (hunk.start < s.end and s.start < hunk.end)]
    if not touched:
        touched = list(cut[-1:])
    if not touched:
        return 0, len(base)
    return touched[0].start, max(touched[-1].end, hunk.end)


def _parts(base: str, start: int, end: int, hunks: Sequence[Hunk]) -> list[_Part]:
    """Cut base[start:end] and its hunks into stretches that stay, go or come."""
    parts = []
    for hunk in hunks:
        parts += [
            _Part("", base[start : hunk.start]),
            _Part("del", base[hunk.start : hunk.end]),
            _Part("ins", hunk.new),
        ]
        start = hunk.end
    parts.append(_Part("", base[start:end]))
    return [_Part(part.tag, part.text.translate(_BIDI_CONTROLS)) for part in parts if part.text]


def _joined(line: list[_Part]) -> list[_Part]:
    """Join neighbouring parts of one kind, so that a screen reader says its label once."""
    joined: list[_Part] = []
    for part in line:
        if joined and joined[-1].tag == part.tag:
            joined[-1] = _Part(part.tag, joined[-1].text + part.text)
        else:
            joined.append(part)
    return joined


def _render(parts: list[_Part], lang: str, labels: tuple[str, str]) -> Markup:
    paragraphs = [_line_html(lines, labels) for lines in _paragraphs(parts)]
    body = Markup("").join(Markup("<p>{}</p>").format(paragraph) for paragraph in paragraphs if paragraph)
    return Markup('<div class="changes" lang="{}" dir="auto">{}</div>').format(lang, body)


def _paragraphs(parts: list[_Part]) -> list[list[list[_Part]]]:
    """Return paragraphs of lines of parts. A change that crosses a break is cut there: tags always close."""
    paragraphs: list[list[list[_Part]]] = [[[]]]
    for part in parts:
        for piece in _BREAKS.split(part.text):
            if not piece.startswith("\n") and _BREAKS.fullmatch(piece) is None:
                if piece:
                    paragraphs[-1][-1].append(_Part(part.tag, piece))
                continue
            if part.tag:
                paragraphs[-1][-1].append(_Part(part.tag, "¶" if piece.count("\n") > 1 else "↵"))
            if piece.count("\n") > 1:
                paragraphs.append([[]])
            else:
                paragraphs[-1].append([])
    return paragraphs


def _line_html(lines: list[list[_Part]], labels: tuple[str, str]) -> Markup:
    """Return the lines of one paragraph, each on a line of its own."""
    shown = [line for line in lines if line]
    return Markup("<br>").join(
        Markup("").join(_part_html(part, labels) for part in _without_marks(_joined(line))) for line in shown
    )


def _without_marks(line: list[_Part]) -> list[_Part]:
    """Take the marks off a line that stays a heading or quoted, and draw the mark of a list item as a dot."""
    tag, words = line[0]
    if not tag:
        words = _BLOCK_MARKS.sub("", words)
    return [_Part(tag, show_item(words)), *line[1:]]


def _part_html(part: _Part, labels: tuple[str, str]) -> Markup:
    if not part.tag:
        return show_emphasis(part.text)  # in what changes the marks are shown: they may be the change
    label = labels[0] if part.tag == "ins" else labels[1]
    hidden = Markup('<bdi class="visually-hidden">{} </bdi>').format(label)
    if part.tag == "ins":
        return Markup("<ins>{}{}</ins>").format(hidden, part.text)
    return Markup("<del>{}{}</del>").format(hidden, part.text)
