"""Corners of the diff: every crossing, every slide, every gap, tried out rather than drawn."""

import sys
from itertools import combinations, pairwise, permutations, product

import pytest

from consult.text import Hunk, apply, diff
from consult.text.anchors import anchors
from consult.text.diff import _of_tokens, _raw_changes, _unequal_pieces, changed_spans
from consult.text.marks import _is_bullet, marks_joined
from consult.text.tidy import _by_sentence, _is_parted, slid
from consult.text.words import cut

# The package names the function `diff`; its module is found beside it.
diff_module = sys.modules["consult.text.diff"]


@pytest.mark.parametrize(
    "weigh", [None, ord, lambda item: 200 - ord(item), lambda item: 1 + 3 * (item == "a")]
)
def test_of_every_crossing_the_heaviest_that_can_stand_in_one_order_stay(weigh):
    a = "abcde"
    weight = weigh or (lambda item: 1)
    for b in permutations(a):
        found = anchors(a, b, (0, 5, 0, 5), weigh=weigh)
        assert all(a[i] == b[j] for i, j in found)
        assert all(one[0] < other[0] and one[1] < other[1] for one, other in pairwise(found))
        heaviest = max(
            sum(map(weight, some))
            for size in range(6)
            for some in combinations(a, size)
            if all(b.index(one) < b.index(other) for one, other in pairwise(some))
        )
        assert sum(weight(a[i]) for i, _ in found) == heaviest


def leaning(one, other):
    """Return the changed spans with every insertion and deletion as far to the left as it goes."""
    a, b = one.keys, other.keys
    found = changed_spans(a[::-1], b[::-1], (0, len(a), 0, len(b)))
    return [
        (len(a) - end, len(a) - start, len(b) - revised_end, len(b) - revised_start)
        for start, end, revised_start, revised_end in reversed(found)
    ]


def rebuilt(one, other, spans):
    """Return the tokens of the base with the spans replaced; they must follow each other."""
    tokens, place = [], 0
    for start, end, revised_start, revised_end in spans:
        assert place <= start <= end
        tokens += one.tokens[place:start] + other.tokens[revised_start:revised_end]
        place = end
    return tokens + one.tokens[place:]


def unequal(one, other):
    """Return the token spans between whole sentences that both texts hold once."""
    return [_of_tokens(one, other, span) for span in _unequal_pieces(one, other)]


TEXTS = [" ".join(some) for size in range(1, 5) for some in product(("a", "b", "c."), repeat=size)]


def test_no_change_slides_past_another_wherever_it_begins():
    for before, after in product(TEXTS[::2], TEXTS[1::3]):
        one, other = cut(before), cut(after)
        for spans in (leaning(one, other), _raw_changes(one, other, unequal(one, other))):
            found = slid(one, other, spans)
            assert rebuilt(one, other, found) == other.tokens
            assert all(left[1] < right[0] and left[3] < right[2] for left, right in pairwise(found))


def test_an_insertion_or_deletion_finds_one_place_from_either_side():
    tried = 0
    for before, after in product(TEXTS[::2], TEXTS):
        one, other = cut(before), cut(after)
        left, right = leaning(one, other), _raw_changes(one, other, unequal(one, other))
        if len(left) == len(right) == 1 and (left[0][0] == left[0][1] or left[0][2] == left[0][3]):
            tried += left != right
            assert slid(one, other, left) == slid(one, other, right)
    assert tried > 20


