"""Every published figure of the demonstration can be recomputed from the files that its pages offer."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from datetime import date
from statistics import median
from typing import Any

import pytest
from flask import Flask

from consult.consultations.models import Consultation
from consult.core.clock import freeze
from consult.core.database import db
from consult.core.kept import forget_kept
from consult.demonstration.loader import load_demonstration
from consult.demonstration.stage import Stage
from tests.conftest import NOON

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


@pytest.fixture(scope="module")
def stage(site: Flask, database: object) -> Iterator[Stage]:
    """The demonstration, written once; the tests of this file only read it."""
    with site.app_context(), freeze(NOON):
        yield load_demonstration()
        db.session.rollback()
        db.session.remove()
    database.reset()  # type: ignore[attr-defined]
    forget_kept()


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


@pytest.fixture
def reader(site: Flask, stage: Stage) -> Reader:
    return Reader(site, stage)


def consultations() -> list[Consultation]:
    return list(db.session.query(Consultation).order_by(Consultation.id))


def figures(row: dict[str, str]) -> tuple[str, dict[str, int]]:
    """Return what a row is about, and its figures without the total."""
    (_heading, name), *cells = row.items()
    return name, {heading: int(cell) for heading, cell in cells if heading != "All" and int(cell)}


def counted(pairs: Iterator[tuple[str, str]]) -> dict[str, dict[str, int]]:
    """Count pairs of a row and a column."""
    table: dict[str, dict[str, int]] = {}
    for (row, column), number in Counter(pairs).items():
        table.setdefault(row, {})[column] = number
    return table


def test_contributions_by_section_and_kind(reader: Reader) -> None:
    for consultation in consultations():
        table = reader.rows(f"/consultations/{consultation.public_id}/summary/sections.csv")
        shown = {name: cells for name, cells in map(figures, table) if cells}
        rows = reader.contributions(consultation)
        whole = "The text as a whole"
        assert shown == counted((row["section"] or whole, KINDS[row["kind"]]) for row in rows)
        assert sum(int(row["All"]) for row in table) == len(rows)


def test_contributions_by_day(reader: Reader) -> None:
    for consultation in consultations():
        table = reader.rows(f"/consultations/{consultation.public_id}/summary/days.csv")
        shown = {name: cells for name, cells in map(figures, table) if cells}
        rows = reader.contributions(consultation)
        assert shown == counted((row["day"], KINDS[row["kind"]]) for row in rows)
        days = [row["Day"] for row in table]
        assert days == sorted(set(days)), "each day once, in order"


def test_what_became_of_the_contributions(reader: Reader) -> None:
    for consultation in consultations():
        table = reader.rows(f"/consultations/{consultation.public_id}/summary/dispositions.csv")
        shown = {name.lower(): cells for name, cells in map(figures, table) if cells}
        asked = [row for row in reader.contributions(consultation) if not row["reply_to"]]
        assert shown == counted((DISPOSITIONS[row["disposition"]], KINDS[row["kind"]]) for row in asked)


def test_contributions_by_region(reader: Reader, stage: Stage) -> None:
    names = {region.code: region.name("en") for region in stage.regions.values()}
    for consultation in consultations():
        table = reader.rows(f"/consultations/{consultation.public_id}/summary/regions.csv")
        shown = {row["Region"]: int(row["Contributions"]) for row in table}
        rows = reader.contributions(consultation)
        assert shown == Counter(names.get(row["region"], "No region given") for row in rows)


def test_where_each_region_spoke(reader: Reader, stage: Stage) -> None:
    names = {region.code: region.name("en") for region in stage.regions.values()}
    rows = [row for consultation in consultations() for row in reader.contributions(consultation)]
    table = reader.rows("/narratives/held-in-common/summary/places.csv")
    shown = {name: cells for name, cells in map(figures, table) if cells}
    here = {row["Section"] for row in table}
    assert shown == counted((row["section"], names[row["region"]]) for row in rows if row["section"] in here)


PERSONAL = ("constituencies", "languages", "genders")


@pytest.mark.parametrize("table", ["regions", *PERSONAL])
def test_the_shares_of_a_balance_are_those_of_its_figures(reader: Reader, table: str) -> None:
    answer = reader.client.get(f"/en/narratives/held-in-common/summary/{table}.csv")
    header, *rows = csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig")))
    first = header.index("Contributions")
    known = [row for row in rows if row[first]]
    sent = sum(int(row[first]) for row in known)
    for row in known:
        assert float(row[first + 1]) == pytest.approx(100 * int(row[first]) / sent, abs=0.06)
        assert "Taken up" not in header or int(row[first + 2] or 0) <= int(row[first])
    if table == "regions":
        words = sum(float(row[first + 3] or 0) for row in known)
        for row in known:
            assert float(row[first + 4]) == pytest.approx(100 * float(row[first + 3]) / words, abs=0.3)


def test_every_balance_counts_the_same_contributions_and_words(reader: Reader) -> None:
    sent = [row for one in consultations() for row in reader.contributions(one) if not row["reply_to"]]
    for table in ("regions", *PERSONAL):
        rows = reader.rows(f"/narratives/held-in-common/summary/{table}.csv")
        assert sum(int(row["Contributions"] or 0) for row in rows) == len(sent), table
    rows = reader.rows("/narratives/held-in-common/summary/regions.csv")
    assert sum(int(row["Taken up"] or 0) for row in rows) == sum(
        row["disposition"].startswith("accepted") for row in sent
    )
    words = round(sum(float(row["Words in the text"]) for row in rows))
    assert (
        f"{words} came from contributions" in reader.client.get("/en/narratives/held-in-common/summary").text
    )


@pytest.mark.parametrize("table", PERSONAL)
def test_no_group_and_no_figure_of_it_points_at_few(reader: Reader, table: str) -> None:
    rows = reader.rows(f"/narratives/held-in-common/summary/{table}.csv")
    assert rows
    for row in rows:
        alone = row["Group"] != "Groups too small to be shown alone"
        assert not alone or (int(row["People"]) >= 10 and int(row["Organisations"]) >= 3), row
        assert not row.get("Taken up") or int(row["Taken up"]) >= 10, row


def test_nobody_is_counted_who_could_be_found(reader: Reader) -> None:
    """Of the groups of a personal answer only large ones stand alone."""
    rows = reader.rows("/narratives/held-in-common/summary/languages.csv")
    named = [row for row in rows if row["Group"] != "Groups too small to be shown alone"]
    assert named
    assert all(int(row["Contributions"]) >= 10 for row in named)
    assert "العربية" not in [row["Group"] for row in rows], "three people wrote in Arabic"


def on_version(number: str) -> list[Consultation]:
    return [one for one in consultations() if one.base_revision.number == number]


def test_a_version_is_the_sum_of_its_consultations(reader: Reader, stage: Stage) -> None:
    names = {region.code: region.name("en") for region in stage.regions.values()}
    rows = [row for one in on_version("1.0") for row in reader.contributions(one)]
    base = "/narratives/held-in-common/1.0/summary"
    for table, pairs in {
        "sections": ((row["section"] or "The text as a whole", KINDS[row["kind"]]) for row in rows),
        "days": ((row["day"], KINDS[row["kind"]]) for row in rows),
    }.items():
        shown = {name: cells for name, cells in map(figures, reader.rows(f"{base}/{table}.csv")) if cells}
        assert shown == counted(pairs), table
    shown = {name: cells for name, cells in map(figures, reader.rows(f"{base}/places.csv")) if cells}
    placed = [row for row in rows if row["section"]]
    assert shown == counted((row["section"], names.get(row["region"], "No region given")) for row in placed)
    regions = {row["Region"]: int(row["Contributions"]) for row in reader.rows(f"{base}/regions.csv")}
    assert regions == Counter(names.get(row["region"], "No region given") for row in rows)


@pytest.mark.parametrize("code", ["africa", "europe"])
def test_a_choice_counts_what_the_file_says_of_it(reader: Reader, stage: Stage, code: str) -> None:
    rows = [row for one in on_version("1.0") for row in reader.contributions(one) if row["region"] == code]
    base = "/narratives/held-in-common/1.0/summary"
    shown = dict(map(figures, reader.rows(f"{base}/sections.csv?region={code}")))
    assert {name: cells for name, cells in shown.items() if cells} == counted(
        (row["section"] or "The text as a whole", KINDS[row["kind"]]) for row in rows
    )
    behind = reader.rows(f"{base}/contributions.csv?region={code}")
    assert sorted(row["id"] for row in behind) == sorted(row["id"] for row in rows)


def test_what_is_wanted_by_section_can_be_counted_in_its_files(reader: Reader) -> None:
    asked = on_version("1.0")
    sent = [row for one in asked for row in reader.contributions(one) if not row["reply_to"]]
    table = {row["Section"]: row for row in reader.rows("/narratives/held-in-common/summary/wanted.csv")}
    for place in asked[0].base_revision.places:
        name = f"{place.label} {place.text.heading}".strip()
        here = [row for row in sent if row["section"] == name]
        base = f"/narratives/held-in-common/1.0/summary/sections/{place.section.key}"
        changes = reader.rows(f"{base}/changes.csv")
        row = table[name]
        assert int(row["To answer"]) == len(here)
        assert int(row["Answered"]) == sum(bool(one["disposition"]) for one in here)
        assert int(row["Changes proposed"]) == len(changes)
        regions = [int(one["Number of regions"]) for one in changes]
        assert int(row["Regions behind one change"]) == max(regions, default=0)
        assert regions == sorted(regions, reverse=True)
        for one in changes:
            assert int(one["Number of regions"]) == len(list(filter(None, one["Regions"].split(", "))))
            assert one["Words now"].lstrip("'") in place.text.full
        proposed = [one for one in here if one["operation"] == "reword"]
        assert max((int(one["Proposed changes"]) for one in changes), default=0) <= len(proposed)
        contested = sum(int(one["Changes"]) for one in reader.rows(f"{base}/passages.csv"))
        assert contested <= len(changes)


def test_what_became_of_it_by_region_and_the_days_it_took(reader: Reader, stage: Stage) -> None:
    names = {region.code: region.name("en") for region in stage.regions.values()}
    for consultation in consultations():
        base = f"/consultations/{consultation.public_id}/summary"
        asked = [row for row in reader.contributions(consultation) if not row["reply_to"]]
        shown = {name: cells for name, cells in map(figures, reader.rows(f"{base}/outcomes.csv")) if cells}
        assert shown == counted(
            (names.get(row["region"], "No region given"), DISPOSITIONS[row["disposition"]]) for row in asked
        )
        days: dict[str, list[int]] = {}
        for row in (row for row in asked if row["answered"]):
            took = (date.fromisoformat(row["answered"]) - date.fromisoformat(row["day"])).days
            for region in ("All", names.get(row["region"], "No region given")):
                days.setdefault(region, []).append(took)
        for row in reader.rows(f"{base}/waiting.csv"):
            took_here = days.get(row["Region"], [])
            assert int(row["Answered"]) == len(took_here)
            assert row["Half of them within (days)"] == (f"{float(median(took_here))}" if took_here else "")
            waits = [
                one["day"]
                for one in asked
                if not one["answered"]
                and row["Region"] in ("All", names.get(one["region"], "No region given"))
            ]
            assert (int(row["Still waiting"]), row["The longest since"]) == (
                len(waits),
                min(waits, default=""),
            )
