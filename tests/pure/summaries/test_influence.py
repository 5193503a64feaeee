"""Balance of influence, recomputed by hand."""

import pandas as pd
import pytest

from consult.summaries import influence

# contribution, kind, section, region, constituency, language, person, organisation, disposition, is_reply
ROWS = [
    (1, "amendment", "water", "africa", "ngo", "en", 1, 10, "accepted", False),
    (2, "amendment", "water", "africa", "trade-union", "fr", 2, 20, "not-accepted", False),
    (3, "comment", "health", "europe", "ngo", "en", 3, 30, "accepted-in-part", False),
    (4, "comment", "health", "europe", None, "en", 4, None, None, True),
    (5, "answer", None, None, None, "ar", 5, None, None, False),
]
WORDS = {1: 6.0, 3: 2.0}
"""Three quarters of what came from contributions came from Africa."""


@pytest.fixture
def frame() -> pd.DataFrame:
    return influence.frame_of(ROWS)


def test_a_run_of_two_contributions_is_shared(frame: pd.DataFrame) -> None:
    words = influence.credited_words({7: 4, 8: 3, 9: 2}, [(7, 1), (8, 1), (8, 2), (99, 3)])
    assert words.to_dict() == {1: 5.5, 2: 1.5}
    assert influence.credited_words({}, []).empty


def test_the_balance_of_regions_shows_what_was_taken_up_beside_what_was_sent(frame: pd.DataFrame) -> None:
    table = influence.balance(frame, "region", WORDS, {3: 2})
    assert list(table.columns) == list(influence.FIGURES)
    assert table.loc["africa"].tolist() == [2, 50.0, 1, 6.0, 75.0, 0]
    assert table.loc["europe"].tolist() == [1, 25.0, 1, 2.0, 25.0, 2]
    assert table.loc[""].tolist() == [1, 25.0, 0, 0.0, 0.0, 0]
    assert table["contributions"].sum() == 4, "a reply belongs to its thread"


def test_where_no_word_came_in_no_share_is_made_up(frame: pd.DataFrame) -> None:
    table = influence.balance(frame, "language", {}, {})
    assert table["share_of_words"].tolist() == [0.0, 0.0, 0.0]
    assert influence.balance(frame[:0], "region", {}, {}).empty


def test_groups_that_may_not_stand_alone_are_one(frame: pd.DataFrame) -> None:
    table = influence.balance(influence.put_together(frame, "language", ["en"], "…"), "language", WORDS, {})
    assert table["contributions"].to_dict() == {"en": 2, "…": 2}
    assert table["words"].sum() == 8


def test_darkness_grows_with_the_count() -> None:
    drawn = influence.shades(pd.DataFrame({"a": [0, 1, 5], "b": [6, 9, 10]}))
    assert drawn.to_dict("list") == {"a": [0, 1, 3], "b": [3, 5, 5]}
    assert influence.shades(pd.DataFrame(index=["water"])).shape == (1, 0)


@pytest.mark.parametrize(
    ("counts", "number"),
    [([], 0.0), ([0, 0], 0.0), ([7], 1.0), ([5, 5, 5, 5], 4.0), ([8, 1, 1], 100 / 66), ([3, 0, 3], 2.0)],
)
def test_the_effective_number_is_that_of_equally_active_ones(counts: list[int], number: float) -> None:
    assert influence.effective_number(counts) == pytest.approx(number)


def test_rows_that_stand_for_many_make_the_same_balance(frame: pd.DataFrame) -> None:
    cells = frame.groupby(["region", "disposition", "is_reply"]).size().rename("number").reset_index()
    credited = [
        (row.contribution, row.region, bool(row.is_reply))
        for row in frame.itertuples()
        if row.contribution in (*WORDS, 3)
    ]
    made = influence.balance(influence.frame_of_numbers(cells, credited), "region", WORDS, {3: 2})
    pd.testing.assert_frame_equal(
        made.sort_index(), influence.balance(frame, "region", WORDS, {3: 2}).sort_index(), check_dtype=False
    )
    assert influence.frame_of_numbers(cells[:0], []).empty
