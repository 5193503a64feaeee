"""Moves that are torn by what was accepted: which halves are asked about together, and which moves are whole."""

from itertools import permutations

import pytest

from consult.merging import carry_forward
from consult.merging.torn import Encounter, Going, torn
from consult.text import diff

# Two changes of each side, 0 takes words away and 1 sets them elsewhere.
NOTHING: list[Encounter] = []
GONE, COME = Encounter([0], [0]), Encounter([1], [1])
MOVE, OTHER, PHRASE = Going("We act.", 0, 1), Going("They pay.", 0, 1), Going("", 0, 1)
ALL = Encounter([0, 1], [0, 1])


@pytest.mark.parametrize(
    ("encounters", "are_one", "pending", "accepted", "expected"),
    [
        # A proposed move alone: both halves free, both in, or the words at their new place already.
        (NOTHING, [], [MOVE], [], []),
        ([GONE, COME], [True, True], [MOVE], [], []),
        ([COME], [True], [MOVE], [], []),
        (
            [GONE],
            [True],
            [MOVE],
            [],
            [Encounter([0, 1], [0])],
        ),  # they went: setting them in would bring them back
        ([GONE], [False], [MOVE], [], [Encounter([0, 1], [0])]),  # they changed: they would stand twice
        ([COME], [False], [MOVE], [], [Encounter([0, 1], [1])]),  # their new place changed: they would go
        ([GONE, COME], [True, False], [MOVE], [], [ALL]),
        ([GONE, COME], [False, True], [MOVE], [], [ALL]),
        # An accepted one: what was proposed where the words stood must have been proposed where they came, too.
        (NOTHING, [], [], [MOVE], []),
        ([GONE], [True], [], [MOVE], [Encounter([0], [0, 1])]),
        ([GONE], [False], [], [MOVE], [Encounter([0], [0, 1])]),
        ([GONE, COME], [True, True], [], [MOVE], []),
        ([GONE, COME], [True, False], [], [MOVE], [ALL]),
        ([COME], [True], [], [MOVE], []),
        ([COME], [False], [], [MOVE], []),  # what stands against the new place alone is asked about there
        # Both move one sentence: to one place it is in, else it is asked about, also where no change meets another.
        ([GONE, COME], [True, True], [MOVE], [MOVE], []),
        ([GONE], [True], [MOVE], [MOVE], [ALL]),
        (NOTHING, [], [MOVE], [MOVE], [ALL]),
        (NOTHING, [], [MOVE], [OTHER], []),
        (NOTHING, [], [PHRASE], [PHRASE], []),
        # What two moves share is asked about with both.
        ([GONE], [True], [MOVE, Going("", 2, 1)], [], [Encounter([0, 1, 2], [0])]),
        ([GONE], [True], [MOVE, Going("", 2, 3)], [], [Encounter([0, 1], [0])]),
        (
            [GONE, Encounter([2], [2])],
            [True, True],
            [MOVE, Going("", 2, 3)],
            [],
            [Encounter([0, 1], [0]), Encounter([2, 3], [2])],
        ),
        ([Encounter([0, 2], [0])], [True], [MOVE, Going("", 2, 3)], [], [Encounter([0, 1, 2, 3], [0])]),
    ],
)
def test_a_move_is_asked_about_as_one_where_its_halves_fare_differently(
    encounters: list[Encounter],
    are_one: list[bool],
    pending: list[Going],
    accepted: list[Going],
    expected: list[Encounter],
) -> None:
    assert torn(encounters, are_one, pending, accepted) == expected


FIRST = "We begin with a sentence that is long enough to stay. "
SHORT = "Water is life. "
LONG = "Every person, wherever they live, has a right to water. "
MIDDLE = "States act at once on it and on everything else that there is. "
THIRD = "Nobody is left behind by any of the many things we do here. "
LAST = "We end and say goodbye to the many people who came along. "


def text(*parts: str) -> str:
    return "".join(parts).strip()


@pytest.fixture(params=[SHORT, LONG, f"{SHORT.strip()}\n\n", f"{SHORT.strip()}\n\nIt belongs to us. "])
def moved(request: pytest.FixtureRequest) -> str:
    """Return a sentence, a short one, a paragraph, and two of them."""
    words: str = request.param
    return words


