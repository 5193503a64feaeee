"""A proposed change as readers see it: marked in the whole text, or only in the sentences that it touches."""

from collections.abc import Sequence
from functools import lru_cache

from flask_babel import gettext as _
from markupsafe import Markup

from consult.text import Hunk, diff, render_changes, sentences
from consult.text.markdown import render_markdown
from consult.web.forms import clean_line
from consult.web.locale import current_language, direction


def mark_labels() -> tuple[str, str]:
    """Return what screen readers say before an insertion and before a deletion, in the reader's language."""
    return _spoken(_("added:"), current_language()), _spoken(_("removed:"), current_language())


@lru_cache(maxsize=64)
def _spoken(words: str, language: str) -> Markup:
    """Return words of the interface that stand within a text of another language."""
    return Markup('<span lang="{}" dir="{}">{}</span>').format(language, direction(language), words)


def marked_text(base: str, hunks: Sequence[Hunk], language: str) -> Markup:
    """Return the whole text with the changes marked."""
    return _marked(base, tuple(hunks), language, mark_labels())


def marked_sentences(base: str, hunks: Sequence[Hunk], language: str) -> list[Markup]:
    """Return the sentences that are changed, each with all its changes, in the order of the text."""
    return _sentences(base, tuple(hunks), language, mark_labels())


def marked_between(base: str, proposed: str, language: str) -> Markup:
    """Return a text with what would become of it marked, for a preview that stores nothing."""
    return marked_text(base, diff(base, proposed), language)


def section_html(heading: str, body: str) -> Markup:
    """Return a section as a reader sees it outside the narrative: its heading in bold, then its text."""
    words = clean_line(heading)
    title = Markup("<p><strong>{}</strong></p>").format(words) if words else Markup("")
    return title + render_markdown(body, heading_offset=1)


@lru_cache(maxsize=512)
def _marked(base: str, hunks: tuple[Hunk, ...], language: str, labels: tuple[str, str]) -> Markup:
    return render_changes(base, hunks, lang=language, labels=labels)


@lru_cache(maxsize=1024)
def _sentences(base: str, hunks: tuple[Hunk, ...], language: str, labels: tuple[str, str]) -> list[Markup]:
    return [
        render_changes(
            base[start:end],
            [Hunk(hunk.start - start, hunk.end - start, hunk.new) for hunk in group],
            lang=language,
            labels=labels,
        )
        for start, end, group in _by_sentence(base, hunks)
    ]


def _by_sentence(base: str, hunks: tuple[Hunk, ...]) -> list[tuple[int, int, list[Hunk]]]:
    """Return stretches of whole sentences with the hunks in them; those that share a sentence share a stretch."""
    spans = [(one.start, one.end) for one in sentences(base)] or [(0, len(base))]
    found: list[tuple[int, int, list[Hunk]]] = []
    for hunk in sorted(hunks):
        touched = [span for span in spans if span[0] < hunk.end and hunk.start < span[1]]
        touched = touched or [next((span for span in spans if span[0] <= hunk.start < span[1]), spans[-1])]
        start, end = min(touched[0][0], hunk.start), max(touched[-1][1], hunk.end)
        if found and start < found[-1][1]:
            start, before_end, group = found.pop()
            found.append((start, max(end, before_end), [*group, hunk]))
        else:
            found.append((start, end, [hunk]))
    return found
