"""Consolidation, on cases that a person can check by eye."""

import pytest

from consult.merging import Decision, Run, consolidate
from consult.text import Hunk, apply

BASE = "We will fund universal access to clean water. States must act now."
FUND = Hunk(8, 12, "pay for")
FINANCE = Hunk(8, 12, "finance")
SOON = Hunk(62, 65, "soon")


def group(result, hunk):
    return next(group for group in result.groups if group.hunk == hunk)


def kinds(result, hunk):
    return {relation.other: relation.kind for relation in group(result, hunk).relations}


def test_identical_changes_are_one_group_with_its_supporters():
    result = consolidate(BASE, {"b": BASE.replace("now", "soon"), "a": [SOON]})
    assert [(g.hunk, g.supporters, g.state, g.reason) for g in result.groups] == [
        (SOON, ("a", "b"), "in", "free")
    ]
    assert result.text == BASE.replace("now", "soon")


def test_a_clash_is_open_and_the_base_stays():
    result = consolidate(BASE, {"a": [FUND], "b": [FUND], "c": [FINANCE, SOON]})
    assert result.text == BASE.replace("now", "soon")
    assert [clash.suggestion for clash in result.clashes] == [(FUND,)]
    assert (result.clashes[0].start, result.clashes[0].end) == (8, 12)
    assert group(result, FINANCE).state == "open"
    assert group(result, FINANCE).reason == "clash"
    assert result.outcome("c").share == "part"
    assert result.outcome("c").missing == (group(result, FINANCE),)


def test_touching_changes_are_asked_about():
    universal = Hunk(13, 22, "equal")
    result = consolidate(BASE, {"a": [FUND], "b": [universal]})
    assert kinds(result, FUND) == {universal: "touching"}
    assert result.text == BASE
    assert result.clashes == ()


def test_changes_that_one_amendment_makes_side_by_side_are_in():
    assert consolidate("red, blue", {"a": "green, yellow"}).text == "green, yellow"


def test_changes_of_one_sentence_are_read_together_but_both_in():
    water = Hunk(39, 44, "air")
    result = consolidate(BASE, {"a": [FUND], "b": [water]})
    assert kinds(result, FUND) == {water: "same-sentence"}
    assert result.text == "We will pay for universal access to clean air. States must act now."


def test_a_rewrite_contains_the_spots_within_it():
    rewrite = Hunk(0, 45, "Water is for all.")
    result = consolidate(BASE, {"a": [rewrite], "b": [FUND]})
    assert kinds(result, FUND) == {rewrite: "contains"}
    assert group(result, FUND).state == "open"


def test_two_insertions_at_one_point_clash_and_can_both_be_accepted():
    first, second = Hunk(8, 8, "always "), Hunk(8, 8, "soon ")
    amendments = {"a": [second], "b": [first], "c": [first]}
    result = consolidate(BASE, amendments)
    assert kinds(result, first) == {second: "same-point"}
    assert len(result.clashes) == 1
    both = consolidate(BASE, amendments, [Decision(second, "accept"), Decision(first, "accept")])
    assert both.text.startswith("We will always soon fund")
    assert both.clashes == ()


def test_decisions_take_effect():
    result = consolidate(
        BASE, {"a": [FUND], "b": [FINANCE]}, [Decision(FUND, "accept"), Decision(FINANCE, "decline")]
    )
    assert "will pay for universal" in result.text
    assert result.clashes == ()
    assert result.outcome("a").share == "all"
    assert result.outcome("b").share == "none"


def test_an_adapted_group_credits_words_taken_over_and_the_facilitator():
    result = consolidate(BASE, {"a": [FUND]}, [Decision(FUND, "adapt", "pay for and deliver")])
    assert "will pay for and deliver universal" in result.text
    assert result.outcome("a").share == "part"
    assert result.attribution[1:3] == (Run(7, frozenset("a")), Run(12, frozenset({"editorial"})))


def test_a_late_group_against_something_decided_is_open_and_the_text_stays():
    before = consolidate(BASE, {"a": [FUND]}, [Decision(FUND, "accept")])
    after = consolidate(BASE, {"a": [FUND], "b": [FINANCE]}, [Decision(FUND, "accept")])
    assert after.text == before.text
    assert (group(after, FINANCE).state, group(after, FINANCE).reason) == ("open", "superseded")


