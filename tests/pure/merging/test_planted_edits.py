"""The planted edits of the benchmarks: what else they can be read as, and that hard ones are among them."""

import itertools

import pytest

from benchmarks.engine_readings import clash, readings
from benchmarks.engine_texts import Planted, Writer
from consult.text import Hunk, apply


def planted(base, *edits):
    return Planted(apply(base, sorted(hunk for edit in edits for hunk in edit)), edits)


@pytest.mark.parametrize(
    ("base", "edit", "other"),
    [
        ("in the the end", (Hunk(3, 7, ""),), (Hunk(7, 11, ""),)),
        ("in the end", (Hunk(3, 3, "the new "),), (Hunk(7, 7, "new the "),)),
        (
            "A long one. B. C.",
            (Hunk(0, 12, ""), Hunk(15, 15, "A long one. ")),
            (Hunk(0, 0, "B. "), Hunk(12, 15, "")),
        ),
        (
            "B. A long one. C.",
            (Hunk(0, 0, "A long one. "), Hunk(3, 15, "")),
            (Hunk(0, 3, ""), Hunk(15, 15, "B. ")),
        ),
    ],
)
def test_an_edit_with_several_readings_is_each_of_them(base, edit, other):
    assert other in readings(base, planted(base, edit))


@pytest.mark.parametrize(
    ("base", "edit"),
    [
        ("in the end", (Hunk(3, 6, "an"),)),
        ("B. A long one. C.", (Hunk(0, 3, ""), Hunk(15, 15, "B. "))),  # the longer one would touch more words
    ],
)
def test_an_edit_with_one_reading_is_that_alone(base, edit):
    assert readings(base, planted(base, edit)) == [edit]


def test_all_readings_give_the_same_text():
    writer = Writer(7)
    base = writer.section(150)
    counts = []
    for _ in range(60):
        amendment = writer.amendment(base, 3, rewrites=0.1, moves=0.3)
        found = readings(base, amendment)
        counts.append(len(found))
        assert {apply(base, hunks) for hunks in found} == {amendment.text}
    assert max(counts) > 3


def test_what_is_hard_to_find_is_planted_too():
    writer = Writer(7)
    bases = [writer.section() for _ in range(4)]
    assert any(one == other for base in bases for one, other in itertools.pairwise(base.lower().split()))
    moves = [writer.amendment(base, 1, moves=1.0).edits for base in bases for _ in range(60)]
    assert any(
        first.end == second.start or len(first.new) > second.start - first.end for ((first, second),) in moves
    )


def test_two_different_changes_of_one_place_clash():
    assert clash((Hunk(1, 4, "a"),), (Hunk(3, 3, "b"),))
    assert clash((Hunk(3, 3, "a"),), (Hunk(3, 3, "b"),))
    assert not clash((Hunk(3, 3, "a"), Hunk(8, 9, "")), (Hunk(3, 3, "a"), Hunk(9, 9, "b")))
