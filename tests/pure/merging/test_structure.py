"""Sections added, removed, moved, split and joined."""

import pytest

from consult.merging import (
    AddSection,
    MoveSection,
    RemoveSection,
    Run,
    StructureDecision,
    consolidate_structure,
    join_sections,
    split_section,
)

SECTIONS = ["a", "b", "c", "d"]


def test_equal_proposals_are_one_group_and_in():
    result = consolidate_structure(SECTIONS, {"2": RemoveSection("b"), "1": [RemoveSection("b")]})
    assert result.sections == ("a", "c", "d")
    assert [(g.supporters, g.state) for g in result.groups] == [(("1", "2"), "in")]


def test_sections_are_added_and_moved_to_places_of_the_base():
    new = AddSection("a", "New\n\nText")
    result = consolidate_structure(SECTIONS, {"1": new, "2": MoveSection("d", "")})
    assert result.sections == ("d", "a", new, "b", "c")


def test_removing_and_moving_one_section_clash():
    move, remove = MoveSection("b", "c"), RemoveSection("b")
    result = consolidate_structure(SECTIONS, {"1": move, "2": remove})
    assert result.sections == tuple(SECTIONS)
    assert [{g.change for g in clash.groups} for clash in result.clashes] == [{move, remove}]
    assert result.outcome("1").share == "none"
    decided = consolidate_structure(
        SECTIONS,
        {"1": move, "2": remove},
        [StructureDecision(move, "accept"), StructureDecision(remove, "decline")],
    )
    assert decided.sections == ("a", "c", "b", "d")
    assert decided.clashes == ()
    assert decided.outcome("1").share == "all"


def test_two_sections_for_one_place_are_a_choice_of_order():
    one, other = AddSection("a", "One"), AddSection("a", "Other")
    proposals = {"1": one, "2": other, "3": other}
    assert consolidate_structure(SECTIONS, proposals).sections == tuple(SECTIONS)
    accepted = consolidate_structure(
        SECTIONS, proposals, [StructureDecision(c, "accept") for c in (one, other)]
    )
    assert accepted.sections == ("a", other, one, "b", "c", "d")


def test_a_late_proposal_against_a_decision_is_open():
    decisions = [StructureDecision(RemoveSection("b"), "accept")]
    result = consolidate_structure(SECTIONS, {"1": RemoveSection("b"), "2": MoveSection("b", "d")}, decisions)
    assert result.sections == ("a", "c", "d")
    assert [(g.state, g.reason) for g in result.groups] == [("open", "superseded"), ("in", "decided")]


@pytest.mark.parametrize(
    ("proposal", "decisions"),
    [
        (RemoveSection("x"), []),
        (MoveSection("a", "a"), []),
        (AddSection("x", "New"), []),
        ([RemoveSection("a"), MoveSection("a", "b")], []),
        (RemoveSection("a"), [StructureDecision(RemoveSection("b"), "accept")]),
    ],
)
def test_proposals_that_lead_nowhere_are_refused(proposal, decisions):
    with pytest.raises(ValueError, match=r"section|nowhere|proposal"):
        consolidate_structure(SECTIONS, {"1": proposal}, decisions)


def test_splitting_and_joining_carry_attribution():
    text = "One.\n\nTwo."
    runs = (Run(4, frozenset("x")), Run(6, frozenset("y")))
    parts = split_section(text, runs, 5)
    assert parts == (("One.", (Run(4, frozenset("x")),)), ("Two.", (Run(4, frozenset("y")),)))
    joined_text, joined_runs = join_sections(parts)
    assert joined_text == text
    assert joined_runs == (Run(4, frozenset("x")), Run(2, frozenset()), Run(4, frozenset("y")))
    with pytest.raises(ValueError, match="empty"):
        split_section(text, None, 0)
