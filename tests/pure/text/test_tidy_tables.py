"""Where a change is cut, how far it can slide, and where changes of one sentence are told from those of two."""

from itertools import pairwise

import pytest

from consult.text import Hunk, apply, diff
from consult.text.sentences import places_in, sentences
from consult.text.tidy import _quality_of_cut, _room
from consult.text.words import cut, pieces, tokens


@pytest.mark.parametrize(
    ("text", "place", "quality"),
    [
        # The edges of the text, and of a paragraph or a line.
        ("one two", 0, 5),
        ("one two", 3, 5),
        ("one\n\ntwo", 1, 5),
        ("one\n\ntwo", 2, 5),
        ("one\ntwo", 1, 5),
        ("one\ntwo", 2, 5),
        # Behind the space of a sentence, and before it.
        ("one. two", 3, 4),
        ("one. two", 2, 3),
        ("one; two", 3, 4),
        ("one: two", 2, 3),
        ("ماء؟ نعم", 3, 4),
        ("ماء؛ نعم", 2, 3),
        # Between words: behind the space is better than before it.
        ("one two", 2, 2),
        ("one two", 1, 1),
        ("one, two", 3, 2),
        ("one, two", 2, 1),
        # A space that opens the text follows no sentence.
        (" one two", 1, 2),
        (" one two.", 1, 2),
        (". two", 2, 4),
        # Within what belongs together.
        ("one, two", 1, 0),
        ("one. two", 1, 0),
        ("(one)", 1, 0),
    ],
)
def test_a_cut_is_best_between_paragraphs_then_sentences_then_words(text, place, quality):
    assert _quality_of_cut(tokens(text), place) == quality


@pytest.mark.parametrize(
    ("text", "low", "high", "bounds", "room"),
    [
        ("a a a", 2, 4, (2, 1), (2, 1)),
        ("a a a", 2, 4, (1, 0), (1, 0)),
        ("a a a", 2, 4, (0, 0), (0, 0)),
        ("b a a", 2, 4, (2, 1), (1, 1)),
        ("a a b", 0, 2, (0, 3), (0, 2)),
        ("a b c", 2, 4, (2, 1), (1, 0)),  # the space alone rolls back
    ],
)
def test_words_slide_over_equal_ones_up_to_their_bounds(text, low, high, bounds, room):
    cut_text = tokens(text)
    bounds = (min(bounds[0], low), min(bounds[1], len(cut_text) - high))
    assert _room(cut_text, low, high, bounds) == room


@pytest.mark.parametrize(
    ("base", "revised", "expected"),
    [
        # A doubled word at the beginning, in the middle, at the end.
        ("very good", "very very good", [Hunk(0, 0, "very ")]),
        ("so very good", "so very very good", [Hunk(3, 3, "very ")]),
        ("it is so", "it is so so", [Hunk(8, 8, " so")]),
        ("very very good", "very good", [Hunk(0, 5, "")]),
        # A sentence among sentences goes and comes with the space behind it.
        ("One. Two. Three.", "One. Three.", [Hunk(5, 10, "")]),
        ("One. Three.", "One. Two. Three.", [Hunk(5, 5, "Two. ")]),
        ("One. Two.", "One.", [Hunk(4, 9, "")]),
        ("One.", "One. Two.", [Hunk(4, 4, " Two.")]),
        ("Two.", "One. Two.", [Hunk(0, 0, "One. ")]),
        # A paragraph goes and comes whole, with the break before it.
        ("One.\n\nTwo.\n\nThree.", "One.\n\nThree.", [Hunk(4, 10, "")]),
        ("One.\n\nThree.", "One.\n\nTwo.\n\nThree.", [Hunk(4, 4, "\n\nTwo.")]),
        ("One.\n\nTwo.", "One.", [Hunk(4, 10, "")]),
        # A line of a list.
        ("- a\n- b\n- c", "- a\n- c", [Hunk(3, 7, "")]),
        ("- a\n- c", "- a\n- b\n- c", [Hunk(3, 3, "\n- b")]),
        # A word within a sentence takes the space behind it.
        ("the old red house", "the red house", [Hunk(4, 8, "")]),
        ("the red house", "the old red house", [Hunk(4, 4, "old ")]),
        # Everything, and nothing.
        ("", "One.", [Hunk(0, 0, "One.")]),
        ("One.", "", [Hunk(0, 4, "")]),
    ],
)
def test_a_change_is_marked_as_a_person_would_mark_it(base, revised, expected):
    found = diff(base, revised)
    assert found == expected
    assert apply(base, found) == revised


