"""A proposed change as readers see it: marked in the whole text, or only in the sentences that it touches."""

from collections.abc import Sequence
from functools import lru_cache

from flask_babel import gettext as _
from markupsafe import Markup

from consult.text import Hunk, diff, render_changes, render_in_sentence
from consult.text.markdown import render_markdown


def mark_labels() -> tuple[str, str]:
    """Return what screen readers say before an insertion and before a deletion."""
    return _("added:"), _("removed:")


def marked_text(base: str, hunks: Sequence[Hunk], language: str) -> Markup:
    """Return the whole text with the changes marked."""
    return _marked(base, tuple(hunks), language, mark_labels())


def marked_sentences(base: str, hunks: Sequence[Hunk], language: str) -> list[Markup]:
    """Return each change within the sentence that it touches, in the order of the text."""
    return _sentences(base, tuple(hunks), language, mark_labels())


def marked_between(base: str, proposed: str, language: str) -> Markup:
    """Return a text with what would become of it marked, for a preview that stores nothing."""
    return marked_text(base, diff(base, proposed), language)


def section_html(heading: str, body: str) -> Markup:
    """Return a section as a reader sees it outside the narrative: its heading in bold, then its text."""
    title = Markup("<p><strong>{}</strong></p>").format(heading) if heading else Markup("")
    return title + render_markdown(body, heading_offset=1)


@lru_cache(maxsize=512)
def _marked(base: str, hunks: tuple[Hunk, ...], language: str, labels: tuple[str, str]) -> Markup:
    return render_changes(base, hunks, lang=language, labels=labels)


@lru_cache(maxsize=1024)
def _sentences(base: str, hunks: tuple[Hunk, ...], language: str, labels: tuple[str, str]) -> list[Markup]:
    return [render_in_sentence(base, hunk, lang=language, labels=labels) for hunk in hunks]
