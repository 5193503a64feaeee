"""Tables by tag, computed by hand."""

import pandas as pd
import pytest

from consult.summaries import tagged

COUNTS = [
    (7, "water", "asia", 2),
    (7, "health", "africa", 1),
    (9, "water", "africa", 4),
    (9, "", "", 1),
]
ANY = [(0, "water", "asia", 2), (0, "water", "africa", 4), (0, "health", "africa", 1), (0, "", "", 1)]


def sent(**numbers: int) -> pd.DataFrame:
    """Return what was sent from each region, tagged or not."""
    return pd.DataFrame({"region": list(numbers), "number": list(numbers.values())})


@pytest.mark.parametrize(
    ("of_all", "regions", "expected"),
    [
        # What has two tags counts under both: the numbers by tag may add up to more than what has any.
        (
            {"asia": 6, "africa": 5},
            ["africa", "asia"],
            {9: [5, 4, 0], 7: [3, 1, 2], 0: [4, 0, 4]},
        ),
        ({"asia": 2, "africa": 5}, [], {9: [5], 7: [3]}),
    ],
)
def test_by_tag_counts_each_tag_and_what_has_none(
    of_all: dict[str, int], regions: list[str], expected: dict[int, list[int]]
) -> None:
    without = tagged.without(sent(**of_all, **{"": 1}), tagged.frame_of(ANY))
    made = tagged.by_tag(tagged.frame_of(COUNTS), without, regions)
    assert list(made.columns) == ["total", *regions]
    assert {tag: list(map(int, line)) for tag, line in zip(made.index, made.values, strict=True)} == expected
    assert list(made.index) == list(expected)


def test_by_section_lists_what_there_is_in_order_of_the_text() -> None:
    made = tagged.by_section(tagged.frame_of(COUNTS), ["health", "land", "water"], [9, 7, 0])
    assert made == [("health", 7, 1), ("water", 9, 4), ("water", 7, 2), ("", 9, 1)]
