"""Where words could stand as well, which word follows, and what two changes on it are to each other."""

import pytest
from drawn import relation_between

from consult.merging import Decision, consolidate
from consult.merging.attribution import Origins, Run, credit_to, kept_runs, runs_of_replacement, united
from consult.merging.ground import Ground, overlap, same_point
from consult.merging.groups import supporters_of
from consult.text import Hunk

X, Y, NOBODY = frozenset("x"), frozenset("y"), frozenset()
BASE = "one two three four. Five six seven eight."


@pytest.mark.parametrize(
    ("base", "hunk", "extent"),
    [
        # Equal words on the left, on the right, on both sides.
        ("very good", Hunk(0, 0, "very "), (0, 5)),
        ("very good", Hunk(5, 5, "very "), (0, 5)),
        ("a a a ", Hunk(2, 4, ""), (0, 6)),
        # Half of a word that repeats itself can be rolled to the edge of that word.
        ("abab cd", Hunk(2, 4, ""), (0, 4)),
        ("xabab cd", Hunk(3, 5, ""), (3, 5)),
        ("xx abab", Hunk(3, 5, ""), (3, 7)),
        # Letter by letter: not one may differ.
        ("ac ab cd", Hunk(0, 0, "ab "), (0, 0)),
        ("cd ba ca", Hunk(8, 8, " ba"), (8, 8)),
        ("one two", Hunk(4, 4, "x"), (4, 4)),
        ("one two", Hunk(7, 7, " two"), (3, 7)),
        # A replacement stands where it stands, and so does what changes nothing.
        ("very good", Hunk(0, 4, "very"), (0, 4)),
        ("very good", Hunk(4, 4, ""), (4, 4)),
        ("", Hunk(0, 0, "x"), (0, 0)),
    ],
)
def test_a_change_could_stand_as_well_over_equal_whole_words(base, hunk, extent):
    stand = Ground(base).stand(hunk)
    assert (stand.earliest, stand.latest) == extent


@pytest.mark.parametrize(
    ("end", "reach"),
    [(0, 3), (3, 7), (4, 7), (5, 13), (14, 18), (18, 24), (40, 42), (41, 42)],
)
def test_a_change_reaches_to_the_end_of_the_next_untouched_word(end, reach):
    assert Ground(BASE).stand(Hunk(end, end, "?")).reach == reach


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        # The same words, a part of them, within them.
        (Hunk(4, 7, "a"), Hunk(4, 7, "b"), "overlap"),
        (Hunk(4, 13, "a"), Hunk(8, 18, "b"), "overlap"),
        (Hunk(4, 13, "a"), Hunk(5, 5, "b"), "overlap"),
        (Hunk(0, 41, "a"), Hunk(8, 13, "b"), "contains"),
        (Hunk(0, 41, "a"), Hunk(35, 41, "b"), "contains"),
        (Hunk(0, 41, "a"), Hunk(0, 3, "b"), "contains"),
        (Hunk(4, 41, "a"), Hunk(0, 7, "b"), "overlap"),
        (Hunk(0, 41, "a"), Hunk(0, 41, "b"), "overlap"),  # two rewrites of one span
        (Hunk(0, 35, "a"), Hunk(8, 13, "b"), "overlap"),  # seven words are no rewrite
        # One point.
        (Hunk(4, 4, "a "), Hunk(4, 4, "b "), "same-point"),
        # Neighbours, with nothing or with a word between them.
        (Hunk(0, 3, "a"), Hunk(4, 7, "b"), "touching"),
        (Hunk(4, 4, "a "), Hunk(4, 7, "b"), "touching"),
        (Hunk(0, 3, "a"), Hunk(8, 13, "b"), "same-sentence"),
        (Hunk(0, 3, "a"), Hunk(14, 18, "b"), "same-sentence"),
        (Hunk(14, 18, "a"), Hunk(20, 24, "b"), "touching"),
        (Hunk(8, 13, "a"), Hunk(20, 24, "b"), None),
        (Hunk(0, 3, "a"), Hunk(25, 28, "b"), None),
        (Hunk(0, 3, "a"), Hunk(14, 24, "b"), "same-sentence"),
    ],
)
def test_two_changes_stand_to_each_other_whichever_comes_first(one, other, kind):
    ground = Ground(BASE)
    for first, second in ((one, other), (other, one)):
        assert relation_between(ground, first, second) == kind
        together = kind if kind in ("overlap", "contains", "same-point") else None
        assert relation_between(ground, first, second, together=True) == together
    assert overlap(one, other) == overlap(other, one) == (kind in ("overlap", "contains"))
    assert same_point(one, other) == same_point(other, one) == (kind == "same-point")


@pytest.mark.parametrize(
    ("hunks", "order"),
    [
        # By place; an insertion before the words at its point.
        ({"a": [Hunk(5, 6, "x")], "b": [Hunk(1, 2, "y")]}, ["y", "x"]),
        ({"a": [Hunk(1, 2, "x")], "b": [Hunk(1, 1, "y")]}, ["y", "x"]),
        # At one place: within a paragraph, then by support, by name, by words.
        ({"a": [Hunk(1, 1, "\n\nx")], "b": [Hunk(1, 1, "y")]}, ["y", "\n\nx"]),
        ({"a": [Hunk(1, 1, "x")], "b": [Hunk(1, 1, "y")], "c": [Hunk(1, 1, "y")]}, ["y", "x"]),
        ({"a": [Hunk(1, 1, "y")], "b": [Hunk(1, 1, "x")]}, ["y", "x"]),
        ({name: [Hunk(1, 1, words)] for name, words in zip("abcd", "yxxy", strict=True)}, ["y", "x"]),
        ({"a": [Hunk(1, 1, "y"), Hunk(1, 1, "x")]}, ["x", "y"]),
    ],
)
def test_groups_stand_in_one_order_however_they_come(hunks, order):
    assert [hunk.new for hunk in supporters_of(hunks)] == order
    assert [hunk.new for hunk in supporters_of(dict(reversed(hunks.items())))] == order


