"""Moves that meet other changes: no words stand twice, or nowhere, without anybody having asked for that."""

from itertools import permutations

import pytest

from consult.merging import Decision, consolidate
from consult.text import Hunk

MOVED = "Every person has a right to clean water. "
PARTS = ["We begin here. ", MOVED, "States act at once on it. ", "Nobody is left behind. ", "We end here."]
BASE = "".join(PARTS)
START = len(PARTS[0])
GONE = Hunk(START, START + len(MOVED), "")


def before(part, words=MOVED):
    place = BASE.index(part)
    return Hunk(place, place, words)


LAST, THIRD = before("We end"), before("Nobody")
FIRST = Hunk(0, 0, MOVED)
SAFE = Hunk(BASE.index("clean"), BASE.index("clean") + 5, "safe")


def states(result):
    return {group.hunk: (group.state, group.reason) for group in result.groups}


def kinds(result, hunk):
    group = next(group for group in result.groups if group.hunk == hunk)
    return {relation.other: relation.kind for relation in group.relations}


@pytest.mark.parametrize(("one", "other"), list(permutations([FIRST, THIRD, LAST], 2)))
def test_a_sentence_moved_to_two_places_is_a_clash_and_stays_where_it_is(one, other):
    result = consolidate(BASE, {"a": [GONE, one], "b": [GONE, other]})
    assert result.text == BASE
    assert set(states(result).values()) == {("open", "clash")}
    assert kinds(result, one)[other] == kinds(result, other)[one] == "overlap"
    (clash,) = result.clashes
    assert [group.hunk for group in clash.groups] == sorted([GONE, one, other])
    assert (clash.start, clash.end) == (min(one.start, other.start, START), max(one.end, other.end, GONE.end))


def test_the_place_with_more_support_is_suggested_with_the_deletion():
    amendments = {"a": [GONE, THIRD], "b": [GONE, LAST], "c": [GONE, LAST]}
    (clash,) = consolidate(BASE, amendments).clashes
    assert clash.suggestion == (GONE, LAST)
    chosen = [Decision(hunk, "accept") for hunk in clash.suggestion]
    decided = consolidate(BASE, amendments, [*chosen, Decision(THIRD, "decline")])
    assert decided.clashes == ()
    assert decided.text == BASE.replace(MOVED, "").replace("We end", f"{MOVED}We end")
    assert decided.outcome("b").share == "all"
    late = consolidate(BASE, amendments, chosen)
    assert states(late)[THIRD] == ("open", "clash")
    assert late.text == decided.text


def test_one_move_of_many_people_is_no_clash():
    result = consolidate(BASE, {name: [GONE, LAST] for name in "abc"} | {"d": [Hunk(0, 2, "You")]})
    assert set(states(result).values()) == {("in", "free")}
    assert result.text.count(MOVED) == 1


@pytest.mark.parametrize(
    ("movers", "removers", "suggested"),
    [
        ("a", "d", (GONE, LAST)),  # as many: the words stay in the text
        ("abc", "d", (GONE, LAST)),
        ("a", "de", (GONE,)),
    ],
)
def test_a_sentence_that_one_moves_and_another_removes_is_a_clash_and_stays_where_it_is(
    movers, removers, suggested
):
    amendments = {name: [GONE, LAST] for name in movers} | {name: [GONE] for name in removers}
    result = consolidate(BASE, amendments)
    assert result.text == BASE
    assert states(result) == {GONE: ("open", "clash"), LAST: ("open", "clash")}
    assert (kinds(result, GONE), kinds(result, LAST)) == ({LAST: "overlap"}, {GONE: "overlap"})
    (clash,) = result.clashes
    assert (clash.start, clash.end, clash.suggestion) == (GONE.start, LAST.end, suggested)
    removed = consolidate(BASE, amendments, [Decision(GONE, "accept"), Decision(LAST, "decline")])
    assert (removed.text, removed.clashes) == (BASE.replace(MOVED, ""), ())
    moved = consolidate(BASE, amendments, [Decision(GONE, "accept"), Decision(LAST, "accept")])
    assert moved.text == BASE.replace(MOVED, "").replace("We end", f"{MOVED}We end")
    assert [moved.outcome(name).share for name in movers] == ["all"] * len(movers)


def test_words_that_one_moves_and_another_replaces_in_the_same_way_go_from_there_for_both():
    other = Hunk(GONE.start, GONE.end, "Water is for everybody who lives here. ")
    result = consolidate(BASE, {"a": [other, LAST], "d": [other]})
    assert set(states(result).values()) == {("in", "free")}


def test_a_moved_sentence_that_another_rewords_is_open_at_both_places():
    result = consolidate(BASE, {"a": [GONE, LAST], "b": [SAFE]})
    assert result.text == BASE
    assert set(states(result).values()) == {("open", "clash")}
    assert kinds(result, SAFE) == {GONE: "contains", LAST: "overlap"}
    assert kinds(result, LAST) == {SAFE: "overlap"}
    assert result.clashes[0].suggestion == (GONE, LAST)
    most = consolidate(BASE, {"a": [GONE, LAST], "b": [SAFE], "c": [SAFE], "d": [SAFE]})
    assert most.clashes[0].suggestion == (SAFE,)


