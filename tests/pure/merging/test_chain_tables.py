"""Two steps in one, hunk by hunk; and offsets carried over what was accepted, at every edge."""

import pytest

from consult.merging import CarryClash, carry_forward, carry_span, compose_hunks
from consult.text import Hunk, apply

BASE = "abcdefghij"


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        # Far apart: both stand, the second at its place in the base.
        ([Hunk(0, 1, "XYZ")], [Hunk(5, 6, "P")], [Hunk(0, 1, "XYZ"), Hunk(3, 4, "P")]),
        ([Hunk(6, 7, "XYZ")], [Hunk(2, 3, "P")], [Hunk(2, 3, "P"), Hunk(6, 7, "XYZ")]),
        ([Hunk(0, 4, "")], [Hunk(3, 4, "P")], [Hunk(0, 4, ""), Hunk(7, 8, "P")]),
        # The second lies within the words of the first, at their edges, around them.
        ([Hunk(2, 4, "WXYZ")], [Hunk(3, 5, "P")], [Hunk(2, 4, "WPZ")]),
        ([Hunk(2, 4, "WXYZ")], [Hunk(2, 4, "P")], [Hunk(2, 4, "PYZ")]),
        ([Hunk(2, 4, "WXYZ")], [Hunk(4, 6, "P")], [Hunk(2, 4, "WXP")]),
        ([Hunk(2, 4, "WXYZ")], [Hunk(1, 7, "P")], [Hunk(1, 5, "P")]),
        ([Hunk(2, 4, "WXYZ")], [Hunk(1, 3, "P")], [Hunk(1, 4, "PXYZ")]),
        ([Hunk(2, 4, "WXYZ")], [Hunk(5, 7, "P")], [Hunk(2, 5, "WXYP")]),
        # It takes away just what the first had added.
        ([Hunk(2, 2, "XY")], [Hunk(2, 4, "")], [Hunk(2, 2, "")]),
        ([Hunk(2, 2, "XY")], [Hunk(3, 4, "")], [Hunk(2, 2, "X")]),
        # It abuts: two neighbours stay two.
        ([Hunk(2, 4, "X")], [Hunk(3, 4, "P")], [Hunk(2, 4, "X"), Hunk(4, 5, "P")]),
        ([Hunk(2, 4, "X")], [Hunk(1, 2, "P")], [Hunk(1, 2, "P"), Hunk(2, 4, "X")]),
        ([Hunk(2, 4, "X")], [Hunk(3, 3, "P")], [Hunk(2, 4, "X"), Hunk(4, 4, "P")]),
        ([Hunk(2, 4, "X")], [Hunk(2, 2, "P")], [Hunk(2, 2, "P"), Hunk(2, 4, "X")]),
        ([Hunk(4, 4, "X")], [Hunk(3, 4, "P")], [Hunk(3, 4, "P"), Hunk(4, 4, "X")]),
        ([Hunk(2, 4, "")], [Hunk(2, 3, "P")], [Hunk(2, 4, ""), Hunk(4, 5, "P")]),
        # Words come just where others went: one hunk, as the diff would have it.
        ([Hunk(2, 4, "")], [Hunk(2, 2, "P")], [Hunk(2, 4, "P")]),
        ([Hunk(2, 2, "X")], [Hunk(3, 4, "")], [Hunk(2, 3, "X")]),
        ([Hunk(2, 2, "X")], [Hunk(3, 3, "P")], [Hunk(2, 2, "XP")]),
        ([Hunk(2, 2, "X")], [Hunk(2, 2, "P")], [Hunk(2, 2, "PX")]),
        # One change of the second spans two of the first.
        ([Hunk(1, 2, "X"), Hunk(5, 6, "Y")], [Hunk(1, 6, "P")], [Hunk(1, 6, "P")]),
        ([Hunk(1, 2, "XX"), Hunk(5, 6, "YY")], [Hunk(2, 7, "P")], [Hunk(1, 6, "XPY")]),
        # Two changes of the second lie within one of the first.
        ([Hunk(2, 4, "UVWXYZ")], [Hunk(3, 4, ""), Hunk(6, 7, "Q")], [Hunk(2, 4, "UWXQZ")]),
        ([], [], []),
    ],
)
def test_two_steps_are_one(first, second, expected):
    composed = compose_hunks(first, second)
    assert composed == expected
    assert apply(BASE, composed) == apply(apply(BASE, first), second)


