"""Which two changes of structure can both stand, what is refused in which words, and the order that follows."""

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
X, Y = frozenset("x"), frozenset("y")


@pytest.mark.parametrize(
    ("one", "other", "is_clash"),
    [
        # One section goes and moves, or moves to two places.
        (RemoveSection("b"), MoveSection("b", "d"), True),
        (MoveSection("b", "c"), MoveSection("b", "d"), True),
        # Two come to one place: their order is a choice.
        (AddSection("a", "One"), AddSection("a", "Other"), True),
        (AddSection("a", "One"), MoveSection("d", "a"), True),
        (MoveSection("c", "a"), MoveSection("d", "a"), True),
        (AddSection("", "One"), MoveSection("d", ""), True),
        # Something is placed after what goes away.
        (AddSection("b", "New"), RemoveSection("b"), True),
        (AddSection("b", "New"), MoveSection("b", "d"), True),
        (MoveSection("a", "b"), RemoveSection("b"), True),
        (MoveSection("a", "b"), MoveSection("b", "d"), True),
        # Neighbours, and what merely stands in the same section's place, do not meet.
        (AddSection("a", "New"), RemoveSection("b"), False),
        (AddSection("b", "New"), MoveSection("a", "c"), False),
        (RemoveSection("b"), RemoveSection("c"), False),
        (RemoveSection("b"), MoveSection("a", "c"), False),
        (MoveSection("a", "c"), MoveSection("b", "d"), False),
        (AddSection("", "One"), AddSection("a", "Other"), False),
        (AddSection("", "One"), RemoveSection("a"), False),
    ],
)
def test_two_changes_of_structure_stand_together_or_not(one, other, is_clash):
    for proposals in ({"1": one, "2": other}, {"1": other, "2": one}):
        result = consolidate_structure(SECTIONS, proposals)
        assert len(result.clashes) == is_clash
        assert {(group.state, group.reason) for group in result.groups} == {
            ("open", "clash") if is_clash else ("in", "free")
        }
        against = {group.change: group.against for group in result.groups}
        assert against == {one: (other,) * is_clash, other: (one,) * is_clash}


def test_what_one_proposal_asks_for_together_never_clashes_with_itself():
    wanted = [MoveSection("d", "a"), AddSection("a", "New")]
    result = consolidate_structure(SECTIONS, {"1": wanted})
    assert [group.reason for group in result.groups] == ["free", "free"]
    assert result.clashes == ()
    assert result.proposals == {"1": tuple(wanted)}


@pytest.mark.parametrize(
    ("changes", "sections"),
    [
        ([], ("a", "b", "c", "d")),
        ([RemoveSection("a"), RemoveSection("d")], ("b", "c")),
        ([RemoveSection("a"), RemoveSection("b"), RemoveSection("c"), RemoveSection("d")], ()),
        ([MoveSection("a", "d")], ("b", "c", "d", "a")),
        ([MoveSection("d", "")], ("d", "a", "b", "c")),
        ([MoveSection("b", "a")], ("a", "b", "c", "d")),
        ([AddSection("", "N")], (AddSection("", "N"), "a", "b", "c", "d")),
        ([AddSection("d", "N")], ("a", "b", "c", "d", AddSection("d", "N"))),
        # What is placed after a removed section by the same proposal keeps that place.
        ([RemoveSection("b"), AddSection("b", "N")], ("a", AddSection("b", "N"), "c", "d")),
        # Places are those of the base: after "b" is where "b" stood, though "b" has moved.
        ([MoveSection("b", "d"), MoveSection("a", "b")], ("a", "c", "d", "b")),
    ],
)
def test_places_are_those_of_the_base(changes, sections):
    assert consolidate_structure(SECTIONS, {"1": changes} if changes else {}).sections == sections


@pytest.mark.parametrize(
    ("supporters", "first"),
    [
        ({"1": "One", "2": "Other"}, "One"),  # equal support: by what they say
        ({"1": "Other", "2": "One"}, "One"),  # whoever was first
        ({"1": "One", "2": "Other", "3": "Other"}, "Other"),
        ({"1": "One", "2": "Other", "3": "One"}, "One"),
    ],
)
def test_of_two_accepted_sections_at_one_place_the_most_supported_stands_first(supporters, first):
    proposals = {name: AddSection("b", text) for name, text in supporters.items()}
    decisions = [StructureDecision(AddSection("b", text), "accept") for text in ("One", "Other")]
    result = consolidate_structure(SECTIONS, proposals, decisions)
    added = [section.text for section in result.sections if isinstance(section, AddSection)]
    assert added[0] == first
    assert sorted(added) == ["One", "Other"]


