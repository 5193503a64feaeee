"""Balance of influence: whose contributions were taken up, and whose words stand in the newest version.

Pure functions from rows to frames. A contribution's words are those of the text that its attribution names; a run of
words that several contributions brought is shared equally among them, so that all shares of a text sum to the text.
"""

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from consult.rules.states import TAKEN_UP

COLUMNS = (
    "contribution",
    "kind",
    "section",
    "region",
    "constituency",
    "language",
    "person",
    "organisation",
    "disposition",
    "is_reply",
)
FIGURES = ("contributions", "share", "taken_up", "words", "share_of_words", "passages")
"""The columns of a balance: counts, and shares in per cent of the column's sum."""


def frame_of(rows: Iterable[Sequence[object]]) -> pd.DataFrame:
    """Return rows in the order of `COLUMNS` as a frame; what is not known becomes the empty word."""
    frame = pd.DataFrame(list(rows), columns=list(COLUMNS))
    for name in ("section", "region", "constituency", "language", "disposition"):
        frame[name] = frame[name].fillna("").astype("str")
    return frame


def frame_of_numbers(cells: pd.DataFrame, credited: Iterable[tuple[int, str, bool]]) -> pd.DataFrame:
    """Return a frame in which rows stand for many contributions, for the balance of regions.

    `cells`: region, disposition, is_reply and number. `credited`: id, region and whether it is a reply of those whose
    words stand in the text or that shaped a passage; they are counted among the cells already.
    """
    named = pd.DataFrame(list(credited), columns=["contribution", "region", "is_reply"])
    many = cells[["region", "disposition", "is_reply", "number"]].assign(contribution=0)
    return pd.concat([many, named.assign(disposition="", number=0)], ignore_index=True)


def credited_words(words: Mapping[int, int], links: Iterable[tuple[int, int]]) -> pd.Series:
    """Return the words that each contribution is credited with.

    `words`: the number of words of each run, by the run's id. `links`: pairs of a run and a contribution behind it.
    """
    frame = pd.DataFrame(list(links), columns=["run", "contribution"])
    frame = frame[frame["run"].isin(list(words))]
    behind = frame.groupby("run")["contribution"].transform("size")
    frame["words"] = frame["run"].map(words).astype(float) / behind
    return frame.groupby("contribution")["words"].sum()


def balance(
    frame: pd.DataFrame, by: str, words: Mapping[int, float], passages: Mapping[int, int]
) -> pd.DataFrame:
    """Return the figures of each group of the column `by`, the largest first.

    `words` and `passages`: by contribution, the words of it that stand in the newest version, and the passages
    that a named person said it shaped. Replies belong to their thread and are not counted. Where the frame has a
    column `number`, a row stands for so many contributions that are alike.
    """
    asked = frame[~frame["is_reply"].astype(bool)]
    number = asked["number"].astype(int) if "number" in asked else pd.Series(1, index=asked.index)
    rows = pd.DataFrame(
        {
            by: asked[by],
            "contributions": number,
            "taken_up": number.where(asked["disposition"].isin(TAKEN_UP), 0),
            "words": asked["contribution"].map(words).fillna(0.0).astype(float),
            "passages": asked["contribution"].map(passages).fillna(0).astype(int),
        }
    )
    sums = rows.groupby(by).sum()
    sums["share"] = _per_cent(sums["contributions"])
    sums["share_of_words"] = _per_cent(sums["words"])
    sums = sums.sort_values("contributions", ascending=False, kind="stable")
    return sums[list(FIGURES)]


def put_together(frame: pd.DataFrame, by: str, told: Iterable[str], name: str) -> pd.DataFrame:
    """Return the frame with the groups of `by` that may not stand alone as one group, called `name`."""
    return frame.assign(**{by: frame[by].where(frame[by].isin(list(told)), name)})


def shades(counts: pd.DataFrame, steps: int = 5) -> pd.DataFrame:
    """Return for each count how dark it is drawn: 0 for none, then 1 to `steps` in equal parts of the largest."""
    largest = max(int(counts.to_numpy().max(initial=0)), 1)
    return counts.map(lambda count: -(-int(count) * steps // largest))


def effective_number(counts: Iterable[int]) -> float:
    """Return how many equally active ones would make the same concentration: one over the sum of squared shares.

    The inverse of the Herfindahl-Hirschman index, also called Laakso and Taagepera's effective number. 0 for nobody.
    """
    sizes = pd.Series([count for count in counts if count], dtype=float)
    return 0.0 if sizes.empty else float(1 / ((sizes / sizes.sum()) ** 2).sum())


def _per_cent(values: pd.Series) -> pd.Series:
    total = float(values.sum())
    return values * 0.0 if not total else values / total * 100
