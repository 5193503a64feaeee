"""Where regions agree: figures by hand, verdicts on cases that everybody would judge alike."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.summaries import agreement

YES, LIVE, NO = "support", "can-live-with", "objection"


def stances(section: str, region: str, yes: int, no: int, reasons: int = 0) -> list[tuple[object, ...]]:
    """So many stances of a region; of those who object so many give a reason."""
    accepting = [(section, region, YES if number % 2 else LIVE, False, 1) for number in range(yes)]
    return [*accepting, *((section, region, NO, number < reasons, 1) for number in range(no))]


def table(*parts: list[tuple[object, ...]], sections: tuple[str, ...] = ("water",)) -> pd.DataFrame:
    return agreement.agreement(agreement.frame_of([row for part in parts for row in part]), sections)


@pytest.mark.parametrize(
    ("regions", "verdict"),
    [
        ([(20, 0), (18, 1)], "agree"),  # nearly everybody, everywhere
        ([(0, 20), (1, 18)], "agree"),  # they agree in refusing it
        ([(20, 0), (1, 19)], "differ"),
        ([(40, 2), (38, 3), (5, 30)], "differ"),  # one region of three
        ([(20, 0)], "too-few"),  # one region is no agreement between regions
        ([(20, 0), (4, 0)], "too-few"),  # the other has four stances
        ([(3, 2), (3, 2)], "too-few"),  # half and half in a meeting of ten tells nothing
        ([(5, 0), (3, 2)], "too-few"),
    ],
)
def test_three_verdicts(regions: list[tuple[int, int]], verdict: str) -> None:
    parts = [stances("water", f"region {number}", *sizes) for number, sizes in enumerate(regions)]
    assert table(*parts).loc["water", "verdict"] == verdict


def test_figures_by_hand() -> None:
    row = table(stances("water", "africa", 8, 2, reasons=1), stances("water", "europe", 3, 0)).loc["water"]
    assert (row["accepting"], row["objecting"], row["regions"], row["objections"]) == (11, 2, 1, 1)
    assert row["together"] == pytest.approx(100 * 9 / 12)
    assert row["lowest"] == pytest.approx(54.1, abs=0.1)  # Wilson's interval for 8 of 10 at 90 per cent


def test_one_region_that_refuses_pulls_the_mean_down() -> None:
    whole = agreement.geometric_mean([98, 98], [98, 98])
    assert agreement.geometric_mean([98, 0], [98, 98]) < 0.15 < 0.98 < whole


def test_sections_without_a_stance_and_those_who_still_ask_are_left_out() -> None:
    asking = [("care", "africa", "asking-members", False, 9)]
    frame = table(asking, stances("water", "africa", 1, 0), sections=("health", "care", "water"))
    assert list(frame.index) == ["water"]
    assert frame.loc["water", ["together", "lowest"]].isna().all()


def test_many_sections_make_a_chance_less_telling() -> None:
    assert agreement.adjusted([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.04, 0.04])
    assert agreement.adjusted([0.01, 0.5, 0.6, 0.7]) == pytest.approx([0.04, 0.7, 0.7, 0.7])
    assert agreement.adjusted([]) == []


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=1, max_size=5))
def test_the_same_stances_give_the_same_verdict_in_any_order(sizes: list[tuple[int, int]]) -> None:
    counts = pd.DataFrame([(yes, yes + no) for yes, no in sizes], columns=["accepting", "all"])
    counts = counts[counts["all"] > 0]
    chance = agreement.chance_of_difference(counts)
    assert 0 < chance <= 1
    assert agreement.chance_of_difference(counts) == chance
    for yes, everybody in counts.itertuples(index=False):
        assert 0 <= agreement.at_least(yes, everybody) <= yes / everybody + 1e-9


@pytest.mark.parametrize(
    ("accepting", "objecting", "verdict"),
    [
        (5, 0, "accepts"),
        (4, 0, "too-few"),
        (0, 4, "too-few"),
        (0, 5, "objects"),
        (3, 2, "divided"),
        (9, 1, "accepts"),
        (60, 40, "accepts"),
        (52, 48, "divided"),
    ],
)
def test_a_region_stands_to_a_section_only_as_surely_as_its_number_says(
    accepting: int, objecting: int, verdict: str
) -> None:
    rows = [("water", "africa", "support", False, accepting)]
    rows += [
        ("water", "africa", "objection", True, 1)
    ] * objecting  # some in one row, some in rows of their own
    rows += [("water", "africa", "asking-members", False, 20), ("water", "", "objection", True, 7)]
    frame = agreement.frame_of([*rows, ("health", "asia", "support", False, 1)])
    found = agreement.regions_of(frame, "water")
    assert found.index.tolist() == ["", "africa"]
    assert agreement.verdicts(frame) == {"water": {verdict: 1}, "health": {"too-few": 1}}
    assert found.loc["africa"].tolist()[:3] == [accepting, objecting, verdict]
    least, most = found.loc["africa", ["least", "most"]]
    everybody = accepting + objecting
    assert (least == least) == (everybody >= 5), "of fewer no interval is told"
    if everybody >= 5:
        assert 0 <= least < 100 * accepting / everybody + 0.1
        assert 100 * accepting / everybody - 0.1 < most <= 100
        assert (least >= 50, most <= 50) == (verdict == "accepts", verdict == "objects")


def test_a_section_without_stances_has_no_regions() -> None:
    assert agreement.regions_of(agreement.frame_of([]), "water").empty
    assert agreement.verdicts(agreement.frame_of([])) == {}