@pytest.mark.parametrize(
    ("base", "revised", "spans", "expected"),
    [
        # To the right, where the words are cut better, also where more follows.
        (
            "so very good it",
            "so very very good he",
            [(1, 1, 1, 3), (6, 7, 8, 9)],
            [(2, 2, 2, 4), (6, 7, 8, 9)],
        ),
        (
            "so very very good it",
            "so very good he",
            [(1, 3, 1, 1), (8, 9, 6, 7)],
            [(2, 4, 2, 2), (8, 9, 6, 7)],
        ),
        ("so very good", "so very very good", [(1, 1, 1, 3)], [(2, 2, 2, 4)]),
        (
            "oh so very good it",
            "ah so very very good he",
            [(0, 1, 0, 1), (3, 3, 3, 5), (8, 9, 10, 11)],
            [(0, 1, 0, 1), (4, 4, 4, 6), (8, 9, 10, 11)],
        ),
        # Up to the next change and no further; what then abuts is one.
        ("so very good", "so very quite good", [(1, 1, 1, 3), (2, 3, 4, 5)], [(2, 3, 2, 5)]),
        # A replacement stays.
        ("so very good", "so a good", [(2, 3, 2, 3)], [(2, 3, 2, 3)]),
        ("", "", [], []),
    ],
)
def test_a_change_slides_to_the_better_cut_within_its_bounds(base, revised, spans, expected):
    assert slid(cut(base), cut(revised), spans) == expected


@pytest.mark.parametrize(
    ("tokens", "start", "end", "parted"),
    [
        (["a"] * 99, 3, 51, False),
        (["a"] * 99, 3, 52, True),  # more than any rewrite keeps
        (["a", ".", "b"], 0, 1, False),
        (["a", ".", "b"], 0, 2, True),
        (["a", " \n", "b"], 1, 2, True),
    ],
)
def test_stops_breaks_and_long_stretches_part_what_changes(tokens, start, end, parted):
    assert _is_parted(tokens, start, end) == parted


def test_a_stop_that_goes_with_a_change_parts_nothing():
    one = cut("a b c. d e f g. h i j")
    within, behind = [(0, 1, 0, 1), (2, 6, 2, 6), (8, 9, 8, 9)], [(16, 17, 16, 17), (20, 21, 20, 21)]
    assert _by_sentence(one, within + behind) == [within, behind]


@pytest.mark.parametrize(
    ("kept", "gaps"),
    [
        ("Internationalisations. ", 1),  # 23 signs, one word
        ("Internationalisation-x. ", 2),
        ("Twowordsthatstand once. ", 2),
        ("Two wordsthatstand. ", 1),
        ("Act on it. ", 2),
        ("1. ", 1),
    ],
)
def test_four_and_twenty_signs_or_three_words_anchor_what_is_around_them(kept, gaps):
    assert len(_unequal_pieces(cut(f"One. {kept}Two."), cut(f"Three. {kept}Four."))) == gaps


@pytest.mark.parametrize(
    ("base", "revised", "spans", "expected"),
    [
        # What opens in one change and closes in the next is one.
        ("a b c", "*x b y*", [(0, 1, 0, 2), (4, 5, 5, 7)], [(0, 5, 0, 7)]),
        ("*a b c*", "x b y", [(0, 2, 0, 1), (5, 7, 4, 5)], [(0, 7, 0, 5)]),
        # A break that one of them takes away does not part them; one that stays between them does.
        ("a\n\nq b c", "*x b y*", [(0, 3, 0, 2), (6, 7, 5, 7)], [(0, 7, 0, 7)]),
        ("a b c\n\nd", "*x b y*", [(0, 1, 0, 2), (4, 7, 5, 7)], [(0, 7, 0, 7)]),
        ("a\n\nb c", "*x\n\nb y*", [(0, 1, 0, 2), (4, 5, 5, 7)], [(0, 1, 0, 2), (4, 5, 5, 7)]),
        # Words first, marks behind them: a change without any stands alone.
        (
            "p q r s t",
            "v q *x s y*",
            [(0, 1, 0, 1), (4, 5, 4, 6), (8, 9, 9, 11)],
            [(0, 1, 0, 1), (4, 9, 4, 11)],
        ),
        # Brackets close by their number, and nothing waits for a mark that never comes.
        ("a b", "[x y](z)", [(0, 1, 0, 2), (2, 3, 3, 8)], [(0, 3, 0, 8)]),
        ("a b c", "[x b y", [(0, 1, 0, 2), (4, 5, 5, 6)], [(0, 1, 0, 2), (4, 5, 5, 6)]),
    ],
)
def test_marks_are_followed_from_change_to_change(base, revised, spans, expected):
    assert rebuilt(cut(base), cut(revised), spans) == cut(revised).tokens
    assert marks_joined(cut(base), cut(revised), spans) == expected


