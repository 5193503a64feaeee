"""Answers crossed with regions, against tables worked out by hand."""

from collections import Counter

import pytest

from consult.rules.disclosure import numbers_told_apart
from consult.summaries.crossed import REST, Given, crossed, darkness, mean_places

ORDER = ["africa", "asia", "europe"]


def given(**by_region: list[int]) -> Given:
    """Return answers of one option each: how many chose the first, the second and so on, by region."""
    found = Given()
    for region, numbers in by_region.items():
        for option, number in enumerate(numbers):
            found.add(region.replace("nowhere", ""), [option], number)
    return found


def test_each_region_with_ten_answers_has_a_column_in_the_order_of_regions() -> None:
    table = crossed(given(europe=[4, 6], africa=[10, 5]), 2, ORDER)
    assert table.regions == ("africa", "europe")
    assert table.answers == (25, 15, 10)
    assert table.rows == ((14, 10, 4), (11, 5, 6))
    assert table.shares == ((56.0, 66.7, 40.0), (44.0, 33.3, 60.0))
    assert table.means() == (1.4, 1.3, 1.6)


def test_small_regions_stand_together_and_nothing_can_be_taken_from_the_total() -> None:
    # Asia alone would be 3 of the rest: Africa, the smallest that could stand alone, joins it.
    table = crossed(given(europe=[10, 10], africa=[6, 5], asia=[2, 1]), 2, ORDER)
    assert table.regions == ("europe", REST)
    assert table.answers == (34, 20, 14)
    assert table.rows == ((18, 10, 8), (16, 10, 6))


@pytest.mark.parametrize(
    ("answers", "by_region"),
    [(given(europe=[9]), True), (given(europe=[90], asia=[70]), False), (Given(), True)],
)
def test_where_no_region_may_stand_alone_all_are_one_column(answers: Given, by_region: bool) -> None:
    table = crossed(answers, 1, ORDER, by_region=by_region)
    assert table.regions == ()
    assert table.answers == (answers.answers.total(),)


def test_answers_without_a_region_are_never_a_region_of_their_own() -> None:
    table = crossed(given(europe=[12], nowhere=[11]), 1, ORDER)
    assert (table.regions, table.answers) == (("europe", REST), (23, 12, 11))


def test_several_options_of_one_answer_count_it_once() -> None:
    found = Given()
    found.add("europe", [0, 2, 2], 10)
    found.add("europe", [], 2)  # words alone
    table = crossed(found, 3, ORDER)
    assert table.answers == (12, 12)
    assert table.rows == ((10, 10), (0, 0), (10, 10))


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ({}, ""),
        ({"a": 10}, "a"),
        ({"a": 9}, ""),
        ({"a": 10, "b": 10}, "ab"),
        ({"a": 10, "b": 9}, ""),
        ({"a": 30, "b": 10, "c": 9}, "a"),
        ({"a": 30, "b": 10, "c": 9, "d": 1}, "ab"),
        ({"a": 30, "b": 30, "c": 0}, "ab"),
    ],
)
def test_who_stands_apart_and_the_rest_are_enough_or_nobody(numbers: dict[str, int], told: str) -> None:
    found = numbers_told_apart(numbers)
    assert found == frozenset(told)
    rest = sum(Counter(numbers).values()) - sum(numbers[name] for name in found)
    assert not found or rest == 0 or rest >= 10


def test_shades_go_in_five_steps_of_the_whole() -> None:
    assert [darkness(share) for share in (0, 0.1, 19.9, 20, 50, 99, 100)] == [0, 1, 1, 2, 3, 5, 5]


@pytest.mark.parametrize(
    ("orders", "means"),
    [
        ({}, (0.0, 0.0, 0.0)),
        ({(0, 1, 2): 1}, (1.0, 2.0, 3.0)),
        ({(1,): 1}, (2.5, 1.0, 2.5)),  # the others share the second and the third place
        ({(0, 1, 2): 1, (2, 1, 0): 3}, (2.5, 2.0, 1.5)),
    ],
)
def test_mean_places_are_over_all_orders(
    orders: dict[tuple[int, ...], int], means: tuple[float, ...]
) -> None:
    assert mean_places(orders, 3) == means


def test_a_ranking_counts_its_first_option_alone() -> None:
    given, other = Given(), Given()
    given.add_order("africa", [2, 0], 4)
    other.add_order("africa", [0])
    given.add_all(other)
    assert (given.chosen["africa", 2], given.chosen["africa", 0], given.answers["africa"]) == (4, 1, 5)
    assert given.orders == {(2, 0): 4, (0,): 1}
