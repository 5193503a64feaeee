"""Every published figure of the demonstration can be recomputed from the files that its pages offer."""

import csv
import io
from collections import Counter
from collections.abc import Iterator

import pytest
from flask import Flask

from consult.core.clock import freeze
from consult.core.database import db
from consult.core.kept import forget_kept
from consult.demonstration.loader import load_demonstration
from consult.demonstration.stage import Stage
from tests.conftest import NOON
from tests.published import (
    AGREEMENT,
    DISPOSITIONS,
    KINDS,
    NARRATIVE,
    Reader,
    agreement,
    consultations,
    counted,
    figures,
    on_version,
    waits_are_reckoned,
)


@pytest.fixture(scope="module")
def stage(site: Flask, database: object) -> Iterator[Stage]:
    """The demonstration, written once; the tests of this file only read it."""
    with site.app_context(), freeze(NOON):
        yield load_demonstration()
        db.session.rollback()
        db.session.remove()
    database.reset()  # type: ignore[attr-defined]
    forget_kept()


@pytest.fixture
def reader(site: Flask, stage: Stage) -> Reader:
    return Reader(site, stage)


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
        waits_are_reckoned(reader.rows(f"{base}/waiting.csv"), asked, names)


def test_the_balance_of_regions_is_counted_from_the_file_of_the_narrative(
    reader: Reader, stage: Stage
) -> None:
    names = {region.code: region.name("en") for region in stage.regions.values()}
    sent = [row for row in reader.rows(f"{NARRATIVE}/contributions.csv") if not row["reply_to"]]
    words = sum(float(row["words"]) for row in sent)
    for row in reader.rows(f"{NARRATIVE}/regions.csv"):
        here = [one for one in sent if names.get(one["region"], "No region given") == row["Region"]]
        kept = sum(float(one["words"]) for one in here)
        assert int(row["Contributions"]) == len(here)
        assert int(row["Taken up"]) == sum(one["disposition"].startswith("accepted") for one in here)
        assert float(row["Words in the text"]) == pytest.approx(kept, abs=0.06)
        assert int(row["Passages shaped"]) == sum(int(one["passages"]) for one in here)
    answer = reader.client.get(f"/en{NARRATIVE}/regions.csv").text
    header, *rows = csv.reader(io.StringIO(answer))
    for cells in rows:
        row = dict(zip(header, cells, strict=True))  # of the two shares this is that of the words
        assert float(row["Share (per cent)"]) == pytest.approx(
            100 * float(row["Words in the text"]) / words, abs=0.5
        )


def test_the_heat_map_of_all_versions_is_counted_from_the_same_file(reader: Reader, stage: Stage) -> None:
    names = {region.code: region.name("en") for region in stage.regions.values()}
    rows = reader.rows(f"{NARRATIVE}/contributions.csv")
    assert len(rows) == sum(len(reader.contributions(one)) for one in consultations())
    table = reader.rows(f"{NARRATIVE}/places.csv")
    here = {row["Section"] for row in table}
    shown = {name: cells for name, cells in map(figures, table) if cells}
    assert shown == counted((row["section"], names[row["region"]]) for row in rows if row["section"] in here)


def test_where_regions_agree_is_reckoned_from_the_stances(reader: Reader) -> None:
    stances = reader.rows(f"{NARRATIVE}/stances.csv")
    table = reader.rows(f"{NARRATIVE}/agreement.csv")
    assert table
    for row in table:
        told = {heading: row[heading] for heading in AGREEMENT}
        assert told == agreement([one for one in stances if one["section"] == row["Section"]])


@pytest.mark.parametrize("board", ["/regions/europe", "/regions/africa", "group"])
def test_a_board_is_counted_from_the_files_of_its_versions(reader: Reader, stage: Stage, board: str) -> None:
    narrative = consultations()[0].narrative
    base = f"/working-groups/{narrative.working_group.public_id}" if board == "group" else board
    code = "" if board == "group" else board.rsplit("/", 1)[1]
    table = reader.rows(f"{base}/summary.csv")
    assert table
    for row in table:
        asked = on_version(row["Version"].rsplit(" ", 1)[1])
        rows = [
            one for row in asked for one in reader.contributions(row) if not code or one["region"] == code
        ]
        starts = [one for one in rows if not one["reply_to"]]
        assert int(row["Consultations"]) == len(asked)
        assert int(row["Contributions"]) == len(rows)
        assert int(row["To answer"]) == len(starts)
        assert int(row["Answered"]) == sum(bool(one["disposition"]) for one in starts)


def test_organisations_are_counted_from_the_names_in_the_file(reader: Reader) -> None:
    for consultation in consultations():
        base = f"/consultations/{consultation.public_id}/summary"
        rows = reader.contributions(consultation)
        table = reader.rows(f"{base}/organisations.csv")
        for row in table:
            named = [one["voice"] for one in rows if row["Organisation"] in one["author"]]
            assert named.count("organisation") == int(row["In its name"])
            assert named.count("self") == int(row["By its people for themselves"])
        for name, heading in (("asked", "Region"), ("asked-kinds", "Group")):
            for row in reader.rows(f"{base}/{name}.csv"):
                heard, asked = int(row["Heard by name"]), int(row["Asked"])
                assert 0 <= heard <= asked, row[heading]
                assert float(row["Share (per cent)"]) == pytest.approx(100 * heard / asked, abs=0.06)


def test_the_table_of_a_question_is_counted_from_its_answers(reader: Reader) -> None:
    seen = 0
    for consultation in consultations():
        asked = Counter(
            row["question"] for row in reader.contributions(consultation) if row["kind"] == "answer"
        )
        for question in consultation.questions:
            if question.kind == "open":
                base = f"/consultations/{consultation.public_id}/summary/answers/{question.public_id}"
                everybody = reader.rows(f"{base}.csv")[0]
                assert everybody == {"Region": "All", "Answers": str(asked[question.wording])}
                seen += asked[question.wording]
    assert seen > 5
