"""Which state may follow which, and which visibility shows less: every pair, none left to chance."""

from itertools import product

import pytest

from consult.rules.states import (
    CONSOLIDATION_STATES,
    CONSOLIDATION_TRANSITIONS,
    STATUS_TRANSITIONS,
    STATUSES,
    VISIBILITIES,
    is_lower,
    may_follow,
)

STATUS_ROWS = {
    # before: what may follow
    "draft": {"submitted", "withdrawn"},
    "submitted": {"withdrawn"},
    "withdrawn": set(),
}
CONSOLIDATION_ROWS = {"open": {"published", "abandoned"}, "published": set(), "abandoned": set()}


@pytest.mark.parametrize(("before", "after"), list(product(STATUSES, STATUSES)))
def test_a_contribution_goes_forward_only(before: str, after: str) -> None:
    assert may_follow(STATUS_TRANSITIONS, before, after) is (after in STATUS_ROWS[before])


@pytest.mark.parametrize(("before", "after"), list(product(CONSOLIDATION_STATES, CONSOLIDATION_STATES)))
def test_a_consolidation_ends_once(before: str, after: str) -> None:
    assert may_follow(CONSOLIDATION_TRANSITIONS, before, after) is (after in CONSOLIDATION_ROWS[before])


@pytest.mark.parametrize("unknown", ["", "gone", "Submitted"])
def test_a_word_that_is_no_state_leads_nowhere(unknown: str) -> None:
    for status in STATUSES:
        assert not may_follow(STATUS_TRANSITIONS, unknown, status)
        assert not may_follow(STATUS_TRANSITIONS, status, unknown)


LOWER = {
    # than: what is lower
    "name": {"organisation", "region", "facilitators"},
    "organisation": {"region", "facilitators"},
    "region": {"facilitators"},
    "facilitators": set(),
}


@pytest.mark.parametrize(("visibility", "than"), list(product(VISIBILITIES, VISIBILITIES)))
def test_lower_is_strictly_less(visibility: str, than: str) -> None:
    assert is_lower(visibility, than) is (visibility in LOWER[than])
