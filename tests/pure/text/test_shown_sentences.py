"""Which sentences are shown around a change, and which signs are never obeyed."""

import re

import pytest

from consult.text import Hunk, render_changes, render_in_sentence, sentence_around
from consult.text.markdown import plain_text, render_markdown

LABELS = ("Added:", "Removed:")
#       0    5    10
TEXT = "One. Two. Three."


@pytest.mark.parametrize(
    ("hunk", "around"),
    [
        (Hunk(0, 0, "x"), (0, 5)),
        (Hunk(1, 1, "x"), (0, 5)),
        (Hunk(5, 5, "x"), (5, 10)),  # a point between two stands in the later
        (Hunk(9, 9, "x"), (5, 10)),
        (Hunk(16, 16, " x"), (10, 16)),
        (Hunk(0, 5, ""), (0, 5)),
        (Hunk(1, 6, ""), (0, 10)),
        (Hunk(5, 10, ""), (5, 10)),
        (Hunk(6, 12, ""), (5, 16)),
        (Hunk(3, 12, ""), (0, 16)),
    ],
)
def test_the_sentences_that_a_change_touches_are_shown_around_it(hunk, around):
    assert sentence_around(TEXT, hunk) == around
    shown = render_in_sentence(TEXT, hunk, lang="en", labels=LABELS)
    of_base = re.sub(r"<ins>.*?</ins>|<bdi.*?</bdi>|<[^>]*>", "", shown)
    assert of_base == TEXT[slice(*around)]


@pytest.mark.parametrize(
    ("base", "new", "expected"),
    [
        ("a\nb\n\nc\nd\n\ne", "", "<p>a<br>b</p><p>c<br>d</p><p>e</p>"),
        ("a", "\nb", "<p>a<ins>↵</ins><br><ins>b</ins></p>"),
        ("a", "\n\nb", "<p>a<ins>¶</ins></p><p><ins>b</ins></p>"),
    ],
)
def test_lines_and_paragraphs_stand_apart_and_new_breaks_are_shown(base, new, expected):
    shown = render_changes(base, [Hunk(len(base), len(base), new)], lang="en", labels=LABELS)
    assert re.sub(r"<bdi.*?</bdi>|</?div[^>]*>", "", shown) == expected


def test_around_a_change_of_an_empty_text_there_is_nothing():
    assert sentence_around("", Hunk(0, 0, "x")) == (0, 0)


@pytest.mark.parametrize("hunk", [Hunk(0, 17, ""), Hunk(-1, 2, ""), Hunk(4, 3, "")])
def test_a_change_beyond_the_text_is_not_shown(hunk):
    with pytest.raises(ValueError, match="does not lie within a text of 16"):
        render_in_sentence(TEXT, hunk, lang="en", labels=LABELS)


def test_every_sign_that_turns_words_round_is_shown_or_left_out_and_no_other():
    turning = [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]
    for code in range(0x2029, 0x206B):
        sign = chr(code)
        html = render_changes(f"a{sign}b", [], lang="en", labels=LABELS)
        assert ("\N{REPLACEMENT CHARACTER}" in html) == (code in turning)
        assert (sign in html) == (code not in turning)
        assert (sign in plain_text(f"a{sign}b")) == (code not in turning)
        assert (sign in render_markdown(f"a{sign}b")) == (code not in turning)


def test_words_after_a_table_and_tables_after_words_are_kept():
    table = "| Year | Price |\n|-|-|\n| 2024 | 3 |"
    shown = "Year | Price\n\n2024 | 3"
    assert plain_text(f"One.\n\n{table}\n\nTwo.\n\n{table}") == f"One.\n\n{shown}\n\nTwo.\n\n{shown}"
