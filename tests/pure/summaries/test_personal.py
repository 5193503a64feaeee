"""Figures about what people said of themselves, counted by hand: what is told of groups, and what is left empty."""

from typing import Any

import pytest

from consult.summaries import influence, personal


def sent(
    group: str, people: range, disposition: str = "noted", region: str = "africa", days: float | None = None
) -> list[dict[str, Any]]:
    """One contribution of each of some people, of four organisations by turns."""
    return [
        {
            **dict.fromkeys(influence.COLUMNS, ""),
            "contribution": one,
            "person": one,
            "organisation": one % 4,
            "region": region,
            "disposition": disposition,
            "is_reply": False,
            "gender": group,
            "days": days,
        }
        for one in people
    ]


def frame(*groups: list[dict[str, Any]]) -> Any:
    rows = [row for group in groups for row in group]
    made = influence.frame_of([[row[name] for name in influence.COLUMNS] for row in rows])
    return made.assign(gender=[row["gender"] for row in rows], days=[row["days"] for row in rows])


def told(rows: list[dict[str, Any]], *names: str) -> dict[str, list[Any]]:
    return {row["group"]: [row[name] for name in names] for row in rows}


def test_a_balance_counts_people_organisations_and_contributions_of_each_group() -> None:
    found = personal.published_groups(
        frame(sent("woman", range(30)), sent("man", range(30, 50))), "gender", {}, {}
    )
    assert told(found, "people", "organisations", "contributions", "share") == {
        "woman": [30, 4, 30, 60.0],
        "man": [20, 4, 20, 40.0],
    }


def test_what_was_taken_up_is_told_where_enough_are_behind_both_sides() -> None:
    found = personal.published_groups(
        frame(
            sent("woman", range(15), "accepted"),
            sent("woman", range(15, 40)),
            sent("man", range(40, 56), "accepted-in-part"),
            sent("man", range(56, 90)),
        ),
        "gender",
        {0: 12.0, 41: 4.0},
        {},
    )
    assert told(found, "taken_up", "words", "share_of_words", "passages") == {
        "woman": [15, None, None, None],
        "man": [16, None, None, None],
    }


def test_one_small_cell_hides_the_other_that_would_tell_it() -> None:
    """All that was taken up is known: sixteen of men less than all would be the four of women."""
    found = personal.published_groups(
        frame(
            sent("woman", range(4), "accepted"),
            sent("woman", range(4, 40)),
            sent("man", range(40, 56), "accepted"),
            sent("man", range(56, 90)),
        ),
        "gender",
        {},
        {},
    )
    assert told(found, "taken_up", "contributions") == {"woman": [None, 40], "man": [None, 50]}


def test_small_groups_are_together_and_stand_last() -> None:
    found = personal.published_groups(
        frame(sent("", range(12)), sent("woman", range(12, 42)), sent("man", range(42, 46))), "gender", {}, {}
    )
    assert told(found, "people") == {"woman": [30], personal.REST: [16]}


def test_nobody_is_no_group() -> None:
    assert personal.published_groups(frame(), "gender", {}, {}) == []
    assert personal.published_waits(frame(), "gender") == []


def test_who_was_parted_from_what_they_sent_counts_as_nobody() -> None:
    made = frame(sent("woman", range(30)))
    made["person"] = None
    assert told(personal.published_groups(made, "gender", {}, {}), "people", "contributions") == {
        personal.REST: [0, 30]
    }


def test_time_to_answer_is_told_where_enough_were_answered_and_enough_wait() -> None:
    answered = (sent("woman", range(12), days=4.0), sent("woman", range(12, 24), days=9.0))
    waiting = sent("woman", range(24, 36))
    men = (sent("man", range(40, 60), days=2.0), sent("man", range(60, 80)))
    found = personal.published_waits(frame(*answered, waiting, *men), "gender")
    assert told(found, "answered", "half", "waiting") == {"woman": [24, 6.5, 12], "man": [20, 2.0, 20]}
    few = personal.published_waits(frame(*answered, sent("woman", range(24, 27)), *men), "gender")
    assert told(few, "answered", "half", "waiting") == {
        "woman": [None, None, None],
        "man": [None, None, None],
    }


