"""Whole figures about personal answers, counted by hand; and what facilitators of other regions are told of them."""

from itertools import product
from typing import Any

import pytest

from consult.rules.disclosure import Behind
from consult.rules.table_audit import hidden_cells
from consult.summaries import influence, whole

NUMBERS = ("people", "organisations", "contributions", "taken_up")


def frame(*rows: tuple[str, str, int, int, str, bool]) -> Any:
    """Rows of a gender, a region, a person, an organisation, a disposition, and whether it is a reply."""
    blank = dict.fromkeys(influence.COLUMNS, "")
    made = influence.frame_of(
        [
            list(
                {
                    **blank,
                    "contribution": number,
                    "region": region,
                    "person": person,
                    "organisation": organisation,
                    "disposition": disposition,
                    "is_reply": is_reply,
                }.values()
            )
            for number, (_gender, region, person, organisation, disposition, is_reply) in enumerate(rows)
        ]
    )
    return made.assign(gender=[row[0] for row in rows])


SENT = frame(
    ("woman", "africa", 1, 1, "accepted", False),
    ("woman", "africa", 1, 1, "noted", False),
    ("woman", "europe", 2, 2, "accepted-in-part", False),
    ("man", "europe", 3, 2, "", False),
    ("man", "europe", 4, 2, "", True),  # a reply: its author is counted, it is not
)


@pytest.mark.parametrize(
    ("group", "region", "figures"),
    [
        ("woman", whole.EVERYWHERE, [2, 2, 3, 2]),
        ("man", whole.EVERYWHERE, [2, 1, 1, 0]),
        ("woman", "africa", [1, 1, 2, 1]),
        ("woman", "europe", [1, 1, 1, 1]),
        ("man", "africa", [0, 0, 0, 0]),
        ("man", "europe", [2, 1, 1, 0]),
    ],
)
def test_nothing_is_hidden_from_those_who_decide(group: str, region: str, figures: list[int]) -> None:
    found = {(row["group"], row["region"]): row for row in whole.whole_figures(SENT, "gender")}
    assert [found[group, region][name] for name in NUMBERS] == figures
    assert len(found) == 6


def test_who_stands_behind_each_group_is_kept_as_numbers() -> None:
    assert whole.behind(SENT, "gender") == {"woman": [2, 2, 3], "man": [2, 1, 1]}


def told(**places: dict[str, list[int]]) -> dict[tuple[str, str], list[int]]:
    rows = whole.told_of_others(places)
    return {(row["place"], row["group"]): row["figures"] for row in rows if row["figures"] is not None}


def test_five_people_of_three_organisations_are_told_to_facilitators_elsewhere() -> None:
    five, six = [5, 3, 7], [6, 3, 6]
    assert told(africa={"man": five, "woman": six}, asia={"man": six, "woman": five}) == {
        ("africa", "man"): five,
        ("africa", "woman"): six,
        ("asia", "man"): six,
        ("asia", "woman"): five,
    }


@pytest.mark.parametrize("few", [[4, 4, 9], [9, 2, 9], [0, 0, 0]])
def test_fewer_take_a_rectangle_with_them(few: list[int]) -> None:
    many = [30, 9, 40]
    found = told(
        africa={"man": few, "woman": many, "": many},
        asia={"man": many, "woman": many, "": many},
        arab={"man": many, "woman": [60, 9, 60], "": [60, 9, 60]},
    )
    hidden = set(product(("africa", "asia", "arab"), ("man", "woman", ""))) - set(found)
    assert ("africa", "man") in hidden
    assert {place for place, _group in hidden} != {"africa"}, "the column's total would tell it"
    assert {group for _place, group in hidden} != {"man"}, "the row's total would tell it"


def test_of_one_place_alone_nothing_is_told_beside_a_hidden_cell() -> None:
    assert told(africa={"man": [3, 3, 3], "woman": [30, 9, 30]}) == {}
    assert whole.told_of_others({}) == []


def test_the_least_number_is_chosen_by_who_reads() -> None:
    crowd = [[Behind(frozenset(range(7)), frozenset(range(3)))] * 2] * 2
    assert hidden_cells(crowd, 5) == frozenset()
    assert hidden_cells(crowd) == frozenset(product(range(2), range(2))) or hidden_cells(crowd) is None
