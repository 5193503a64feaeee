"""Rows as columns: packed and unpacked, replaced by id, and counted by combinations of values."""

from collections import Counter
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.summaries import columns
from consult.summaries.columns import SENT, STANCES, Coded, Columns, dense, of_rows

ROWS = [
    (3, 7, 1, 0, 0, False, "2026-03-01", 0, 11, 0),
    (1, 7, 2, 1, 5, True, "2026-02-28", 1, 4, 4),
    (9, 0, 0, 3, 1, False, "1969-12-31", 0, 0, 2_000_000_000),
]


def told(found: Columns) -> list[tuple[int, ...]]:
    return list(zip(*(values.tolist() for values in found.values()), strict=True))


def test_rows_become_columns_and_days_are_numbers() -> None:
    found = of_rows(SENT, ROWS)
    assert list(found) == list(SENT)
    assert found["day"].tolist() == [20_513, 20_512, -1]
    assert found["is_reply"].tolist() == [0, 1, 0]
    assert [row[0] for row in told(found)] == [3, 1, 9]


@pytest.mark.parametrize("layout", [SENT, STANCES])
def test_no_rows_are_columns_without_values(layout: columns.Layout) -> None:
    nothing = of_rows(layout, ())
    assert [len(values) for values in nothing.values()] == [0] * len(layout)
    assert columns.packed(layout, nothing) == b""
    assert told(columns.unpacked(layout, b"")) == []


def test_what_is_packed_can_be_unpacked() -> None:
    found = of_rows(SENT, ROWS)
    data = columns.packed(SENT, found)
    assert len(data) == len(ROWS) * 28
    assert told(columns.unpacked(SENT, data)) == told(found)


def test_what_changed_replaces_what_was_and_the_rest_stays_in_the_order_of_the_ids() -> None:
    old = of_rows(STANCES, [(1, 5, 1, -1, 0), (2, 5, 1, -1, 0), (4, 6, 1, -1, 0)])
    new = of_rows(STANCES, [(3, 6, 2, -1, 1), (2, 5, 3, 8, 2)])
    found = columns.replaced(STANCES, old, np.array([2, 3, 4]), new)
    assert told(found) == [(1, 5, 1, -1, 0), (2, 5, 3, 8, 2), (3, 6, 2, -1, 1)]
    assert told(old)[1] == (2, 5, 1, -1, 0), "what was read is not written to"
    assert columns.without(old, np.array([9])) is old


def test_parts_are_joined_in_their_order_and_a_choice_holds_all_conditions() -> None:
    first, second = of_rows(SENT, ROWS[:1]), of_rows(SENT, ROWS[1:])
    found = columns.joined({"id": "<i4", "voice": "<i1"}, [first, second])
    assert told(found) == [(3, 0), (1, 1), (9, 0)]
    which = columns.every([found["id"] > 2, found["voice"] == 0])
    assert told(columns.chosen(found, which)) == [(3, 0), (9, 0)]


@given(st.lists(st.integers(-(2**31), 2**31 - 1), max_size=30) | st.lists(st.integers(0, 9), max_size=30))
def test_values_are_numbered_in_their_order(values: list[int]) -> None:
    codes, different = dense(np.array(values, dtype="<i4"))
    assert different.tolist() == sorted(set(values))
    assert [different[code] for code in codes] == values


PAIRS = st.lists(
    st.tuples(st.integers(0, 3), st.integers(-1, 2), st.sampled_from([0, 1, 5, 2**31 - 1])), max_size=40
)


@pytest.mark.parametrize("few", [0, 1 << 22])
@given(rows=PAIRS)
def test_combinations_are_counted_as_one_by_one(few: int, rows: list[tuple[int, int, int]]) -> None:
    layout = {"a": "<i4", "b": "<i1", "who": "<i4"}
    coded = Coded([of_rows(layout, rows[:7]), of_rows(layout, rows[7:])])
    expected: Any = Counter((a, b) for a, b, _ in rows)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(columns, "FEW", few)
        assert coded.numbers_by("a", "b") == sorted((*key, number) for key, number in expected.items())
        people: Any = Counter(a for a, who in {(a, who) for a, _, who in rows if who})
        assert coded.different_by("a", of="who") == sorted(people.items())
