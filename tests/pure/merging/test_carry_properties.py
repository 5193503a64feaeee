"""What must hold of everything carried forward, whatever was accepted."""

import itertools

from drawn import amended, edits, hunk_lists, lists_of_parts, texts, written
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.merging import Decision, Run, carry_forward, carry_span, compose_hunks, consolidate
from consult.text import Hunk, apply, diff


@given(amended(2, 2))
def test_over_nothing_an_amendment_is_itself_and_over_itself_it_is_satisfied(drawn):
    base, amendments = drawn
    text = amendments["a0"]
    carried = carry_forward(base, text, base, accepted=[])
    assert (carried.text, list(carried.hunks), carried.clashes) == (text, diff(base, text), ())
    again = carry_forward(base, text, text)
    assert (again.state, again.text, again.hunks) == ("satisfied", text, ())
    assert list(again.satisfied) == diff(base, text)


@given(amended(2, 2))
def test_carrying_without_clash_equals_merging_at_once(drawn):
    base, amendments = drawn
    accepted, pending = diff(base, amendments["a0"]), diff(base, amendments["a1"])
    carried = carry_forward(base, pending, amendments["a0"], accepted=accepted)
    points = {hunk.start for hunk in accepted if hunk.start == hunk.end}
    if carried.state == "clashing" or any(h.start == h.end and h.start in points for h in pending):
        return
    groups = consolidate(base, amendments).groups
    fitting = [g.hunk for g in groups if not (set(g.supporters) == {"a1"} and g.hunk in carried.satisfied)]
    merged = consolidate(base, amendments, [Decision(hunk, "accept") for hunk in fitting])
    assert merged.text == carried.text


@given(texts.flatmap(lambda base: st.tuples(st.just(base), hunk_lists(base), hunk_lists(base))))
def test_every_hunk_is_clean_or_satisfied_or_in_a_clash(drawn):
    base, accepted, pending = drawn
    revised = apply(base, accepted)
    carried = carry_forward(base, pending, revised, accepted=accepted)
    assert carried.text == apply(revised, carried.hunks)
    clashing = [
        hunk
        for hunk in pending
        if hunk not in carried.satisfied
        and any(clash.start <= hunk.start and hunk.end <= clash.end for clash in carried.clashes)
    ]
    assert len(carried.hunks) + len(carried.satisfied) + len(clashing) >= len(pending)
    assert [hunk.new for hunk in carried.hunks] == [
        hunk.new for hunk in pending if hunk not in carried.satisfied and hunk not in clashing
    ] or carried.clashes
    for clash in carried.clashes:
        assert clash.base == base[clash.start : clash.end]
        assert clash.accepted != clash.proposal
        assert clash.accepted in revised
    for hunk in carried.hunks:
        assert any(revised[hunk.start : hunk.end] == base[old.start : old.end] for old in pending)
    expected = "clashing" if carried.clashes else "clean" if carried.hunks else "satisfied"
    assert carried.state == expected


@st.composite
def chains(draw):
    drawn = draw(lists_of_parts)
    base = written(drawn)
    first = draw(st.one_of(hunk_lists(base), edits(drawn).map(lambda text: diff(base, text))))
    middle = apply(base, first)
    return (
        base,
        first,
        draw(hunk_lists(middle)),
        draw(st.one_of(hunk_lists(base), edits(drawn).map(lambda text: diff(base, text)))),
    )


@given(chains())
def test_two_steps_composed_are_one(drawn):
    base, first, second, _ = drawn
    composed = compose_hunks(first, second)
    assert apply(base, composed) == apply(apply(base, first), second)


@given(chains())
def test_a_chain_of_clean_steps_equals_one_step_over_the_composed_hunks(drawn):
    base, first, second, pending = drawn
    middle = apply(base, first)
    revised = apply(middle, second)
    step = carry_forward(base, pending, middle, accepted=first)
    if step.clashes or step.satisfied:
        return
    chain = carry_forward(middle, step.hunks, revised, accepted=second)
    if chain.clashes or chain.satisfied:
        return
    at_once = carry_forward(base, pending, revised, accepted=compose_hunks(first, second))
    assert (at_once.state, at_once.text, at_once.hunks) == (chain.state, chain.text, chain.hunks)


@given(texts.flatmap(lambda base: st.tuples(st.just(base), hunk_lists(base))), st.data())
def test_a_quote_follows_its_words_or_is_gone(drawn, data):
    base, hunks = drawn
    start, end = sorted(data.draw(st.tuples(st.integers(0, len(base)), st.integers(0, len(base)))))
    moved = carry_span(hunks, start, end)
    revised = apply(base, hunks)
    touched = any(hunk.start < end and start < hunk.end for hunk in hunks)
    assert (moved is None) == touched
    if moved:
        assert revised[moved[0] : moved[1]] == base[start:end]


@settings(max_examples=max(settings().max_examples // 5, 1))  # each example is twenty revisions
@given(texts, st.lists(st.integers(0, 2**16), min_size=3, max_size=20))
def test_an_untouched_word_keeps_its_origin_over_twenty_revisions(base, seeds):
    kept = "Keep these words."
    text = f"{base}\n\n{kept}"
    runs = [Run(len(base) + 2, frozenset()), Run(len(kept), frozenset({"first"}))]
    for number, seed in enumerate(itertools.islice(itertools.cycle(seeds), 20)):
        place = text.index(kept)
        at = seed % (place + 1)
        hunk = Hunk(at, min(at + seed % 7, place), f"n{number} ")
        result = consolidate(text, {f"c{number}": [hunk]}, [Decision(hunk, "accept")], attribution=runs)
        text, runs = result.text, result.attribution
        assert sum(run.length for run in runs) == len(text)
    place = text.index(kept)
    owners = [run.origins for run in runs for _ in range(run.length)]
    assert owners[place : place + len(kept)] == [frozenset({"first"})] * len(kept)
