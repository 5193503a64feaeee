"""What moved from one revision to the next, and where removed sections are shown."""

import itertools

import pytest

from consult.reading.changes import _in_reading_order, _moved

# Sections before and after, and those that moved: the fewest whose move explains the new order.
MOVES = [
    ("nothing", "", "", ""),
    ("the same order", "abcd", "abcd", ""),
    ("one to the end", "abcd", "bcda", "a"),
    ("one to the beginning", "abcd", "dabc", "d"),
    ("one in the middle", "abcde", "acdbe", "b"),
    ("an added one moves nothing", "abcd", "axbcd", ""),
    ("a removed one moves nothing", "abcd", "acd", ""),
    ("added and removed at once", "abcd", "axcdy", ""),
    ("moved among added ones", "abcd", "xbcyda", "a"),
    ("nothing in common", "abc", "xyz", ""),
    ("everything new", "", "abc", ""),
    ("everything gone", "abc", "", ""),
]


@pytest.mark.parametrize(
    ("before", "after", "moved"), [case[1:] for case in MOVES], ids=[case[0] for case in MOVES]
)
def test_the_fewest_sections_are_said_to_have_moved(before: str, after: str, moved: str) -> None:
    found = _moved([ord(key) for key in before], [ord(key) for key in after])
    assert {chr(key) for key in found} == set(moved)


@pytest.mark.parametrize("after", list(itertools.permutations("abcd")), ids="".join)
def test_without_what_moved_the_rest_kept_its_order(after: tuple[str, ...]) -> None:
    moved = _moved([ord(key) for key in "abcd"], [ord(key) for key in after])
    kept = [key for key in after if ord(key) not in moved]
    assert kept == sorted(kept)
    assert len(moved) <= 3


@pytest.mark.parametrize("pair", [("ab", "ba"), ("abc", "cba")], ids=["two turned", "three turned"])
def test_a_turned_order_leaves_one_in_its_place(pair: tuple[str, str]) -> None:
    before, after = pair
    assert len(_moved([ord(key) for key in before], [ord(key) for key in after])) == len(before) - 1


# Sections before and after, and the order in which all of them are shown.
ORDERS = [
    ("a removed one stays after the one before it", "abc", "ac", "abc"),
    ("the first removed stands first", "abc", "bc", "abc"),
    ("the last removed stands last", "abc", "ab", "abc"),
    ("two removed in a row", "abcd", "ad", "abcd"),
    ("all removed", "abc", "", "abc"),
    ("added ones stand where they came", "ab", "axb", "axb"),
    ("removed beside added", "abc", "axc", "abxc"),
    ("removed after a moved one goes with it", "abc", "ca", "cab"),
    ("nothing there before", "", "ab", "ab"),
]


@pytest.mark.parametrize(
    ("before", "after", "shown"), [case[1:] for case in ORDERS], ids=[case[0] for case in ORDERS]
)
def test_removed_sections_are_shown_where_they_stood(before: str, after: str, shown: str) -> None:
    older = {ord(key): key for key in before}
    newer = {ord(key): key for key in after}
    rows = _in_reading_order(older, newer)  # type: ignore[arg-type]
    assert "".join(str(place) for _number, place in rows) == shown


@pytest.mark.parametrize("after", ["abcd", "dcba", "xaybz", "", "d"])
def test_every_section_of_both_is_shown_exactly_once(after: str) -> None:
    older = {ord(key): key for key in "abcd"}
    newer = {ord(key): key for key in after}
    rows = _in_reading_order(older, newer)  # type: ignore[arg-type]
    assert sorted(str(place) for _number, place in rows) == sorted({*"abcd", *after})
