"""Whose words a facilitator's wording takes over: by one rule for attribution and for what each is told."""

import pytest
from drawn import amended
from hypothesis import given
from hypothesis import strategies as st

from consult.merging import EDITORIAL, Decision, Run, consolidate
from consult.merging.borrowed import Wording, borrowed
from consult.text import Hunk

BASE = "We will fund clean water. States must act now."
FUND = Hunk(8, 12, "pay for")
LONG = Hunk(8, 12, "finance and maintain in good order the supply of")


def adapted(words, proposal, **more):
    """Return the consolidation in which a proposal was adapted with these words."""
    return consolidate(BASE, {"a": [proposal]}, [Decision(proposal, "adapt", words)], **more)


def owners(result):
    """Return the words of each run with the names of whom they come from; the base's own are left out."""
    found, place = [], 0
    for run in result.attribution:
        if run.origins:
            found.append((result.text[place : place + run.length], "".join(sorted(run.origins))))
        place += run.length
    return found


@pytest.mark.parametrize(
    ("proposal", "words", "share", "expected"),
    [
        (LONG, "give money for the", "none", [("give money for the", EDITORIAL)]),
        (LONG, "care and pay for", "none", [("care and pay for", EDITORIAL)]),
        (LONG, "care, and in, the", "none", [("care, and in, the", EDITORIAL)]),
        (
            LONG,
            "keep in good order",
            "part",
            [("keep ", EDITORIAL), ("in good order", "a")],
        ),
        (LONG, "see the supply of", "part", [("see ", EDITORIAL), ("the supply of", "a")]),
        (LONG, "see supply of", "none", [("see supply of", EDITORIAL)]),
        (FUND, "pay in full", "part", [("pay", "a"), (" in full", EDITORIAL)]),
        (FUND, "  pay  ", "part", [("  ", EDITORIAL), ("pay", "a"), ("  ", EDITORIAL)]),
        (FUND, "be there", "none", [("be there", EDITORIAL)]),
        (FUND, "pay for", "all", [("pay for", "a")]),
        (Hunk(8, 12, ""), "fund", "none", []),
        (Hunk(8, 12, ""), "", "all", []),
        (Hunk(24, 25, "!"), "?!", "none", [("?!", EDITORIAL)]),
    ],
)
def test_a_stretch_counts_with_three_words_or_half_of_the_proposal(proposal, words, share, expected):
    result = adapted(words, proposal)
    assert result.outcome("a").share == share
    assert owners(result) == expected


def test_words_of_the_base_within_a_proposal_are_not_its_authors():
    rewrite = Hunk(0, 25, "All States shall pay for clean water and guarantee it for everybody.")
    result = adapted("We want nothing but clean water.", rewrite)
    assert result.outcome("a").share == "none"
    assert {names for _, names in owners(result)} == {EDITORIAL}


def test_each_of_several_alternatives_is_held_against_the_words_for_itself():
    other = Hunk(8, 12, "see to the supply of")
    result = consolidate(
        BASE,
        {"a": [LONG], "b": [other], "c": [other]},
        [Decision(Hunk(8, 12, ""), "adapt", "care for the supply of")],
    )
    assert owners(result) == [("care for ", EDITORIAL), ("the supply of", "abc")]
    assert [result.outcome(name).share for name in "abc"] == ["part", "part", "part"]


def test_who_wrote_the_base_is_not_told_that_a_new_proposal_is_in():
    mine = [Run(len(BASE), frozenset({"a"}))]
    result = adapted("give money for", LONG, attribution=mine)
    assert result.outcome("a").share == "none"


def test_moved_words_keep_their_authors_also_where_the_move_is_adapted():
    base = "Water is for all of us here. Land is for some. Air is free."
    move = [Hunk(0, 29, ""), Hunk(46, 46, " Water is for all of us here.")]
    runs = [Run(29, frozenset("w")), Run(len(base) - 29, frozenset())]
    decisions = [
        Decision(move[0], "accept"),
        Decision(move[1], "adapt", " Yes, water is for all of us here."),
    ]
    result = consolidate(base, {"a": move}, decisions, attribution=runs)
    assert ("is for all of us here", "w") in [(words.strip(" ."), names) for words, names in owners(result)]
    assert {names for _, names in owners(result)} == {EDITORIAL, "w"}


def test_a_line_whose_words_are_taken_is_told_so_and_its_contributions_are_credited():
    line = [Run(8, frozenset()), Run(len(LONG.new), frozenset({"c"})), Run(len(BASE) - 12, frozenset())]
    words = "keep in good order the supply of"
    result = consolidate(BASE, {"a": [LONG]}, [Decision(LONG, "adapt", words)], origins={"a": line})
    assert owners(result) == [("keep ", EDITORIAL), ("in good order the supply of", "c")]
    assert result.outcome("a").share == "part"


@given(amended(1, 3), st.data())
def test_who_is_credited_is_told_part_and_the_reverse(drawn, data):
    base, amendments = drawn
    groups = consolidate(base, amendments).groups
    if not groups:
        return
    group = data.draw(st.sampled_from(groups))
    words = data.draw(st.sampled_from(["the", "a right", f"so {group.hunk.new} now", group.hunk.new[1:], ""]))
    others = [Decision(other.hunk, "decline") for other in groups if other is not group]
    result = consolidate(base, amendments, [Decision(group.hunk, "adapt", words), *others])
    credited = frozenset().union(*(run.origins for run in result.attribution)) - {EDITORIAL}
    for name in amendments:
        if result.outcome(name).share == "none":
            assert name not in credited
        elif result.outcome(name).missing and not any(word.move for word in groups):
            assert name in credited or any(g.state == "in" and name in g.supporters for g in result.groups)


few_words = st.lists(st.sampled_from(["the", "and", "water", "of", ","]), max_size=9).map(" ".join)


@given(few_words, few_words, few_words)
def test_a_borrowed_stretch_runs_from_word_to_word_and_is_long_enough(old, proposed, words):
    proposal, wording = Wording(old, proposed), Wording(old, words)
    for stretch in borrowed(proposal, wording):
        assert stretch[0].is_word
        assert stretch[-1].is_word
        own = [t for t in stretch if t.is_word and t.start in wording.own and t.old_start in proposal.own]
        assert len(own) >= 3 or len(own) * 2 >= len(proposal.own) > 0
        assert all(proposed[t.old_start : t.old_end] == words[t.start : t.end] for t in stretch)