def test_two_doubled_words_do_not_slide_into_each_other():
    base, revised = "a b a b", "a a b b a b"
    found = diff(base, revised)
    assert apply(base, found) == revised
    assert all(one.end <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("", []),
        ("One", [0]),
        ("One. Two", [0, 5]),
        ("One! Two? Three… Four", [0, 5, 10, 17]),
        ("One?! Two", [0, 6]),
        # No end before a small letter, unless a line ends.
        ("One. two", [0]),
        ("One.\ntwo", [0, 5]),
        # Abbreviations and initials; an ellipsis ends a sentence all the same.
        ("Mr. Two", [0]),
        ("See art. Two", [0]),
        ("J. Two", [0]),
        ("e.g. Two", [0]),
        ("Well... Two", [0, 8]),
        ("xart. Two", [0, 6]),
        # The number of an item opens its line; a year does not.
        ("1. One", [0]),
        ("A\n2. Two", [0, 2]),
        ("A\n 12. Two", [0, 3]),
        ("In 1999. Two", [0, 9]),
        # Marks that close belong to the sentence.
        ('"One." Two', [0, 7]),
        ("(One.) Two", [0, 7]),
        ("**One.** Two", [0, 9]),
        ("« One. » Deux", [0, 9]),
        # Arabic and Urdu stops; a comma is none.
        ("نعم؟ لا", [0, 5]),
        ("نعم۔ لا", [0, 5]),
        ("نعم، لا", [0]),
        # Lines and paragraphs.
        ("One\nTwo", [0, 4]),
        ("One\n\n\nTwo", [0, 6]),
        ("One.  \n  Two", [0, 9]),
    ],
)
def test_sentences_begin_where_readers_say(text, starts):
    found = sentences(text)
    assert [sentence.start for sentence in found] == starts
    assert [sentence.end for sentence in found] == [*starts[1:], len(text)][: len(starts)]


@pytest.mark.parametrize(
    ("start", "end", "touched"),
    [
        (0, 0, (0, 0)),
        (0, 5, (0, 0)),  # the end of one is not yet the next
        (0, 6, (0, 1)),
        (4, 5, (0, 0)),
        (5, 5, (1, 1)),  # a point between two stands in the later
        (5, 9, (1, 1)),
        (4, 11, (0, 2)),
        (12, 12, (2, 2)),
        (40, 50, (2, 2)),
    ],
)
def test_a_span_touches_sentences_by_its_letters(start, end, touched):
    assert places_in([0, 5, 10], start, end) == touched
    assert places_in([], start, end) == (0, 0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [""]),
        ("One", ["One"]),
        ("One. Two", ["One. ", "Two"]),
        ("3.5 m", ["3.5 m"]),  # a stop without space cuts nothing
        ("One.", ["One."]),
        ("One.\n", ["One.\n"]),
        ("One\nTwo", ["One\n", "Two"]),
        ("One\n\n Two", ["One\n\n ", "Two"]),
        ("نعم؟ لا", ["نعم؟ ", "لا"]),
    ],
)
def test_pieces_end_behind_the_space_of_sentences_and_lines(text, expected):
    assert pieces(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "One",
        "One.\n\nTwo.",
        "One.\n\n\nTwo.",
        "One.\n\n Two.",
        "One.\n\n",
        "\n\nOne.",
        "One\n\n\n\n",
        "a\n\n\tb\n\n",
    ],
)
def test_a_text_cut_by_paragraphs_has_the_tokens_of_the_whole(text):
    found = cut(text)
    assert found.tokens == tokens(text)
    assert "".join(found.pieces) == text
    assert sum(found.counts) == len(found.tokens) == found.starts[-1]
    assert found.offsets[-1] == len(text)
    assert len(found.counts) == len(found.pieces)
