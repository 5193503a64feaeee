"""Somebody who downloads the files of a site, and counts what they say."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from statistics import geometric_mean, median
from typing import Any

from flask import Flask

from consult.consultations.models import Consultation
from consult.core.database import db
from consult.demonstration.stage import Stage

NARRATIVE = "/narratives/held-in-common/summary"
KINDS = {
    "comment": "Comment",
    "remark": "Comment",
    "query": "Comment",
    "suggestion": "Comment",
    "amendment": "Proposed change",
    "answer": "Answer",
    "highlight": "Highlight from a meeting",
}
DISPOSITIONS = {
    "accepted": "accepted",
    "accepted-in-part": "accepted in part",
    "noted": "noted",
    "carried-forward": "carried forward",
    "not-accepted": "not accepted",
    "": "no answer yet",
}


class Reader:
    """Somebody who downloads files."""

    def __init__(self, site: Flask, stage: Stage) -> None:
        self.client: Any = site.test_client().sign_in(stage.people["noor"])

    def rows(self, path: str) -> list[dict[str, str]]:
        """Return the rows of a file by the headings of its columns."""
        answer = self.client.get(f"/en{path}")
        assert answer.status_code == 200, path
        return list(csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"))))

    def contributions(self, consultation: Consultation) -> list[dict[str, str]]:
        """Return what is counted: the file without what is for facilitators only, which stands in no figure."""
        found = self.rows(f"/consultations/{consultation.public_id}/contributions.csv")
        return [row for row in found if row["region"] or row["author"]]


def consultations() -> list[Consultation]:
    return list(db.session.query(Consultation).order_by(Consultation.id))


def figures(row: dict[str, str]) -> tuple[str, dict[str, int]]:
    """Return what a row is about, and its figures without the total."""
    (_heading, name), *cells = row.items()
    return name, {heading: int(cell) for heading, cell in cells if heading != "All" and int(cell)}


def counted(pairs: Iterable[tuple[str, str]]) -> dict[str, dict[str, int]]:
    """Count pairs of a row and a column."""
    table: dict[str, dict[str, int]] = {}
    for (row, column), number in Counter(pairs).items():
        table.setdefault(row, {})[column] = number
    return table


def wilson(accepting: int, everybody: int) -> float:
    """The lower end of Wilson's interval of 90 per cent, as docs/summaries.md names it."""
    share, z = accepting / everybody, 1.6449
    middle = share + z * z / (2 * everybody)
    spread = z * (share * (1 - share) / everybody + z * z / (4 * everybody**2)) ** 0.5
    return max(0.0, (middle - spread) / (1 + z * z / everybody))


AGREEMENT = (
    "Accept",
    "Object",
    "Objections with a reason",
    "Regions with 5 stances or more",
    "Acceptance over these regions (per cent)",
    "Each of them at least (per cent)",
)


def agreement(stances: list[dict[str, str]]) -> dict[str, str]:
    """Reckon what a row of the table of agreement says of the stances on its section."""
    sides: dict[str, list[int]] = {}
    for one in stances:
        side = {"support": 0, "can-live-with": 0, "objection": 1}.get(one["position"])
        if side is not None:
            sides.setdefault(one["region"], [0, 0])[side] += int(one["number"])
    reasons = [one for one in stances if (one["position"], one["with_reason"]) == ("objection", "true")]
    large = [(yes, yes + no) for yes, no in sides.values() if yes + no >= 5]
    shares = [(yes + 1) / (everybody + 2) for yes, everybody in large]
    figures = (
        sum(yes for yes, _no in sides.values()),
        sum(no for _yes, no in sides.values()),
        sum(int(one["number"]) for one in reasons),
        len(large),
        round(100 * geometric_mean(shares), 1) if large else "",
        round(100 * min(wilson(*one) for one in large), 1) if large else "",
    )
    return dict(zip(AGREEMENT, map(str, figures), strict=True))


def on_version(number: str) -> list[Consultation]:
    """Return the consultations on a version."""
    return [one for one in consultations() if one.base_revision.number == number]


def waits_are_reckoned(
    table: Iterable[Mapping[str, str]], asked: Sequence[Mapping[str, str]], names: Mapping[str, str]
) -> None:
    """Reckon a table of times to answer from the file of contributions; `names` of the regions by code."""
    days: dict[str, list[int]] = {}
    for row in (row for row in asked if row["answered"]):
        took = (date.fromisoformat(row["answered"]) - date.fromisoformat(row["day"])).days
        for region in ("All", names.get(row["region"], "No region given")):
            days.setdefault(region, []).append(took)
    for row in table:
        took_here = days.get(row["Region"], [])
        assert int(row["Answered"]) == len(took_here)
        assert row["Half of them within (days)"] == (f"{float(median(took_here))}" if took_here else "")
        waits = [
            one["day"]
            for one in asked
            if not one["answered"] and row["Region"] in ("All", names.get(one["region"], "No region given"))
        ]
        assert (int(row["Still waiting"]), row["The longest since"]) == (
            len(waits),
            min(waits, default=""),
        )
