"""What must hold once some of it is decided, whatever the amendments and the decisions."""

from itertools import accumulate, pairwise

from drawn import amended, hunk_lists, texts
from hypothesis import given
from hypothesis import strategies as st

from consult.merging import EDITORIAL, Decision, consolidate, overlap
from consult.text import Hunk, apply, diff

OWN = "my very own words"
bases_with_hunks = texts.flatmap(
    lambda base: st.tuples(
        st.just(base), st.dictionaries(st.sampled_from("abc"), hunk_lists(base), min_size=1, max_size=3)
    )
)
any_amendments = st.one_of(amended(1, 3), bases_with_hunks)


def draw_decisions(data, groups):
    """Draw decisions that fit together: on some groups, the accepted and adapted ones apart."""
    decisions, standing = [], []
    for group in groups:
        outcome = data.draw(st.sampled_from(["none", "accept", "adapt", "decline"]))
        if outcome in ("accept", "adapt"):
            if any(overlap(group.hunk, other) for other in standing):
                continue
            standing.append(group.hunk)
        if outcome != "none":
            decisions.append(Decision(group.hunk, outcome, OWN if outcome == "adapt" else None))
    return decisions


@given(any_amendments, st.data())
def test_whatever_is_decided_each_group_has_one_state_and_those_that_are_in_fit_together(drawn, data):
    base, amendments = drawn
    undecided = consolidate(base, amendments)
    decisions = draw_decisions(data, undecided.groups)
    result = consolidate(base, amendments, decisions)
    assert [group.hunk for group in result.groups] == [group.hunk for group in undecided.groups]
    outcomes = {decision.hunk: decision.outcome for decision in decisions}
    for group in result.groups:
        wanted = {"accept": {"in"}, "decline": {"out"}, "adapt": {"out", "in"}}
        assert group.state in wanted.get(outcomes.get(group.hunk), {"in", "open"})
        assert group.decided == (group.hunk in outcomes) == (group.reason == "decided")
    standing = [group.hunk for group in result.groups if group.state == "in"]
    assert not any(overlap(one, other) for place, one in enumerate(standing) for other in standing[:place])


@given(any_amendments, st.data())
def test_nothing_stands_in_the_text_that_nobody_proposed_or_decided(drawn, data):
    base, amendments = drawn
    decisions = draw_decisions(data, consolidate(base, amendments).groups)
    result = consolidate(base, amendments, decisions)
    adapted = [Hunk(d.hunk.start, d.hunk.end, OWN) for d in decisions if d.outcome == "adapt"]
    taken = {group.hunk for group in result.groups if group.state == "in"}
    assert set(result.changes) == taken | set(adapted)
    assert result.text == apply(base, result.changes)
    assert sum(run.length for run in result.attribution) == len(result.text)
    supporters = {name for group in result.groups if group.state == "in" for name in group.supporters}
    for run, (start, end) in zip(
        result.attribution,
        pairwise(accumulate((run.length for run in result.attribution), initial=0)),
        strict=True,
    ):
        if EDITORIAL in run.origins:
            assert adapted
        elif run.origins:
            assert run.origins & (supporters | set(amendments))
        assert result.text[start:end]


@given(any_amendments, st.data())
def test_stored_hunks_give_what_their_texts_give(drawn, data):
    base, amendments = drawn
    stored = {name: diff(base, a) if isinstance(a, str) else a for name, a in amendments.items()}
    decisions = draw_decisions(data, consolidate(base, amendments).groups)
    one, other = consolidate(base, amendments, decisions), consolidate(base, stored, decisions)
    assert (one.text, one.groups, one.attribution) == (other.text, other.groups, other.attribution)


@given(any_amendments, st.data())
def test_deciding_as_the_desk_has_shown_it_changes_nothing(drawn, data):
    base, amendments = drawn
    decisions = draw_decisions(data, consolidate(base, amendments).groups)
    shown = consolidate(base, amendments, decisions)
    free = [Decision(g.hunk, "accept") for g in shown.groups if g.state == "in" and not g.decided]
    stored = consolidate(base, amendments, [*decisions, *free])
    assert (stored.text, stored.attribution) == (shown.text, shown.attribution)
    assert [g.hunk for g in stored.groups if g.state == "open"] == [
        g.hunk for g in shown.groups if g.state == "open"
    ]
