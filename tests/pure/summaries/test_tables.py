"""The tables, recomputed by hand."""

import pytest

from consult.summaries import tables
from tests.summaries import cells_of

# kind, section, region, day, disposition, voice, person, organisation, is_reply, named
ROWS = [
    ("comment", "water", "africa", "2026-03-01", "noted", "self", 1, 10, False, True),
    ("comment", "water", "africa", "2026-03-01", None, "self", 1, 10, True, True),
    ("amendment", "water", "africa", "2026-03-03", "accepted", "organisation", 1, 10, False, True),
    ("amendment", "health", "europe", "2026-03-03", None, "organisation", 2, 20, False, True),
    ("amendment", "health", "europe", "2026-03-03", None, "organisation", 3, 20, False, True),
    ("answer", None, None, "2026-03-03", None, "self", 4, None, False, True),
]


@pytest.fixture
def frame():  # type: ignore[no-untyped-def]
    return cells_of(ROWS)


def test_sections_stand_in_the_order_of_the_text_with_empty_ones(frame) -> None:  # type: ignore[no-untyped-def]
    counts = tables.by_section_and_kind(frame, ["health", "care", "water"])
    assert list(counts.index) == ["health", "care", "water", ""]
    assert counts.loc["health"].tolist() == [0, 2, 0, 0, 2]
    assert counts.loc["care"].tolist() == [0, 0, 0, 0, 0]
    assert counts.loc["water"].tolist() == [2, 1, 0, 0, 3]
    assert counts.loc[""].tolist() == [0, 0, 1, 0, 1]


def test_people_and_organisations_are_counted_apart_and_once(frame) -> None:  # type: ignore[no-untyped-def]
    counts = tables.by_region(frame)
    assert counts.loc["africa"].to_dict() == {"contributions": 3, "people": 1, "organisations": 1}
    assert counts.loc["europe"].to_dict() == {"contributions": 2, "people": 0, "organisations": 1}
    assert counts.loc[""].to_dict() == {"contributions": 1, "people": 1, "organisations": 0}


def test_days_without_contributions_are_there(frame) -> None:  # type: ignore[no-untyped-def]
    counts = tables.by_day(frame)
    assert list(counts.index) == ["2026-03-01", "2026-03-02", "2026-03-03"]
    assert counts["total"].tolist() == [2, 0, 4]


def test_replies_have_no_disposition_of_their_own(frame) -> None:  # type: ignore[no-untyped-def]
    counts = tables.by_disposition(frame)
    assert counts.loc["noted", "comment"] == 1
    assert counts.loc["accepted", "amendment"] == 1
    assert counts.loc["open"].tolist() == [0, 2, 1, 0, 3]
    assert counts["total"].sum() == 5


def test_organisations_show_what_was_sent_in_their_name_and_by_their_people(frame) -> None:  # type: ignore[no-untyped-def]
    counts = tables.organisations(frame)
    assert counts.loc[20].tolist() == [2, 0]
    assert counts.loc[10].tolist() == [1, 2]


def test_what_may_not_be_named_is_not_in_the_organisations_figures() -> None:
    unnamed = [(*ROWS[0][:-1], False), ROWS[2]]
    assert tables.organisations(cells_of(unnamed)).loc[10].tolist() == [1, 0]


def test_the_headline_agrees_with_the_rows(frame) -> None:  # type: ignore[no-untyped-def]
    assert tables.headline(frame) == {
        "contributions": 6,
        "people": 2,
        "organisations": 2,
        "sections": 2,
        "answered": 2,
        "to_answer": 5,
    }


def test_nothing_sent_gives_tables_of_zeros_or_nothing() -> None:
    empty = cells_of([])
    assert tables.by_section_and_kind(empty, ["water"]).loc["water"].tolist() == [0, 0, 0, 0, 0]
    assert tables.by_region(empty).empty
    assert tables.by_day(empty).empty
    assert tables.by_disposition(empty)["total"].sum() == 0
    assert tables.organisations(empty).empty
    assert tables.headline(empty)["contributions"] == 0
    assert tables.by_section_and_region(empty, ["water"]).empty
    assert tables.answered_by_section(empty) == {}


def test_one_row_is_enough_for_every_table() -> None:
    one = cells_of(ROWS[:1])
    assert tables.by_day(one)["total"].tolist() == [1]
    assert tables.by_region(one).loc["africa", "people"] == 1
    assert tables.organisations(one).loc[10].tolist() == [0, 1]


def test_sections_by_region_leave_out_what_is_on_no_section(frame) -> None:  # type: ignore[no-untyped-def]
    counts = tables.by_section_and_region(frame, ["health", "care", "water"])
    assert counts.to_dict("index") == {
        "health": {"africa": 0, "europe": 2},
        "care": {"africa": 0, "europe": 0},
        "water": {"africa": 3, "europe": 0},
    }


def test_what_is_to_answer_and_answered_is_counted_by_section(frame) -> None:  # type: ignore[no-untyped-def]
    assert tables.answered_by_section(frame) == {"": (1, 0), "health": (2, 0), "water": (2, 2)}


def test_cells_that_are_taken_back_leave_no_trace() -> None:
    cell = ("water", "africa", "comment", "", False)
    cells = tables.cells_of(
        [
            (*cell, 2),
            (*cell, -1),
            ("health", "", "comment", "", False, 1),
            ("health", "", "comment", "", False, -1),
        ],
        [
            ("2026-03-01", "", "comment", 1),
            ("2026-03-01", "", "comment", -1),
            ("2026-03-09", "", "comment", 1),
        ],
        [("africa", "self", 1), ("africa", "self", -1)],
        [(7, "self", 1), (7, "self", -1)],
    )
    assert tables.by_section_and_kind(cells, ["water"])["total"].to_dict() == {"water": 1}
    assert list(tables.by_day(cells).index) == ["2026-03-09"]
    assert tables.by_region(cells).to_dict("index") == {
        "africa": {"contributions": 1, "people": 0, "organisations": 0}
    }
    assert tables.organisations(cells).empty
