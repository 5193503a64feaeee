"""What touches what among many changes: nobody is missed, and nobody is asked about what is far away."""

import pytest

from consult.merging import Decision, Run, consolidate
from consult.text import Hunk

#       0   4   8     14   19   24  28    34
BASE = "one two three four five six seven eight."


def reasons(amendments, decisions=(), base=BASE):
    """Return why each group is in its state, by its words."""
    return {group.hunk.new: group.reason for group in consolidate(base, amendments, decisions).groups}


@pytest.mark.parametrize(
    ("amendments", "expected"),
    [
        # Three neighbours of three people are all asked about, whoever is in the middle.
        (
            {"a": [Hunk(0, 3, "x")], "b": [Hunk(4, 7, "y")], "c": [Hunk(8, 13, "z")]},
            {"x": "touching", "y": "touching", "z": "touching"},
        ),
        # One person's two are none, with a third beside them the nearer is.
        (
            {"a": [Hunk(0, 3, "x"), Hunk(4, 7, "y")], "c": [Hunk(8, 13, "z")]},
            {"x": "free", "y": "touching", "z": "touching"},
        ),
        (
            {"a": [Hunk(0, 3, "x")], "c": [Hunk(4, 7, "y"), Hunk(8, 13, "z")]},
            {"x": "touching", "y": "touching", "z": "free"},
        ),
        # What stands beside a clash, on either side, is asked about as well.
        (
            {"a": [Hunk(4, 7, "x")], "b": [Hunk(4, 7, "y")], "c": [Hunk(8, 13, "z")]},
            {"x": "clash", "y": "clash", "z": "touching"},
        ),
        (
            {"a": [Hunk(4, 7, "x")], "b": [Hunk(4, 7, "y")], "c": [Hunk(0, 3, "z")]},
            {"x": "clash", "y": "clash", "z": "touching"},
        ),
        # Who is in the clash has read both.
        (
            {"a": [Hunk(4, 7, "x"), Hunk(8, 13, "z")], "b": [Hunk(4, 7, "x")], "c": [Hunk(4, 7, "y")]},
            {"x": "clash", "y": "clash", "z": "touching"},
        ),
        (
            {"a": [Hunk(4, 4, "x "), Hunk(4, 7, "y")], "b": [Hunk(14, 18, "z")]},
            dict.fromkeys("yz", "free") | {"x ": "free"},
        ),
        ({}, {}),
    ],
)
def test_every_neighbour_is_asked_about_and_nobody_else(amendments, expected):
    assert reasons(amendments) == expected


def test_a_change_that_could_stand_earlier_touches_what_is_there():
    base = "so it was very very good. Nothing else here."
    amendments = {"a": [Hunk(6, 9, "x")], "b": [Hunk(15, 20, "")], "c": [Hunk(34, 38, "y")]}
    assert reasons(amendments, base=base) == {"x": "touching", "": "touching", "y": "free"}


@pytest.mark.parametrize(
    ("hunk", "span", "late", "between", "reason"),
    [
        # Words were adapted farther than the proposal went: what touches these words is asked about.
        (Hunk(0, 3, "x"), (0, 7), Hunk(8, 13, "late"), [], "touching"),
        (Hunk(0, 3, "x"), (0, 7), Hunk(14, 18, "late"), [], "free"),
        (Hunk(0, 3, "x"), (0, 3), Hunk(8, 13, "late"), [], "free"),
        (Hunk(8, 13, "x"), (4, 13), Hunk(0, 3, "late"), [], "touching"),
        (Hunk(14, 18, "x"), (8, 18), Hunk(0, 3, "late"), [], "free"),
        # The same where something else that was accepted stands between.
        (Hunk(0, 3, "x"), (0, 7), Hunk(8, 13, "late"), [Hunk(7, 7, "!"), Hunk(8, 8, "y ")], "touching"),
        (Hunk(8, 13, "x"), (4, 13), Hunk(0, 3, "late"), [Hunk(4, 4, "y ")], "touching"),
        # What was accepted is no such question: its author proposes both.
        (Hunk(24, 27, "x"), (24, 27), Hunk(8, 13, "late"), [Hunk(7, 7, "!"), Hunk(4, 7, "y")], "free"),
    ],
)
def test_what_touches_adapted_words_is_asked_about(hunk, span, late, between, reason):
    amendments = {"a": [hunk], "b": [*between, late]}
    decisions = [Decision(Hunk(*span, ""), "adapt", "own"), *(Decision(one, "accept") for one in between)]
    if span == (hunk.start, hunk.end):
        decisions[0] = Decision(hunk, "adapt", "own")
    assert reasons(amendments, decisions)["late"] == reason


def test_a_line_and_a_person_who_say_the_same_are_both_credited():
    line = [Run(3, frozenset({"c"})), Run(len(BASE) - 3, frozenset())]
    both = {"a": [Hunk(0, 3, "uno")], "line": [Hunk(0, 3, "uno")]}
    result = consolidate(BASE, both, origins={"line": line})
    assert result.attribution[0] == Run(3, frozenset({"a", "c"}))
    alone = consolidate(BASE, {"line": both["line"]}, origins={"line": line})
    assert alone.attribution[0] == Run(3, frozenset({"c"}))
