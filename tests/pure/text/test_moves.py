"""Which deletion and insertion are one move."""

import pytest

from consult.text import Hunk
from consult.text.moves import moves

SIX = "every person has a right here"
OTHER = "each of us must act soon"


def moved(old, new, replaced="", beside=""):
    """Return whether words that go and words that come elsewhere are taken for a move."""
    base = f"{old} In the middle. {replaced}"
    start = len(base) - len(replaced)
    hunks = [Hunk(0, len(old), beside), Hunk(start, len(base), new)]
    return moves(base, hunks) == [(hunks[0], hunks[1])]


@pytest.mark.parametrize(
    ("old", "new", "is_move"),
    [
        (SIX, SIX, True),
        (SIX, SIX.replace("person", "child"), True),
        (SIX, SIX.replace("person", "child").replace("right", "claim"), False),
        (SIX, OTHER, False),
        ("a person has a right", "a person has a right", False),
        ("a b c d e f", "a b c d e f", True),  # the shortest there is
        ("a b c d e", "a b c d e", False),
        ("a b c d e f g h i j", "a b c x e f y h i j", True),  # just four fifths
        ("a b c d e f g h i", "a b c x e f y h i", False),
        (SIX, "Every, person: has a “right” here", True),
    ],
)
def test_six_words_of_which_four_fifths_come_back_are_a_move(old, new, is_move):
    assert moved(old, new) == is_move


@pytest.mark.parametrize(
    ("replaced", "beside", "is_move"),
    [("old", "", True), ("two words", "", False), ("", "new", True), ("", "two words", False)],
)
def test_a_place_that_loses_or_gets_a_quarter_of_other_words_is_no_end_of_a_move(replaced, beside, is_move):
    assert moved(SIX, SIX, replaced, beside) == is_move


@pytest.mark.parametrize(("beside", "is_move"), [("one", True), ("two words", False)])
def test_just_a_quarter_is_too_much(beside, is_move):
    eight = f"{SIX} and now"
    assert moved(eight, eight, replaced=beside) == is_move
    assert moved(eight, eight, beside=beside) == is_move


def test_each_insertion_is_used_once_and_the_most_similar_is_taken():
    base = f"{SIX}. {SIX}. Middle words."
    near = SIX.replace("person", "child")
    hunks = [
        Hunk(0, len(SIX), ""),
        Hunk(len(SIX) + 2, 2 * len(SIX) + 2, ""),
        Hunk(len(base) - 1, len(base) - 1, near),
        Hunk(len(base), len(base), SIX),
    ]
    assert moves(base, hunks) == [(hunks[0], hunks[3]), (hunks[1], hunks[2])]
