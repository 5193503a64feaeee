"""Attribution that is inferred, for histories that were imported without their decisions."""

import pytest
from drawn import edits, lists_of_parts, texts, written
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.engine_texts import Writer
from consult.merging import INFERRED, Run, consolidate, infer_attribution, is_inferred
from consult.text import Hunk

WATER = "Water is a right of all. "
STATES = "States must act on it now. "
END = "The end."


def letters(runs):
    return [origin for run in runs for (origin,) in [run.origins] for _ in range(run.length)]


def owners(revisions):
    """Return the words of the last revision with the numbers of the revisions that they came with."""
    found, place = [], 0
    for run in infer_attribution(revisions):
        (origin,) = run.origins
        found.append((revisions[-1][place : place + run.length], int(origin.removeprefix(INFERRED))))
        place += run.length
    return found


@pytest.mark.parametrize(
    ("revisions", "expected"),
    [
        ([WATER], [(WATER, 0)]),
        (["", WATER], [(WATER, 1)]),
        ([WATER, ""], []),
        ([WATER, WATER + STATES, WATER + STATES + END], [(WATER, 0), (STATES, 1), (END, 2)]),
        (["it's so", "it’s so"], [("it’s so", 0)]),
        # Moved in one step, and restored after it had gone: the words are the old ones.
        ([WATER + STATES + END, STATES + WATER + END], [(STATES + WATER + END, 0)]),
        (
            [WATER + END, WATER + STATES + END, WATER + END, STATES + WATER + END],
            [(STATES, 1), (WATER + END, 0)],
        ),
        # Two words are too few to be known again, three are enough.
        (["a b c. Keep.", "Keep.", "Keep. b c."], [("Keep.", 0), (" b c.", 2)]),
        (["x a b c. Keep.", "Keep.", "Keep. a b c!"], [("Keep.", 0), (" ", 2), ("a b c!", 0)]),
        # Words go on from where others stood, and end before what was never there.
        (["Keep. a b c", "Keep.", "Keep. a b c d"], [("Keep.", 0), (" ", 2), ("a b c ", 0), ("d", 2)]),
        (
            ["a b c. Keep these. d e", "Keep these.", "Keep these. a b c d e"],
            [("Keep these.", 0), (" ", 2), ("a b c ", 0), ("d e", 2)],
        ),
    ],
)
def test_words_come_with_the_revision_in_which_they_first_stand(revisions, expected):
    assert owners(revisions) == expected


def test_words_that_went_from_two_places_are_no_run():
    base = "one two. Keep these words here. three four. Keep those words there."
    without = "Keep these words here. Keep those words there."
    assert owners([base, without, f"{without} two three four"])[-1] == (" two three four", 2)


def test_a_history_without_revisions_is_refused():
    with pytest.raises(ValueError, match="without revisions"):
        infer_attribution([])


def test_no_amendment_can_be_called_as_what_is_inferred():
    assert is_inferred("inferred:0")
    assert not is_inferred("editorial")
    with pytest.raises(ValueError, match="inferred:0"):
        consolidate("a", {"inferred:0": "b"})


def test_what_is_inferred_is_carried_on_by_what_is_decided():
    history = [WATER, WATER + STATES]
    result = consolidate(
        history[-1], {"c": [Hunk(0, 5, "Clean water")]}, attribution=infer_attribution(history)
    )
    assert [(run.length, *run.origins) for run in result.attribution] == [
        (11, "c"),
        (len(WATER) - 5, "inferred:0"),
        (len(STATES), "inferred:1"),
    ]


@st.composite
def histories(draw):
    drawn = draw(lists_of_parts)
    return [written(drawn), *(draw(edits(drawn)) for _ in range(draw(st.integers(0, 3))))]


@given(histories())
def test_inferred_runs_cover_the_text_and_name_a_revision_that_holds_the_word(revisions):
    runs = infer_attribution(revisions)
    assert sum(run.length for run in runs) == len(revisions[-1])
    assert all(run.length for run in runs)
    for origin in letters(runs):
        assert 0 <= int(origin.removeprefix(INFERRED)) < len(revisions)
    place = 0
    for word in revisions[-1].split():
        place = revisions[-1].index(word, place)
        came = {int(origin.removeprefix(INFERRED)) for origin in letters(runs)[place : place + len(word)]}
        is_new = not any(set(word) & set(text) for text in revisions[:-1])
        if is_new and any(map(str.isalnum, word)):  # a sign alone goes with the word before it
            assert came == {len(revisions) - 1}
        place += len(word)


@given(histories(), st.integers(1, 3))
def test_a_revision_that_changes_nothing_changes_no_origin(revisions, times):
    assert infer_attribution(revisions + revisions[-1:] * times) == infer_attribution(revisions)


@given(texts, texts)
def test_what_comes_before_and_after_stays_with_the_first_revision(before, after):
    middle = "\n\nNothing else resembles these few words.\n\n"
    runs = infer_attribution([middle, before + middle + after])
    owners = letters(runs)[len(before) + 2 : len(before) + len(middle) - 2]
    assert set(owners) == {"inferred:0"}


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_inference_agrees_with_what_was_carried_for_nine_of_ten_words(lang):
    writer = Writer(11, lang)
    text = writer.section(200)
    revisions, runs = [text], [Run(len(text), frozenset(["inferred:0"]))]
    for number in range(1, 9):
        changed = writer.amendment(text, 4, rewrites=0.1, moves=0.2)
        name = f"c{number}"
        result = consolidate(text, {name: list(changed.hunks)}, attribution=runs)
        text, runs = result.text, result.attribution
        revisions.append(text)
    carried = [name.replace("c", INFERRED) if name[0] == "c" else name for name in letters(runs)]
    inferred = letters(infer_attribution(revisions))
    agreeing = sum(one == other for one, other in zip(carried, inferred, strict=True))
    assert agreeing >= 0.9 * len(text)