def test_the_order_in_which_the_hunks_are_given_does_not_matter():
    first, second = [Hunk(0, 1, "X"), Hunk(4, 5, "YY")], [Hunk(2, 3, "P"), Hunk(8, 9, "")]
    assert compose_hunks(first[::-1], second[::-1]) == compose_hunks(first, second)


@pytest.mark.parametrize(
    ("hunks", "span", "expected"),
    [
        ([], (2, 5), (2, 5)),
        # Before it, the span moves by what came and went.
        ([Hunk(0, 1, "XYZ")], (2, 5), (4, 7)),
        ([Hunk(0, 2, "")], (2, 5), (0, 3)),
        ([Hunk(0, 1, "XY"), Hunk(1, 2, "")], (2, 5), (2, 5)),
        ([Hunk(2, 2, "X")], (2, 5), (3, 6)),
        # Behind it, nothing happens.
        ([Hunk(5, 5, "X")], (2, 5), (2, 5)),
        ([Hunk(5, 7, "")], (2, 5), (2, 5)),
        # Within it, or over its edge, it is gone.
        ([Hunk(3, 3, "X")], (2, 5), None),
        ([Hunk(4, 5, "e")], (2, 5), None),
        ([Hunk(0, 3, "")], (2, 5), None),
        ([Hunk(4, 8, "")], (2, 5), None),
        ([Hunk(0, 9, "")], (2, 5), None),
        # A point stays beside its words, and goes with them.
        ([Hunk(0, 1, "XY")], (2, 2), (3, 3)),
        ([Hunk(2, 4, "XY")], (2, 2), (2, 2)),
        ([Hunk(1, 4, "XY")], (2, 2), None),
        ([Hunk(0, 0, "X")], (0, 0), (1, 1)),
    ],
)
def test_a_quoted_span_follows_its_words_or_is_gone(hunks, span, expected):
    assert carry_span(hunks, *span) == expected
    assert carry_span(hunks[::-1], *span) == expected


@pytest.mark.parametrize(
    ("hunks", "start", "end", "words"),
    [
        ([], 3, 2, "3 to 2 is not a span"),
        ([], -1, 2, "-1 to 2 is not a span"),
        ([Hunk(0, 3, ""), Hunk(2, 4, "")], 8, 9, "overlaps the one before it or is no span"),
        ([Hunk(4, 3, "")], 8, 9, "overlaps the one before it or is no span"),
        ([Hunk(-1, 3, "")], 8, 9, "overlaps the one before it or is no span"),
    ],
)
def test_a_span_or_a_hunk_that_cannot_be_is_refused(hunks, start, end, words):
    with pytest.raises(ValueError, match=words):
        carry_span(hunks, start, end)


@pytest.mark.parametrize(
    ("accepted", "pending", "state", "text"),
    [
        # Away from each other, on both sides.
        ([Hunk(0, 1, "XYZ")], [Hunk(5, 6, "p")], "clean", "XYZbcdepghij"),
        ([Hunk(8, 9, "XYZ")], [Hunk(5, 6, "p")], "clean", "abcdepghXYZj"),
        ([Hunk(0, 3, "")], [Hunk(5, 6, "p")], "clean", "depghij"),
        # Edge to edge: a replacement moves past its neighbour.
        ([Hunk(2, 4, "X")], [Hunk(4, 6, "p")], "clean", "abXpghij"),
        ([Hunk(2, 4, "X")], [Hunk(1, 2, "p")], "clean", "apXefghij"),
        ([Hunk(2, 4, "")], [Hunk(4, 6, "p")], "clean", "abpghij"),
        # An insertion at the edge of replaced words stays beside them; of deleted ones it lost its place.
        ([Hunk(2, 4, "X")], [Hunk(4, 4, "p")], "clean", "abXpefghij"),
        ([Hunk(2, 4, "X")], [Hunk(2, 2, "p")], "clean", "abpXefghij"),
        ([Hunk(2, 4, "")], [Hunk(4, 4, "p")], "clashing", "abefghij"),
        ([Hunk(2, 4, "")], [Hunk(2, 2, "p")], "clashing", "abefghij"),
        # Two insertions at one point: the accepted one stands first, and the same one is in.
        ([Hunk(3, 3, "X")], [Hunk(3, 3, "p")], "clean", "abcXpdefghij"),
        ([Hunk(3, 3, "X")], [Hunk(3, 3, "X")], "satisfied", "abcXdefghij"),
        # What was accepted and changes nothing is in nobody's way.
        ([Hunk(3, 3, "")], [Hunk(3, 3, "p")], "clean", "abcpdefghij"),
        # The same words, a part of them, more than them.
        ([Hunk(2, 4, "X")], [Hunk(2, 4, "X")], "satisfied", "abXefghij"),
        ([Hunk(2, 4, "X")], [Hunk(3, 4, "p")], "clashing", "abXefghij"),
        ([Hunk(2, 4, "X")], [Hunk(0, 6, "p")], "clashing", "abXefghij"),
        ([Hunk(2, 4, "X")], [Hunk(3, 3, "p")], "clashing", "abXefghij"),
        # The same result said in another way is in.
        ([Hunk(2, 4, "X")], [Hunk(2, 5, "Xe")], "satisfied", "abXefghij"),
        # Nothing pending is satisfied; a clash beside something clean is a clash.
        ([Hunk(2, 4, "X")], [], "satisfied", "abXefghij"),
        ([Hunk(2, 4, "X")], [Hunk(3, 4, "p"), Hunk(8, 9, "q")], "clashing", "abXefghqj"),
        ([Hunk(2, 4, "X")], [Hunk(2, 4, "X"), Hunk(8, 9, "q")], "clean", "abXefghqj"),
    ],
)
def test_an_amendment_is_carried_at_every_edge(accepted, pending, state, text):
    revised = apply(BASE, accepted)
    carried = carry_forward(BASE, pending, revised, accepted=accepted)
    assert (carried.state, carried.text) == (state, text)
    assert apply(revised, carried.hunks) == text
    assert bool(carried.clashes) == (state == "clashing")


