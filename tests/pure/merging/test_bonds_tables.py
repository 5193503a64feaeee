"""Bonds of moves: what binds changes that stand far apart, change by change, and what does not."""

import pytest

from consult.merging.bonds import bonds_of
from consult.merging.ground import Ground
from consult.merging.relations import Field
from consult.text import Hunk
from consult.text.moves import Move

MOVED = "Every person has a right to clean water. "
NEXT = "States act at once on all of it. "
BASE = f"We begin here. {MOVED}{NEXT}Nobody is left behind. We end here."
AT = BASE.index(MOVED)
GONE = Hunk(AT, AT + len(MOVED), "")
COME = Hunk(BASE.index("We end"), BASE.index("We end"), MOVED)
EARLY = Hunk(0, 0, MOVED)


def at(words: str, new: str) -> Hunk:
    """Return the change of these words of the base."""
    assert BASE.count(words) == 1
    place = BASE.index(words)
    return Hunk(place, place + len(words), new)


FAR = at("act", "will act")
TWO_GONE = Hunk(AT, AT + len(MOVED) + len(NEXT), "")


def bonds(
    changes: dict[Hunk, tuple[str, ...]], moved: list[tuple[Hunk, Hunk]]
) -> dict[tuple[Hunk, Hunk], str]:
    """Return each bond once, by its two changes in the order of the text; every bond must hold both ways."""
    hunks = sorted(changes)
    field = Field(Ground(BASE), hunks, [changes[hunk] for hunk in hunks])
    found = bonds_of(field, [Move("", *move) for move in moved])
    for one, others in found.items():
        assert one not in others
        for other, kind in others.items():
            assert found[other][one] == kind
    return {
        (hunks[one], hunks[other]): kind
        for one, others in found.items()
        for other, kind in others.items()
        if one < other
    }


@pytest.mark.parametrize(
    ("other", "bound", "kind"),
    [
        (at("clean", "safe"), COME, "overlap"),  # it claims words that are moved: what comes waits for it too
        (at("right to clean", "claim to safe"), COME, "overlap"),
        (at("right to clean water. States", "x"), COME, "overlap"),  # over the edge of what goes
        (Hunk(COME.start, COME.start, "Now "), GONE, "overlap"),  # at the very point where the words come
        (at("behind. We end", "back. We stop"), GONE, "overlap"),  # around that point
        (at("States", "Nations"), COME, "touching"),
        (at("behind", "back"), GONE, "touching"),  # only a stop is between it and what comes
        (at("left", "kept"), None, None),  # an untouched word is between
        (FAR, None, None),
        (at("begin", "start"), None, None),
    ],
)
def test_what_stands_against_one_half_is_bound_to_the_other(
    other: Hunk, bound: Hunk | None, kind: str | None
) -> None:
    changes = {GONE: ("a",), COME: ("a",), other: ("b",)}
    found = bonds(changes, [(GONE, COME)])
    expected = {} if bound is None else {tuple(sorted((other, bound))): kind}
    assert found == expected


def test_without_a_move_nothing_is_bound() -> None:
    assert bonds({GONE: ("a",), COME: ("a",), at("clean", "safe"): ("b",)}, []) == {}


@pytest.mark.parametrize("supporters", [("a",), ("a", "b"), ("b", "a", "c")])
def test_what_the_mover_changes_as_well_fits(supporters: tuple[str, ...]) -> None:
    changes = {
        GONE: ("a",),
        COME: ("a",),
        at("clean", "safe"): supporters,
        at("States", "Nations"): supporters,
    }
    assert bonds(changes, [(GONE, COME)]) == {}


@pytest.mark.parametrize(
    ("second", "is_bound"),
    [
        ((GONE, EARLY), True),  # the same words to two places
        ((TWO_GONE, Hunk(0, 0, MOVED + NEXT)), True),  # words that overlap, to another place
        ((TWO_GONE, COME), False),  # to the very same place: it is one coming
        ((at(NEXT, ""), Hunk(0, 0, NEXT)), False),  # other words
    ],
)
def test_two_moves_of_one_sentence_are_alternatives(second: tuple[Hunk, Hunk], is_bound: bool) -> None:
    changes = {hunk: ("b",) for hunk in second} | {GONE: ("a",), COME: ("a",)}
    if GONE in second:
        changes[GONE] = ("a", "b")
    if COME in second:
        changes[COME] = ("a", "b")
    found = bonds(changes, [(GONE, COME), second])
    pair = tuple(sorted((COME, second[1])))
    assert (found.get(pair) == "overlap") is is_bound


