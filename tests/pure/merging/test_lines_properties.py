"""What must hold of regional lines: revisions that grew from one base, merged with the contributions behind them."""

from drawn import amended
from hypothesis import given
from hypothesis import strategies as st

from consult.merging import Run, consolidate
from consult.text import apply


def grown(base, amendments, region, runs=None):
    """Return the revision that a region makes of its own contributions."""
    return consolidate(
        base, {f"{region}-{name}": text for name, text in amendments.items()}, attribution=runs
    )


def letters(runs):
    return [run.origins for run in runs for _ in range(run.length)]


@st.composite
def two_lines(draw):
    base, amendments = draw(amended(2, 4))
    names = sorted(amendments)
    north = grown(base, {name: amendments[name] for name in names[::2]}, "north")
    south = grown(base, {name: amendments[name] for name in names[1::2]}, "south")
    return base, north, south


def merged(base, north, south, **more):
    lines = {"north": north, "south": south}
    return consolidate(
        base,
        {name: list(line.changes) for name, line in lines.items()},
        origins={name: line.attribution for name, line in lines.items()},
        **more,
    )


@given(two_lines())
def test_merged_words_are_credited_to_the_contributions_of_the_lines(drawn):
    base, north, south = drawn
    result = merged(base, north, south)
    owners = letters(result.attribution)
    assert len(owners) == len(result.text)
    behind = frozenset().union(*(run.origins for line in (north, south) for run in line.attribution))
    for letter, origins in zip(result.text, owners, strict=True):
        if letter.isalnum():
            assert origins <= behind
    if all(group.state == "in" for group in result.groups):
        assert behind <= frozenset().union(*owners)
        assert result.text == apply(base, sorted({*north.changes, *south.changes}))


@given(two_lines())
def test_merging_a_line_with_the_base_alone_is_the_line(drawn):
    base, north, _ = drawn
    result = consolidate(base, {"north": north.text, "south": base}, origins={"north": north.attribution})
    assert result.text == north.text
    alone = merged(base, north, grown(base, {}, "south"))
    assert (alone.text, alone.attribution) == (north.text, north.attribution)


@given(amended(1, 2))
def test_what_two_lines_have_adopted_alike_is_credited_to_both(drawn):
    base, amendments = drawn
    north, south = grown(base, amendments, "north"), grown(base, amendments, "south")
    result = merged(base, north, south)
    assert result.text == north.text == south.text
    expected = [
        one | other for one, other in zip(letters(north.attribution), letters(south.attribution), strict=True)
    ]
    assert letters(result.attribution) == expected


@given(two_lines())
def test_the_older_origins_of_the_base_stay_through_lines_and_their_merge(drawn):
    base, north, south = drawn
    old = [Run(1, frozenset([f"old{number}"])) for number in range(len(base))]
    result = merged(base, north, south, attribution=old)
    owners = letters(result.attribution)
    place = position = 0
    for hunk in result.changes:
        untouched = hunk.start - position
        expected = [frozenset([f"old{number}"]) for number in range(position, hunk.start)]
        assert owners[place : place + untouched] == expected
        place += untouched + len(hunk.new)
        position = hunk.end
