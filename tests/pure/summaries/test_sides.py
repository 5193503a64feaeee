"""How regions stand to proposed changes, by hand and against counting one by one."""

from collections import Counter
from math import exp, log
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.rules.states import POSITIONS
from consult.summaries.columns import STANCES, Columns, of_rows
from consult.summaries.sides import Score, Sides

SUPPORT, LIVE_WITH, OBJECTION, ASKING = range(4)
ALONE = -1
CHANGES = {"id": "<i4", "section": "<i4"}


def changes(*rows: tuple[int, int]) -> list[Columns]:
    return [of_rows(CHANGES, rows)]


def stances(*rows: tuple[int, int, int, int]) -> Columns:
    """Return stances: contribution, region, organisation, position."""
    return of_rows(STANCES, [(number, *row) for number, row in enumerate(rows, 1)])


def test_the_positions_have_these_places() -> None:
    assert POSITIONS == ("support", "can-live-with", "objection", "asking-members")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([(8, 2, ALONE, SUPPORT), (8, 2, ALONE, LIVE_WITH)], (2, 0)),
        ([(8, 2, ALONE, SUPPORT), (8, 2, ALONE, OBJECTION)], (1, 1)),
        ([(8, 2, ALONE, OBJECTION), (8, 2, ALONE, ASKING)], (0, 1)),
        ([(8, 2, 5, SUPPORT), (8, 2, 5, SUPPORT)], (1, 0)),  # two who speak for one organisation
        ([(8, 2, 5, SUPPORT), (8, 2, 6, SUPPORT)], (2, 0)),
        ([(8, 2, 5, SUPPORT), (8, 2, 5, OBJECTION)], (1, 1)),  # they do not agree
        ([(8, 2, 5, SUPPORT), (8, 2, 5, LIVE_WITH)], (2, 0)),
        ([(8, 2, 0, SUPPORT), (8, 2, 0, SUPPORT)], (1, 0)),  # of organisations that are gone
        ([(8, 2, 2**31 - 1, OBJECTION), (8, 2, ALONE, SUPPORT)], (1, 1)),
    ],
)
def test_accepting_and_objecting(given: list[tuple[int, int, int, int]], expected: tuple[int, int]) -> None:
    found = Sides(changes((8, 3)), [1, 2], [stances(*given)])
    assert found.by_section() == [(3, 2, *expected)]


@pytest.mark.parametrize("target", [1, 7, 9, 10, 2**31 - 1])
def test_a_stance_on_what_is_no_counted_change_counts_nowhere(target: int) -> None:
    found = Sides(changes((8, 3), (11, 3)), [1], [stances((target, 1, ALONE, SUPPORT))])
    assert found.by_section() == found.best(20, 1, 1) == []
    assert found.regions_accepting() == {}


def test_sections_are_summed_over_their_changes_and_regions_stand_apart() -> None:
    given = [(8, 0, ALONE, SUPPORT), (9, 4, ALONE, SUPPORT), (5, 4, ALONE, OBJECTION), (6, 4, 7, OBJECTION)]
    found = Sides(
        [*changes((9, 3), (5, 3)), *changes((6, 0), (8, 1))],
        [4, 9],
        [stances(*given[:2]), stances(*given[2:])],
    )
    assert found.by_section() == [(0, 4, 0, 1), (1, 0, 1, 0), (3, 4, 1, 1)]
    assert found.regions_accepting() == {9: frozenset({4})}, "who named no region is in none"


def test_the_best_are_those_with_enough_regions_by_the_mean_of_their_shares() -> None:
    def many(change: int, region: int, accepting: int, objecting: int) -> list[tuple[int, int, int, int]]:
        return [(change, region, ALONE, SUPPORT)] * accepting + [
            (change, region, ALONE, OBJECTION)
        ] * objecting

    given = [
        *many(1, 1, 5, 0),
        *many(1, 2, 3, 2),
        *many(2, 1, 9, 0),
        *many(2, 2, 4, 0),  # four are too few
        *many(3, 1, 3, 2),
        *many(3, 2, 5, 0),  # as the first one
        *many(4, 1, 1, 9),
        *many(4, 2, 1, 9),
        *many(4, 0, 9, 0),
    ]
    found = Sides(changes((1, 7), (2, 7), (3, 8), (4, 0)), [1, 2], [stances(*given)])
    share = exp((log(6 / 7) + log(4 / 7)) / 2)
    best = found.best(20, 2, 5)
    assert [row[:3] for row in best] == [(1, 7, 2), (3, 8, 2), (4, 0, 2)]
    assert [row.score for row in best] == pytest.approx([share, share, 2 / 12])
    assert [row.contribution_id for row in found.best(2, 1, 5)] == [2, 1]
    assert found.best(1, 2, 5) == [Score(1, 7, 2, pytest.approx(share))]


def test_nothing_proposed_is_nothing() -> None:
    assert Sides([], [1], [stances((1, 1, ALONE, SUPPORT))]).by_section() == []
    assert Sides([], [], []).best(20, 1, 5) == []


ROW = st.tuples(
    st.integers(1, 6), st.sampled_from([0, 3, 70]), st.sampled_from([ALONE, 0, 1, 2]), st.integers(0, 3)
)


@given(st.lists(ROW, max_size=60), st.integers(0, 60))
def test_counted_as_one_by_one(rows: list[tuple[int, int, int, int]], parted: int) -> None:
    sections = {2: 1, 3: 0, 5: 1}
    found = Sides(changes(*sections.items()), [3, 70], [stances(*rows[:parted]), stances(*rows[parted:])])
    units: list[Any] = [row for row in rows if row[2] == ALONE] + sorted(
        {row for row in rows if row[2] != ALONE}
    )
    expected: Counter[tuple[int, int, bool]] = Counter()
    for change, region, _who, position in units:
        if change in sections and position != ASKING:
            expected[sections[change], region, position == OBJECTION] += 1
    assert found.by_section() == sorted(
        (section, region, expected[section, region, False], expected[section, region, True])
        for section, region in {key[:2] for key in expected}
    )
