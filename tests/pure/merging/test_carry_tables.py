"""Carrying pending changes and quotes over what was accepted, edge by edge: nothing is guessed, nothing is lost."""

import pytest

from consult.merging import CarryClash, carry_forward, carry_span
from consult.text import Hunk, apply

BASE = "one two three four five"
TWO = (4, 7)  # where "two" stands
THREE = (8, 13)


def carried(pending: list[Hunk], accepted: list[Hunk]):  # type: ignore[no-untyped-def]
    """Carry these changes; whatever comes out, each is once clean, satisfied or within a clash."""
    result = carry_forward(BASE, pending, apply(BASE, accepted), accepted=accepted)
    assert apply(apply(BASE, accepted), result.hunks) == result.text
    assert (result.state == "clashing") is bool(result.clashes)
    inside = [
        hunk
        for hunk in pending
        if hunk not in result.satisfied
        and any(clash.start <= hunk.start and hunk.end <= clash.end for clash in result.clashes)
    ]
    assert len(result.hunks) + len(result.satisfied) + len(inside) == len(pending)
    return result


@pytest.mark.parametrize(
    ("pending", "accepted", "text"),
    [
        # Words side by side, and words put in before, behind and between.
        (Hunk(*TWO, "2"), Hunk(*THREE, "3"), "one 2 3 four five"),
        (Hunk(4, 8, "2 "), Hunk(8, 14, "3 "), "one 2 3 four five"),  # they abut
        (Hunk(8, 14, "3 "), Hunk(4, 8, "2 "), "one 2 3 four five"),
        (Hunk(0, 0, "zero "), Hunk(0, 3, "1"), "zero 1 two three four five"),
        (Hunk(23, 23, " six"), Hunk(19, 23, "5"), "one two three four 5 six"),
        (Hunk(8, 8, "and "), Hunk(8, 13, "3"), "one two and 3 four five"),
        (Hunk(4, 8, ""), Hunk(14, 19, ""), "one three five"),
        (Hunk(4, 7, ""), Hunk(7, 7, " and a half"), "one  and a half three four five"),
        (Hunk(0, 0, "a "), Hunk(0, 0, "b "), "b a one two three four five"),  # behind what came first
        (Hunk(23, 23, "!"), Hunk(0, 4, ""), "two three four five!"),
    ],
)
def test_what_stands_beside_an_accepted_change_is_carried(pending: Hunk, accepted: Hunk, text: str) -> None:
    result = carried([pending], [accepted])
    assert (result.state, result.text) == ("clean", text)
    assert [hunk.new for hunk in result.hunks] == [pending.new]


@pytest.mark.parametrize(
    ("pending", "accepted", "clash"),
    [
        (Hunk(*TWO, "2"), Hunk(*TWO, "II"), CarryClash("two", "II", "2", 4, 7)),
        (Hunk(4, 7, "2"), Hunk(4, 13, "x"), CarryClash("two three", "x", "2 three", 4, 13)),
        (Hunk(4, 13, "x"), Hunk(8, 13, "3"), CarryClash("two three", "two 3", "x", 4, 13)),
        (Hunk(0, 5, "x"), Hunk(4, 7, "2"), CarryClash("one two", "one 2", "xwo", 0, 7)),  # half of each
        (Hunk(6, 6, "x"), Hunk(4, 7, "2"), CarryClash("two", "2", "twxo", 4, 7)),  # within it
        (
            Hunk(4, 4, "x "),
            Hunk(4, 8, ""),
            CarryClash("two ", "", "x two ", 4, 8),
        ),  # what it stood before has gone
        (
            Hunk(8, 8, "x "),
            Hunk(4, 8, ""),
            CarryClash("two ", "", "two x ", 4, 8),
        ),  # what it stood behind has gone
        (Hunk(4, 8, ""), Hunk(6, 6, "x"), CarryClash("two ", "twxo ", "", 4, 8)),
    ],
)
def test_what_meets_an_accepted_change_comes_back_with_the_three_wordings(
    pending: Hunk, accepted: Hunk, clash: CarryClash
) -> None:
    result = carried([pending], [accepted])
    assert result.clashes == (clash,)
    assert result.text == apply(BASE, [accepted])
    assert result.satisfied == ()


