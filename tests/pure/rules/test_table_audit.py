"""A table with hidden cells: what can be reckoned from its totals, beside trying out every table that has them."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.rules.disclosure import Behind
from consult.rules.table_audit import Place, bounds, hidden_cells, recomputable

Values = list[list[int]]


def tried_out(values: Values, hidden: set[Place]) -> dict[Place, tuple[int, int]]:
    """Return the bounds of each hidden cell over all tables with the same totals and the same told cells."""
    places = sorted(hidden)
    most = [min(sum(values[row]), sum(line[column] for line in values)) for row, column in places]
    found: dict[Place, set[int]] = {place: set() for place in places}
    for numbers in product(*(range(one + 1) for one in most)):
        other = [list(row) for row in values]
        for (row, column), number in zip(places, numbers, strict=True):
            other[row][column] = number
        if [sum(row) for row in other] == [sum(row) for row in values] and [
            sum(line) for line in zip(*other, strict=True)
        ] == [sum(line) for line in zip(*values, strict=True)]:
            for place, number in zip(places, numbers, strict=True):
                found[place].add(number)
    return {place: (min(numbers), max(numbers)) for place, numbers in found.items()}


@st.composite
def small_tables(draw: st.DrawFn) -> tuple[Values, set[Place]]:
    rows, columns = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    values = [[draw(st.integers(0, 2)) for _column in range(columns)] for _row in range(rows)]
    cells = [(row, column) for row in range(rows) for column in range(columns)]
    return values, set(draw(st.lists(st.sampled_from(cells), unique=True, max_size=5)))


@settings(max_examples=60, deadline=None)
@given(small_tables())
def test_the_bounds_are_those_of_all_tables_with_the_same_totals(table: tuple[Values, set[Place]]) -> None:
    values, hidden = table
    assert bounds(values, hidden) == tried_out(values, hidden)


@pytest.mark.parametrize(
    ("values", "hidden", "known"),
    [
        ([[4, 30], [20, 40]], {(0, 0)}, [(0, 0)]),  # the total of the row less the other cell
        ([[4, 30], [20, 40]], {(0, 0), (0, 1)}, [(0, 0), (0, 1)]),  # and the totals of the columns
        ([[4, 30], [20, 40]], {(0, 0), (0, 1), (1, 0), (1, 1)}, []),  # 0 to 24 in the first
        # Four cells of which one is empty: the others may move by two alone.
        ([[0, 2], [2, 40]], {(0, 0), (0, 1), (1, 0), (1, 1)}, [(0, 0), (0, 1), (1, 0), (1, 1)]),
        ([[4, 30, 9], [20, 40, 9]], {(0, 0), (0, 1), (1, 0), (1, 1)}, []),
    ],
)
def test_a_cell_that_its_totals_pin_down_is_found(
    values: Values, hidden: set[Place], known: list[Place]
) -> None:
    assert recomputable(values, hidden) == known


def crowds(values: Values, organisations: int = 5) -> list[list[Behind]]:
    """So many people behind each cell, of five organisations each, nobody behind two cells."""
    found, first = [], 0
    for row in values:
        line = []
        for number in row:
            line.append(Behind(frozenset(range(first, first + number)), frozenset(range(organisations))))
            first += number
        found.append(line)
    return found


@pytest.mark.parametrize(
    ("values", "hidden"),
    [
        ([[12, 30], [20, 40]], set()),
        # One small cell takes a whole rectangle with it, of the smallest that hides it.
        ([[4, 30, 60], [20, 40, 70], [50, 80, 90]], {(0, 0), (0, 1), (1, 0), (1, 1)}),
        ([[12, 0], [0, 12]], {(0, 0), (0, 1), (1, 0), (1, 1)}),  # none is a number, too
        ([[0, 11], [11, 40]], {(0, 0), (0, 1), (1, 0), (1, 1)}),
    ],
)
def test_so_many_are_hidden_that_none_is_known(values: Values, hidden: set[Place]) -> None:
    assert hidden_cells(crowds(values)) == hidden


def test_a_table_that_cannot_be_protected_tells_no_cell() -> None:
    assert hidden_cells(crowds([[3, 2], [2, 90]])) is None
    assert hidden_cells(crowds([[5, 40]])) is None, "one row: its cells are the totals"


def test_a_crowd_of_two_organisations_is_hidden_as_well() -> None:
    table = crowds([[40, 30], [20, 40]])
    table[0][0] = Behind(table[0][0].people, frozenset({1, 2}))
    assert hidden_cells(table) == {(0, 0), (0, 1), (1, 0), (1, 1)}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.integers(0, 60), min_size=3, max_size=3), min_size=1, max_size=5))
def test_what_is_hidden_can_never_be_reckoned_and_what_is_small_is_hidden(values: Values) -> None:
    hidden = hidden_cells(crowds(values))
    small = {(row, at) for row, line in enumerate(values) for at, number in enumerate(line) if number < 10}
    if hidden is None:
        return
    assert small <= hidden
    assert all(most - least >= 10 for least, most in bounds(values, hidden).values())


def fitting(groups: list[int], columns: list[int], told: dict[Place, int]) -> list[list[list[int]]]:
    """All tables of three columns with these totals and these told cells."""
    lines = [
        [
            [one, other, total - one - other]
            for one in range(total + 1)
            for other in range(total + 1 - one)
            if all(
                told.get((row, at), number) == number
                for at, number in enumerate((one, other, total - one - other))
            )
        ]
        for row, total in enumerate(groups)
    ]
    return [
        list(table)
        for table in product(*lines)
        if [sum(line[at] for line in table) for at in range(3)] == columns
    ]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.integers(0, 4), min_size=3, max_size=3), min_size=2, max_size=3))
def test_two_tables_of_the_same_groups_leave_no_hidden_number_known(values: Values) -> None:
    """One tells what was taken up, one what is answered (the first two): tried out over all that both allow."""
    least = 2
    few = [(row, 2) for row, line in enumerate(values) if line[0] + line[1] < least]
    hidden = hidden_cells(crowds(values), least, few)
    if hidden is None:
        return
    taken = {(row, 0): line[0] for row, line in enumerate(values) if (row, 0) not in hidden}
    waits = {(row, 2): line[2] for row, line in enumerate(values) if (row, 2) not in hidden}
    tables = fitting(
        [sum(line) for line in values], [sum(line) for line in zip(*values, strict=True)], taken | waits
    )
    for row, column in hidden:
        numbers = {table[row][column] for table in tables}
        assert max(numbers) - min(numbers) >= least
    for row, line in enumerate(values):
        answered = {table[row][0] + table[row][1] for table in tables}
        assert len(answered) > least or line[0] + line[1] >= least, "what few were answered is not known"


def test_tables_that_share_one_margin_alone_tell_nothing_of_each_other() -> None:
    """Any way to fill the one goes with the other: in each row any two splits of the same total fit together."""
    here, there = [[1, 2], [2, 0]], [[0, 3], [1, 1]]
    cubes = [
        cube
        for cube in product(*(range(3 + 1) for _cell in range(8)))
        if [[sum(cube[4 * row + 2 * at : 4 * row + 2 * at + 2]) for at in range(2)] for row in range(2)]
        == here
    ]
    seen = {
        tuple(cube[4 * row + at] + cube[4 * row + 2 + at] for row in range(2) for at in range(2))
        for cube in cubes
    }
    splits = {(one, 3 - one, other, 2 - other) for one in range(4) for other in range(3)}
    assert tuple(number for line in there for number in line) in seen
    assert seen == splits
