"""Which changes claim the same words, and what a decision changes of all that a page shows."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from consult.consolidation.changed import Changed, changed_since, look_at
from consult.consolidation.models import Decision
from consult.consolidation.places import GroupWork, spots_of
from consult.consolidation.settled import engine_decisions
from consult.consolidation.standing import Paragraph
from consult.consolidation.work import Merged, SectionWork
from consult.contributions.hunks import group_key
from consult.merging import consolidate
from consult.text import Hunk

BASE = "Water is a right. It is not for sale.\n\nEveryone must have it. Nobody pays."
REGIONS = {1: "Africa", 2: "Asia"}


def at(old: str, new: str) -> Hunk:
    """Return the change that puts words in the place of others; behind them where nothing is replaced."""
    start = BASE.index(old)
    return Hunk(start, start + len(old), new)


def before(words: str, new: str) -> Hunk:
    return Hunk(BASE.index(words), BASE.index(words), new)


SALE, SOLD = at("for sale", "a commodity"), at("for sale", "to be sold")
HUMAN, NOBODY = at("a right", "a human right"), at("Nobody", "No person")
EVERY = [SALE, SOLD, HUMAN, NOBODY]


def row_of(hunk: Hunk, outcome: str, reason: str = "Because.", text: str | None = None) -> Decision:
    key, span = group_key(hunk), {"start": hunk.start, "end": hunk.end, "new": hunk.new}
    return Decision(group_key=key, outcome=outcome, reason=reason, text=text, operation="reword", **span)


def section(hunks: list[Hunk], *rows: Decision) -> SectionWork:
    """Return a section at work in which each change is proposed by one amendment."""
    decisions, editorial = engine_decisions(rows, hunks)
    names = {f"amendment-{number}": [hunk] for number, hunk in enumerate(hunks)}
    result = consolidate(BASE, {**names, **editorial}, decisions)
    taken = {row.group_key: row for row in rows}
    groups = [
        GroupWork(
            one,
            key := group_key(one.hunk),
            BASE,
            "en",
            tuple(SimpleNamespace(id=name) for name in one.supporters),  # type: ignore[misc]
            taken.get(key),
        )
        for one in result.groups
    ]
    place: Any = SimpleNamespace(text=SimpleNamespace(full=BASE))
    return SectionWork(SimpleNamespace(), place, result, groups, {})  # type: ignore[arg-type]


def changed_by(hunks: list[Hunk], earlier: list[Decision], later: list[Decision]) -> Changed | None:
    merged = Merged([], {}, section(hunks, *earlier).merged, earlier)
    return changed_since(look_at(merged), section(hunks, *later))


def news(groups: list[GroupWork]) -> set[str]:
    return {group.hunk.new for group in groups}


@pytest.mark.parametrize(
    ("hunks", "cut"),
    [
        ([], []),
        ([SALE], [1]),
        ([HUMAN, SALE], [1, 1]),
        ([SALE, SOLD], [2]),
        # A longer passage claims all that lies in it, also where its parts leave each other alone.
        ([at("is not for sale", "is free"), at("is not", "was"), at("sale", "money")], [3]),
        # A chain: the first and the last have no word in common.
        ([at("is not for", "x"), at("for sale", "y")], [2]),
        # Side by side is not the same place.
        ([at("is not ", "was "), at("for sale", "sold")], [1, 1]),
        # At one point: together. At two points, or at the edge of replaced words: apart.
        ([before("Nobody", "One. "), before("Nobody", "Two. ")], [2]),
        ([before("Nobody", "One. "), before("pays", "ever ")], [1, 1]),
        ([before("for sale", "ever "), SALE], [1, 1]),
        ([SALE, Hunk(SALE.end, SALE.end, " or rent")], [1, 1]),
        # Within replaced words a point belongs to them.
        ([SALE, Hunk(SALE.start + 3, SALE.start + 3, " ever")], [2]),
        # Two at the point where replaced words end are of one place, and not of the place before.
        ([SALE, Hunk(SALE.end, SALE.end, " or rent"), Hunk(SALE.end, SALE.end, " or gift")], [1, 2]),
    ],
)
def test_changes_of_the_same_words_or_point_are_one_place(hunks: list[Hunk], cut: list[int]) -> None:
    work = section(hunks)
    spots = list(spots_of(work.groups))
    assert [len(spot.groups) for spot in spots] == cut
    assert [group for spot in spots for group in spot.groups] == work.groups, "none is lost or moved"
    assert [spot.is_clash for spot in spots] == [size > 1 for size in cut]
    for spot in spots:
        assert spot.name == f"{min(g.hunk.start for g in spot.groups)}-{max(g.hunk.end for g in spot.groups)}"
        assert all(spot.start <= group.hunk.start <= group.hunk.end <= spot.end for group in spot.groups)
        assert spot.is_one_point is (spot.is_clash and not any(group.old for group in spot.groups))


@pytest.mark.parametrize(
    ("hunks", "rows", "is_open", "is_contested"),
    [
        ([SALE], [], False, False),
        ([SALE, SOLD], [], True, True),
        ([SALE, SOLD], [row_of(SALE, "accept")], False, True),
        ([SALE, SOLD], [row_of(SALE, "decline"), row_of(SOLD, "decline")], False, True),
        ([SALE, SOLD], [row_of(SALE, "adapt", text="ours")], False, True),
    ],
)
def test_a_place_is_open_until_something_is_chosen(
    hunks: list[Hunk], rows: list[Decision], is_open: bool, is_contested: bool
) -> None:
    (spot,) = section(hunks, *rows).spots
    assert (spot.is_open, spot.is_contested) == (is_open, is_contested)


def test_the_name_of_a_whole_place_is_not_that_of_any_change_in_it() -> None:
    """Own words for the passage and the proposal to leave it out are about the same span."""
    out = at("for sale", "")
    (spot,) = section([SALE, SOLD]).spots
    assert spot.key == group_key(out)
    assert spot.key not in {group.key for group in spot.groups}
    assert len({group.anchor for group in spot.groups}) == 2


def person_of(region: int | None) -> Any:
    name = REGIONS.get(region or 0, "")
    return SimpleNamespace(region_id=region, region=region and SimpleNamespace(name=lambda _: name))


def test_regions_are_counted_by_proposals_and_spread_by_support_alone() -> None:
    (group,) = section([SALE]).groups
    stances: Any = tuple(
        SimpleNamespace(position=position, region_id=region)
        for position, region in (("support", 3), ("objection", 4), ("live-with", 5), ("support", None))
    )
    rows = tuple(person_of(region) for region in (2, 1, 2, None))
    group = replace(group, supporters=rows, stances=stances)
    assert group.supporting_regions == {1, 2, 3}
    assert [one.region_id for one in group.objections] == [4]
    assert group.is_editorial is False
    assert replace(group, supporters=()).is_editorial is True


@pytest.mark.parametrize(
    ("earlier", "later", "groups", "numbers", "together"),
    [
        # Nothing new: nothing is shown anew.
        ([], [], [], [], []),
        ([row_of(SALE, "accept")], [row_of(SALE, "accept")], [], [], []),
        # A choice changes both that clash, and what stands in their sentence. The rest stays.
        ([], [row_of(SALE, "accept")], [SALE, SOLD], [2], [SALE, SOLD]),
        ([row_of(SALE, "accept")], [], [SALE, SOLD], [2], [SALE, SOLD]),
        ([row_of(SALE, "accept")], [row_of(SOLD, "accept")], [SALE, SOLD], [2], [SALE, SOLD]),
        # To decline one of two chooses nothing: the other waits as before, and the text is the same.
        ([], [row_of(SALE, "decline")], [SALE], [2], []),
        # What nobody contests: out of the text, in again, or confirmed as it is.
        ([], [row_of(HUMAN, "decline")], [HUMAN], [1], [HUMAN]),
        ([], [row_of(NOBODY, "accept")], [NOBODY], [3], []),
        # Another reason or other own words alone are other than before; the text is the same with another reason.
        ([row_of(SALE, "accept")], [row_of(SALE, "accept", "Clearer.")], [SALE], [2], []),
        (
            [row_of(HUMAN, "adapt", text="one right")],
            [row_of(HUMAN, "adapt", text="our right")],
            [HUMAN],
            [1],
            [HUMAN],
        ),
    ],
)
def test_what_a_decision_changes_is_shown_anew_and_nothing_else(
    earlier: list[Decision],
    later: list[Decision],
    groups: list[Hunk],
    numbers: list[int],
    together: list[Hunk],
) -> None:
    changed = changed_by(EVERY, earlier, later)
    assert changed is not None
    assert news(changed.groups) == {hunk.new for hunk in groups}
    assert [number for number, _spot in changed.places] == numbers
    assert news(changed.together) == {hunk.new for hunk in together}
    assert len(changed.amendments) == len(groups)
    assert bool(changed.hunks) is bool(together)


@pytest.mark.parametrize("is_added", [True, False])
def test_where_a_change_comes_or_goes_the_numbers_of_the_places_are_others(is_added: bool) -> None:
    sets = [EVERY[:3], EVERY]
    first, second = sets if is_added else sets[::-1]
    merged = Merged([], {}, section(first).merged, [])
    assert changed_since(look_at(merged), section(second)) is None
    assert changed_since(look_at(Merged([], {}, section(EVERY).merged, [])), section(EVERY)) is not None


def touched(changed: Changed, *spans: tuple[int, int]) -> list[bool]:
    return [changed.touches(Paragraph(number, *span)) for number, span in enumerate(spans)]


def test_a_paragraph_is_touched_to_its_very_edge_by_words_or_by_a_place() -> None:
    nothing = Changed([], [], [], [], frozenset())
    assert touched(nothing, (0, 100)) == [False]
    words = replace(nothing, hunks=frozenset([Hunk(10, 20, "x")]))
    assert touched(words, (0, 9), (0, 10), (12, 15), (20, 30), (21, 30)) == [False, True, True, True, False]
    (spot,) = section([SALE]).spots
    place = replace(nothing, places=[(1, spot)])
    assert touched(place, (0, spot.start - 1), (0, spot.start), (spot.end, 90), (spot.end + 1, 90)) == [
        False,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("new", "more"), [("a", False), ("a\nb", False), ("a\n\nb", True), ("\n\n", True), ("", False)]
)
def test_only_an_empty_line_makes_other_paragraphs(new: str, more: bool) -> None:
    assert Changed([], [], [], [], frozenset([Hunk(0, 1, new)])).has_other_paragraphs is more
