"""How regions stand to proposed changes, counted from stances as columns. Pure functions of numpy's arrays.

Somebody who supports a change or can live with it accepts it. Several people who speak for one organisation are one,
unless they took different positions; who still asks their members has not spoken yet.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from consult.rules.states import POSITIONS

from .columns import Columns, dense

OBJECTION, UNSPOKEN = POSITIONS.index("objection"), POSITIONS.index("asking-members")
_BITS = 32  # for the id of an organisation


class Score(NamedTuple):
    """A proposed change over the regions that took enough stances on it; `score`: the mean of their shares."""

    contribution_id: int
    section_id: int
    regions: int
    score: float


class Sides:
    """How many accept, and how many object to, each change, by region (0 for none): a row each, a column each."""

    def __init__(self, changes: Sequence[Columns], regions: Sequence[int], stances: Iterable[Columns]):
        """Take the proposed changes (`id`, `section`), the ids of all regions, and the stances; in parts each."""
        self.regions = np.array(sorted({0, *regions}), dtype=np.int64)
        ids, sections = (
            np.concatenate([[], *(part[name] for part in changes)]) for name in ("id", "section")
        )
        order = np.argsort(ids, kind="stable")
        self.ids, self.sections = (values[order].astype(np.int64) for values in (ids, sections))
        size = len(self.ids) * len(self.regions)
        self._before = int(self.ids[0]) - 1 if size else 0
        self._changes, self._regions = _places(self.ids - self._before), _places(self.regions)
        self._sums = np.zeros(2 * size, dtype=np.int64)
        spoken = [np.zeros(0, dtype=np.int64)]
        for part in stances if size else ():
            spoken.append(self._add(part))
        self._add_organisations(np.unique(np.concatenate(spoken)))
        sums = self._sums.reshape(len(self.ids), len(self.regions), 2)
        self.accepting, self.objecting = sums[:, :, 0], sums[:, :, 1]
        self.all = self.accepting + self.objecting

    def _add(self, part: Columns) -> np.ndarray:
        """Count those who speak for themselves; return a number for what each organisation said where."""
        change = self._changes.take(part["contribution"] - self._before, mode="clip")
        counts = (change >= 0) & (part["position"] != UNSPOKEN)
        place = change * len(self.regions) + self._regions.take(part["region"], mode="clip")
        alone = counts & (part["organisation"] < 0)
        np.add.at(self._sums, (2 * place + (part["position"] == OBJECTION))[alone], 1)
        spoken = counts & (part["organisation"] >= 0)
        said: np.ndarray = place[spoken] * len(POSITIONS) + part["position"][spoken]
        return (said << _BITS) | part["organisation"][spoken].astype(np.int64)

    def _add_organisations(self, spoken: np.ndarray) -> None:
        place, position = np.divmod(spoken >> _BITS, len(POSITIONS))
        np.add.at(self._sums, 2 * place + (position == OBJECTION), 1)

    def by_section(self) -> list[tuple[int, int, int, int]]:
        """Return section (0 for none), region, and how many accept and how many object to what is proposed to it."""
        places, sections = dense(self.sections)
        shape = len(sections), len(self.regions)
        sums = []
        for numbers in (self.accepting, self.objecting):
            found = np.zeros(shape, dtype=np.int64)
            np.add.at(found, places, numbers)
            sums.append(found)
        rows, columns = np.nonzero(sums[0] + sums[1])
        parts = sections[rows], self.regions[columns], sums[0][rows, columns], sums[1][rows, columns]
        return list(zip(*(part.tolist() for part in parts), strict=True))

    def best(self, most: int, least_regions: int, least_stances: int) -> list[Score]:
        """Return the changes that are accepted most over their regions, the best first.

        The score is the geometric mean of (accepting + 1) / (all + 2) over the regions with enough stances. Those who
        named no region are no region.
        """
        enough = (self.all >= least_stances) & (self.regions > 0)
        regions = enough.sum(axis=1)
        shares = np.log((self.accepting + 1) / (self.all + 2))
        scores = np.exp(np.where(enough, shares, 0.0).sum(axis=1) / np.maximum(regions, 1))
        asked = np.flatnonzero(regions >= max(least_regions, 1))
        order = asked[np.lexsort((self.ids[asked], -np.round(scores[asked], 12)))][:most]
        parts = self.ids[order], self.sections[order], regions[order], scores[order]
        return [Score(*row) for row in zip(*(part.tolist() for part in parts), strict=True)]

    def regions_accepting(self) -> dict[int, frozenset[int]]:
        """Return the ids of the regions from which somebody accepts each change, of those that are accepted at all."""
        accepts = (self.accepting > 0) & (self.regions > 0)
        marks = np.packbits(accepts, axis=1)
        sets: dict[bytes, frozenset[int]] = {}
        found = {}
        for place in np.flatnonzero(accepts.any(axis=1)).tolist():
            mark = marks[place].tobytes()
            if mark not in sets:  # most changes are accepted from the same few sets of regions
                sets[mark] = frozenset(self.regions[accepts[place]].tolist())
            found[int(self.ids[place])] = sets[mark]
        return found


def _places(numbers: np.ndarray) -> np.ndarray:
    """Return a table in which the place of each number, none below 0, is looked up; -1 for what is none of them."""
    found = np.full(int(numbers[-1]) + 2 if len(numbers) else 1, -1, dtype=np.int64)
    found[numbers] = np.arange(len(numbers))
    return found