def test_a_sentence_moved_to_where_another_comes_does_not_leave_its_place():
    new = before("We end", "Children have one too. ")
    result = consolidate(BASE, {"a": [GONE, LAST], "b": [new]})
    assert result.text == BASE
    assert kinds(result, GONE) == {new: "overlap"}
    assert kinds(result, LAST) == {new: "same-point"}


def test_what_touches_one_half_of_a_move_is_asked_about_both():
    beside = Hunk(START - 6, START - 2, "there")
    result = consolidate(BASE, {"a": [GONE, LAST], "b": [beside]})
    assert result.text == BASE
    assert set(states(result).values()) == {("open", "touching")}
    assert kinds(result, LAST) == {beside: "touching"}
    assert result.clashes == ()


def test_what_one_amendment_does_around_its_own_move_is_no_question():
    beside = Hunk(START - 6, START - 2, "there")
    result = consolidate(BASE, {"a": [beside, GONE, LAST], "b": [beside]})
    assert set(states(result).values()) == {("in", "free")}


def test_of_many_moves_of_one_sentence_the_best_supported_is_suggested():
    places = [before(part, MOVED) for part in ("We begin", "States", "Nobody", "We end")]
    places += [Hunk(place.start + 3, place.start + 3, MOVED) for place in places]
    amendments = {
        f"a{number}": [GONE, place] for number, place in enumerate(places) if place.start != GONE.end
    }
    amendments["z"] = amendments["a6"]
    (clash,) = consolidate(BASE, amendments).clashes
    assert len(clash.groups) == len(amendments)
    assert clash.suggestion == (GONE, places[6])


SHORT = "Water is life. "
LINE = f"We begin with a long sentence. {SHORT}Nobody is left behind by us. We end with a long one."
SHORT_GONE = Hunk(LINE.index(SHORT), LINE.index(SHORT) + len(SHORT), "")


def to(part, words=SHORT):
    place = LINE.index(part)
    return Hunk(place, place, words)


def test_a_sentence_of_three_words_moved_to_two_places_is_a_clash():
    result = consolidate(LINE, {"a": [SHORT_GONE, to("We begin")], "b": [SHORT_GONE, to("We end")]})
    assert result.text == LINE
    assert set(states(result).values()) == {("open", "clash")}


def test_of_two_moves_to_one_place_both_halves_wait_for_what_one_of_them_touches():
    base = "We begin. Water is life. Nobody is left behind by us. Act now on it. We end with a long one."
    gone = [
        Hunk(base.index(words), base.index(words) + len(words), "") for words in (SHORT, "Act now on it. ")
    ]
    place = len(base)
    come = Hunk(place, place, " Water is life. Act now on it.")
    beside = Hunk(base.index("begin"), base.index("begin") + 5, "start")
    result = consolidate(base, {"a": [*gone, come], "b": [beside]})
    assert result.text == base
    assert set(states(result).values()) == {("open", "touching")}


def test_a_half_that_is_declined_leaves_the_other_half_open():
    amendments = {"a": [GONE, LAST]}
    for half, other in ((GONE, LAST), (LAST, GONE)):
        result = consolidate(BASE, amendments, [Decision(half, "decline")])
        assert result.text == BASE
        assert states(result) == {half: ("out", "decided"), other: ("open", "touching")}
        both = consolidate(BASE, amendments, [Decision(half, "decline"), Decision(other, "accept")])
        assert both.text == BASE.replace(MOVED, "") if other is GONE else both.text.count(MOVED) == 2


def test_own_words_in_place_of_a_sentence_that_is_moved_ask_about_where_it_comes():
    result = consolidate(BASE, {"a": [GONE, LAST]}, [Decision(GONE, "adapt", "Water is for all. ")])
    assert result.text == BASE.replace(MOVED, "Water is for all. ")
    assert states(result)[LAST] == ("open", "touching")
    taken = consolidate(BASE, {"a": [GONE, LAST]}, [Decision(GONE, "accept")])
    assert states(taken) == {GONE: ("in", "decided"), LAST: ("in", "free")}


def test_who_proposes_one_half_alone_is_heard_where_the_other_half_is_declined():
    amendments = {"a": [GONE, LAST], "b": [GONE]}
    result = consolidate(BASE, amendments, [Decision(LAST, "decline")])
    assert states(result)[GONE] == ("open", "clash")  # it was a question, and no answer is guessed
    other = consolidate(BASE, {"a": [GONE, LAST], "b": [LAST]}, [Decision(GONE, "decline")])
    assert other.text.count(MOVED) == 2


def test_what_waits_for_a_half_waits_with_it():
    base = "We begin. Water is life. Nobody is left behind by us. Act now on it. We end with a long one."
    gone = [
        Hunk(base.index(words), base.index(words) + len(words), "") for words in (SHORT, "Act now on it. ")
    ]
    come = Hunk(len(base), len(base), " Water is life. Act now on it.")
    result = consolidate(base, {"a": [*gone, come]}, [Decision(gone[0], "decline")])
    assert result.text == base
    assert states(result) == {
        gone[0]: ("out", "decided"),
        gone[1]: ("open", "touching"),
        come: ("open", "touching"),
    }


def test_a_sentence_that_comes_by_one_word_in_another_is_moved_too():
    base = "We need clean water. We need clean air for all. We need more."
    texts = [
        "We need more. We need clean air for all.",
        "We need more. We need clean water. We need clean air for all.",
    ]
    result = consolidate(base, dict(zip("ab", texts, strict=True)))
    assert result.text == base
    assert set(states(result).values()) == {("open", "clash")}
