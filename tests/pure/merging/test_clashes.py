"""Clashes, their suggestions, and the decisions that settle them."""

import dataclasses

import pytest

from consult.merging import Decision, compose_hunks, consolidate, group_key
from consult.text import Hunk

BASE = "one two three four five six"
WIDE, LEFT, RIGHT = Hunk(0, 13, "all"), Hunk(0, 3, "eins"), Hunk(8, 13, "drei")


def suggestion(support, decisions=()):
    """Return what is suggested where hunks have so many supporters."""
    amendments = {}
    for hunk, count in support.items():
        amendments |= {f"{len(amendments)}-{number}": [hunk] for number in range(count)}
    clashes = consolidate(BASE, amendments, decisions).clashes
    assert len(clashes) <= 1
    return clashes[0].suggestion if clashes else None


@pytest.mark.parametrize(
    ("support", "expected"),
    [
        ({WIDE: 1, LEFT: 1, RIGHT: 1}, (LEFT, RIGHT)),
        ({WIDE: 3, LEFT: 1, RIGHT: 1}, (WIDE,)),
        ({WIDE: 2, LEFT: 1, RIGHT: 1}, (WIDE,)),  # of equals the fewest groups
        ({Hunk(0, 18, "all"): 2, LEFT: 1, RIGHT: 1}, (Hunk(0, 18, "all"),)),
        ({WIDE: 2, LEFT: 2, RIGHT: 1}, (LEFT, RIGHT)),
        ({Hunk(4, 4, "x "): 1, Hunk(4, 4, "y "): 2}, (Hunk(4, 4, "y "),)),
        ({Hunk(4, 7, "x"): 1, Hunk(4, 7, "y"): 1}, (Hunk(4, 7, "x"),)),
        (
            {WIDE: 1, Hunk(3, 3, "x"): 1, LEFT: 1, Hunk(3, 7, "z"): 1},
            (LEFT, Hunk(3, 3, "x"), Hunk(3, 7, "z")),
        ),
    ],
)
def test_the_suggestion_is_the_set_with_most_support_and_fewest_groups(support, expected):
    assert suggestion(support) == expected


def test_a_suggestion_keeps_to_what_is_decided():
    support = {WIDE: 3, LEFT: 1, RIGHT: 1}
    assert suggestion(support, [Decision(LEFT, "accept")]) == (LEFT, RIGHT)
    assert suggestion(support, [Decision(WIDE, "decline")]) == (LEFT, RIGHT)
    assert suggestion(support, [Decision(hunk, "decline") for hunk in support]) is None


def test_a_clash_spans_all_its_groups_and_lists_them_in_order():
    clash = consolidate(BASE, {"a": [Hunk(4, 13, "x")], "b": [LEFT, Hunk(8, 18, "y")], "c": [WIDE]}).clashes[
        0
    ]
    assert [group.hunk for group in clash.groups] == [LEFT, WIDE, Hunk(4, 13, "x"), Hunk(8, 18, "y")]
    assert (clash.start, clash.end) == (0, 18)


def test_separate_spots_are_separate_clashes():
    amendments = {"a": [LEFT, Hunk(19, 23, "x")], "b": [Hunk(0, 3, "un"), Hunk(19, 23, "y")]}
    assert [(c.start, c.end) for c in consolidate(BASE, amendments).clashes] == [(0, 3), (19, 23)]


def test_at_one_point_the_most_supported_stands_first_and_paragraphs_last():
    paragraph, inline, rare = Hunk(27, 27, "\n\nNew."), Hunk(27, 27, " seven"), Hunk(27, 27, " acht")
    amendments = {"a": [paragraph], "b": [paragraph], "c": [inline], "d": [inline], "e": [rare]}
    result = consolidate(BASE, amendments, [Decision(hunk, "accept") for hunk in (rare, paragraph, inline)])
    assert result.text == BASE + " seven acht\n\nNew."
    assert [group.hunk for group in result.groups] == [inline, rare, paragraph]


