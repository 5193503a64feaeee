"""Emphasis in words that are shown as plain text."""

import pytest

from consult.text import Hunk, render_changes, show_emphasis


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("it is **open to everyone**, so", "it is <strong>open to everyone</strong>, so"),
        ("we say *public services*;", "we say <em>public services</em>;"),
        ("**both** and *soft*", "<strong>both</strong> and <em>soft</em>"),
        ("**الماء** حق", "<strong>الماء</strong> حق"),
        ("opened **here", "opened **here"),
        ("closed** here", "closed** here"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("* an item", "* an item"),
        ("snake*case*word", "snake*case*word"),
        ("**<script>**", "<strong>&lt;script&gt;</strong>"),
        ('a "quote" & more', "a &#34;quote&#34; &amp; more"),
    ],
)
def test_closed_emphasis_is_drawn_and_all_else_stays(text: str, shown: str) -> None:
    assert show_emphasis(text) == shown


def test_unchanged_words_show_their_emphasis_and_changed_ones_their_marks() -> None:
    base = "It is **open** to all."
    html = render_changes(base, [Hunk(15, 21, "to *some*")], lang="en", labels=("in:", "out:"))
    assert "<strong>open</strong>" in html
    assert "to *some*" in html
