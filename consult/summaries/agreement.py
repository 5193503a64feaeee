"""Where regions agree: pure functions from stances to one verdict a section.

Somebody who supports a text or can live with it accepts it. Three verdicts only: the regions agree, they differ, or
there are too few to tell. A reasoned objection is never averaged away: it is counted in a column of its own.
"""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from consult.rules.states import ACCEPTING, SPOKEN

COLUMNS = ("section", "region", "position", "has_reason", "number")
FIGURES = ("accepting", "objecting", "regions", "together", "lowest", "objections", "verdict")
LEAST_OF_A_REGION = 5
LEVEL = 0.05
_QUANTILE = 1.6449  # of the normal distribution, for intervals of 90 per cent
_DRAWS = 2_000


def frame_of(rows: Iterable[Sequence[object]]) -> pd.DataFrame:
    """Return rows in the order of `COLUMNS` as a frame: so many stances of a region that are the same."""
    frame = pd.DataFrame(list(rows), columns=list(COLUMNS))
    frame["region"] = frame["region"].fillna("").astype("str")
    return frame[frame["position"].isin(SPOKEN)]


def agreement(frame: pd.DataFrame, sections: Sequence[str]) -> pd.DataFrame:
    """Return for each section on which somebody took a stance, in order of the text, its figures and its verdict.

    `together`: the geometric mean of what share accepts in each region, in per cent; `lowest`: the region of which
    the least can be said with confidence, as "at least so many per cent accept"; both over regions with five
    stances or more, and missing where no region has as many. Verdicts: "agree", "differ", "too-few".
    """
    counted = {key: _by_region(frame[frame["section"] == key]) for key in sections}
    counted = {key: counts for key, counts in counted.items() if len(counts)}
    chances = adjusted([chance_of_difference(_large(counts)) for counts in counted.values()])
    rows = [
        _row(counts, chance, frame[frame["section"] == key])
        for (key, counts), chance in zip(counted.items(), chances, strict=True)
    ]
    found = pd.DataFrame(rows, columns=list(FIGURES), index=list(counted))
    return found.astype({"together": float, "lowest": float})


def regions_of(frame: pd.DataFrame, section: str) -> pd.DataFrame:
    """Return how the regions stand to one section: `accepting`, `objecting`, and a `verdict` of each, by region.

    `least` and `most`: the interval of 90 per cent of the share that accepts, in per cent; missing below five stances.
    "accepts" and "objects" where the interval of 90 per cent lies on one side of one half, "divided" where it does
    not, "too-few" below five stances.
    """
    counts = _by_region(frame[frame["section"] == section])
    counts["objecting"] = counts["all"] - counts["accepting"]
    counts["verdict"] = [
        _verdict_of_region(yes, number)
        for yes, number in zip(counts["accepting"], counts["all"], strict=True)
    ]
    large = counts["all"] >= LEAST_OF_A_REGION
    sides = zip(counts["accepting"], counts["objecting"], counts["all"], strict=True)
    ends = [(100 * at_least(yes, number), 100 - 100 * at_least(no, number)) for yes, no, number in sides]
    counts["least"] = pd.Series([end[0] for end in ends], counts.index, dtype=float).where(large)
    counts["most"] = pd.Series([end[1] for end in ends], counts.index, dtype=float).where(large)
    return counts[["accepting", "objecting", "verdict", "least", "most"]]


def verdicts(frame: pd.DataFrame) -> dict[str, dict[str, int]]:
    """Return by section how many of the regions that were named take each verdict."""
    named = frame[frame["region"] != ""]
    sides = named.assign(accepting=named["number"].where(named["position"].isin(ACCEPTING), 0))
    sums = sides.groupby(["section", "region"])[["accepting", "number"]].sum()
    found: dict[str, dict[str, int]] = {}
    for (section, _region), yes, number in sums.itertuples():
        verdict, some = _verdict_of_region(yes, number), found.setdefault(section, {})
        some[verdict] = some.get(verdict, 0) + 1
    return found


