"""What meets where words were moved: which span is asked about, with which wordings, and what stays apart."""

import pytest

from consult.merging import carry_forward
from consult.merging.encounters import Sides
from consult.text import Hunk, apply

PARTS = [
    "Alpha begins here. ",
    "Water is life. ",
    "States act at once. ",
    "Nobody is left behind. ",
    "Children learn freely. ",
    "We end it.",
]
BASE = "".join(PARTS)
PLACES = [sum(map(len, PARTS[:number])) for number in range(len(PARTS))]
WATER = PARTS[1]
GONE = Hunk(PLACES[1], PLACES[2], "")
COME = Hunk(PLACES[4], PLACES[4], WATER)


def at(words: str, new: str) -> Hunk:
    """Return the change of these words of the base."""
    assert BASE.count(words) == 1
    place = BASE.index(words)
    return Hunk(place, place + len(words), new)


ALL = at("life", "all")


def carried(pending: list[Hunk], accepted: list[Hunk]):
    """Return what becomes of pending changes where others were accepted."""
    revised = apply(BASE, sorted(accepted))
    result = carry_forward(BASE, sorted(pending), revised, accepted=sorted(accepted))
    assert result.text == apply(revised, result.hunks)
    return result


def wordings(result) -> list[tuple[str, str, str]]:
    """Return the clashes without their places, which must be those of the base."""
    assert all(clash.base == BASE[clash.start : clash.end] for clash in result.clashes)
    return [(clash.base, clash.accepted, clash.proposal) for clash in result.clashes]


WIDE = BASE[PLACES[1] : PLACES[4]]
MOVED = f"{BASE[PLACES[2] : PLACES[4]]}{WATER}"


@pytest.mark.parametrize(
    ("beside", "asked", "is_carried"),
    [
        # Changes of one side that only abut the span, or are set at its ends, are no part of the question.
        (([], [at("begins here. ", "")]), [], False),
        (([], [Hunk(PLACES[1], PLACES[1], "New. ")]), [], False),
        (([], [Hunk(PLACES[4], PLACES[4], "New. ")]), [], False),
        (([], [at("Children", "Pupils")]), [], False),
        (([at("Alpha begins here. ", "")], []), [], True),
        (([at("Children", "Pupils")], []), [], True),
        # What both sides change elsewhere is a question of its own.
        (
            ([at("Alpha", "First"), at("end", "stop")], [at("Alpha", "Second"), at("end", "finish")]),
            [("Alpha", "Second", "First"), ("end", "finish", "stop")],
            False,
        ),
        (([at("Alpha", "First")], [at("Alpha", "First")]), [], False),
    ],
)
def test_a_torn_move_is_asked_about_from_where_words_go_to_where_they_come(
    beside: tuple[list[Hunk], list[Hunk]], asked: list[tuple[str, str, str]], is_carried: bool
) -> None:
    pending, accepted = beside
    result = carried([GONE, COME, *pending], [ALL, *accepted])
    wide = (WIDE, WIDE.replace("life", "all"), MOVED)
    assert wordings(result) == sorted([wide, *asked], key=lambda found: BASE.index(found[0]))
    assert bool(result.hunks) is is_carried


@pytest.mark.parametrize(
    ("ours", "theirs", "is_carried"),
    [
        ([at("left", "kept")], [at("left", "lost")], False),  # what differs within is asked about with it
        ([at("left", "kept")], [], True),
        ([], [at("left", "lost")], False),
        ([Hunk(PLACES[3], PLACES[3], "Now. ")], [], True),
    ],
)
def test_what_changes_between_stands_in_the_wordings(
    ours: list[Hunk], theirs: list[Hunk], is_carried: bool
) -> None:
    result = carried([GONE, COME, *ours], [ALL, *theirs])
    (clash,) = result.clashes
    within = slice(PLACES[1], PLACES[4])
    assert clash.accepted == apply(BASE, sorted([ALL, *theirs]))[within.start :].split("Children")[0]
    assert clash.proposal == apply(BASE, sorted([GONE, COME, *ours]))[within.start :].split("Children")[0]
    assert bool(result.hunks) is is_carried


def test_words_that_were_moved_by_other_changes_to_the_same_place_are_in() -> None:
    before_the_blank = Hunk(PLACES[4] - 1, PLACES[4] - 1, f" {WATER.strip()}")
    result = carried([GONE, COME], [GONE, before_the_blank])
    assert (result.state, result.hunks, result.satisfied) == ("satisfied", (), (GONE, COME))


def test_two_torn_moves_that_cross_are_one_question() -> None:
    other = [at("States act at once. ", ""), Hunk(PLACES[5], PLACES[5], "States act at once. ")]
    result = carried([GONE, COME, *other], [ALL, at("once", "last")])
    (clash,) = result.clashes
    assert (clash.start, clash.end, result.hunks) == (PLACES[1], PLACES[5], ())
    assert clash.accepted == clash.base.replace("life", "all").replace("once", "last")
    assert clash.proposal.index("Water is life") < clash.proposal.index("States act at once")
    beside = carried([GONE, COME, at("Children learn freely. ", "")], [ALL, at("end", "stop")])
    assert [clash.end for clash in beside.clashes] == [PLACES[4]]  # what only abuts it is apart
    assert len(beside.hunks) == 1


NEED = "We pay for food. We need clean water. We need more."


@pytest.mark.parametrize(
    ("base", "revised", "amended", "words"),
    [
        # Both sentences begin with words that stay: what was put in there would stand in the wrong one.
        (
            NEED,
            "We pay for food. We really need clean water. We need more.",
            "We pay for food. We need more. We need clean water.",
            "clean water. We need more",
        ),
        (
            NEED,
            "We pay for food. We need more. We need clean water.",
            "We pay for food. We really need clean water. We need more.",
            "",
        ),
    ],
)
def test_a_sentence_that_would_stand_twice_by_the_words_that_stay_is_asked_about_with_all(
    base: str, revised: str, amended: str, words: str
) -> None:
    result = carry_forward(base, amended, revised)
    assert (result.state, result.text, result.hunks, result.satisfied) == ("clashing", revised, (), ())
    (clash,) = result.clashes
    assert clash.base == words == base[clash.start : clash.end]
    assert clash.proposal in amended
    assert clash.accepted in revised
    elsewhere = carry_forward(base, base.replace("pay", "care"), revised)
    assert elsewhere.text == revised.replace("pay", "care")


WORDS = "one two three four five six seven"


@pytest.mark.parametrize(
    ("accepted", "span", "wording"),
    [
        ([], (4, 18), "two three four"),
        ([Hunk(0, 5, "Z"), Hunk(16, 23, "W")], (0, 23), "Zwo three foW"),  # over both ends
        ([Hunk(0, 4, "Z"), Hunk(18, 23, "W")], (4, 18), "two three four"),  # up to the ends
        ([Hunk(9, 9, "Z"), Hunk(24, 27, "W")], (4, 18), "two tZhree four"),
    ],
)
def test_all_that_is_pending_is_asked_about_with_every_accepted_change_whole(
    accepted: list[Hunk], span: tuple[int, int], wording: str
) -> None:
    pending = [Hunk(4, 7, "x"), Hunk(14, 18, "y")]
    whole = Sides(WORDS, pending, accepted, []).whole()
    assert (whole.start, whole.end, whole.pending) == (*span, [0, 1])
    assert whole.accepted == wording
    assert whole.proposal == apply(WORDS, pending)[span[0] : span[1] - 5]
