"""Blocks in the place of words: found however they are written, as long as before, shown with their reason."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.text import Hunk, apply, normalise
from consult.text.blacked_out import (
    BLOCK,
    black_out,
    black_out_changes,
    count_passages,
    in_page,
    in_words,
    is_blacked_out,
    joined,
    longest_word,
    numbers_in,
    passages,
    placeholder,
    shortest,
    touches,
    without_numbers,
)

REASONS = {1: "<it> & more", 94: "of 94", 95: "of 95", 9_024: "of many"}


def markup(words: str) -> str:
    return f"<b>{words.upper()}</b>"


@pytest.mark.parametrize(
    ("text", "wording", "found"),
    [
        ("the Well of Tamsir", "the well of tamsir", ["the Well of Tamsir"]),
        ("the well\nof  **Tamsir**.", "well of Tamsir", ["well\nof  **Tamsir"]),
        ("- the well\n- of Tamsir", "well of Tamsir", ["well\n- of Tamsir"]),
        ("the **well**, dry", "well, dry", ["well**, dry"]),
        ("Tamsir’s well", "Tamsir's well", ["Tamsir’s well"]),
        ("Ana in Banana, ana", "Ana", ["Ana", "ana"]),
        ("والقرية هنا", "القرية", ["القرية"]),
        ("我们的村庄很小", "村庄", ["村庄"]),
        ("nothing of it", "the well", []),
        ("a.b", "a+b", []),
        ("a + b", "a +", ["a +"]),
        ("the village!is", "village!", ["village!"]),  # only a letter ends with a whole word
        ("invillage (dry)", "village (dry)", []),
        ("anything", "", []),
    ],
)
def test_a_wording_is_found_however_it_is_written(text: str, wording: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in passages(text, [wording])] == found


def test_several_wordings_that_overlap_are_one_passage() -> None:
    assert passages("one two three", ["one two", "two three"]) == [(0, 13)]
    assert joined([(4, 6), (0, 2), (1, 3)]) == [(0, 3), (4, 6)]
    assert joined([(0, 2), (2, 4)]) == [(0, 4)]
    assert joined([(0, 1), (5, 9), (6, 7), (8, 12)]) == [(0, 1), (5, 12)]
    assert longest_word("at the well!") == "well"
    assert longest_word("...") == ""


@given(st.text(min_size=1, max_size=60), st.integers(1, 100_000))
def test_a_placeholder_is_as_long_as_the_words_and_a_text_keeps_its_shape(words: str, number: int) -> None:
    made = placeholder(words, number)
    assert len(made) == len(words)
    assert [sign for sign in made if sign in "\n\x1f"] == [sign for sign in words if sign in "\n\x1f"]
    assert unicodedata.normalize("NFC", made) == made
    lines = [line for line in words.replace("\x1f", "\n").split("\n") if len(line) >= shortest(number)]
    assert numbers_in(made) == ([number] if lines else [])
    assert is_blacked_out(made) is bool(lines)


@pytest.mark.parametrize("number", REASONS)
def test_the_reason_stands_in_the_place_of_each_passage(number: int) -> None:
    text = f"Before {placeholder('the words', number)} after."
    assert normalise(text) == text
    assert in_words(text, REASONS.get) == f"Before {REASONS[number]} after."
    assert in_words(text, lambda _number: None) == text
    assert without_numbers(text) == f"Before {BLOCK} after."
    assert in_words(f"Typed {BLOCK * 4}", REASONS.get) == f"Typed {BLOCK * 4}"


def test_on_a_page_what_is_edited_and_sent_back_keeps_its_blocks() -> None:
    run = placeholder("the words", 94)
    page = f'<title>{run}</title><p title="{run}">a {run} b</p><textarea name="x">{run}</textarea><i>{run}</i>{run}'
    shown = in_page(page, REASONS.get, markup)
    assert shown == (
        f'<title>of 94</title><p title="{run}">a <b>OF 94</b> b</p>'
        f'<textarea name="x">{run}</textarea><i><b>OF 94</b></i><b>OF 94</b>'
    )
    other = placeholder("the words", 7)
    assert in_page(f"<p>{other}</p>", REASONS.get, markup) == f"<p>{other}</p>"
    assert "&lt;it&gt; &amp; more" in in_page(
        f"<title>{placeholder('words', 1)}</title>", REASONS.get, markup
    )
    typed = f'<textarea name="x"><b>{run}</b>{run}</textarea>'
    assert in_page(f"{typed}{run}", REASONS.get, markup) == f"{typed}<b>OF 94</b>"
    assert in_page("<p>nothing</p>", REASONS.get, markup) == "<p>nothing</p>"


@pytest.mark.parametrize(
    ("span", "is_touched"),
    [
        ((0, 3), False),
        ((0, 4), True),
        ((3, 3), False),
        ((4, 4), True),
        ((6, 6), False),
        ((5, 9), True),
        ((6, 9), False),
    ],
)
def test_a_span_is_touched_where_it_overlaps_and_a_point_within(
    span: tuple[int, int], is_touched: bool
) -> None:
    assert touches(*span, [(3, 6)]) is is_touched


def test_changes_go_with_the_passage_that_they_change_and_half_where_a_wording_stands_half_in_them() -> None:
    base = "at the well of Tamsir, now"
    hunks = [Hunk(12, 14, "near"), Hunk(23, 26, "today at the mill"), Hunk(26, 26, " or so")]
    changed = apply(base, hunks)
    left = black_out_changes(hunks, [(7, 21)], ["at the mill or"], 3, changed)
    assert [(one.start, one.end, len(one.new)) for one in left] == [(12, 14, 4), (23, 26, 17), (26, 26, 6)]
    assert left[0].new == placeholder("near", 3)
    assert left[1].new == "today " + placeholder("at the mill", 3)
    assert left[2].new == placeholder(" or", 3) + " so"
    assert black_out(base, [(7, 21)], 3)[7:21] == placeholder(base[7:21], 3)


def test_lines_of_one_passage_are_counted_once() -> None:
    text = " and ".join(placeholder(words, 2) for words in ("two\nlines", "another"))
    assert count_passages(text) == 2
    assert count_passages(f"typed {BLOCK}") == 0
