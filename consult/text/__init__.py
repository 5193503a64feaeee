"""Text: words, sentences, diffs and marked-up changes; a pure package."""

from consult.text.diff import diff
from consult.text.emphasis import show_emphasis, show_lines
from consult.text.hunks import Hunk, apply
from consult.text.ingest import normalise
from consult.text.render import render_changes, render_in_sentence, sentence_around
from consult.text.sentences import Sentence, sentences
from consult.text.typography import is_typographic

__all__ = [
    "Hunk",
    "Sentence",
    "apply",
    "diff",
    "is_typographic",
    "normalise",
    "render_changes",
    "render_in_sentence",
    "sentence_around",
    "sentences",
    "show_emphasis",
    "show_lines",
]
