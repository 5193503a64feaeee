"""What became of contributions from where, and how many days it took: pure functions from cells and rows to frames."""

from collections.abc import Iterable, Sequence
from math import ceil

import pandas as pd

from consult.rules.states import DISPOSITIONS

from .tables import OPEN, Cells, asked_only, cross, with_total

COLUMNS = ("group", "sent", "answered", "number")
"""Of rows: what they are counted by, the day of sending, the day of the answer (empty: none yet), and how many."""
ALL = "*"


def outcomes_by_region(cells: Cells) -> pd.DataFrame:
    """Count by region what became of contributions; the last column is the total. Replies are left to their thread."""
    asked = asked_only(cells)
    answered = asked.assign(disposition=asked["disposition"].replace("", OPEN))
    order = sorted(answered["region"].unique(), key=lambda code: (code == "", code))
    return with_total(cross(answered, "region", "disposition", order, [*DISPOSITIONS, OPEN]))


def frame_of(rows: Iterable[Sequence[object]]) -> pd.DataFrame:
    """Return rows in the order of `COLUMNS` as a frame, with the days that each answer took."""
    frame = pd.DataFrame(list(rows), columns=list(COLUMNS))
    frame = frame.assign(group=frame["group"].fillna("").astype("str"), number=frame["number"].astype(int))
    sent, answered = (
        pd.to_datetime(frame[name].replace("", None), format="%Y-%m-%d") for name in ("sent", "answered")
    )
    return frame.assign(days=(answered - sent).dt.days)


def waiting(frame: pd.DataFrame) -> pd.DataFrame:
    """Return by group, and first for all, how many were answered, in how many days half and nine in ten of them had
    their answer, how many wait, and since which day the one waits that waits longest (empty: none)."""
    groups = sorted(frame["group"].unique(), key=lambda code: (code == "", code))
    parts = [(ALL, frame), *((group, frame[frame["group"] == group]) for group in groups)]
    return pd.DataFrame.from_dict(
        {group: _of(part) for group, part in parts},
        orient="index",
        columns=["answered", "half", "most", "waiting", "since"],
    )


def _of(part: pd.DataFrame) -> list[object]:
    answered = part[part["days"].notna()]
    waits = part[part["days"].isna()]
    days = answered["days"].repeat(answered["number"]).sort_values()
    return [
        int(answered["number"].sum()),
        float(days.median()) if len(days) else None,
        float(days.iloc[ceil(0.9 * len(days)) - 1]) if len(days) else None,
        int(waits["number"].sum()),
        str(waits["sent"].min()) if len(waits) else "",
    ]
