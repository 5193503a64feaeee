"""Figures about what people said of themselves: pure functions from frames to rows that may be published.

A group stands alone where enough people and organisations are behind it. A figure of a group is told only where so many
are behind it that it points at nobody, and where nobody can be reckoned from the others (`rules/table_audit`).
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from consult.rules.disclosure import Behind, groups_told_apart
from consult.rules.states import TAKEN_UP
from consult.rules.table_audit import LEAST_FOR_CROSSED, Place, hidden_cells

from .influence import balance, put_together

REST = "…"
"""The group of those that are too few to stand alone."""
SHARES = {"taken_up": ("taken_up",), "words": ("words", "share_of_words"), "passages": ("passages",)}
"""What a few may be behind, and the figures that go with it."""
Row = dict[str, Any]


def published_groups(
    frame: pd.DataFrame,
    by: str,
    words: Mapping[int, float],
    passages: Mapping[int, int],
    *,
    with_waits: bool = False,
) -> list[Row]:
    """Return a row for each group of the column `by` that may be told, the largest first, the others together last.

    `frame`: a row for each contribution, in the columns of `influence.COLUMNS` and `by`. A figure that may not be told
    is None. `words` and `passages`: by contribution, as for `influence.balance`. `with_waits`: `published_waits` of the
    same groups stand on the same page.
    """
    told = _told(frame, by)
    figures = balance(told, by, words, passages)
    figures = figures.loc[sorted(figures.index, key=lambda group: group in ("", REST))]
    behind = behind_groups(told, by)
    found = [
        {
            "group": str(group),
            "people": len(behind[str(group)].people),
            "organisations": len(behind[str(group)].organisations),
            **_plain(row),
        }
        for group, row in zip(figures.index, figures.to_dict("records"), strict=True)
    ]
    asked = told[~told["is_reply"].astype(bool)]
    few = {
        "taken_up": asked["disposition"].isin(TAKEN_UP),
        "words": asked["contribution"].isin([one for one, number in words.items() if number > 0]),
        "passages": asked["contribution"].isin([one for one, number in passages.items() if number > 0]),
    }
    for name, is_behind in few.items():
        if with_waits and name == "taken_up":
            _hide(found, SHARES[name], _placed(fates(asked, by), found))
            continue
        _hide(found, SHARES[name], _split(asked, by, is_behind, [row["group"] for row in found]))
    return found


def published_waits(frame: pd.DataFrame, by: str) -> list[Row]:
    """Return a row for each group: how many were taken up, how many answered otherwise, how many were answered, half
    of them within how many days, and how many wait.

    `frame`: as above, with the column `days` (missing: no answer yet).
    """
    told = _told(frame, by)
    asked = told[~told["is_reply"].astype(bool)]
    groups = sorted(asked[by].unique(), key=lambda group: (group in ("", REST), group))
    found: list[Row] = []
    for group in groups:
        part = asked[asked[by] == group]
        days, sides = part["days"].dropna(), [int(side.sum()) for side in _sides(part)]
        half = float(days.median()) if len(days) else None
        found.append(
            {
                "group": group,
                "taken_up": sides[0],
                "otherwise": sides[1],
                "answered": len(days),
                "half": half,
                "waiting": sides[2],
            }
        )
    hidden = _placed(fates(asked, by), found)
    for column, names in enumerate((("taken_up",), ("otherwise",), ("answered", "half", "waiting"))):
        _hide(found, names, hidden, column)
    return found


def fates(asked: pd.DataFrame, by: str) -> frozenset[tuple[str, int]] | None:
    """Return which figures of which groups must not be told: 0 taken up, 1 answered otherwise, 2 answered or waiting.

    What is answered less what was taken up is answered otherwise, and all less what waits is answered: so the figures
    of both tables are audited as one, whatever page they stand on. None: tell none.
    """
    groups = sorted(asked[by].unique())
    parts = [asked[asked[by] == group] for group in groups]
    sides = [_sides(part) for part in parts]
    empty = [column for column in range(3) if not any(side[column].any() for side in sides)]
    kept = [
        column for column in range(3) if column not in empty
    ]  # that nobody is there stands in the column's total
    behind = [
        [_behind(part[side[column]]) for column in kept] for part, side in zip(parts, sides, strict=True)
    ]
    few = [number for number, part in enumerate(parts) if not _behind(part[part["days"].notna()]).is_enough]
    hidden = hidden_cells(behind, also=[(number, kept.index(2)) for number in few if 2 in kept])
    if hidden is None:
        return None
    return frozenset((groups[row], kept[place]) for row, place in hidden) | frozenset(
        (group, column) for group in groups for column in empty if column != 2
    )


def _sides(part: pd.DataFrame) -> tuple[pd.Series, ...]:
    answered = part["days"].notna()
    taken = answered & part["disposition"].isin(TAKEN_UP)
    return taken, answered & ~taken, ~answered


def _placed(hidden: frozenset[tuple[str, int]] | None, rows: Sequence[Row]) -> frozenset[Place] | None:
    """Return hidden figures of groups as places in a table of these rows."""
    if hidden is None:
        return None
    return frozenset(
        (number, column)
        for number, row in enumerate(rows)
        for column in range(3)
        if (row["group"], column) in hidden
    )


def crossed_with_regions(frame: pd.DataFrame, by: str) -> Row | None:
    """Return how many people of each group spoke from each region, with all totals; None where it may not be told.

    Told from 400 people on; hidden cells are None.
    """
    if frame["person"].nunique() < LEAST_FOR_CROSSED:
        return None
    told = _told(frame, by)
    groups = sorted(told[by].unique(), key=lambda group: (group in ("", REST), group))
    regions = sorted(told["region"].unique(), key=lambda code: (code == "", code))
    behind = [
        [_behind(told[(told["region"] == code) & (told[by] == group)]) for group in groups]
        for code in regions
    ]
    hidden = hidden_cells(behind)
    if hidden is None:
        return None
    numbers = [[len(cell.people) for cell in row] for row in behind]
    return {
        "regions": regions,
        "groups": groups,
        "cells": [
            [None if (row, column) in hidden else number for column, number in enumerate(line)]
            for row, line in enumerate(numbers)
        ],
        "by_region": [sum(line) for line in numbers],
        "by_group": [sum(line) for line in zip(*numbers, strict=True)],
    }


def behind_groups(frame: pd.DataFrame, by: str) -> dict[str, Behind]:
    """Return who stands behind each group of a column."""
    return {str(group): _behind(part) for group, part in frame.groupby(by)}


def _told(frame: pd.DataFrame, by: str) -> pd.DataFrame:
    return put_together(frame, by, groups_told_apart(behind_groups(frame, by)), REST)


def _behind(part: pd.DataFrame) -> Behind:
    return Behind(frozenset(part["person"].dropna()), frozenset(part["organisation"].dropna()))


def _split(
    asked: pd.DataFrame, by: str, is_behind: Iterable[bool], groups: Sequence[str]
) -> frozenset[Place] | None:
    """Return which cells are hidden of a table of the groups: those behind something, and those not behind it."""
    return hidden_cells(
        [
            [_behind(asked[(asked[by] == group) & (is_behind == side)]) for side in (True, False)]
            for group in groups
        ]
    )


def _hide(
    found: Sequence[Row], names: Sequence[str], hidden: frozenset[Place] | None, column: int = 0
) -> None:
    for number, row in enumerate(found):
        if hidden is None or (number, column) in hidden:
            row.update(dict.fromkeys(names))


def _plain(row: Mapping[Any, Any]) -> Row:
    """Return counts as whole numbers, words and shares with one decimal."""
    whole = ("contributions", "taken_up", "passages")
    return {str(name): int(value) if name in whole else round(float(value), 1) for name, value in row.items()}