def test_groups_stand_in_one_order_whoever_proposes_them():
    changes = [
        RemoveSection("d"),
        MoveSection("c", "a"),
        AddSection("b", "Z"),
        AddSection("b", "A"),
        AddSection("", "M"),
        RemoveSection("a"),
        MoveSection("b", ""),
    ]
    result = consolidate_structure(SECTIONS, {str(n): change for n, change in enumerate(changes)})
    assert [group.change for group in result.groups] == [
        AddSection("", "M"),
        AddSection("b", "A"),
        AddSection("b", "Z"),
        MoveSection("b", ""),
        MoveSection("c", "a"),
        RemoveSection("a"),
        RemoveSection("d"),
    ]


@pytest.mark.parametrize(
    ("outcomes", "states", "clashes"),
    [
        ({}, ["open clash", "open clash", "open clash"], 1),
        ({"move": "decline"}, ["open clash", "out decided", "open clash"], 1),
        ({"move": "accept"}, ["open clash", "in decided", "open superseded"], 1),
        ({"remove": "accept"}, ["open clash", "open superseded", "in decided"], 1),
        ({"add": "accept"}, ["in decided", "open clash", "open clash"], 1),
        (
            {"add": "decline", "move": "decline", "remove": "accept"},
            ["out decided", "out decided", "in decided"],
            0,
        ),
        (
            {"add": "accept", "move": "accept", "remove": "decline"},
            ["in decided", "in decided", "out decided"],
            0,
        ),
    ],
)
def test_decisions_leave_open_what_they_do_not_name(outcomes, states, clashes):
    # "add" is placed after the section that "move" and "remove" fight over: all three are one clash.
    named = {"add": AddSection("b", "New"), "move": MoveSection("b", "d"), "remove": RemoveSection("b")}
    decisions = [StructureDecision(named[name], outcome) for name, outcome in outcomes.items()]
    result = consolidate_structure(SECTIONS, named, decisions)
    assert [f"{group.state} {group.reason}" for group in result.groups] == states
    assert [group.decided for group in result.groups] == ["decided" in state for state in states]
    assert len(result.clashes) == clashes
    assert all(len(clash.groups) == 3 for clash in result.clashes)


def test_separate_disputes_are_separate_clashes_in_order():
    proposals = {
        "1": RemoveSection("a"),
        "2": MoveSection("a", "b"),
        "3": RemoveSection("d"),
        "4": MoveSection("d", "c"),
        "5": AddSection("", "Free"),
    }
    result = consolidate_structure(SECTIONS, proposals)
    assert [[group.change for group in clash.groups] for clash in result.clashes] == [
        [MoveSection("a", "b"), RemoveSection("a")],
        [MoveSection("d", "c"), RemoveSection("d")],
    ]
    assert result.sections == (AddSection("", "Free"), *SECTIONS)


@pytest.mark.parametrize(
    ("proposal", "share", "missing"),
    [
        ([AddSection("c", "New")], "all", []),
        ([AddSection("c", "New"), RemoveSection("b")], "part", [RemoveSection("b")]),
        ([RemoveSection("b")], "none", [RemoveSection("b")]),
        ([], "all", []),
    ],
)
def test_a_proposal_is_told_what_of_it_is_in(proposal, share, missing):
    result = consolidate_structure(SECTIONS, {"1": proposal, "2": MoveSection("b", "d")})
    outcome = result.outcome("1")
    assert outcome.share == share
    assert [group.change for group in outcome.missing] == missing
    with pytest.raises(KeyError):
        result.outcome("3")


def _accept(*changes):
    return [StructureDecision(change, "accept") for change in changes]


