"""Anchors: what stands once on both sides, in the same order."""

import itertools
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.text import diff
from consult.text.anchors import anchors, gaps, moved_pieces, trimmed
from consult.text.diff import changed_spans

# The package names the function `diff`; its module is found beside it.
diff_module = sys.modules["consult.text.diff"]

items = st.lists(st.sampled_from("abcdefgh"), max_size=8)


def whole(a, b):
    return 0, len(a), 0, len(b)


@given(items, items)
def test_anchors_are_the_most_that_can_stand_in_one_order(a, b):
    found = anchors(a, b, whole(a, b))
    single = [item for item in a if a.count(item) == b.count(item) == 1]
    assert all(a[i] == b[j] and a[i] in single for i, j in found)
    assert all(one[0] < other[0] and one[1] < other[1] for one, other in itertools.pairwise(found))
    longest = max(
        len(some)
        for size in range(len(single) + 1)
        for some in itertools.combinations(single, size)
        if [b.index(item) for item in some] == sorted(b.index(item) for item in some)
    )
    assert len(found) == longest


@given(items, items)
def test_weighed_anchors_are_the_heaviest_that_can_stand_in_one_order(a, b):
    found = anchors(a, b, whole(a, b), weigh=ord)
    single = [item for item in a if a.count(item) == b.count(item) == 1]
    assert all(one[0] < other[0] and one[1] < other[1] for one, other in itertools.pairwise(found))
    heaviest = max(
        sum(map(ord, some))
        for size in range(len(single) + 1)
        for some in itertools.combinations(single, size)
        if [b.index(item) for item in some] == sorted(b.index(item) for item in some)
    )
    assert sum(ord(a[i]) for i, _ in found) == heaviest


@pytest.mark.parametrize("swap", [lambda one, other: (one, other), lambda one, other: (other, one)])
def test_of_two_sentences_that_change_places_the_shorter_one_moves(swap):
    long = "Each of the States must act on its own, and now. "
    short = "Water is a right of all. "
    first, second = swap(long, short)
    before, after = f"{first}{second}And so on.", f"{second}{first}And so on."
    assert {hunk.new or before[hunk.start : hunk.end] for hunk in diff(before, after)} == {short}


@given(items, items)
def test_nothing_outside_the_span_is_an_anchor(a, b):
    span = (1, max(len(a) - 1, 1), 1, max(len(b) - 1, 1))
    expected = anchors(a[1:-1], b[1:-1], whole(a[1:-1], b[1:-1]))
    assert anchors(a, b, span) == [(i + 1, j + 1) for i, j in expected]


@given(items, items)
def test_trimming_takes_off_what_both_begin_and_end_with(a, b):
    start, end, revised_start, revised_end = trimmed(a, b, whole(a, b))
    assert a[:start] == b[:revised_start]
    assert a[end:] == b[revised_end:]
    left, right = a[start:end], b[revised_start:revised_end]
    assert not left or not right or (left[0] != right[0] and left[-1] != right[-1])


def test_gaps_lie_before_between_and_after_the_anchors():
    assert gaps((0, 9, 0, 8), [(2, 1), (5, 5)]) == [(0, 2, 0, 1), (3, 5, 2, 5), (6, 9, 6, 8)]
    assert gaps((0, 4, 0, 4), [(0, 0), (1, 1), (3, 2)]) == [(2, 3, 2, 2), (4, 4, 3, 4)]
    assert gaps((2, 2, 3, 3), []) == []


@given(items, items)
def test_what_is_between_changed_spans_is_equal(a, b):
    position = revised_position = 0
    for start, end, revised_start, revised_end in [*changed_spans(a, b, whole(a, b)), (len(a), 0, len(b), 0)]:
        assert a[position:start] == b[revised_position:revised_start]
        position, revised_position = end, revised_end


def test_a_gap_too_large_for_the_least_change_is_anchored_by_runs(monkeypatch):
    monkeypatch.setattr(diff_module, "_LARGEST_GAP", 60)
    run = ["a", "b", "a", "a", "b"]
    a = ["b"] * 9 + run + ["a"] * 3
    b = ["a"] * 9 + run + ["b"] * 4
    kept = len(a) - sum(end - start for start, end, _, _ in changed_spans(a, b, whole(a, b)))
    assert kept >= len(run)


def test_a_huge_gap_without_any_anchor_is_one_change(monkeypatch):
    monkeypatch.setattr(diff_module, "_LARGEST_GAP", 0)
    assert changed_spans(["a", "b", "a"] * 2, ["b", "a", "b"] * 2, (0, 6, 0, 6)) == [(0, 6, 0, 6)]


@pytest.mark.parametrize(("limit", "least"), [(36, 2), (35, 1)])
def test_a_gap_of_the_largest_size_still_gets_the_least_change(monkeypatch, limit, least):
    monkeypatch.setattr(diff_module, "_LARGEST_GAP", limit)
    assert len(changed_spans(["a", "b", "a"] * 2, ["b", "a", "b"] * 2, (0, 6, 0, 6))) >= least
    assert (len(changed_spans(["a", "b", "a"] * 2, ["b", "a", "b"] * 2, (0, 6, 0, 6))) == 1) == (least == 1)


A, B, C, D = "We need clean water. ", "We need more. ", "Act. ", "The state pays for all of us, always. "


@pytest.mark.parametrize(
    ("old", "new", "spans", "moved"),
    [
        ([A, B, D], [D, A, B], [(0, 2, 0, 0), (3, 3, 1, 3)], {A.strip(), B.strip()}),
        (
            [A, D],
            [D, A.strip()],
            [(0, 1, 0, 0), (2, 2, 1, 2)],
            {A.strip()},
        ),  # the space around it is no matter
        ([C, D], [D, C], [(0, 1, 0, 0), (2, 2, 1, 2)], set()),  # too short
        ([A, B], [B, A], [(0, 2, 0, 2)], set()),  # within one span nothing is known
        ([A, D, B], [A, D, A], [(0, 1, 0, 1), (2, 3, 2, 3)], set()),  # it stays, and comes again
        ([A, D, A], [B, D, A, A], [(0, 1, 0, 1), (2, 3, 2, 4)], set()),  # it stands twice
        ([A, A, D], [D, A], [(0, 2, 0, 0), (3, 3, 1, 2)], set()),
        ([A, D], [D, A, A], [(0, 1, 0, 0), (2, 2, 1, 3)], set()),
    ],
)
def test_a_sentence_of_three_words_that_changes_spans_has_moved(old, new, spans, moved):
    assert moved_pieces(old, new, spans) == moved
