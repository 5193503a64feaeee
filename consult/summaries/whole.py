"""Figures about personal answers for those who decide: pure functions from frames to rows.

Of what they lead themselves they see the whole, of other regions what five people or more stand behind, and what
nobody can reckon from the totals.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from consult.rules.disclosure import LEAST_AMONG_FACILITATORS, Behind
from consult.rules.states import TAKEN_UP
from consult.rules.table_audit import hidden_cells

EVERYWHERE = "*"
Numbers = Mapping[str, Sequence[int]]
"""People, organisations and contributions behind each group."""
Row = dict[str, Any]


def whole_figures(frame: pd.DataFrame, by: str) -> list[Row]:
    """Return a row for each group and region, and for each group of all regions, which stand first.

    `frame`: a row for each contribution, in the columns of `influence.COLUMNS` and `by`.
    """
    rows = [_row(part, str(group), EVERYWHERE) for group, part in frame.groupby(by)]
    rows.sort(key=lambda row: (-row["contributions"], row["group"]))
    regions = sorted(frame["region"].unique(), key=lambda code: (code == "", code))
    order = [row["group"] for row in rows]
    return rows + [
        _row(frame[(frame["region"] == code) & (frame[by] == group)], group, code)
        for code in regions
        for group in order
    ]


def behind(frame: pd.DataFrame, by: str) -> dict[str, list[int]]:
    """Return how many people, organisations and contributions stand behind each group of a column."""
    return {
        str(group): [part["person"].nunique(), part["organisation"].nunique(), len(_asked(part))]
        for group, part in frame.groupby(by)
    }


def told_of_others(places: Mapping[str, Numbers]) -> list[Row]:
    """Return a row for each place (a consultation) and group, with its figures, or None where they may not be told."""
    groups = sorted(
        {group for numbers in places.values() for group in numbers}, key=lambda one: (one == "", one)
    )
    cells = [[list(numbers.get(group, (0, 0, 0))) for group in groups] for numbers in places.values()]
    hidden = hidden_cells([[_crowd(cell) for cell in line] for line in cells], LEAST_AMONG_FACILITATORS)
    return [
        {
            "place": place,
            "group": group,
            "figures": None if hidden is None or (row, column) in hidden else cells[row][column],
        }
        for row, place in enumerate(places)
        for column, group in enumerate(groups)
    ]


def _crowd(numbers: Sequence[int]) -> Behind:
    people, organisations, _contributions = numbers
    return Behind(frozenset(range(people)), frozenset(range(organisations)))


def _asked(part: pd.DataFrame) -> pd.DataFrame:
    """Leave out replies, which belong to their thread."""
    return part[~part["is_reply"].astype(bool)]


def _row(part: pd.DataFrame, group: str, region: str) -> Row:
    asked = _asked(part)
    return {
        "group": group,
        "region": region,
        "people": int(part["person"].nunique()),
        "organisations": int(part["organisation"].nunique()),
        "contributions": len(asked),
        "taken_up": int(asked["disposition"].isin(TAKEN_UP).sum()),
    }
