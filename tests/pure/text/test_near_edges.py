"""What an editor does to a text, case by case: the quick way and the whole diff tell the same, and it is applied."""

import sys

import pytest

from consult.text import Hunk, apply, diff
from consult.text.diff import diff_once, forget_diffs
from consult.text.moves import moves
from consult.text.words import LONGEST_KEPT_TEXT, cut_base

diff_module = sys.modules["consult.text.diff"]

ONE = "Every person has a right to clean and safe water."
TWO = "States shall report to all of us each year."
THREE = "Nobody is left behind by the law or by its courts."
FOUR = "Rivers and lakes belong to those who live beside them."
TEXT = " ".join([ONE, TWO, THREE, FOUR])
LISTED = f"Our demands are these:\n\n- {ONE}\n- {TWO}\n- {THREE}\n\n{FOUR}\n"


def told(base: str, revised: str) -> list[tuple[str, str]]:
    """Return (old words, new words) of each hunk; the quick way, where it tells, must tell what the whole tells."""
    a = cut_base(base)
    whole = diff_module._hunks_of_whole(a, revised)
    quick = diff_module._hunks_nearby(a, revised)
    assert quick is None or quick == whole
    hunks = diff(base, revised)
    assert hunks == whole
    assert apply(base, hunks) == revised
    return [(base[hunk.start : hunk.end], hunk.new) for hunk in hunks]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        # The first and the last words of the text, where nothing stands before or behind.
        ("Every person", "Each person", [("Every", "Each")]),
        ("beside them.", "near them.", [("beside", "near")]),
        ("them.", "them!", [(".", "!")]),
        ("beside them.", "beside them. Always.", [("", " Always.")]),
        # Two places, far apart and in one sentence.
        ("a right to clean and safe", "the right to clean, safe", [("a", "the"), (" and", ",")]),
        # A sentence goes, comes, is cut in two, is joined with the next.
        (f" {TWO}", "", [(f"{TWO} ", "")]),
        (f"{TWO} ", f"{TWO} We shall read it. ", [("", "We shall read it. ")]),
        ("person has a right", "person. It has a right", [("", ". It")]),
        ("water. States shall", "water and States shall", [(".", " and")]),
    ],
)
def test_a_change_is_told_as_an_editor_made_it(old: str, new: str, expected: list[tuple[str, str]]) -> None:
    assert TEXT.count(old) == 1
    assert told(TEXT, TEXT.replace(old, new)) == expected


@pytest.mark.parametrize("number", range(4))
@pytest.mark.parametrize(
    "edit", ["gone", "twice", "new words", "other case", "blank before", "own paragraph"]
)
def test_each_sentence_in_turn_is_told_alike_whatever_becomes_of_it(number: int, edit: str) -> None:
    parts = [ONE, TWO, THREE, FOUR]
    sentence = parts[number]
    becomes = {
        "gone": [],
        "twice": [sentence, sentence],
        "new words": ["Wholly other words come to stand in this very place."],
        "other case": [sentence.upper()],
        "blank before": [f" {sentence}"],
        "own paragraph": [f"\n\n{sentence}\n\n"],
    }[edit]
    revised = " ".join([*parts[:number], *becomes, *parts[number + 1 :]])
    assert told(TEXT, revised)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("'", "’"),
        ('"', "“"),
        (" ?", "\u202f?"),
        ("...", "…"),
        ("é", "e\u0301"),
        (" ", "\u00a0"),
        ("-", "\u2011"),
    ],
)
def test_typography_alone_is_one_hunk_for_each_token_and_none_of_it_is_a_change_of_words(
    old: str, new: str
) -> None:
    sentence = "L'eau est à l'été ce que \"le pain\" est à peut-être tous les jours... et à qui ?"
    base = f"{ONE} {sentence} {TWO}"
    place = base.index(old, len(ONE) + 1)
    revised = base[:place] + new + base[place + len(old) :]
    hunks = diff(base, revised)
    assert told(base, revised)
    assert len(hunks) == 1
    assert base[hunks[0].start : hunks[0].end] != hunks[0].new