def both(*groups: list[dict[str, Any]]) -> tuple[dict[str, list[Any]], dict[str, list[Any]]]:
    """What the two tables of the same groups tell: of the balance, and of the time to answer."""
    made = frame(*groups)
    balance = personal.published_groups(made, "gender", {}, {}, with_waits=True)
    names = ("taken_up", "otherwise", "answered", "waiting")
    return told(balance, "taken_up"), told(personal.published_waits(made, "gender"), *names)


def test_one_answered_otherwise_is_not_what_two_tables_leave_over() -> None:
    """Twelve were answered and eleven taken up: told side by side, one woman alone was not accepted."""
    women = (
        sent("woman", range(11), "accepted", days=1.0),
        sent("woman", range(11, 12), "not-accepted", days=1.0),
    )
    waiting = sent("woman", range(12, 40), "")
    men = (
        sent("man", range(100, 120), "accepted", days=1.0),
        sent("man", range(120, 150), "noted", days=1.0),
        sent("man", range(150, 190), ""),
    )
    balance, waits = both(*women, waiting, *men)
    assert balance == {"woman": [None], "man": [None]}, "both columns would tell the third"
    assert waits == {"woman": [None, None, 12, 28], "man": [None, None, 50, 40]}


def test_when_nothing_waits_any_more_the_days_are_told() -> None:
    women, men = sent("woman", range(12), days=3.0), sent("man", range(20, 34), days=5.0)
    assert both(women, men)[1] == {"woman": [None, 12, 12, 0], "man": [None, 14, 14, 0]}


def test_what_enough_stand_behind_is_told_in_both_tables() -> None:
    women = (
        sent("woman", range(11), "accepted", days=1.0),
        sent("woman", range(11, 31), "noted", days=1.0),
        sent("woman", range(31, 43), ""),
    )
    men = (
        sent("man", range(100, 120), "accepted", days=1.0),
        sent("man", range(120, 150), "noted", days=1.0),
        sent("man", range(150, 190), ""),
    )
    balance, waits = both(*women, *men)
    assert balance == {"woman": [11], "man": [20]}
    assert waits == {"woman": [11, 20, 31, 12], "man": [20, 30, 50, 40]}


@pytest.mark.parametrize(("women", "is_told"), [(199, False), (200, True)])
def test_regions_are_crossed_from_four_hundred_people_on(women: int, is_told: bool) -> None:
    made = personal.crossed_with_regions(
        frame(
            sent("man", range(120), region="africa"),
            sent("man", range(120, 200), region="asia"),
            sent("woman", range(200, 250), region="africa"),
            sent("woman", range(250, 200 + women), region="asia"),
        ),
        "gender",
    )
    assert (made is not None) == is_told
    if made:
        assert made["cells"] == [[120, 50], [80, 150]]
        assert (made["by_region"], made["by_group"]) == ([170, 230], [200, 200])


def test_a_region_of_few_hides_as_many_cells_as_it_needs() -> None:
    made = personal.crossed_with_regions(
        frame(
            sent("man", range(200), region="africa"),
            sent("man", range(200, 280), region="asia"),
            sent("man", range(280, 320), region="europe"),
            sent("woman", range(320, 324), region="africa"),
            sent("woman", range(324, 374), region="asia"),
            sent("woman", range(374, 404), region="europe"),
        ),
        "gender",
    )
    assert made is not None
    # Four women from Africa: hidden with the men there, and with those of the region that has the fewest.
    assert made["regions"] == ["africa", "asia", "europe"]
    assert made["cells"] == [[None, None], [80, 50], [None, None]]


def test_a_table_that_no_hiding_protects_is_left_out() -> None:
    few = [sent("woman", range(1000 + one, 1001 + one), region=f"r{one}") for one in range(12)]
    assert (
        personal.crossed_with_regions(frame(sent("man", range(500), region="africa"), *few), "gender") is None
    )