def test_where_two_moves_bind_the_same_changes_the_stronger_bond_stays() -> None:
    both = at("water. States", "rivers. Nations")  # claims words of one move, and touches nothing else
    beside = at("left", "kept")
    changes = {GONE: ("a", "c"), COME: ("a",), EARLY: ("c",), both: ("b",), beside: ("d",)}
    found = bonds(changes, [(GONE, COME), (GONE, EARLY)])
    assert found[both, COME] == found[EARLY, both] == "overlap"
    assert found[EARLY, COME] == "overlap"
    assert not any(beside in pair for pair in found)


WATER = "We need clean water. We need clean air for all. We end here."
LESS, MORE = Hunk(14, 19, "air for all"), Hunk(35, 46, "water")


@pytest.mark.parametrize(
    ("other", "is_bound"),
    [
        (Hunk(3, 3, "all "), True),  # in the sentence whose last words alone differ from the other one's
        (Hunk(24, 28, "want"), True),
        (Hunk(51, 54, "stop"), False),
    ],
)
def test_a_change_within_a_sentence_of_which_only_some_words_move_is_bound_to_these(
    other: Hunk, is_bound: bool
) -> None:
    hunks = sorted([LESS, MORE, other])
    field = Field(Ground(WATER), hunks, [("b",) if hunk == other else ("a",) for hunk in hunks])
    found = bonds_of(field, [Move("We need clean water", LESS, MORE)])
    expected = {hunks.index(LESS): "overlap", hunks.index(MORE): "overlap"} if is_bound else {}
    assert found.get(hunks.index(other), {}) == expected


@pytest.mark.parametrize(
    ("supporters", "is_bound"),
    [
        ((("a",), ("a",), ("a",)), False),
        ((("a", "d"), ("a",), ("a",)), True),  # it goes for good
        ((("a", "d"), ("a", "d"), ("a",)), False),
        ((("a", "d"), ("a",), ("d",)), False),  # it comes at another place: no question of going
        ((("a",), ("a", "d"), ("a",)), False),  # who wants it twice takes nothing away
    ],
)
def test_words_that_somebody_removes_for_good_bind_the_halves_of_their_move(
    supporters: tuple[tuple[str, ...], ...], is_bound: bool
) -> None:
    gone, come, first = supporters
    changes = {GONE: gone, COME: come, EARLY: first}
    found = bonds(changes, [(GONE, COME), (GONE, EARLY)])
    assert (found.get((GONE, COME)) == "overlap") is is_bound


def test_two_moves_of_one_sentence_in_pieces_are_alternatives_although_no_piece_meets_another() -> None:
    need, end = Hunk(8, 13, "fresh"), Hunk(len(WATER), len(WATER), " We need clean water.")
    hunks = sorted([LESS, MORE, need, end])
    field = Field(Ground(WATER), hunks, [("b",) if hunk in (need, end) else ("a",) for hunk in hunks])
    found = bonds_of(field, [Move("We need clean water", LESS, MORE), Move("We need clean water", need, end)])
    assert (
        found[hunks.index(MORE)][hunks.index(end)] == found[hunks.index(LESS)][hunks.index(need)] == "overlap"
    )


def test_a_change_beside_the_words_that_make_one_sentence_of_another_is_bound_to_the_move() -> None:
    gone = Hunk(0, 21, "")  # the whole sentence goes, and of its words only the last comes elsewhere
    beside = Hunk(24, 28, "want")
    hunks = [gone, beside, MORE]
    field = Field(Ground(WATER), hunks, [("a",), ("b",), ("a",)])
    assert bonds_of(field, [Move("We need clean water", gone, MORE)])[1] == {0: "overlap", 2: "overlap"}
