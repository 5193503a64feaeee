"""Where a text is contested: changes counted by passage, and those that cannot all stand."""

from dataclasses import dataclass

import pytest

from consult.reading.contested import Change, _clashing, passage_notes

BODY = "Water is a right.\n\nIt is not for sale.\n\n- every day\n- for everyone"
HEADING = "Water"
OFFSET = len(HEADING) + 2


@dataclass(frozen=True)
class Text:
    """What a section text is for the notes: a body, and where it begins in the whole."""

    body: str = BODY
    body_offset: int = OFFSET


def change(words: str, key: str = "a", *, at: str = "over", supporters: int = 1) -> Change:
    """Return a change over words of the body, or an insertion before or after them."""
    start = BODY.index(words) + OFFSET
    end = start + len(words)
    spans = {"over": (start, end), "before": (start, start), "after": (end, end)}
    return Change(*spans[at], key, supporters)


def in_order(*changes: Change) -> list[Change]:
    """Return changes as the database gives them."""
    return sorted(changes, key=lambda one: (one.start, one.end))


# Each case: what is proposed, and the first words of the passages that are noted, with number and clash.
NOTES = [
    ("nothing", (), []),
    ("one change", (change("a right"),), [("Water", 1, False)]),
    ("two apart in one passage", (change("Water"), change("right", "b")), [("Water", 2, False)]),
    ("the same words twice", (change("a right"), change("a right", "b")), [("Water", 2, True)]),
    ("words within words", (change("is a right"), change("right", "b")), [("Water", 2, True)]),
    ("side by side without overlap", (change("is"), change(" a", "b")), [("Water", 2, False)]),
    (
        "two insertions at one point",
        (change("right", at="after"), change("right", "b", at="after")),
        [("Water", 2, True)],
    ),
    (
        "an insertion at the edge of a replacement",
        (change("right", at="before"), change("right", "b")),
        [("Water", 2, False)],
    ),
    (
        "different passages",
        (change("a right"), change("for sale", "b")),
        [("Water", 1, False), ("It is", 1, False)],
    ),
    (
        "items of a list are passages",
        (change("every day"), change("everyone", "b")),
        [("every", 1, False), ("for everyone", 1, False)],
    ),
    (
        "a change that reaches into the next passage",
        (change("right.\n\nIt is not"), change("not", "b")),
        [("Water", 1, True), ("It is", 1, True)],
    ),
    (
        "three, of which two clash",
        (change("Water"), change("a right", "b"), change("right", "c")),
        [("Water", 3, True)],
    ),
    (
        "a long one over two short ones",
        (change("is a right"), change("is", "b"), change("right", "c")),
        [("Water", 3, True)],
    ),
]


@pytest.mark.parametrize(("changes", "noted"), [case[1:] for case in NOTES], ids=[case[0] for case in NOTES])
def test_each_passage_says_how_many_changes_and_whether_all_can_stand(
    changes: tuple[Change, ...], noted: list[tuple[str, int, bool]]
) -> None:
    expected = [(BODY.index(words), number, clash) for words, number, clash in noted]
    found = [(note.start, note.changes, note.is_clash) for note in passage_notes(Text(), in_order(*changes))]  # type: ignore[arg-type]
    assert found == expected


def test_a_change_of_the_heading_is_noted_at_no_passage() -> None:
    assert passage_notes(Text(), [Change(0, 5, "a", 1)]) == []  # type: ignore[arg-type]


def test_a_change_over_heading_and_body_makes_the_first_passage_contested() -> None:
    changes = in_order(Change(0, OFFSET + 8, "a", 1), change("Water", "b"))
    assert [note.is_clash for note in passage_notes(Text(), changes)] == [True]  # type: ignore[arg-type]


def test_supporters_do_not_make_one_change_two() -> None:
    [note] = passage_notes(Text(), [change("a right", supporters=12)])  # type: ignore[arg-type]
    assert (note.changes, note.is_clash) == (1, False)


# Spans in order of start, and which of them clash.
SPANS = [
    ([], set()),
    ([(0, 5)], set()),
    ([(0, 5), (5, 9)], set()),
    ([(0, 5), (4, 9)], {0, 1}),
    ([(0, 9), (2, 3), (4, 5)], {0, 1, 2}),
    ([(0, 3), (2, 4), (8, 9)], {0, 1}),
    ([(0, 3), (3, 3), (3, 3)], {1, 2}),
    ([(3, 3), (3, 3), (3, 6)], {0, 1}),
    ([(3, 3), (3, 6)], set()),
    ([(0, 9), (9, 9)], set()),
    ([(0, 9), (4, 4)], {0, 1}),
    ([(0, 2), (3, 9), (4, 5), (8, 12), (20, 21)], {1, 2, 3}),
]


@pytest.mark.parametrize(("spans", "clashing"), SPANS)
def test_overlaps_and_one_point_clash_and_edges_do_not(
    spans: list[tuple[int, int]], clashing: set[int]
) -> None:
    changes = [Change(start, end, str(number), 1) for number, (start, end) in enumerate(spans)]
    assert _clashing(changes) == clashing
