"""From cells to tables: pure functions of frames, for any number of contributions.

A cell is a number of contributions that have the same section, region, kind and so on; a counter holds one, and so
does a group of rows. What a table is about is its index; its columns are counts. Replies count as contributions, but
have no disposition of their own: their thread is answered as one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from consult.rules.states import DISPOSITIONS

KINDS = ("comment", "amendment", "answer", "highlight")
SENT = ("section", "region", "kind", "disposition", "is_reply", "number")
DAYS = ("day", "region", "kind", "number")
SPEAKERS = ("region", "voice", "number")
ORGANISATIONS = ("organisation", "voice", "number")
EVERYWHERE = "*"
"""The region of speakers that are counted once over all regions."""
OPEN = "open"
"""The index value of contributions that have no disposition yet."""
NOWHERE = ""
"""The index value of contributions without a section or a region."""


@dataclass(frozen=True)
class Cells:
    """What was sent, counted in four ways: frames with the columns of `SENT`, `DAYS`, `SPEAKERS`, `ORGANISATIONS`."""

    sent: pd.DataFrame
    days: pd.DataFrame
    speakers: pd.DataFrame
    organisations: pd.DataFrame


def cells_of(
    sent: Iterable[Sequence[Any]],
    days: Iterable[Sequence[Any]],
    speakers: Iterable[Sequence[Any]],
    organisations: Iterable[Sequence[Any]],
) -> Cells:
    """Return the cells of rows in the order of the columns; numbers of the same cell are summed, zeros left out."""
    return Cells(
        _cells(sent, SENT),
        _cells(days, DAYS),
        _cells(speakers, SPEAKERS),
        _cells(organisations, ORGANISATIONS),
    )


def _cells(rows: Iterable[Sequence[Any]], columns: Sequence[str]) -> pd.DataFrame:
    sums: dict[tuple[Any, ...], int] = {}
    for *key, number in rows:
        sums[tuple(key)] = sums.get(tuple(key), 0) + int(number)
    # In the order of the words, so that a table does not depend on where its cells come from.
    found = sorted((*key, number) for key, number in sums.items() if number)
    return pd.DataFrame(found, columns=list(columns))


def by_section_and_kind(cells: Cells, sections: Sequence[str]) -> pd.DataFrame:
    """Count contributions by section (all of them, in order of the text) and kind; the last column is the total."""
    order = [*sections, *([NOWHERE] if (cells.sent["section"] == NOWHERE).any() else [])]
    return with_total(cross(cells.sent, "section", "kind", order, KINDS))


def by_section_and_region(cells: Cells, sections: Sequence[str]) -> pd.DataFrame:
    """Count contributions by section (all of them, in order of the text) and region, replies included."""
    placed = cells.sent[cells.sent["section"].isin(list(sections))]
    return cross(placed, "section", "region", sections, sorted(placed["region"].unique()))


def by_region(cells: Cells) -> pd.DataFrame:
    """Count contributions, people who spoke for themselves, and organisations that were spoken for, by region."""
    speakers = cells.speakers[cells.speakers["region"] != EVERYWHERE]
    by_voice = {voice: part.set_index("region")["number"] for voice, part in speakers.groupby("voice")}
    none = pd.Series(dtype=int)
    counts = pd.DataFrame(
        {
            "contributions": cells.sent.groupby("region")["number"].sum(),
            "people": by_voice.get("self", none),
            "organisations": by_voice.get("organisation", none),
        }
    )
    return counts.fillna(0).astype(int).sort_values("contributions", ascending=False, kind="stable")


def by_day(cells: Cells) -> pd.DataFrame:
    """Count contributions by the day on which they were sent, days without any included, by kind."""
    frame = cells.days
    days = []
    if not frame.empty:
        spanned = pd.date_range(frame["day"].min(), frame["day"].max())
        days = [day.date().isoformat() for day in spanned]
    return with_total(cross(frame, "day", "kind", days, KINDS))


def by_disposition(cells: Cells) -> pd.DataFrame:
    """Count what was answered and what is still open, by kind; replies are left to their thread."""
    asked = asked_only(cells)
    answered = asked.assign(disposition=asked["disposition"].replace("", OPEN))
    return with_total(cross(answered, "disposition", "kind", [*DISPOSITIONS, OPEN], KINDS))


def organisations(cells: Cells) -> pd.DataFrame:
    """Count, by organisation, what was sent in its name and what its people sent for themselves.

    Only what may be shown with its organisation is among the cells, so that no figure tells more than the page.
    """
    frame = cells.organisations
    order = sorted(frame["organisation"].unique())
    counts = cross(frame, "organisation", "voice", order, ("organisation", "self"))
    return counts.sort_values(["organisation", "self"], ascending=False, kind="stable")


def headline(cells: Cells) -> dict[str, int]:
    """Return the figures of the one sentence that stands first."""
    everywhere = cells.speakers[cells.speakers["region"] == EVERYWHERE]
    speakers = everywhere.groupby("voice")["number"].sum()
    asked = asked_only(cells)
    return {
        "contributions": int(cells.sent["number"].sum()),
        "people": int(speakers.get("self", 0)),
        "organisations": int(speakers.get("organisation", 0)),
        "sections": int(cells.sent.loc[cells.sent["section"] != NOWHERE, "section"].nunique()),
        "answered": int(asked.loc[asked["disposition"] != "", "number"].sum()),
        "to_answer": int(asked["number"].sum()),
    }


def answered_by_section(cells: Cells) -> Mapping[str, tuple[int, int]]:
    """Return by section how many contributions there are to answer, and how many of them are answered."""
    asked = asked_only(cells)
    sent = asked.groupby("section")["number"].sum()
    answered = asked[asked["disposition"] != ""].groupby("section")["number"].sum()
    return {str(key): (int(number), int(answered.get(key, 0))) for key, number in sent.items()}


def asked_only(cells: Cells) -> pd.DataFrame:
    return cells.sent[~cells.sent["is_reply"].astype(bool)]


def cross(
    frame: pd.DataFrame, by: str, across: str, rows: Sequence[Any], columns: Sequence[str]
) -> pd.DataFrame:
    """Return the numbers of the cells by one column and across another, in these orders, with zeros for no cell."""
    counts = frame.groupby([by, across])["number"].sum().unstack(fill_value=0)
    counts = counts.reindex(index=list(rows), columns=list(columns), fill_value=0).astype(int)
    counts.columns.name = counts.index.name = None
    return counts


def with_total(counts: pd.DataFrame) -> pd.DataFrame:
    counts["total"] = counts.sum(axis=1).astype(int)
    return counts
