"""What is wanted, grouped and ordered by hand-made examples."""

import pytest

from consult.summaries.wanted import (
    ContestedPassage,
    Opinion,
    Proposal,
    WantedChange,
    contested_passages,
    wanted_changes,
)


def proposal(amendment: int, start: int = 5, new: str = "human right", **values: object) -> Proposal:
    return Proposal(amendment, "water", start, start + 5, new, **values)  # type: ignore[arg-type]


def test_the_same_change_of_several_contributions_is_one_with_all_their_regions() -> None:
    found = wanted_changes(
        [proposal(1, region="europe"), proposal(2, region="africa"), proposal(3, region="africa")], []
    )
    assert found == [WantedChange("water", 5, 10, "human right", (1, 2, 3), ("africa", "europe"))]


@pytest.mark.parametrize(
    "other",
    [
        Proposal(2, "water", 5, 10, "human Right", "europe"),
        Proposal(2, "water", 5, 11, "human right", "europe"),
        Proposal(2, "water", 4, 10, "human right", "europe"),
        Proposal(2, "health", 5, 10, "human right", "europe"),
    ],
    ids=["other words", "to another place", "from another place", "in another section"],
)
def test_what_differs_in_anything_is_another_change(other: Proposal) -> None:
    found = wanted_changes([proposal(1, region="africa"), other], [])
    assert [change.regions for change in found].count(("africa",)) == 1
    assert len(found) == 2


@pytest.mark.parametrize(
    ("position", "regions", "figures"),
    [
        ("support", ("africa", "asia"), (1, 0, 0)),
        ("can-live-with", ("africa", "asia"), (0, 1, 0)),
        ("objection", ("africa",), (0, 0, 1)),
        ("asking-members", ("africa",), (0, 0, 0)),
    ],
)
def test_only_who_accepts_adds_a_region(
    position: str, regions: tuple[str, ...], figures: tuple[int, int, int]
) -> None:
    (change,) = wanted_changes([proposal(1, region="africa")], [Opinion(1, position, "asia")])
    assert change.regions == regions
    assert (change.supports, change.can_live, change.objections) == figures


def test_a_stance_counts_for_each_change_of_its_contribution_and_for_no_other() -> None:
    rows = [proposal(1, 5), proposal(1, 50), proposal(2, 90)]
    found = wanted_changes(rows, [Opinion(1, "support", "asia"), Opinion(7, "support", "europe")])
    assert {change.start: change.supports for change in found} == {5: 1, 50: 1, 90: 0}


def test_equal_stances_may_come_together() -> None:
    apart = [Opinion(1, "support", "asia")] * 3 + [Opinion(1, "objection", "africa")] * 2
    together = [Opinion(1, "support", "asia", 3), Opinion(1, "objection", "africa", 2)]
    (change,) = wanted_changes([proposal(1)], together)
    assert [change] == wanted_changes([proposal(1)], apart)
    assert (change.supports, change.objections) == (3, 2)


def test_no_region_given_is_no_region() -> None:
    (change,) = wanted_changes([proposal(1)], [Opinion(1, "support")])
    assert change.regions == ()
    assert change.supports == 1


def test_most_regions_stand_first_then_the_most_often_wanted_then_the_order_of_the_text() -> None:
    rows = [
        proposal(1, 90, region="africa"),
        proposal(2, 40, region="africa"),
        proposal(3, 40, region="africa"),
        proposal(4, 60, region="africa"),
        proposal(4, 20, region="africa"),
        proposal(5, 70, region="africa"),
        proposal(6, 70, region="europe"),
    ]
    order = [change.start for change in wanted_changes(rows, [Opinion(1, "support", "africa")])]
    assert order == [70, 40, 90, 20, 60]
    assert [change.start for change in wanted_changes(rows[::-1], [Opinion(1, "support", "africa")])] == order


def test_a_passage_is_contested_by_all_changes_that_begin_in_it() -> None:
    changes = wanted_changes(
        [
            proposal(1, 2, region="africa"),
            proposal(2, 10, region="europe"),
            proposal(3, 19, region="africa"),
            proposal(4, 20, region="asia"),
        ],
        [],
    )
    assert contested_passages([10, 20], changes) == [
        ContestedPassage(10, 2, ("africa", "europe")),
        ContestedPassage(20, 1, ("asia",)),
    ]


def test_passages_from_most_regions_stand_first_then_those_with_most_changes() -> None:
    changes = wanted_changes(
        [
            proposal(1, 0, region="africa"),
            proposal(2, 10, region="africa"),
            proposal(3, 11, region="africa"),
            proposal(4, 20, region="asia"),
            proposal(5, 20, region="europe"),
        ],
        [],
    )
    assert [passage.start for passage in contested_passages([0, 10, 20], changes)] == [20, 10, 0]


def test_nothing_proposed_is_nothing_wanted_and_nothing_contested() -> None:
    assert wanted_changes([], [Opinion(1, "support", "asia")]) == []
    assert contested_passages([0, 10], []) == []
    assert contested_passages([], wanted_changes([proposal(1)], [])) == [], "a text without a body"
