"""How two changes of one base stand to each other, and where the lines between the kinds run."""

import pytest

from consult.merging import consolidate
from consult.text import Hunk

#       0         1         2         3         4         5
THREE = "Aa ab. Ba bb bc bd be. Ca cb."
BASE = "one two three, four five six seven eight nine ten. Eleven twelve."


def relation(one, other, base=BASE):
    """Return what two hunks of two amendments are to each other, seen from both."""
    groups = consolidate(base, {"a": [one], "b": [other]}).groups
    kinds = {relation.kind for group in groups for relation in group.relations}
    assert len(kinds) <= 1
    assert [len(group.relations) for group in groups] in ([0, 0], [1, 1])
    kind = kinds.pop() if kinds else None
    reason = "free" if kind in (None, "same-sentence") else "touching" if kind == "touching" else "clash"
    assert [group.reason for group in groups] == [reason, reason]
    return kind


def at(words, new="", base=BASE):
    start = base.index(words)
    return Hunk(start, start + len(words), new)


def before(words, new, base=BASE):
    return Hunk(base.index(words), base.index(words), new)


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        (at("one two", "x"), at("two three", "y"), "overlap"),
        (at("one two", "x"), at("one two", "y"), "overlap"),
        (at("one two", "x"), at("two", "y"), "overlap"),
        (at("one two", "x"), before("wo", "y"), "overlap"),
        (before("two", "x "), before("two", "y "), "same-point"),
        (at("one", "x"), at("two", "y"), "touching"),
        (at("three", "x"), at("four", "y"), "touching"),
        (at("one", "x"), before("two", "y "), "touching"),
        (at("one", "x"), Hunk(3, 3, " y"), "touching"),
        (before("one", "x "), at("one", "y"), "touching"),
        (at("ten", "x"), at("Eleven", "y"), "touching"),
        (at("twelve", "x"), Hunk(len(BASE), len(BASE), " Y."), "touching"),
        (at("one", "x"), at("three", "y"), "same-sentence"),
        (at("one", "x"), Hunk(7, 7, " y"), "same-sentence"),
        (at("nine", "x"), at("ten. Eleven", "y"), "touching"),
        (at("two", "x"), at("ten. Eleven", "y"), "same-sentence"),
        (at("nine", "x"), at("Eleven", "y"), None),
        (at("one", "x"), at("twelve", "y"), None),
        (at("two three, four five six seven eight nine", "x"), at("six", "y"), "contains"),
        (at("two three, four five six seven eight", "x"), at("six", "y"), "overlap"),
        (at("two three, four five six seven eight nine", "x"), before("six", "y "), "contains"),
        (at("two three, four five six seven eight nine", "x"), at("nine ten", "y"), "overlap"),
        (at("two three, four five six seven eight nine", "x"), before("two", "y "), "touching"),
    ],
)
def test_two_changes_stand_to_each_other_as_described(one, other, kind):
    assert relation(one, other) == kind
    assert relation(other, one) == kind


@pytest.mark.parametrize(
    ("base", "one", "other", "kind"),
    [
        # inserting “very ” before “very good” is also inserting it behind “very”, beside “good”
        ("It is very good to eat", Hunk(6, 6, "very "), Hunk(11, 15, "bad"), "touching"),
        ("It is very good to eat", Hunk(6, 6, "more "), Hunk(11, 15, "bad"), "same-sentence"),
        # deleting the second of two equal words is also deleting the first
        ("so it was very very good", Hunk(15, 20, ""), Hunk(6, 9, "is"), "touching"),
        # the middle one of three sentences, from end to end
        (THREE, at("Ba", "x", THREE), at("be", "y", THREE), "same-sentence"),
        (THREE, at("Aa", "x", THREE), at("be", "y", THREE), None),
        (THREE, at("Ba", "x", THREE), at("cb", "y", THREE), None),
        (THREE, at("ab. Ba", "x", THREE), at("be", "y", THREE), "same-sentence"),
        # letters that agree within a word give no room
        ("It is green grass to eat", Hunk(12, 12, "good "), Hunk(18, 20, "for"), "same-sentence"),
    ],
)
def test_where_words_could_stand_as_well_counts(base, one, other, kind):
    assert relation(one, other, base) == kind


def test_one_amendment_that_changes_neighbours_is_not_asked_about_them():
    both = [at("one", "x"), at("two", "y")]
    groups = consolidate(BASE, {"a": both, "b": both[:1]}).groups
    assert [group.state for group in groups] == ["in", "in"]
    assert [group.relations for group in groups] == [(), ()]


def test_relations_come_in_the_order_of_the_text():
    amendments = {"a": [at("five", "x")], "b": [at("one", "y")], "c": [at("nine", "z")]}
    middle = consolidate(BASE, amendments).groups[1]
    assert [relation.other.new for relation in middle.relations] == ["y", "z"]
