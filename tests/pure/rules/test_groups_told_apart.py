"""Figures about personal answers: a group stands alone only if it is large, and no other can be reckoned from it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.rules.disclosure import Behind, groups_told_apart


def crowd(people: int, organisations: int, first: int = 0) -> Behind:
    """So many people of so many organisations, with ids from `first`."""
    return Behind(frozenset(range(first, first + people)), frozenset(range(first, first + organisations)))


@pytest.mark.parametrize(
    ("groups", "told"),
    [
        ({}, set()),
        ({"en": crowd(10, 3)}, {"en"}),
        ({"en": crowd(9, 3)}, set()),  # one person too few
        ({"en": crowd(10, 2)}, set()),  # a crowd of one kind: two organisations
        # One small group beside a large one would be the total less the large one: neither is told.
        ({"en": crowd(30, 9), "fr": crowd(4, 2, 100)}, set()),
        # The smallest of the large ones hides it, and the others may stand.
        ({"en": crowd(30, 9), "es": crowd(12, 4, 50), "fr": crowd(4, 2, 100)}, {"en"}),
        # Small ones that are enough together hide each other.
        ({"en": crowd(30, 9), "fr": crowd(6, 2, 50), "ar": crowd(5, 2, 100)}, {"en"}),
        # The same people in both: together they are still too few.
        ({"en": crowd(30, 9, 200), "fr": crowd(6, 2), "ar": crowd(6, 2)}, set()),
    ],
)
def test_a_small_group_is_hidden_with_another(groups: dict[str, Behind], told: set[str]) -> None:
    assert groups_told_apart(groups) == told


@given(st.dictionaries(st.text(max_size=2), st.tuples(st.integers(0, 25), st.integers(0, 6)), max_size=7))
def test_what_is_not_told_is_enough_together_or_everything(sizes: dict[str, tuple[int, int]]) -> None:
    groups = {
        name: crowd(people, organisations, 1000 * number)
        for number, (name, (people, organisations)) in enumerate(sizes.items())
    }
    told = groups_told_apart(groups)
    hidden = [groups[name] for name in groups if name not in told]
    assert all(groups[name].is_enough for name in told)
    if told and hidden:
        assert sum(len(one.people) for one in hidden) >= 10
        assert sum(len(one.organisations) for one in hidden) >= 3
