"""The six tables of `benchmarks.counters`, each made by what the pages use, out of columns or out of tables."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import sqlalchemy as sa

from consult.consultations.models import Consultation
from consult.contributions.models import Contribution
from consult.core.database import db
from consult.summaries import counted, support
from consult.summaries.cells import SPEAKER, Rows
from consult.summaries.narrowed import Narrowed
from consult.summaries.rows import counted as question

BEST = 20
LEAST_REGIONS = 4
Tables = dict[str, Any]


def from_columns(asked: Sequence[Consultation]) -> Tables:
    """Return the tables, counted from the rows that are kept as columns."""
    source = counted.source_of(asked, Narrowed())
    assert isinstance(source, counted.Kept)
    speakers: dict[tuple[int, int], int] = {}
    for section, region, _voice, number in source.rows.different_by(
        "section", "region", "voice", of="speaker"
    ):
        speakers[section, region] = speakers.get((section, region), 0) + number
    told = [(*place, number) for place, number in speakers.items()]
    return _tables(source, told, support.Support(asked))


def from_tables(asked: Sequence[Consultation]) -> Tables:
    """Return the same, asked of the database's own tables."""
    columns = (
        sa.func.coalesce(Contribution.section_id, 0).label("section"),
        Contribution.region_id.label("region"),
        Contribution.voice,
        SPEAKER.label("speaker"),
    )
    each = question(columns, asked, Narrowed()).where(SPEAKER.is_not(None)).distinct().subquery()
    speakers = sa.select(each.c.section, each.c.region, sa.func.count()).group_by(
        each.c.section, each.c.region
    )
    stands = support.Support(asked)
    stands.state = None
    return _tables(Rows(asked, Narrowed()), db.session.execute(speakers), stands)


def _tables(source: counted.Kept | Rows, speakers: Any, stands: support.Support) -> Tables:
    sent = _frame(source.sent(), ["section", "region", "kind", "disposition", "is_reply", "number"])
    days = _frame(source.days(), ["day", "region", "kind", "number"])
    return finished(
        _summed(sent, ["section", "region", "disposition"]),
        _summed(days, ["day", "region"]),
        _frame(speakers, ["section", "region", "number"]),
        _summed(_frame(source.speakers(), ["region", "voice", "number"]), ["region", "voice"]).reset_index(),
        _frame(stands.by_section(), ["section", "region", "accepting", "objecting"]),
        [(row.contribution_id, row.score) for row in stands.best(BEST, LEAST_REGIONS)],
    )


def _summed(frame: pd.DataFrame, keys: list[str]) -> Any:
    sums = frame.groupby(keys)["number"].sum()
    return sums[sums != 0]


def _frame(rows: Any, columns: list[str]) -> pd.DataFrame:
    found = pd.DataFrame([tuple(row) for row in rows], columns=columns)
    for name in ("section", "region"):
        if name in found:
            found[name] = found[name].fillna(0).astype(int)
    return found


def finished(sent: Any, days: Any, speakers: Any, taking_part: Any, stands: Any, best: Any) -> Tables:
    """Return the six tables from what was counted, as plain values that can be compared."""
    stands = stands[stands["region"] > 0]
    matrix = stands.assign(share=stands["accepting"] / (stands["accepting"] + stands["objecting"])).pivot(
        index="section", columns="region", values="share"
    )
    return {
        "pivot": _plain(sent.unstack(fill_value=0)),
        "days": _plain(days.unstack(fill_value=0)),
        "people": _plain(speakers.pivot(index="section", columns="region", values="number").fillna(0)),
        "taking part": _plain(taking_part.pivot(index="region", columns="voice", values="number").fillna(0)),
        "regions agree": (
            _plain(matrix.fillna(-1)),
            np.round(matrix.corr().fillna(0).to_numpy(), 9).tolist(),
        ),
        "best changes": [(int(number), round(float(score), 9)) for number, score in best],
    }


def _plain(frame: pd.DataFrame) -> list[Any]:
    frame = frame.sort_index().sort_index(axis=1)
    columns = [str(name) for name in frame.columns]
    return [columns, [str(name) for name in frame.index], np.round(frame.to_numpy(dtype=float), 9).tolist()]
