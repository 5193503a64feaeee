"""From counts of tagged contributions to tables: pure functions of frames. The tag 0 stands for none."""

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from .tables import cross

COLUMNS = ("tag", "section", "region", "number")


def frame_of(counts: Iterable[Sequence[Any]]) -> pd.DataFrame:
    """Return the counts (tag, section, region, number) as a frame."""
    return pd.DataFrame([tuple(one) for one in counts], columns=list(COLUMNS))


def without(sent: pd.DataFrame, tagged: pd.DataFrame) -> pd.Series:
    """Return by region how much of what was sent has no tag. `tagged`: what has any, each counted once."""
    every, some = (frame.groupby("region")["number"].sum() for frame in (sent, tagged))
    return every.sub(some, fill_value=0).astype(int)


def by_tag(frame: pd.DataFrame, untagged: pd.Series, regions: Sequence[str]) -> pd.DataFrame:
    """Count by tag: in all, then from each of these regions; most first, and last what has no tag (0)."""
    totals = frame.groupby("tag")["number"].sum().sort_values(ascending=False, kind="stable")
    counts = cross(frame, "tag", "region", list(totals.index), list(regions))
    counts.insert(0, "total", totals)
    rest = [int(untagged.sum()), *(int(untagged.get(code, 0)) for code in regions)]
    if rest[0]:
        counts.loc[0] = rest
    return counts


def by_section(
    frame: pd.DataFrame, sections: Sequence[str], tags: Sequence[int]
) -> list[tuple[str, int, int]]:
    """Return section, tag and number where there is any: sections in order of the text, tags in this order."""
    sums = frame.groupby(["section", "tag"])["number"].sum()
    order = [*sections, *sorted(set(frame["section"]) - set(sections))]
    return [(key, tag, int(sums[key, tag])) for key in order for tag in tags if (key, tag) in sums.index]