@pytest.mark.parametrize(
    ("accepted", "pending", "clashes"),
    [
        ([Hunk(2, 4, "X")], [Hunk(3, 6, "p")], [CarryClash("cdef", "Xef", "cp", 2, 6)]),
        ([Hunk(3, 6, "X")], [Hunk(2, 4, "p")], [CarryClash("cdef", "cX", "pef", 2, 6)]),
        # Two pending changes meet one accepted: one question, not two.
        ([Hunk(2, 8, "X")], [Hunk(2, 3, "p"), Hunk(6, 7, "q")], [CarryClash("cdefgh", "X", "pdefqh", 2, 8)]),
        # One pending change meets two accepted.
        (
            [Hunk(2, 3, "X"), Hunk(6, 7, "Y")],
            [Hunk(1, 8, "p")],
            [CarryClash("bcdefgh", "bXdefYh", "p", 1, 8)],
        ),
        # A chain: each meets the next.
        (
            [Hunk(1, 4, "X"), Hunk(5, 8, "Y")],
            [Hunk(3, 6, "p"), Hunk(7, 9, "q")],
            [CarryClash("bcdefghi", "XeYi", "bcpgq", 1, 9)],
        ),
        # A chain behind another place leaves that alone.
        (
            [Hunk(0, 1, "Z"), Hunk(2, 5, "X"), Hunk(6, 8, "Y")],
            [Hunk(0, 1, "p"), Hunk(3, 4, "q"), Hunk(4, 7, "r")],
            [CarryClash("a", "Z", "p", 0, 1), CarryClash("cdefgh", "XfY", "cqrh", 2, 8)],
        ),
        # Two places are two questions.
        (
            [Hunk(1, 3, "X"), Hunk(6, 8, "Y")],
            [Hunk(2, 3, "p"), Hunk(7, 8, "q")],
            [CarryClash("bc", "X", "bp", 1, 3), CarryClash("gh", "Y", "gq", 6, 8)],
        ),
    ],
)
def test_a_clash_shows_three_wordings_of_one_span(accepted, pending, clashes):
    carried = carry_forward(BASE, pending, apply(BASE, accepted), accepted=accepted)
    assert list(carried.clashes) == clashes
    assert carried.hunks == carried.satisfied == ()


def test_hunks_given_in_any_order_are_carried_alike():
    accepted, pending = [Hunk(6, 7, "Y"), Hunk(0, 1, "XX")], [Hunk(8, 9, "q"), Hunk(3, 4, "p")]
    carried = carry_forward(BASE, pending, "XXbcdefYhij", accepted=accepted)
    assert carried.hunks == (Hunk(4, 5, "p"), Hunk(9, 10, "q"))
    assert carried.text == "XXbcpefYhqj"
