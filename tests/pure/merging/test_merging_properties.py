"""What must hold of every consolidation, whatever the amendments."""

from drawn import amended, hunk_lists, moves_nothing, relation_between, texts
from hypothesis import given
from hypothesis import strategies as st

from consult.merging import Decision, Run, consolidate
from consult.merging.ground import Ground
from consult.text import Hunk, apply, diff

bases_with_hunks = texts.flatmap(
    lambda base: st.tuples(
        st.just(base), st.dictionaries(st.sampled_from("abcd"), hunk_lists(base), min_size=1, max_size=4)
    )
)
any_amendments = st.one_of(amended(), bases_with_hunks)
unmoved_amendments = any_amendments.filter(moves_nothing)


def hunks_by_name(base, amendments):
    return {name: diff(base, a) if isinstance(a, str) else list(a) for name, a in amendments.items()}


def fingerprint(result):
    return (
        result.text,
        [
            (g.hunk, g.supporters, g.state, g.decided, g.reason, g.kind, g.relations, g.key)
            for g in result.groups
        ],
        result.clashes,
        result.attribution,
    )


@given(amended(1, 1), st.integers(1, 5))
def test_copies_of_one_amendment_are_one_with_as_many_supporters(drawn, copies):
    base, amendments = drawn
    text = amendments["a0"]
    result = consolidate(base, {f"n{number}": text for number in range(copies)} | {"nothing": base})
    assert result.text == text
    assert all(len(group.supporters) == copies and group.state == "in" for group in result.groups)
    assert [group.hunk for group in result.groups] == diff(base, text)


@given(any_amendments, st.randoms(use_true_random=False))
def test_the_order_of_amendments_and_decisions_never_matters(drawn, random):
    base, amendments = drawn
    first = consolidate(base, amendments)
    decisions = [Decision(g.hunk, random.choice(["accept", "decline"])) for g in compatible(first.groups)]
    shuffled = list(amendments.items())
    random.shuffle(shuffled)
    assert fingerprint(consolidate(base, dict(shuffled))) == fingerprint(first)
    decided = consolidate(base, amendments, decisions)
    assert fingerprint(consolidate(base, dict(shuffled), reversed(decisions))) == fingerprint(decided)


def compatible(groups):
    """Return groups of which all can be accepted."""
    chosen = []
    for group in groups:
        if all(not overlap(group.hunk, other.hunk) for other in chosen):
            chosen.append(group)
    return chosen


def overlap(one, other):
    return one.start < other.end and other.start < one.end


@given(any_amendments)
def test_every_hunk_of_every_amendment_is_in_one_group_and_no_group_is_made_up(drawn):
    base, amendments = drawn
    result = consolidate(base, amendments)
    found = {group.hunk: set(group.supporters) for group in result.groups}
    assert len(found) == len(result.groups)
    proposed = {}
    for name, hunks in hunks_by_name(base, amendments).items():
        for hunk in hunks:
            proposed.setdefault(hunk, set()).add(name)
    assert found == proposed
    for name, hunks in hunks_by_name(base, amendments).items():
        out = {group.hunk for group in result.outcome(name).missing}
        kept = {group.hunk for group in result.groups if group.state == "in"}
        assert set(hunks) - out == set(hunks) & kept


@given(unmoved_amendments)
def test_undecided_text_holds_each_group_that_nothing_stands_against_and_no_other(drawn):
    base, amendments = drawn
    result = consolidate(base, amendments)
    ground = Ground(base)
    for group in result.groups:
        against = set()
        for other in result.groups:
            together = set(group.supporters) & set(other.supporters)
            if other is not group:
                against.add(relation_between(ground, group.hunk, other.hunk, together=bool(together)))
        clashing = against & {"overlap", "same-point", "contains"}
        expected = "clash" if clashing else "touching" if "touching" in against else "free"
        assert (group.state, group.reason) == ("in" if expected == "free" else "open", expected)
    assert result.text == apply(base, [g.hunk for g in result.groups if g.state == "in"])


@given(unmoved_amendments)
def test_the_relations_of_a_group_are_those_to_all_other_groups(drawn):
    base, amendments = drawn
    result = consolidate(base, amendments)
    ground = Ground(base)
    for group in result.groups:
        expected = {}
        for other in result.groups:
            together = bool(set(group.supporters) & set(other.supporters))
            kind = relation_between(ground, group.hunk, other.hunk, together=together)
            if other is not group and kind:
                expected[other.hunk] = kind
        assert {relation.other: relation.kind for relation in group.relations} == expected
        assert len(group.relations) == len(expected)


@given(unmoved_amendments)
def test_a_clash_holds_whole_what_stands_against_each_other(drawn):
    base, amendments = drawn
    result = consolidate(base, amendments)
    hard = {"overlap", "same-point", "contains"}
    clash_of = {g.hunk: number for number, clash in enumerate(result.clashes) for g in clash.groups}
    for group in result.groups:
        partners = [r.other for r in group.relations if r.kind in hard]
        assert (group.hunk in clash_of) == bool(partners)
        assert all(clash_of[partner] == clash_of[group.hunk] for partner in partners)


@given(unmoved_amendments)
def test_a_suggestion_is_compatible_and_no_other_has_more_support(drawn):
    base, amendments = drawn
    result = consolidate(base, amendments)
    support = {group.hunk: len(group.supporters) for group in result.groups}
    for clash in result.clashes:
        assert fits(clash.suggestion)
        best = max(
            sum(map(support.get, some)) for some in subsets([g.hunk for g in clash.groups][:9]) if fits(some)
        )
        assert sum(map(support.get, clash.suggestion)) >= best