@pytest.mark.parametrize(
    ("pending", "accepted"),
    [
        ([Hunk(4, 7, "2")], [Hunk(4, 7, "2")]),
        ([Hunk(4, 4, "x ")], [Hunk(4, 4, "x ")]),
        ([Hunk(4, 8, "")], [Hunk(4, 8, "")]),
        ([Hunk(4, 13, "2 three")], [Hunk(4, 7, "2")]),  # the same words, cut in another way
        ([Hunk(4, 7, "2"), Hunk(8, 13, "3")], [Hunk(4, 13, "2 3")]),
        ([Hunk(4, 13, "2 3")], [Hunk(4, 7, "2"), Hunk(8, 13, "3")]),
    ],
)
def test_what_says_the_same_is_satisfied_however_it_was_cut(
    pending: list[Hunk], accepted: list[Hunk]
) -> None:
    result = carried(pending, accepted)
    assert (result.state, result.hunks, result.satisfied) == ("satisfied", (), tuple(pending))


@pytest.mark.parametrize(
    ("pending", "accepted", "spans"),
    [
        # Two pending changes that meet one accepted one are one question; a chain of meetings is one, too.
        ([Hunk(4, 7, "2"), Hunk(8, 13, "3")], [Hunk(5, 12, "x")], [(4, 13)]),
        ([Hunk(0, 7, "a"), Hunk(8, 18, "b")], [Hunk(4, 13, "x"), Hunk(14, 23, "y")], [(0, 23)]),
        ([Hunk(4, 7, "2"), Hunk(14, 18, "4")], [Hunk(4, 7, "II"), Hunk(14, 18, "IV")], [(4, 7), (14, 18)]),
        # A change between them that meets nothing is carried by itself.
        (
            [Hunk(4, 7, "2"), Hunk(8, 13, "3"), Hunk(14, 18, "4")],
            [Hunk(4, 7, "II"), Hunk(14, 18, "IV")],
            None,
        ),
    ],
)
def test_what_meets_the_same_change_is_one_question(
    pending: list[Hunk], accepted: list[Hunk], spans: list[tuple[int, int]] | None
) -> None:
    result = carried(pending, accepted)
    assert [(clash.start, clash.end) for clash in result.clashes] == (spans or [(4, 7), (14, 18)])
    assert [hunk.new for hunk in result.hunks] == ([] if spans else ["3"])
    assert [clash.base for clash in result.clashes] == [BASE[c.start : c.end] for c in result.clashes]


def test_an_amendment_without_a_change_is_satisfied_over_anything() -> None:
    for accepted in ([], [Hunk(4, 7, "2")]):
        assert carried([], accepted).state == "satisfied"


@pytest.mark.parametrize(
    "pending", [[Hunk(20, 24, "x")], [Hunk(-1, 2, "x")], [Hunk(0, 5, "a"), Hunk(3, 7, "b")]]
)
def test_changes_that_are_none_of_this_text_are_refused(pending: list[Hunk]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (the words are those of the hunks, tested there)
        carry_forward(BASE, pending, BASE, accepted=[])
    with pytest.raises(ValueError):  # noqa: PT011
        carry_forward(BASE, BASE, BASE, accepted=pending)


@pytest.mark.parametrize(
    ("hunk", "place"),
    [
        (Hunk(0, 3, "I"), (6, 11)),
        (Hunk(7, 8, ""), (7, 12)),  # the space before it
        (Hunk(13, 14, ""), (8, 13)),  # the space behind it
        (Hunk(8, 8, "new "), (12, 17)),
        (Hunk(13, 13, "s"), (8, 13)),
        (Hunk(9, 9, "x"), None),
        (Hunk(12, 15, ""), None),
        (Hunk(0, 9, ""), None),
        (Hunk(8, 13, "three"), None),  # taken out and set in again: it is no longer known to be the same
        (Hunk(0, 23, "one two three four five"), None),
    ],
)
def test_a_quote_stands_where_its_own_words_stand(hunk: Hunk, place: tuple[int, int] | None) -> None:
    found = carry_span([hunk], *THREE)
    assert found == place
    if found:
        assert apply(BASE, [hunk])[found[0] : found[1]] == "three"


@pytest.mark.parametrize("start_end", [(-1, 3), (5, 4)])
def test_what_is_no_span_is_refused(start_end: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="is not a span"):
        carry_span([], *start_end)


def test_an_empty_quote_is_a_place_and_moves_with_what_is_before_it() -> None:
    assert carry_span([Hunk(0, 3, "I")], 8, 8) == (6, 6)
    assert carry_span([Hunk(8, 8, "new ")], 8, 8) == (12, 12)
    assert carry_span([Hunk(4, 13, "x")], 8, 8) is None