@pytest.mark.parametrize(
    "decisions",
    [
        [Decision(Hunk(0, 1, "x"), "accept")],
        [Decision(FUND, "adapt")],
        [Decision(FUND, "accept"), Decision(FINANCE, "accept")],
        [Decision(FUND, "accept"), Decision(FUND, "decline")],
        [Decision(FUND, "accept"), Decision(Hunk(8, 22, ""), "adapt", "give")],
        [Decision(Hunk(0, 999, ""), "adapt", "give")],
        [Decision(FUND, "perhaps")],
    ],
)
def test_decisions_that_cannot_stand_are_refused(decisions):
    with pytest.raises(ValueError, match=r"."):
        consolidate(BASE, {"a": [FUND], "b": [FINANCE]}, decisions)


def test_words_kept_inside_a_replaced_span_keep_their_origin():
    runs = [Run(8, frozenset()), Run(37, frozenset({"old"})), Run(21, frozenset())]
    hunk = Hunk(23, 44, "free access to clean air")
    result = consolidate(BASE, {"a": [hunk]}, attribution=runs)
    start = result.text.index("access")
    assert _origins_at(result, start) == {"old"}
    assert _origins_at(result, result.text.index("air")) == {"a"}


def test_a_regional_line_is_traced_through_to_its_contributions():
    line = BASE.replace("fund", "pay for")
    runs = [Run(8, frozenset()), Run(7, frozenset({"c1", "c2"})), Run(len(line) - 15, frozenset())]
    result = consolidate(BASE, {"africa": line, "a": [SOON]}, origins={"africa": runs})
    assert _origins_at(result, result.text.index("pay")) == {"c1", "c2"}
    assert _origins_at(result, result.text.index("soon")) == {"a"}


def test_a_moved_sentence_keeps_its_origin():
    first, right, last = (
        "One thing first of all.",
        "Every person on this earth has a right to water.",
        "Last of all comes a word about money.",
    )
    base, moved = " ".join([first, right, last]), " ".join([first, last, right])
    runs = [Run(24, frozenset()), Run(49, frozenset({"old"})), Run(len(base) - 73, frozenset())]
    result = consolidate(base, {"a": moved}, attribution=runs)
    assert result.text == moved
    deletion, insertion = (g for g in result.groups if g.move)
    assert (deletion.move, insertion.move) == (insertion.hunk, deletion.hunk)
    assert _origins_at(result, result.text.index("person")) == {"old"}


def test_the_shortest_move_there_is_names_its_other_half():
    base = "a b c d e f. Keep all this."
    gone, come = Hunk(0, 11, ""), Hunk(26, 26, "a b c d e f")
    result = consolidate(base, {"a": [gone, come]})
    assert {g.hunk: g.move for g in result.groups} == {gone: come, come: gone}
    short = [Hunk(0, 9, ""), Hunk(26, 26, "a b c d e")]
    assert [g.move for g in consolidate(base, {"a": short}).groups] == [None, None]


def _origins_at(result, place):
    position = 0
    for run in result.attribution:
        position += run.length
        if place < position:
            return set(run.origins)
    raise AssertionError(place)


def test_names_and_runs_that_cannot_be_are_refused():
    with pytest.raises(ValueError, match="editorial"):
        consolidate(BASE, {"editorial": [SOON]})
    with pytest.raises(ValueError, match="covers 3"):
        consolidate(BASE, {}, attribution=[Run(3, frozenset())])
    with pytest.raises(ValueError, match="amendment 'a'"):
        consolidate(BASE, {"a": [FUND, FINANCE]})
    with pytest.raises(ValueError, match="unknown amendment"):
        consolidate(BASE, {}, origins={"a": []})


def test_the_changes_make_the_base_into_the_text() -> None:
    base = "Water is a right. Bread is dear."
    bread = Hunk(base.index("dear"), base.index("dear") + 4, "cheap")
    water = Hunk(base.index("a right"), base.index("a right") + 7, "a human right")
    taken = consolidate(base, {"one": [bread], "two": [water]}, [Decision(bread, "adapt", "shared")])
    assert [hunk.new for hunk in taken.changes] == ["a human right", "shared"]
    assert apply(base, taken.changes) == taken.text