def fits(hunks):
    return not any(
        overlap(one, other) or one.start == one.end == other.start == other.end
        for number, one in enumerate(hunks)
        for other in hunks[:number]
    )


def subsets(items):
    if not items:
        return [[]]
    rest = subsets(items[1:])
    return rest + [[items[0], *some] for some in rest]


@given(any_amendments)
def test_declining_everything_gives_the_base(drawn):
    base, amendments = drawn
    groups = consolidate(base, amendments).groups
    result = consolidate(base, amendments, [Decision(group.hunk, "decline") for group in groups])
    assert result.text == base
    assert result.clashes == ()
    assert all((g.state, g.decided, g.reason) == ("out", True, "decided") for g in result.groups)


@given(any_amendments)
def test_accepting_what_is_in_changes_nothing(drawn):
    base, amendments = drawn
    result = consolidate(base, amendments)
    taken = [Decision(group.hunk, "accept") for group in result.groups if group.state == "in"]
    assert consolidate(base, amendments, taken).text == result.text


@given(any_amendments)
def test_a_suggestion_can_be_accepted_as_it_stands(drawn):
    base, amendments = drawn
    result = consolidate(base, amendments)
    chosen = [hunk for clash in result.clashes for hunk in clash.suggestion]
    decided = consolidate(base, amendments, [Decision(hunk, "accept") for hunk in chosen])
    assert {g.hunk for g in decided.groups if g.decided} == set(chosen)
    assert all(g.state == "in" for g in decided.groups if g.decided)


@given(any_amendments, amended(1, 1))
def test_late_amendments_leave_the_decided_text_alone(drawn, late):
    base, amendments = drawn
    result = consolidate(base, amendments)
    desk = [Decision(g.hunk, "accept" if g.state == "in" else "decline") for g in result.groups]
    settled = consolidate(base, amendments, desk)
    extra = base[: len(base) // 2] + late[0] + base[len(base) // 2 :]
    after = consolidate(base, amendments | {"late": extra}, desk)
    for group in after.groups:
        if not group.decided and any(r.kind != "same-sentence" for r in group.relations):
            assert group.state == "open"
    if not any(g.state == "in" and not g.decided for g in after.groups):
        assert after.text == settled.text


@given(any_amendments, st.data())
def test_an_adapted_text_stands_in_place_of_its_span(drawn, data):
    base, amendments = drawn
    groups = consolidate(base, amendments).groups
    if not groups:
        return
    group = data.draw(st.sampled_from(groups))
    words = data.draw(st.sampled_from(["", "own words", group.hunk.new]))
    others = [Decision(g.hunk, "decline") for g in groups if g is not group]
    result = consolidate(base, amendments, [Decision(group.hunk, "adapt", words), *others])
    assert result.text == apply(base, [Hunk(group.hunk.start, group.hunk.end, words)])
    assert sum(run.length for run in result.attribution) == len(result.text)
    adapted = next(g for g in result.groups if g.hunk == group.hunk)
    assert adapted.decided
    assert adapted.state == ("in" if words == group.hunk.new else "out")


def letters(runs):
    return [run.origins for run in runs for _ in range(run.length)]


@given(any_amendments)
def test_attribution_covers_the_text_and_credits_only_supporters(drawn):
    base, amendments = drawn
    result = consolidate(base, amendments)
    owners = letters(result.attribution)
    assert len(owners) == len(result.text)
    kept = {name for g in result.groups if g.state == "in" for name in g.supporters}
    assert all(origins <= kept for origins in owners)
    assert all(run.length for run in result.attribution)
    place = position = 0
    for group in (g for g in result.groups if g.state == "in"):
        untouched = group.hunk.start - position
        assert owners[place : place + untouched] == [frozenset()] * untouched
        place += untouched + len(group.hunk.new)
        position = group.hunk.end
        words = owners[place - len(group.hunk.new) : place]
        assert all(origins in (frozenset(), frozenset(group.supporters)) for origins in words)


@given(any_amendments)
def test_runs_of_the_base_are_carried_letter_by_letter(drawn):
    base, amendments = drawn
    old = [Run(1, frozenset([f"old{number}"])) for number in range(len(base))]
    result = consolidate(base, amendments, attribution=old)
    owners = letters(result.attribution)
    place = position = 0
    for group in (g for g in result.groups if g.state == "in"):
        untouched = group.hunk.start - position
        expected = [frozenset([f"old{number}"]) for number in range(position, group.hunk.start)]
        assert owners[place : place + untouched] == expected
        place += untouched + len(group.hunk.new)
        position = group.hunk.end
    assert owners[place:] == [frozenset([f"old{number}"]) for number in range(position, len(base))]


@given(amended(2, 3))
def test_a_line_hands_on_the_contributions_that_its_runs_name(drawn):
    base, amendments = drawn
    line = amendments["a0"]
    runs = [Run(1, frozenset([f"c{number}"])) for number in range(len(line))]
    result = consolidate(base, {"line": line}, origins={"line": runs})
    for number, origins in enumerate(letters(result.attribution)):
        assert origins in (frozenset(), frozenset([f"c{number}"]))
    assert "line" not in frozenset().union(*letters(result.attribution))