def test_groups_of_equal_support_at_one_point_stand_in_the_order_of_their_first_names():
    first, second = Hunk(4, 4, "zz "), Hunk(4, 4, "aa ")
    assert [g.hunk for g in consolidate(BASE, {"b": [second], "a": [first]}).groups] == [first, second]


def test_an_adapted_clash_settles_its_span():
    span = Hunk(0, 13, "")
    result = consolidate(BASE, {"a": [LEFT], "b": [Hunk(4, 13, "zwei")]}, [Decision(span, "adapt", "few")])
    assert result.text == "few four five six"
    assert [(g.state, g.reason, g.decided) for g in result.groups] == [("open", "superseded", False)] * 2
    assert result.changes == (Hunk(0, 13, "few"),)


@pytest.mark.parametrize(
    ("late", "reason"),
    [
        (Hunk(4, 7, "z"), "superseded"),
        (Hunk(3, 3, " z"), "touching"),
        (Hunk(8, 13, "z"), "touching"),
        (Hunk(14, 18, "z"), "free"),
    ],
)
def test_a_group_beside_an_adapted_span_is_asked_about(late, reason):
    amendments = {"a": [Hunk(4, 7, "zwei")], "late": [late]}
    result = consolidate(BASE, amendments, [Decision(Hunk(4, 7, "zwei"), "adapt", "own")])
    group = next(group for group in result.groups if group.hunk == late)
    assert (group.state, group.reason) == ("in" if reason == "free" else "open", reason)


def test_the_same_decision_twice_is_one():
    result = consolidate(BASE, {"a": [LEFT]}, [Decision(LEFT, "accept"), Decision(LEFT, "accept")])
    assert result.text.startswith("eins two")


def test_values_of_the_engine_cannot_be_changed():
    group = consolidate(BASE, {"a": [LEFT]}).groups[0]
    for value, field in ((group, "state"), (LEFT, "new"), (Decision(LEFT, "accept"), "text")):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(value, field, "x")


def test_a_key_names_a_change_and_nothing_else():
    keys = {group_key(hunk) for hunk in (LEFT, RIGHT, Hunk(0, 3, ""), Hunk(0, 30, ""), Hunk(1, 3, "eins"))}
    assert len(keys) == 5
    assert all(len(key) == 16 and int(key, 16) >= 0 for key in keys)
    assert consolidate(BASE, {"a": [LEFT]}).groups[0].key == group_key(LEFT)


def test_an_unknown_amendment_has_no_outcome():
    with pytest.raises(KeyError):
        consolidate(BASE, {}).outcome("a")
    assert consolidate(BASE, {"a": BASE}).outcome("a").share == "all"


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ([Hunk(0, 3, "eins")], [Hunk(0, 4, "un")], [Hunk(0, 3, "un")]),
        ([Hunk(0, 3, "eins")], [Hunk(0, 2, "k")], [Hunk(0, 3, "kns")]),
        ([Hunk(0, 3, "eins")], [Hunk(5, 8, "zwei")], [Hunk(0, 3, "eins"), Hunk(4, 7, "zwei")]),
        ([Hunk(0, 3, "eins")], [Hunk(2, 8, "x")], [Hunk(0, 7, "eix")]),
        ([Hunk(4, 4, "x ")], [Hunk(4, 6, "")], [Hunk(4, 4, "")]),
        ([Hunk(4, 8, "")], [Hunk(4, 4, "x ")], [Hunk(4, 8, "x ")]),
        ([Hunk(4, 8, "")], [Hunk(2, 7, "y")], [Hunk(2, 11, "y")]),
        ([], [LEFT], [LEFT]),
        ([LEFT], [], [LEFT]),
    ],
)
def test_two_steps_become_the_hunks_of_one(first, second, expected):
    assert compose_hunks(first, second) == expected
