"""The same six tables by DuckDB, in a file of its own with the columns that they need: the floor."""

from pathlib import Path
from typing import Any

import pandas as pd
import sqlalchemy as sa

from benchmarks.crowd import HOURS_AHEAD, Crowd
from benchmarks.crowd_tables import BEST, LEAST_REGIONS, Tables, finished
from consult.contributions.models import Contribution, Stance
from consult.core.database import db
from consult.summaries.support import LEAST_STANCES

SENT = (
    "id section_id region_id kind disposition thread_id submitted_at voice person_id organisation_id status "
    "visibility hidden_at is_late admitted_at"
).split
STANCES = (
    "id contribution_id region_id position voice person_id organisation_id visibility withdrawn_at".split
)
COUNTS = (
    "status = 'submitted' AND visibility <> 'facilitators' AND hidden_at IS NULL "
    "AND (NOT is_late OR admitted_at IS NOT NULL)"
)
WHO = "CASE WHEN voice = 'organisation' THEN organisation_id ELSE person_id END"
UNITS = """
    SELECT contribution_id, region_id, position FROM stances
    WHERE voice = 'self' AND withdrawn_at IS NULL AND visibility <> 'facilitators' AND position <> 'asking-members'
    UNION ALL SELECT contribution_id, region_id, position FROM (
        SELECT DISTINCT contribution_id, region_id, position, organisation_id FROM stances
        WHERE voice = 'organisation' AND withdrawn_at IS NULL AND visibility <> 'facilitators'
            AND position <> 'asking-members')
"""
CHANGES = f"""
    SELECT contribution_id, coalesce(section_id, 0) AS section, region,
        sum(accepts)::INT AS accepting, sum(1 - accepts)::INT AS objecting
    FROM (SELECT contribution_id, coalesce(region_id, 0) AS region,
        CASE WHEN position = 'objection' THEN 0 ELSE 1 END AS accepts FROM ({UNITS})) AS units
    JOIN sent ON sent.id = contribution_id WHERE kind = 'amendment' AND {COUNTS} GROUP BY ALL
"""


class Peer:
    """DuckDB over a copy of the rows."""

    def __init__(self, path: Path, crowd: Crowd):
        import duckdb

        self.database = duckdb.connect(str(path))
        self.database.execute("SET threads = 2")
        for name, model, columns in (("sent", Contribution, SENT()), ("stances", Stance, STANCES())):
            query = sa.select(*(model.__table__.c[column] for column in columns))
            rows = db.session.execute(query.where(model.__table__.c.consultation_id == crowd.consultation_id))
            first = True
            while some := rows.fetchmany(100_000):
                frame = pd.DataFrame([tuple(row) for row in some], columns=columns)
                for column in frame:
                    frame[column] = _typed(str(column), frame[column])
                begin = f"CREATE TABLE {name} AS" if first else f"INSERT INTO {name}"
                self.database.execute(f"{begin} SELECT * FROM frame")
                first = False
        self.database.execute("CHECKPOINT")

    def tables(self) -> Tables:
        """Return the six tables."""
        sent = self._frame(
            "SELECT coalesce(section_id, 0) AS section, coalesce(region_id, 0) AS region, "
            "coalesce(disposition, '') AS disposition, count(*) AS number "
            f"FROM sent WHERE {COUNTS} GROUP BY ALL"
        )
        days = self._frame(
            f"SELECT strftime(submitted_at + INTERVAL {HOURS_AHEAD} HOUR, '%Y-%m-%d') AS day, "
            f"coalesce(region_id, 0) AS region, count(*) AS number FROM sent WHERE {COUNTS} GROUP BY ALL"
        )
        speakers = self._frame(
            f"SELECT section, region, count(*) AS number FROM (SELECT DISTINCT coalesce(section_id, 0) AS section, "
            f"coalesce(region_id, 0) AS region, voice, {WHO} AS who FROM sent WHERE {COUNTS} AND who IS NOT NULL) "
            "GROUP BY ALL"
        )
        taking_part = self._frame(
            f"SELECT coalesce(region_id, 0) AS region, voice, count(DISTINCT {WHO}) AS number FROM sent "
            f"WHERE {COUNTS} GROUP BY ALL UNION ALL SELECT -1, voice, count(DISTINCT {WHO}) FROM sent "
            f"WHERE {COUNTS} GROUP BY ALL"
        )
        stands = self._frame(
            "SELECT section, region, sum(accepting)::INT AS accepting, sum(objecting)::INT AS objecting "
            f"FROM ({CHANGES}) GROUP BY ALL"
        )
        best = self.database.execute(
            "SELECT contribution_id, exp(avg(ln((accepting + 1)::DOUBLE / (accepting + objecting + 2)))) AS score "
            f"FROM ({CHANGES}) WHERE region > 0 AND accepting + objecting >= {LEAST_STANCES} "
            f"GROUP BY contribution_id HAVING count(*) >= {LEAST_REGIONS} "
            f"ORDER BY round(score, 12) DESC, contribution_id LIMIT {BEST}"
        ).fetchall()
        return finished(
            sent.groupby(["section", "region", "disposition"])["number"].sum(),
            days.groupby(["day", "region"])["number"].sum(),
            speakers,
            taking_part,
            stands,
            best,
        )

    def _frame(self, query: str) -> pd.DataFrame:
        return self.database.execute(query).df()


def _typed(name: str, values: Any) -> Any:
    """Return a column so that DuckDB stores it by its kind: whole numbers, words, moments."""
    if name.endswith("_at"):
        return pd.to_datetime(values, utc=True).dt.tz_localize(None)
    if name.endswith("id"):
        return values.astype("Int64")
    return values.astype(bool) if name == "is_late" else values.astype("str").where(values.notna(), None)
