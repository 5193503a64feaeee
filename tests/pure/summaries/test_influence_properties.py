"""What holds of any balance: nobody's words are lost or made, no order and no name changes a figure."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.rules.disclosure import Behind, groups_told_apart
from consult.summaries import influence

REGIONS = ["africa", "asia", "europe", None]
DISPOSITIONS = ["accepted", "accepted-in-part", "noted", "not-accepted", None]


@st.composite
def sent(draw: st.DrawFn) -> list[tuple[object, ...]]:
    """Draw rows of contributions with numbers from 1."""
    drawn = draw(
        st.lists(
            st.tuples(st.sampled_from(REGIONS), st.sampled_from(DISPOSITIONS), st.booleans()), max_size=12
        )
    )
    return [
        (number, "comment", "water", region, "ngo", "en", number % 4, None, disposition, is_reply)
        for number, (region, disposition, is_reply) in enumerate(drawn, 1)
    ]


runs = st.dictionaries(st.integers(1, 6), st.integers(0, 50), max_size=6)
links = st.lists(st.tuples(st.integers(1, 6), st.integers(1, 12)), max_size=20, unique=True)


@given(runs, links)
def test_words_are_shared_out_without_rest(words: dict[int, int], pairs: list[tuple[int, int]]) -> None:
    credited = influence.credited_words(words, pairs)
    with_somebody = {run for run, _contribution in pairs} & set(words)
    assert float(credited.sum()) == pytest.approx(sum(words[run] for run in with_somebody))
    assert (credited >= 0).all()


@given(sent(), runs, links)
def test_a_balance_counts_each_contribution_and_word_once(
    rows: list[tuple[object, ...]], words: dict[int, int], pairs: list[tuple[int, int]]
) -> None:
    frame = influence.frame_of(rows)
    credited = influence.credited_words(words, pairs)
    table = influence.balance(frame, "region", credited.to_dict(), {})
    counted = {row[0] for row in rows if not row[-1]}
    assert int(table["contributions"].sum()) == len(counted)
    assert float(table["words"].sum()) == pytest.approx(float(credited[credited.index.isin(counted)].sum()))
    for share, figure in (("share", "contributions"), ("share_of_words", "words")):
        expected = 100 if float(table[figure].sum()) else 0
        assert float(table[share].sum()) == pytest.approx(expected)
    assert (table["taken_up"] <= table["contributions"]).all()


@given(sent(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_figure(rows: list[tuple[object, ...]], random: object) -> None:
    mixed = list(rows)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    first, second = (
        influence.balance(influence.frame_of(one), "region", {}, {}).sort_index() for one in (rows, mixed)
    )
    pd.testing.assert_frame_equal(first, second)


@given(sent())
def test_putting_groups_together_keeps_the_sums(rows: list[tuple[object, ...]]) -> None:
    frame = influence.frame_of(rows)
    behind = {
        str(region): Behind(frozenset(part["person"]), frozenset())
        for region, part in frame.groupby("region")
    }
    assert groups_told_apart(behind) == frozenset(), "without organisations nobody is told apart"
    together = influence.balance(influence.put_together(frame, "region", (), "…"), "region", {}, {})
    assert list(together.index) == (["…"] if any(not row[-1] for row in rows) else [])
    apart = influence.balance(frame, "region", {}, {})
    assert together["contributions"].sum() == apart["contributions"].sum()


@given(st.lists(st.integers(0, 40), max_size=8))
def test_the_effective_number_lies_between_one_and_all(counts: list[int]) -> None:
    active = [count for count in counts if count]
    number = influence.effective_number(counts)
    assert (1 if active else 0) - 1e-9 <= number <= len(active) + 1e-9
    assert influence.effective_number([count * 3 for count in counts]) == pytest.approx(number)


@given(st.lists(st.lists(st.integers(0, 99), min_size=2, max_size=2), min_size=1, max_size=6))
def test_a_darker_cell_never_stands_for_less(rows: list[list[int]]) -> None:
    counts = pd.DataFrame(rows, columns=["africa", "europe"])
    drawn = influence.shades(counts)
    pairs = sorted(zip(counts.to_numpy().ravel(), drawn.to_numpy().ravel(), strict=True))
    assert [shade for _count, shade in pairs] == sorted(shade for _count, shade in pairs)
    assert all(0 <= shade <= 5 and bool(shade) == bool(count) for count, shade in pairs)
    if counts.to_numpy().any():
        assert drawn.to_numpy().max() == 5
