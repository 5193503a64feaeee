"""From rows to tables: pure functions of frames, for any number of rows.

A row is one contribution with the columns of `COLUMNS`. What a table is about is its index; its columns are counts.
Replies count as contributions, but have no disposition of their own: their thread is answered as one.
"""

from collections.abc import Iterable, Sequence

import pandas as pd

KINDS = ("comment", "amendment", "answer", "highlight")
DISPOSITIONS = ("accepted", "accepted-in-part", "noted", "carried-forward", "not-accepted")
COLUMNS = (
    "kind",
    "section",
    "region",
    "day",
    "disposition",
    "voice",
    "person",
    "organisation",
    "is_reply",
    "named",
)
OPEN = "open"
"""The index value of contributions that have no disposition yet."""
NOWHERE = ""
"""The index value of contributions without a section or a region."""


def frame_of(rows: Iterable[Sequence[object]]) -> pd.DataFrame:
    """Return rows in the order of `COLUMNS` as a frame; empty values become the empty word."""
    frame = pd.DataFrame(list(rows), columns=list(COLUMNS))
    for name in ("section", "region", "disposition"):
        frame[name] = frame[name].fillna("").astype("str")
    return frame


def by_section_and_kind(frame: pd.DataFrame, sections: Sequence[str]) -> pd.DataFrame:
    """Count contributions by section (all of them, in order of the text) and kind; the last column is the total."""
    order = [*sections, *([NOWHERE] if (frame["section"] == NOWHERE).any() else [])]
    counts = pd.crosstab(frame["section"], frame["kind"]).reindex(
        index=order, columns=list(KINDS), fill_value=0
    )
    return _with_total(counts)


def by_region(frame: pd.DataFrame) -> pd.DataFrame:
    """Count contributions, people who spoke for themselves, and organisations that were spoken for, by region."""
    own = frame[frame["voice"] == "self"]
    organised = frame[frame["voice"] == "organisation"]
    counts = pd.DataFrame(
        {
            "contributions": frame.groupby("region").size(),
            "people": own.groupby("region")["person"].nunique(),
            "organisations": organised.groupby("region")["organisation"].nunique(),
        }
    )
    return counts.fillna(0).astype(int).sort_values("contributions", ascending=False, kind="stable")


def by_day(frame: pd.DataFrame) -> pd.DataFrame:
    """Count contributions by the day on which they were sent, days without any included, by kind."""
    if frame.empty:
        return _with_total(pd.DataFrame(0, index=pd.Index([], dtype="str"), columns=list(KINDS)))
    days = [day.date().isoformat() for day in pd.date_range(min(frame["day"]), max(frame["day"]))]
    counts = pd.crosstab(frame["day"], frame["kind"]).reindex(index=days, columns=list(KINDS), fill_value=0)
    return _with_total(counts)


def by_disposition(frame: pd.DataFrame) -> pd.DataFrame:
    """Count what was answered and what is still open, by kind; replies are left to their thread."""
    asked = frame[~frame["is_reply"].astype(bool)]
    answered = asked["disposition"].replace("", OPEN)
    counts = pd.crosstab(answered, asked["kind"]).reindex(
        index=[*DISPOSITIONS, OPEN], columns=list(KINDS), fill_value=0
    )
    return _with_total(counts)


def organisations(frame: pd.DataFrame) -> pd.DataFrame:
    """Count, by organisation, what was sent in its name and what its people sent for themselves.

    Only rows that may be shown with their organisation count, so that no figure tells more than the page.
    """
    known = frame[frame["organisation"].notna() & frame["named"].astype(bool)]
    counts = pd.crosstab(known["organisation"], known["voice"]).reindex(
        columns=["organisation", "self"], fill_value=0
    )
    counts.columns.name = counts.index.name = None
    return counts.sort_values(["organisation", "self"], ascending=False, kind="stable")


def headline(frame: pd.DataFrame) -> dict[str, int]:
    """Return the figures of the one sentence that stands first."""
    own = frame[frame["voice"] == "self"]
    organised = frame[frame["voice"] == "organisation"]
    asked = frame[~frame["is_reply"].astype(bool)]
    return {
        "contributions": len(frame),
        "people": int(own["person"].nunique()),
        "organisations": int(organised["organisation"].nunique()),
        "sections": int(frame.loc[frame["section"] != NOWHERE, "section"].nunique()),
        "answered": int((asked["disposition"] != "").sum()),
        "to_answer": len(asked),
    }


def _with_total(counts: pd.DataFrame) -> pd.DataFrame:
    counts = counts.astype(int)
    counts["total"] = counts.sum(axis=1).astype(int)
    counts.columns.name = counts.index.name = None
    return counts