@pytest.mark.parametrize(
    ("text", "place", "is_bullet"),
    [
        ("* a", 0, True),
        ("*a", 0, False),
        ("*", 0, False),
        ("* ", 0, True),
        ("b\n* a", 2, True),
        ("b\n*a", 2, False),
        ("b * a", 2, False),
        ("b\n\n* a", 2, True),
    ],
)
def test_an_asterisk_that_opens_an_item_is_no_emphasis(text, place, is_bullet):
    assert cut(text).tokens[place] == "*"
    assert _is_bullet(cut(text).tokens, place) == is_bullet


@pytest.mark.parametrize(
    ("kept", "come", "hunks"),
    [("k l", 7, 1), ("k l", 6, 2), ("k l m", 7, 2), ("k", 3, 1), ("k", 2, 2), ("k. l", 7, 2), ("k; l", 7, 1)],
)
def test_two_words_that_stay_are_swallowed_by_eight_that_change_on_each_side(kept, come, hunks):
    new, more = (" ".join(f"{letter}{number}" for number in range(come)) for letter in "xy")
    base, revised = f"a {kept} b and so on", f"{new} {kept} {more} and so on"
    assert len(diff(base, revised)) == len(diff(revised, base)) == hunks
    assert len(diff(f"Say it in so many words now. {base}", f"Words. {revised}")) == hunks + 1


RUN = ["a", "b", "a", "a", "b"]


@pytest.mark.parametrize(
    ("before", "after", "revised_before", "revised_after"),
    [
        (["b"] * 9, ["a"] * 3, ["a"] * 9, ["b"] * 4),
        (["b"] * 9, [], ["a"] * 9, ["a"] * 4),  # the run ends one side, or begins it
        (["b"] * 9, ["a"] * 3, ["a"] * 9, []),
        ([], ["a"] * 9, ["b"] * 9, ["b"] * 4),
        (["b"] * 9, ["a"] * 9, [], ["b"] * 9),
    ],
)
def test_a_run_anchors_a_huge_gap_wherever_it_stands(
    monkeypatch, before, after, revised_before, revised_after
):
    monkeypatch.setattr(diff_module, "_LARGEST_GAP", 12)
    a, b = ["p", *before, *RUN, *after, "q"], ["p", *revised_before, *RUN, *revised_after, "q"]
    spans = changed_spans(a, b, (0, len(a), 0, len(b)))
    assert any(
        one[1] + len(RUN) <= other[0]
        for one, other in pairwise([(0, 1, 0, 1), *spans, (len(a) - 1, len(a), len(b) - 1, len(b))])
    )
    place = revised_place = 0
    for start, end, revised_start, revised_end in [*spans, (len(a), 0, len(b), 0)]:
        assert a[place:start] == b[revised_place:revised_start]
        place, revised_place = end, revised_end


@pytest.mark.parametrize(("limit", "pieces"), [(16, True), (15, False)])
def test_how_large_a_gap_is_does_not_depend_on_where_it_stands(monkeypatch, limit, pieces):
    monkeypatch.setattr(diff_module, "_LARGEST_GAP", limit)
    a, b = ["p", "p", *"abab", "q"], ["p", "p", *"baba", "q"]
    assert (len(changed_spans(a, b, (0, 7, 0, 7))) > 1) == pieces


def test_what_changes_beside_a_sentence_that_stays_is_told_apart():
    kept = "Water is a right of every person on earth. "
    base, revised = f"One. {kept}Two. {kept[:-1]}", f"Three. {kept}Four. {kept[:-1]}"
    found = diff(base, revised)
    assert found == [Hunk(0, 3, "Three"), Hunk(5 + len(kept), 8 + len(kept), "Four")]
    assert apply(base, found) == revised