@pytest.mark.parametrize(
    ("sections", "proposals", "decisions", "words"),
    [
        ("aa", {}, [], "a section key stands twice in the base"),
        ("ab", {"p": RemoveSection("x")}, [], "proposal 'p': no section 'x' in the base"),
        ("ab", {"p": MoveSection("a", "x")}, [], "proposal 'p': no section 'x' in the base"),
        ("ab", {"p": AddSection("x", "New")}, [], "proposal 'p': no section 'x' in the base"),
        ("ab", {"p": MoveSection("a", "a")}, [], "leads nowhere"),
        ("ab", {"p": RemoveSection("")}, [], "leads nowhere"),
        ("ab", {"p": MoveSection("", "a")}, [], "leads nowhere"),
        (
            "ab",
            {"p": [RemoveSection("a"), MoveSection("a", "b")]},
            [],
            "proposal 'p': two changes of one section",
        ),
        ("ab", {"p": RemoveSection("a")}, _accept(RemoveSection("b")), "no proposal for RemoveSection"),
        (
            "ab",
            {"p": RemoveSection("a")},
            [StructureDecision(RemoveSection("a"), "adapt")],
            "unknown outcome 'adapt'",
        ),
        (
            "ab",
            {"p": RemoveSection("a")},
            [*_accept(RemoveSection("a")), StructureDecision(RemoveSection("a"), "decline")],
            "two decisions on RemoveSection",
        ),
        (
            "ab",
            {"p": RemoveSection("a"), "q": MoveSection("a", "b")},
            _accept(RemoveSection("a"), MoveSection("a", "b")),
            "two accepted changes of section 'a'",
        ),
    ],
)
def test_what_cannot_be_is_refused_in_words(sections, proposals, decisions, words):
    with pytest.raises(ValueError, match=words):
        consolidate_structure(list(sections), proposals, decisions)


@pytest.mark.parametrize(
    ("proposals", "decisions"),
    [
        ({"p": [RemoveSection("a"), RemoveSection("a")]}, []),  # said twice is said once
        (
            {"p": [AddSection("a", "1"), AddSection("a", "2")]},
            _accept(AddSection("a", "1"), AddSection("a", "2")),
        ),
        ({"p": RemoveSection("a")}, _accept(RemoveSection("a"), RemoveSection("a"))),
        ({"p": RemoveSection("a"), "q": RemoveSection("b")}, _accept(RemoveSection("a"), RemoveSection("b"))),
    ],
)
def test_what_merely_looks_like_a_contradiction_is_taken(proposals, decisions):
    assert consolidate_structure(["a", "b"], proposals, decisions).clashes == ()


@pytest.mark.parametrize(
    ("text", "at", "parts"),
    [
        ("One. Two.", 4, ("One.", "Two.")),
        ("One. Two.", 5, ("One.", "Two.")),
        ("One.\n\n\nTwo.", 6, ("One.", "Two.")),
        ("ab", 1, ("a", "b")),
        ("نعم. لا.", 4, ("نعم.", "لا.")),
    ],
)
def test_a_cut_leaves_no_white_space_at_its_edges(text, at, parts):
    first, second = split_section(text, None, at)
    assert (first[0], second[0]) == parts
    for part, runs in (first, second):
        assert sum(run.length for run in runs) == len(part)


@pytest.mark.parametrize(
    ("text", "at"),
    [("One.", 0), ("One.", 4), ("One.", -1), ("One.", 9), ("  One.", 2), ("One.  ", 4), ("", 0), (" ", 1)],
)
def test_a_cut_that_leaves_one_part_empty_is_refused(text, at):
    with pytest.raises(ValueError, match=f"a cut at {at} leaves one part empty"):
        split_section(text, None, at)


def test_a_cut_within_a_run_gives_each_part_its_share():
    first, second = split_section("abcd efgh", (Run(2, X), Run(7, Y)), 4)
    assert first == ("abcd", (Run(2, X), Run(2, Y)))
    assert second == ("efgh", (Run(4, Y),))


@pytest.mark.parametrize(
    ("parts", "between", "expected"),
    [
        ([("a", None)], "\n\n", ("a", (Run(1, frozenset()),))),
        ([("a", [Run(1, X)]), ("b", [Run(1, X)])], "", ("ab", (Run(2, X),))),
        ([("a", [Run(1, X)]), ("b", [Run(1, Y)])], " ", ("a b", (Run(1, X), Run(1, frozenset()), Run(1, Y)))),
        ([("a", None), ("b", None), ("c", None)], "--", ("a--b--c", (Run(7, frozenset()),))),
        ([], "\n\n", ("", ())),
    ],
)
def test_sections_are_joined_with_what_is_nobodys_between_them(parts, between, expected):
    assert join_sections(parts, between) == expected
