"""Where a section stands in a language: the states one by one, and that stale is exactly what changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.rules.readiness import STATES, Standing, Work, not_ready, standing

REVIEWED, DRAFT, WAITING = Work("reviewed", True), Work("draft", False), Work("waiting", False)
REWORKED = Work("draft", True)

CASES = [
    # wordings in 1.0, 1.1, 1.2 …; translations by wording; state, since, in work
    ([7], {}, Standing("missing")),
    ([7], {7: DRAFT}, Standing("draft")),
    ([7], {7: WAITING}, Standing("waiting")),
    ([7], {7: REVIEWED}, Standing("reviewed")),
    ([7], {7: REWORKED}, Standing("reviewed", None, "draft")),
    ([7, 7, 7], {7: REVIEWED}, Standing("reviewed")),
    ([7, 8], {7: REVIEWED}, Standing("stale", "1.1")),
    ([7, 7, 8, 9], {7: REVIEWED}, Standing("stale", "1.2")),
    ([7, 8, 9], {7: REVIEWED, 8: REVIEWED}, Standing("stale", "1.2")),
    ([7, 8], {7: REVIEWED, 8: DRAFT}, Standing("stale", "1.1", "draft")),
    ([7, 8], {7: REVIEWED, 8: WAITING}, Standing("stale", "1.1", "waiting")),
    ([7, 8], {7: DRAFT}, Standing("missing")),  # never reviewed, so nothing is out of date
    ([7, 8, 7], {7: REVIEWED}, Standing("reviewed")),  # taken back: its translation is current again
    ([7], {8: REVIEWED}, Standing("missing")),  # of a later wording: an old revision is not stale
]


@pytest.mark.parametrize(("wordings", "works", "wanted"), CASES)
def test_a_section_stands_where_its_wording_says(
    wordings: list[int], works: dict[int, Work], wanted: Standing
) -> None:
    history = [(f"1.{minor}", wording) for minor, wording in enumerate(wordings)]
    assert standing(history, works) == wanted
    assert wanted.is_ready is (wanted.state == "reviewed")


def test_the_original_is_always_ready_and_what_is_not_is_named_in_order() -> None:
    found = {"b": Standing("stale", "1.1"), "a": Standing("missing"), "c": Standing("original")}
    assert not_ready(found, ["a", "b", "c"]) == ["a", "b"]
    assert len(set(STATES)) == len(STATES)


sections = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 9), min_size=1)


@given(sections, sections)
def test_stale_is_exactly_the_set_of_changed_sections(before: dict[str, int], after: dict[str, int]) -> None:
    # Everything was reviewed in the first revision. Each section has wordings of its own.
    states = {}
    for key, wording in after.items():
        history = [("1.0", (key, before[key]))] if key in before else []
        works = {(key, before[key]): REVIEWED} if key in before else {}
        states[key] = standing([*history, ("1.1", (key, wording))], works)  # type: ignore[arg-type,list-item]
    changed = {key for key in after if key in before and after[key] != before[key]}
    assert {key for key, found in states.items() if found.state == "stale"} == changed
    assert {key for key, found in states.items() if found.state == "missing"} == set(after) - set(before)
    assert all(found.since == "1.1" for key, found in states.items() if key in changed)


@given(st.lists(st.integers(0, 4), min_size=1, max_size=12), st.sets(st.integers(0, 4)))
def test_over_many_revisions_a_section_is_current_if_and_only_if_its_own_wording_was_reviewed(
    wordings: list[int], reviewed: set[int]
) -> None:
    history = [(str(number), wording) for number, wording in enumerate(wordings)]
    found = standing(history, dict.fromkeys(reviewed, REVIEWED))
    assert found.is_ready is (wordings[-1] in reviewed)
    assert (found.state == "stale") is (
        wordings[-1] not in reviewed and any(one in reviewed for one in wordings)
    )
    if found.since is not None:
        # Since then no wording was reviewed, and the one just before was.
        assert not set(wordings[int(found.since) :]) & reviewed
        assert wordings[int(found.since) - 1] in reviewed
