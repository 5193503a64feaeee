"""Carrying amendments and quotes forward."""

import pytest

from consult.merging import CarryClash, carry_forward, carry_span
from consult.text import Hunk, apply, diff

BASE = "We will fund universal access to clean water. States must act now."
REVISED = BASE.replace("fund", "pay for").replace("We ", "Together we ")


def test_an_untouched_change_moves_with_its_words():
    carried = carry_forward(BASE, BASE.replace("now", "soon"), REVISED)
    assert carried.state == "clean"
    assert carried.text == REVISED.replace("now", "soon")
    assert [REVISED[h.start : h.end] for h in carried.hunks] == ["now"]


def test_a_change_that_is_in_already_is_satisfied():
    carried = carry_forward(BASE, BASE.replace("fund", "pay for"), REVISED)
    assert (carried.state, carried.text, carried.hunks) == ("satisfied", REVISED, ())
    assert carried.satisfied == (Hunk(8, 12, "pay for"),)


def test_clean_and_satisfied_mixed_is_clean():
    carried = carry_forward(BASE, BASE.replace("fund", "pay for").replace("now", "soon"), REVISED)
    assert carried.state == "clean"


def test_a_clash_is_handed_back_with_three_wordings():
    carried = carry_forward(BASE, BASE.replace("fund", "finance").replace("now", "soon"), REVISED)
    assert carried.state == "clashing"
    assert carried.clashes == (CarryClash("fund", "pay for", "finance", 8, 12),)
    assert carried.text == REVISED.replace("now", "soon")


def test_an_insertion_beside_deleted_words_is_not_guessed():
    deleted = BASE.replace(" universal", "")
    carried = carry_forward(BASE, [Hunk(22, 22, " and equal")], deleted, accepted=[Hunk(12, 22, "")])
    assert carried.state == "clashing"


def test_an_insertion_after_an_accepted_one_at_the_same_point_follows_it():
    carried = carry_forward("a b", [Hunk(2, 2, "y ")], "a x b", accepted=[Hunk(2, 2, "x ")])
    assert carried.text == "a x y b"


def test_accepted_hunks_must_lead_to_the_revision():
    with pytest.raises(ValueError, match="accepted"):
        carry_forward(BASE, BASE, REVISED, accepted=[])


def test_a_quote_follows_its_words_or_is_gone():
    hunks = diff(BASE, REVISED)
    start = BASE.index("clean water")
    moved = carry_span(hunks, start, start + 11)
    assert moved is not None
    assert REVISED[moved[0] : moved[1]] == "clean water"
    assert carry_span(hunks, 8, 22) is None
    assert carry_span([Hunk(3, 3, "x")], 2, 4) is None
    assert carry_span([Hunk(2, 2, "x")], 2, 4) == (3, 5)
    assert carry_span([Hunk(4, 4, "x")], 2, 4) == (2, 4)
    with pytest.raises(ValueError, match="span"):
        carry_span([], 4, 2)
    with pytest.raises(ValueError, match="overlaps"):
        carry_span([Hunk(1, 3, ""), Hunk(2, 4, "")], 8, 9)


def test_a_step_that_is_kept_for_many_amendments_is_that_of_the_hunks_given_now():
    base, accepted = "one two three", [Hunk(0, 3, "eins")]
    revised = apply(base, accepted)
    for _ in range(2):
        assert carry_forward(base, "one two drei", revised, accepted=accepted).text == "eins two drei"
    other = carry_forward("one two THREE", [Hunk(4, 7, "zwei")], "eins two THREE", accepted=accepted)
    assert other.text == "eins zwei THREE"
    accepted[0] = Hunk(0, 3, "un")
    with pytest.raises(ValueError, match="do not make the base into the revision"):
        carry_forward(base, "one two drei", revised, accepted=accepted)
    assert carry_forward(base, "one two drei", "un two three", accepted=accepted).text == "un two drei"
