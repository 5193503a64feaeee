"""What somebody can reckon of the hidden cells of a table from its totals; and what else must be hidden for that.

A table that crosses two things is told with the totals of its rows and columns, so each hidden cell lies between two
bounds: the least and the most that a linear programme finds under these totals. Of such a table the programme is a flow
in a network of rows and columns, so that it is solved here exactly, in whole numbers.
"""

from collections import deque
from collections.abc import Collection, Mapping, Sequence

from .disclosure import LEAST_PEOPLE, Behind

Place = tuple[int, int]
"""Row and column of a cell."""
Node = tuple[str, int]
Network = dict[Node, dict[Node, int]]
LEAST_FOR_CROSSED = 400
"""With fewer people a table about personal answers is told in one direction only."""
_WITHOUT_END = 1 << 60


def bounds(values: Sequence[Sequence[int]], hidden: Collection[Place]) -> dict[Place, tuple[int, int]]:
    """Return between which numbers each hidden cell must lie, for who knows all other cells and all totals.

    `values`: the true numbers, none below zero, in rows of equal length.
    """
    return {
        (row, column): (
            values[row][column]
            - min(values[row][column], _most_through(values, hidden, ("row", row), ("column", column))),
            values[row][column] + _most_through(values, hidden, ("column", column), ("row", row)),
        )
        for row, column in hidden
    }


def hidden_cells(
    behind: Sequence[Sequence[Behind]], least: int = LEAST_PEOPLE, also: Collection[Place] = ()
) -> frozenset[Place] | None:
    """Return the cells of a table that must not be told, so that none of them can be reckoned; None: tell no cell.

    Hidden is what too few stand behind, none at all included, and what is asked for in `also`. As long as the bounds
    of a hidden cell lie closer together than the least number of people, the smallest rectangle through it is hidden,
    too.
    """
    values = [[len(cell.people) for cell in row] for row in behind]
    told = {
        (row, column): values[row][column]
        for row, cells in enumerate(behind)
        for column, cell in enumerate(cells)
        if cell.is_enough_for(least) and (row, column) not in also
    }
    hidden = {(row, column) for row, cells in enumerate(values) for column in range(len(cells))} - set(told)
    while exposed := recomputable(values, hidden, least):
        if not told:
            return None
        for place in _smallest_with(exposed[0], told, values):
            hidden.add(place)
            del told[place]
    return frozenset(hidden)


def recomputable(
    values: Sequence[Sequence[int]], hidden: Collection[Place], least: int = LEAST_PEOPLE
) -> list[Place]:
    """Return the hidden cells that the totals pin down to fewer numbers than the least number of people."""
    found = bounds(values, hidden)
    return sorted(place for place, (low, high) in found.items() if high - low < least)


def _smallest_with(
    exposed: Place, told: Mapping[Place, int], values: Sequence[Sequence[int]]
) -> Collection[Place]:
    """Return the told cells of the rectangle through an exposed cell that hides the least; else the smallest cell."""
    row, column = exposed
    rectangles = (
        {(row, across), (down, column), (down, across)} & set(told)
        for down in range(len(values))
        for across in range(len(values[row]))
        if down != row and across != column
    )
    least = min(told, key=lambda place: (told[place], place))
    return min(
        filter(None, rectangles),
        key=lambda places: (sum(told[place] for place in places), sorted(places)),
        default={least},
    )


def _most_through(
    values: Sequence[Sequence[int]], hidden: Collection[Place], source: Node, target: Node
) -> int:
    """Return the largest flow between a row and a column past the cell of both.

    A row may give any number to a hidden cell of it, and a column may take from a hidden cell what is in it: each way
    round through the table leaves all totals as they are, and changes the cell by what flows.
    """
    network = _network(values, {place for place in hidden if place != _cell(source, target)})
    total = 0
    while path := _path(network, source, target):
        room = min(network[one][other] for one, other in path)
        for one, other in path:
            network[one][other] -= room
            network[other][one] = network[other].get(one, 0) + room
        total += room
    return total


def _cell(one: Node, other: Node) -> Place:
    (row,), (column,) = ([node[1] for node in (one, other) if node[0] == kind] for kind in ("row", "column"))
    return row, column


def _network(values: Sequence[Sequence[int]], hidden: Collection[Place]) -> Network:
    network: Network = {}
    for row, column in sorted(hidden):
        network.setdefault(("row", row), {})[("column", column)] = _WITHOUT_END
        network.setdefault(("column", column), {})[("row", row)] = values[row][column]
    return network


def _path(network: Network, source: Node, target: Node) -> list[tuple[Node, Node]]:
    """Return a shortest way on which something can still flow, edge by edge; empty where there is none."""
    came: dict[Node, Node] = {source: source}
    waiting = deque([source])
    while waiting and target not in came:
        here = waiting.popleft()
        for there, room in network.get(here, {}).items():
            if room > 0 and there not in came:
                came[there] = here
                waiting.append(there)
    way: list[tuple[Node, Node]] = []
    here = target
    while here in came and here != source:
        way.append((came[here], here))
        here = came[here]
    return way[::-1]