def _verdict_of_region(accepting: int, everybody: int) -> str:
    if everybody < LEAST_OF_A_REGION:
        return "too-few"
    if at_least(accepting, everybody) >= 0.5:
        return "accepts"
    return "objects" if at_least(everybody - accepting, everybody) >= 0.5 else "divided"


def _by_region(part: pd.DataFrame) -> pd.DataFrame:
    """Return how many accept and how many object, by region."""
    sides = {"accepting": part["number"].where(part["position"].isin(ACCEPTING), 0), "all": part["number"]}
    return pd.DataFrame(sides).groupby(part["region"]).sum().astype(int)


def _large(counts: pd.DataFrame) -> pd.DataFrame:
    return counts[counts["all"] >= LEAST_OF_A_REGION]


def _row(counts: pd.DataFrame, chance: float, part: pd.DataFrame) -> tuple[object, ...]:
    large = _large(counts)
    accepting, everybody = int(counts["accepting"].sum()), int(counts["all"].sum())
    together = lowest = None
    if len(large):
        together = 100 * geometric_mean(large["accepting"], large["all"])
        lowest = 100 * min(at_least(*row) for row in large.itertuples(index=False))
    reasoned = part["has_reason"].astype(bool) & (part["position"] == "objection")
    objections = int(part.loc[reasoned, "number"].sum())
    verdict = verdict_of(large, chance)
    return (accepting, everybody - accepting, len(large), together, lowest, objections, verdict)


def verdict_of(large: pd.DataFrame, chance: float) -> str:
    """Return what can be said of the regions with enough stances. `chance`: that they differ by chance alone."""
    if len(large) < 2:
        return "too-few"
    if chance < LEVEL:
        return "differ"
    sure = [at_least(*row) >= 0.5 for row in large.itertuples(index=False)]
    refused = [at_least(row[1] - row[0], row[1]) >= 0.5 for row in large.itertuples(index=False)]
    return "agree" if all(sure) or all(refused) else "too-few"


def geometric_mean(accepting: Iterable[int], everybody: Iterable[int]) -> float:
    """Return the geometric mean of the regions' shares, each as (accepting + 1) / (all + 2), after Laplace.

    One region that refuses pulls it down however large the others are.
    """
    shares = [(yes + 1) / (number + 2) for yes, number in zip(accepting, everybody, strict=True)]
    return float(np.exp(np.mean(np.log(shares))))


def at_least(accepting: int, everybody: int) -> float:
    """Return the lower end of Wilson's interval of 90 per cent for a share."""
    if not everybody:
        return 0.0
    share, square = accepting / everybody, _QUANTILE**2
    middle = share + square / (2 * everybody)
    spread = _QUANTILE * np.sqrt(share * (1 - share) / everybody + square / (4 * everybody**2))
    return float(max(0.0, (middle - spread) / (1 + square / everybody)))


def chance_of_difference(counts: pd.DataFrame) -> float:
    """Return how likely regions differ as much by chance alone: a permutation test, always of the same draws.

    Among all ways to spread the same number of acceptances over the same people, the share of those whose chi-square
    is as large as the one that is seen. 1.0 for fewer than two regions, and where all accept or all refuse.
    """
    sizes, seen = counts["all"].to_numpy(), counts["accepting"].to_numpy()
    total, accepting = int(sizes.sum()), int(seen.sum())
    if len(sizes) < 2 or accepting in (0, total):
        return 1.0
    drawn = np.random.default_rng(0).multivariate_hypergeometric(sizes, accepting, size=_DRAWS)
    expected = sizes * accepting / total
    seen_distance = float((((seen - expected) ** 2) / expected).sum())
    distances = (((drawn - expected) ** 2) / expected).sum(axis=1)
    return float((1 + (distances >= seen_distance - 1e-9).sum()) / (_DRAWS + 1))


def adjusted(chances: Sequence[float]) -> list[float]:
    """Return the chances corrected for asking of many sections at once, by Benjamini and Hochberg."""
    order = np.argsort(chances)[::-1]
    found = [1.0] * len(chances)
    least = 1.0
    for rank, number in enumerate(order):
        least = min(least, chances[number] * len(chances) / (len(chances) - rank))
        found[number] = least
    return found