def placed(moved: str) -> dict[str, str]:
    """Return the text with the words at each of its places."""
    return {
        "base": text(FIRST, moved, MIDDLE, THIRD, LAST),
        "first": text(moved, FIRST, MIDDLE, THIRD, LAST),
        "third": text(FIRST, MIDDLE, moved, THIRD, LAST),
        "last": text(FIRST, MIDDLE, THIRD, moved, LAST),
        "gone": text(FIRST, MIDDLE, THIRD, LAST),
    }


@pytest.mark.parametrize(("accepted", "proposed"), list(permutations(["first", "third", "last", "gone"], 2)))
def test_words_moved_to_two_places_come_back_with_the_three_wordings(
    moved: str, accepted: str, proposed: str
) -> None:
    base, revised, amended = (placed(moved)[place] for place in ("base", accepted, proposed))
    carried = carry_forward(base, amended, revised)
    assert (carried.state, carried.text, carried.hunks, carried.satisfied) == ("clashing", revised, (), ())
    (clash,) = carried.clashes
    words = moved.split("\n")[0].strip()
    assert clash.base == base[clash.start : clash.end]
    assert words in clash.base
    assert clash.accepted in revised
    assert clash.proposal in amended
    assert (words in clash.accepted, words in clash.proposal) == (accepted != "gone", proposed != "gone")
    assert clash.accepted != clash.proposal


@pytest.mark.parametrize("place", ["first", "third", "last", "gone"])
def test_words_moved_to_the_same_place_are_satisfied(moved: str, place: str) -> None:
    base, revised = placed(moved)["base"], placed(moved)[place]
    carried = carry_forward(base, revised, revised)
    assert (carried.state, carried.text) == ("satisfied", revised)
    with_more = carry_forward(base, revised.replace("goodbye", "farewell"), revised)
    assert (with_more.state, with_more.text) == ("clean", revised.replace("goodbye", "farewell"))
    assert len(with_more.satisfied) == len(diff(base, revised))


@pytest.mark.parametrize("place", ["first", "third", "last"])
def test_words_changed_within_a_sentence_that_was_moved_are_asked_about(place: str) -> None:
    base, revised = placed(LONG)["base"], placed(LONG)[place]
    carried = carry_forward(base, base.replace("a right", "a full right"), revised)
    assert (carried.state, carried.text) == ("clashing", revised)
    (clash,) = carried.clashes
    assert "a right" in clash.accepted
    assert "a full right" in clash.proposal
    # The other way round: the sentence that was changed is to be moved.
    back = carry_forward(base, revised, base.replace("a right", "a full right"))
    assert (back.state, back.text) == ("clashing", base.replace("a right", "a full right"))
    assert [("a full right" in clash.accepted, "a right" in clash.proposal) for clash in back.clashes] == [
        (True, True)
    ]


def test_what_lies_between_is_carried_and_what_differs_there_is_one_question() -> None:
    base, revised = placed(LONG)["base"], placed(LONG)["last"].replace("at once", "soon")
    amended = placed(LONG)["first"]
    beside = carry_forward(
        base, amended.replace("Nobody is", "None is").replace("goodbye", "farewell"), revised
    )
    assert beside.text == revised.replace("Nobody is", "None is").replace("goodbye", "farewell")
    assert len(beside.clashes) == 1
    differing = carry_forward(base, amended.replace("at once", "now"), revised)
    (clash,) = differing.clashes
    assert ("soon" in clash.accepted, "now" in clash.proposal) == (True, True)
    same = carry_forward(base, amended.replace("at once", "soon"), revised)
    assert [base[hunk.start : hunk.end] for hunk in same.satisfied] == ["at once"]
    assert len(same.clashes) == 1


def test_words_that_were_set_where_they_are_to_go_only_have_to_leave() -> None:
    base, amended = placed(LONG)["base"], placed(LONG)["last"]
    twice = text(FIRST, LONG, MIDDLE, THIRD, LONG, LAST)
    carried = carry_forward(base, amended, twice)
    assert (carried.state, carried.text) == ("clean", amended)


def test_a_sentence_made_of_the_words_of_another_is_not_torn_apart() -> None:
    base = "We need water. The state pays for all of it, always. We need more."
    amended = "We need more. The state pays for all of it, always. We need water."
    revised = "We need clean water. The state pays for all of it, always. We need more."
    carried = carry_forward(base, amended, revised)
    assert (carried.state, carried.text) == ("clashing", revised)