@pytest.mark.parametrize("copies", [2, 3])
@pytest.mark.parametrize("edited", [0, 1, -1])
@pytest.mark.parametrize("edit", ["gone", "changed", "again"])
def test_of_a_sentence_that_stands_several_times_the_one_that_changed_is_told(
    copies: int, edited: int, edit: str
) -> None:
    parts = [part for _ in range(copies) for part in ("Water is for all.", TWO)] + [FOUR]
    places = [place for place, part in enumerate(parts) if part == "Water is for all."]
    place = places[edited]
    becomes = {"gone": [], "changed": ["Water is for us."], "again": ["Water is for all."] * 2}[edit]
    found = told(" ".join(parts), " ".join([*parts[:place], *becomes, *parts[place + 1 :]]))
    assert len(found) == 1
    if edit == "changed":
        assert found == [("all", "us")]


@pytest.mark.parametrize("source", range(4))
@pytest.mark.parametrize("target", range(4))
def test_a_sentence_that_moves_goes_from_one_place_and_comes_to_one_other(source: int, target: int) -> None:
    parts = [ONE, TWO, THREE, FOUR]
    moved = parts[:source] + parts[source + 1 :]
    moved.insert(target, parts[source])
    found = told(TEXT, " ".join(moved))
    if source == target:
        assert found == []
        return
    assert [bool(old.strip()) for old, _ in found] in ([True, False], [False, True])
    gone, come = sorted(found, key=lambda pair: not pair[0])
    assert gone[0].strip() == come[1].strip()
    assert gone[0].strip() in parts
    assert len(moves(TEXT, diff(TEXT, " ".join(moved)))) == 1


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (f"- {TWO}\n", "", [(f"\n- {TWO}", "")]),
        (f"- {TWO}\n", f"- {TWO}\n- One more.\n", [("", "\n- One more.")]),
        ("each year", "every month", [("each year", "every month")]),
        ("these:", "these two:", [("", " two")]),
        ("- Nobody", "1. Nobody", [("-", "1.")]),
    ],
)
def test_lines_of_a_list_come_and_go_whole(old: str, new: str, expected: list[tuple[str, str]]) -> None:
    assert LISTED.count(old) == 1
    assert told(LISTED, LISTED.replace(old, new)) == expected


@pytest.mark.parametrize("base", ["", " ", "\n", "x", ONE, LISTED])
@pytest.mark.parametrize("revised", ["", " ", "\n", "x", ONE, f"{LISTED}\n"])
def test_from_anything_to_anything_also_nothing(base: str, revised: str) -> None:
    assert (told(base, revised) == []) is (base == revised)


@pytest.mark.parametrize("more", [-1, 0, 1])
def test_the_longest_kept_text_and_one_sign_more_are_told_alike(more: int) -> None:
    head = " ".join(f"This is the sentence with the number {number}." for number in range(430))
    base = head + " " * 2 + "y" * (LONGEST_KEPT_TEXT + more - len(head) - 2)
    assert len(base) == LONGEST_KEPT_TEXT + more
    revised = base.replace("number 77.", "figure 77.")
    assert told(base, revised) == [("number", "figure")]
    quick = diff_module._hunks_nearby(cut_base(base), revised)
    assert (quick is None) is (more > 0)  # too long a text is compared whole
    place = base.index("number 77.")
    for _ in range(2):
        assert list(diff_once(base, revised)) == [Hunk(place, place + 6, "figure")]


def test_what_is_kept_is_of_the_very_texts_and_cannot_be_changed() -> None:
    forget_diffs()
    first = diff_once(TEXT, TEXT.replace("clean", "pure"))
    assert diff_once(TEXT, TEXT.replace("clean", "pure")) is first
    assert diff_once(TEXT, TEXT.replace("clean", "good")) != first
    assert isinstance(first, tuple)
    forget_diffs()
    assert diff_once(TEXT, TEXT.replace("clean", "pure")) == first