def test_an_amendment_that_says_a_thing_twice_supports_it_once():
    twice = Hunk(1, 1, "x")
    assert supporters_of({"b": [twice, twice], "a": [twice]}) == {twice: ("a", "b")}


@pytest.mark.parametrize(
    ("late", "reason"),
    [
        (Hunk(4, 7, "late"), "superseded"),  # the words that were adapted
        (Hunk(5, 5, "late"), "superseded"),
        (Hunk(0, 7, "late"), "superseded"),
        (Hunk(4, 13, "late"), "superseded"),
        (Hunk(8, 13, "late"), "touching"),  # beside them on either side
        (Hunk(0, 3, "late"), "touching"),
        (Hunk(14, 18, "late"), "free"),  # away from them
        (Hunk(29, 34, "late"), "free"),
    ],
)
def test_what_comes_after_an_adapted_text_is_asked_about_where_it_meets_it(late, reason):
    early = Hunk(4, 7, "zwei")
    result = consolidate(BASE, {"a": [early], "b": [late]}, [Decision(early, "adapt", "deux")])
    group = next(group for group in result.groups if group.hunk == late)
    assert group.reason == reason
    assert ("late" in result.text) == (reason == "free")
    assert "deux" in result.text


@pytest.mark.parametrize(
    ("decisions", "words"),
    [
        ([Decision(Hunk(0, 3, "x"), "keep")], "unknown outcome 'keep'"),
        ([Decision(Hunk(4, 7, "zwei"), "adapt")], "is adapted without text"),
        ([Decision(Hunk(0, 99, ""), "adapt", "x")], "does not lie within a text of 41 code points"),
        ([Decision(Hunk(0, 3, "x"), "accept")], "no amendment proposes"),
        ([Decision(Hunk(0, 3, "x"), "adapt", "y")], "no amendment proposes"),
        ([Decision(Hunk(5, 7, ""), "adapt", "y")], "no amendment proposes"),
        (
            [Decision(Hunk(4, 7, "zwei"), "accept"), Decision(Hunk(4, 7, "zwei"), "decline")],
            "two decisions on",
        ),
        ([Decision(Hunk(4, 7, "zwei"), "accept"), Decision(Hunk(4, 8, ""), "adapt", "y")], "overlap"),
    ],
)
def test_a_decision_that_cannot_stand_says_why(decisions, words):
    with pytest.raises(ValueError, match=words):
        consolidate(BASE, {"a": [Hunk(4, 7, "zwei")]}, decisions)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (0, 6, [Run(2, X), Run(4, Y)]),
        (0, 2, [Run(2, X)]),
        (2, 6, [Run(4, Y)]),
        (1, 3, [Run(1, X), Run(1, Y)]),
        (3, 3, []),
        (6, 6, []),
    ],
)
def test_origins_of_a_span_are_cut_at_its_edges(start, end, expected):
    origins = Origins(6, [Run(2, X), Run(0, NOBODY), Run(4, Y)])
    assert origins.between(start, end) == expected
    assert origins.of_all(start, end) == NOBODY.union(*(run.origins for run in expected))


@pytest.mark.parametrize(
    ("old", "new", "kept"),
    [
        ("one two", "one two", [(0, 3, 0, 3), (3, 4, 3, 4), (4, 7, 4, 7)]),
        ("one two", "two", [(4, 7, 0, 3)]),
        ("one two", "six two", [(3, 4, 3, 4), (4, 7, 4, 7)]),
        ("one, two", "six, ten", []),  # a comma is nobody's
        ("l’eau", "l'eau", [(0, 5, 0, 5)]),
        ("", "one", []),
        ("one", "", []),
    ],
)
def test_kept_words_are_told_from_kept_commas(old, new, kept):
    assert [tuple(token[:4]) for run in kept_runs(old, new) for token in run] == kept


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("one two", "six two", [(3, "new"), (1, "x"), (3, "x")]),
        ("one two", "one six", [(3, ""), (1, ""), (3, "new")]),
        ("", "six", [(3, "new")]),
        ("one two", "", []),
    ],
)
def test_new_words_are_credited_and_kept_ones_keep_their_origin(old, new, expected):
    origins = Origins(2 + len(old), [Run(2, Y), Run(min(len(old), 4), NOBODY), Run(max(len(old) - 4, 0), X)])
    runs = runs_of_replacement(old, origins, 2, new, credit_to(["new"]))
    found = [(run.length, "".join(run.origins)) for run in runs]
    assert found == expected


def test_layers_are_cut_wherever_one_of_them_is():
    layers = [[Run(2, X), Run(2, NOBODY)], [Run(3, NOBODY), Run(1, Y)]]
    assert united(4, layers) == [Run(2, X), Run(1, NOBODY), Run(1, Y)]
    assert united(0, [[Run(0, X)]]) == []
