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
    frame: pd.DataFrame, by: str, words: Mapping[int, float], passages: Mapping[int, int]
) -> list[Row]:
    """Return a row for each group of the column `by` that may be told, the largest first, the others together last.

    `frame`: a row for each contribution, in the columns of `influence.COLUMNS` and `by`. A figure that may not be told
    is None. `words` and `passages`: by contribution, as for `influence.balance`.
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
        _hide(found, SHARES[name], _split(asked, by, is_behind, [row["group"] for row in found]))
    return found


def published_waits(frame: pd.DataFrame, by: str) -> list[Row]:
    """Return a row for each group: how many were answered, half of them within how many days, and how many wait.

    `frame`: as above, with the column `days` (missing: no answer yet).
    """
    told = _told(frame, by)
    asked = told[~told["is_reply"].astype(bool)]
    groups = sorted(asked[by].unique(), key=lambda group: (group in ("", REST), group))
    is_answered = asked["days"].notna()
    found: list[Row] = []
    for group in groups:
        part = asked[asked[by] == group]
        days = part["days"].dropna()
        half = float(days.median()) if len(days) else None
        found.append({"group": group, "answered": len(days), "half": half, "waiting": len(part) - len(days)})
    split = _split(asked, by, is_answered, groups)
    _hide(found, ("answered", "half"), split)
    _hide(found, ("waiting",), split, column=1)
    return found


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
