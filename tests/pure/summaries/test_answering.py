"""What became of contributions by region, and how many days it took, counted by hand."""

import pytest

from consult.summaries import answering
from tests.summaries import cells_of

# kind, section, region, day, disposition, voice, person, organisation, is_reply, named
ROWS = [
    ("comment", "water", "africa", "2026-03-01", "noted", "self", 1, 10, False, True),
    ("comment", "water", "africa", "2026-03-01", None, "self", 1, 10, True, True),
    ("amendment", "water", "africa", "2026-03-03", "accepted", "self", 1, 10, False, True),
    ("amendment", "health", "europe", "2026-03-03", None, "self", 2, 20, False, True),
    ("answer", None, None, "2026-03-03", None, "self", 4, None, False, True),
]


def test_outcomes_are_counted_by_region_without_replies() -> None:
    counts = answering.outcomes_by_region(cells_of(ROWS))
    assert list(counts.index) == ["africa", "europe", ""]
    assert counts.loc["africa"][["accepted", "noted", "open", "total"]].tolist() == [1, 1, 0, 2]
    assert counts.loc["europe"][["accepted", "noted", "open", "total"]].tolist() == [0, 0, 1, 1]
    assert counts["total"].sum() == 4


WAITED = {
    "nothing": ([], {"*": [0, None, None, 0, ""]}),
    "one answer": ([("africa", "2026-03-01", "2026-03-11", 1)], {"africa": [1, 10.0, 10.0, 0, ""]}),
    "an even number has its middle between two": (
        [("africa", "2026-03-01", "2026-03-03", 1), ("africa", "2026-03-01", "2026-03-06", 1)],
        {"africa": [2, 3.5, 5.0, 0, ""]},
    ),
    "nine in ten, and the last": (
        [("africa", "2026-02-27", "2026-03-01", 9), ("africa", "2026-02-27", "2026-05-28", 1)],
        {"africa": [10, 2.0, 2.0, 0, ""], "*": [10, 2.0, 2.0, 0, ""]},
    ),
    "one more, and nine in ten are all but one": (
        [("africa", "2026-02-27", "2026-03-01", 9), ("africa", "2026-02-27", "2026-05-28", 2)],
        {"africa": [11, 2.0, 90.0, 0, ""]},
    ),
    "who waits longest": (
        [("asia", "2026-03-04", "", 2), ("asia", "2026-03-02", "", 1), (None, "2026-03-02", "2026-03-02", 3)],
        {
            "asia": [0, None, None, 3, "2026-03-02"],
            "": [3, 0.0, 0.0, 0, ""],
            "*": [3, 0.0, 0.0, 3, "2026-03-02"],
        },
    ),
}


@pytest.mark.parametrize("given", WAITED)
def test_days_to_an_answer(given: str) -> None:
    rows, expected = WAITED[given]
    frame = answering.waiting(answering.frame_of(rows))
    assert next(iter(frame.index)) == "*"
    for group, figures in expected.items():
        found = [None if value != value else value for value in frame.loc[group]]
        assert found == figures
