"""Rows as columns: whole numbers of many contributions or stances, side by side. Pure functions of numpy's arrays.

A table that is asked for some of its columns reads all of each row; columns that stand by themselves are counted at
millions a second. Nothing is summed here beforehand: each row is there, with its id, so a row that changed replaces
the one before, and every choice of a reader is counted in the same way.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

Columns = dict[str, np.ndarray]
Layout = Mapping[str, str]
SENT: Layout = {
    "id": "<i4",
    "section": "<i4",
    "region": "<i4",
    "kind": "<i1",
    "disposition": "<i1",
    "is_reply": "<i1",
    "day": "<i4",
    "voice": "<i1",
    "speaker": "<i4",
    "organisation": "<i4",
}
"""Contributions: ids, 0 for none; places in the lists of `rules.states` (of dispositions from 1); days since 1970."""
STANCES: Layout = {
    "id": "<i4",
    "contribution": "<i4",
    "region": "<i4",
    "organisation": "<i4",
    "position": "<i1",
}
"""Stances on contributions; `organisation` is -1 for who speaks for themselves, and 0 for one that is not known."""
FEW = 1 << 22
"""Up to so many different values are counted in places of their own; from there on they are sorted."""


def of_rows(layout: Layout, rows: Sequence[Sequence[Any]]) -> Columns:
    """Return rows, whose values are in the order of the layout, as columns. Days may be given as 2026-03-01."""
    values = zip(*rows, strict=True) if rows else ((),) * len(layout)
    return {name: _column(given, kind) for (name, kind), given in zip(layout.items(), values, strict=True)}


def _column(given: Sequence[Any], kind: str) -> np.ndarray:
    if given and isinstance(given[0], str):
        return np.array(given, dtype="datetime64[D]").astype(kind)
    return np.array(given, dtype=kind)


def packed(layout: Layout, columns: Columns) -> bytes:
    """Return columns as bytes, one behind the other."""
    return b"".join(
        np.ascontiguousarray(columns[name], dtype=kind).tobytes() for name, kind in layout.items()
    )


def unpacked(layout: Layout, data: bytes) -> Columns:
    """Return the columns of bytes; they look at these bytes and may not be written to."""
    number = len(data) // sum(np.dtype(kind).itemsize for kind in layout.values())
    found, begins = {}, 0
    for name, kind in layout.items():
        found[name] = np.frombuffer(data, dtype=kind, count=number, offset=begins)
        begins += found[name].nbytes
    return found


def joined(layout: Layout, parts: Sequence[Columns]) -> Columns:
    """Return parts as one, in their order."""
    nothing = of_rows(layout, ())
    return {name: np.concatenate([nothing[name], *(part[name] for part in parts)]) for name in layout}


def chosen(columns: Columns, which: np.ndarray) -> Columns:
    """Return the rows under a condition, or at these places."""
    return {name: values[which] for name, values in columns.items()}


def every(conditions: Sequence[np.ndarray]) -> np.ndarray:
    """Return the condition that all of some conditions hold."""
    return np.logical_and.reduce(list(conditions))


def without(columns: Columns, gone: np.ndarray) -> Columns:
    """Return the rows whose ids are not among some."""
    if not len(gone):
        return columns
    is_gone = np.isin(columns["id"], gone)
    return chosen(columns, ~is_gone) if is_gone.any() else columns


def replaced(layout: Layout, columns: Columns, gone: np.ndarray, new: Columns) -> Columns:
    """Return the rows without those of some ids, and with others, by their ids."""
    return by_id(joined(layout, [without(columns, gone), new]))


def by_id(columns: Columns) -> Columns:
    """Return the rows in the order of their ids."""
    return chosen(columns, np.argsort(columns["id"], kind="stable"))


def dense(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return for each value its place among the different ones, and these, in their order."""
    if not len(values):
        return values, values
    least, most = int(values.min()), int(values.max())
    if most - least > 4 * len(values) + 1024:
        codes, different = pd.factorize(values, sort=True)
        return codes.astype(np.min_scalar_type(len(different))), different
    moved = values - least if least else values
    different = np.flatnonzero(np.bincount(moved, minlength=1))
    place_of = np.zeros(most - least + 1, dtype=np.min_scalar_type(len(different)))
    place_of[different] = np.arange(len(different))
    return place_of[moved], different + least


class Coded:
    """Columns whose values are numbered as they are asked for, once each, to count combinations of them.

    It takes the parts of the columns over, and empties them: of a column that was numbered the numbers alone are kept,
    which need less room.
    """

    def __init__(self, parts: Sequence[Columns]):
        self._parts = [dict(part) for part in parts]
        self._length = sum(len(next(iter(part.values()))) for part in parts)
        self._dense: dict[str, tuple[np.ndarray, np.ndarray]] = {}

    def numbers_by(self, *names: str) -> list[tuple[int, ...]]:
        """Return how many rows there are of each combination of values; the number stands last."""
        codes, values = self._combined(names)
        return _told(*_counted(codes, values), values)

    def different_by(self, *names: str, of: str) -> list[tuple[int, ...]]:
        """Return how many different values (0 is none) of one column there are with each combination of others."""
        groups, values = self._combined(names)
        each, different = self._coded(of)
        pairs = groups * max(len(different), 1) + each
        if len(different) and different[0] == 0:
            pairs = pairs[each != 0]
        pairs.sort()
        first = np.ones(len(pairs), dtype=bool)
        np.not_equal(pairs[1:], pairs[:-1], out=first[1:])
        return _told(*_counted(pairs[first] // max(len(different), 1), values), values)

    def _coded(self, name: str) -> tuple[np.ndarray, np.ndarray]:
        if name not in self._dense:
            self._dense[name] = dense(np.concatenate([part.pop(name) for part in self._parts]))
        return self._dense[name]

    def _combined(self, names: Sequence[str]) -> tuple[np.ndarray, list[np.ndarray]]:
        """Return one number for what each row has in some columns, and the different values of each of these."""
        codes, values = np.zeros(self._length, dtype=np.int64), []
        for name in names:
            places, different = self._coded(name)
            codes *= max(len(different), 1)
            codes += places
            values.append(different)
        return codes, values


def _counted(codes: np.ndarray, values: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Return the combinations that there are, and how often."""
    if math.prod(len(different) for different in values) > FEW:
        return np.unique(codes, return_counts=True)
    numbers = np.bincount(codes)
    found = np.flatnonzero(numbers)
    return found, numbers[found]


def _told(codes: np.ndarray, numbers: np.ndarray, values: Sequence[np.ndarray]) -> list[tuple[int, ...]]:
    """Return combinations with their numbers as plain values."""
    columns = [numbers]
    for different in reversed(values):
        codes, places = np.divmod(codes, max(len(different), 1))
        columns.insert(0, different[places] if len(different) else places)
    return list(zip(*(column.tolist() for column in columns), strict=True))
