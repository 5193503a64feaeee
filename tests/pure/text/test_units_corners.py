"""Sentences to translate at the edges: which marks are marks, which earlier sentence one was, what one line keeps."""

import pytest

from consult.text.units import LONGEST_COMPARED, NEAR, Origin, compose, likeness, one_line, origins, units

LEADS = [
    # text, mark and words of each sentence
    ("###### Deep", [("###### ", "Deep")]),
    ("####### Too deep", [("", "####### Too deep")]),
    ("#Water", [("", "#Water")]),
    ("> > Said.", [("> > ", "Said.")]),
    (">Said.", [(">", "Said.")]),
    ("> * Said.", [("> * ", "Said.")]),
    ("* One", [("* ", "One")]),
    ("*One*", [("", "*One*")]),
    ("+  One", [("+  ", "One")]),
    ("2026. Water.", [("2026. ", "Water.")]),
    ("20260) Water", [("", "20260) Water")]),
    ("1) Water", [("1) ", "Water")]),
    ("- ", [("", "-")]),  # a mark without words is kept as what it is
    ("One. - Two.", [("", "One."), ("", "- Two.")]),  # within a line a dash is a dash
    ("One.\n- Two.", [("", "One."), ("- ", "Two.")]),
    ("> One.\n> Two.", [("> ", "One."), ("> ", "Two.")]),
    ("- الماء حق؟ نعم.", [("- ", "الماء حق؟"), ("", "نعم.")]),
    ("", []),
]


@pytest.mark.parametrize(("text", "parts"), LEADS)
def test_a_mark_is_one_at_the_beginning_of_a_line_only(text: str, parts: list[tuple[str, str]]) -> None:
    assert [(part.lead, part.words) for part in units(text)] == parts


COMPOSED = [
    # text, wordings, made: the wider space before or behind a sentence that is left out stays
    ("One.\n\nTwo. Three.", ["Un.", "", "Trois."], "Un.\n\nTrois."),
    ("One. Two.\n\nThree.", ["Un.", "", "Trois."], "Un.\n\nTrois."),
    ("One. Two. Three.", ["Un.", "", "Trois."], "Un. Trois."),
    ("One. Two.", ["", "Deux."], "Deux."),
    ("- One.\n- Two.\n- Three.", ["Un.", "", "Trois."], "- Un.\n- Trois."),
    ("# One\n\nTwo.", ["Un", ""], "# Un"),
    ("One.\n\n---\n\nTwo.", ["", "", ""], "---"),  # what has no letters was nobody's to leave out
    ("One.\n\n---\n\nTwo.", ["Un.", "typed", "Deux."], "Un.\n\n---\n\nDeux."),
    ("", [], ""),
]


@pytest.mark.parametrize(("text", "wordings", "made"), COMPOSED)
def test_a_sentence_that_is_left_out_takes_its_mark_and_not_the_paragraphs(
    text: str, wordings: list[str], made: str
) -> None:
    assert compose(units(text), wordings) == made


@pytest.mark.parametrize("number", [0, 1, 3])
def test_as_many_wordings_as_sentences_are_asked_for(number: int) -> None:
    with pytest.raises(ValueError, match="argument 2"):
        compose(units("One. Two."), ["x"] * number)


OLD, NEW = "Water is a right of all.", "Water is a human right of all."

ORIGINS = {
    "nothing before": ([], ["a"], [None]),
    "nothing after": (["a"], [], []),
    "equal ones are given one by one": (["a", "a"], ["a", "a"], [(0, True), (1, True)]),
    "one of two equal ones is left": (["a"], ["a", "a"], [(0, True), None]),
    "two that change places": (["abcd", "wxyz"], ["wxyz", "abcd"], [(1, True), (0, True)]),
    "an equal one is preferred to a changed one": ([NEW, OLD], [OLD, "!!"], [(1, True), None]),
    "the same change of two equal ones: the one behind what stands before": (
        ["First.", OLD, "Then.", OLD],
        ["First.", NEW, "Then."],
        [(0, True), (1, False), (2, True)],
    ),
    "behind the second": (
        ["First.", OLD, "Then.", OLD],
        ["First.", "Then.", NEW],
        [(0, True), (2, True), (3, False)],
    ),
    "at the beginning the first": ([OLD, "Then.", OLD], [NEW, "Then."], [(0, False), (1, True)]),
    "the likest is taken, however far": (
        ["Water is a gift.", "----", "----", OLD],
        [NEW],
        [(3, False)],
    ),
    "each is given once": ([OLD], [NEW, NEW], [(0, False), None]),
    "an empty sentence is like nothing": ([""], ["abc"], [None]),
}


@pytest.mark.parametrize(("before", "after", "found"), ORIGINS.values(), ids=ORIGINS)
def test_a_sentence_comes_from_the_likest_one_that_is_left(
    before: list[str], after: list[str], found: list[tuple[int, bool] | None]
) -> None:
    assert origins(before, after) == [Origin(*one) if one else None for one in found]


def test_just_two_fifths_alike_are_not_enough() -> None:
    # Two of five signs on each side are equal, in order: 4 of 10.
    assert likeness("abxyz", "abuvw") == pytest.approx(NEAR)
    assert origins(["abxyz"], ["abuvw"]) == [None]
    assert origins(["abcyz"], ["abcvw"]) == [Origin(0, False)]


def test_likeness_is_of_equal_signs_in_order_and_nothing_below_the_least() -> None:
    assert likeness("water", "water") == 1
    assert likeness("", "") == 1
    assert likeness("ab", "cd") == 0
    assert likeness("abcd", "abxy") == 0.5
    assert likeness("abcd", "abxy", 0.5) == 0.5
    assert likeness("abcd", "abxy", 0.6) == 0


def test_of_huge_sentences_the_beginning_is_compared() -> None:
    same = "x" * LONGEST_COMPARED
    assert likeness(same + "a" * 9, same + "b" * 900) == 1
    assert likeness(same[1:] + "a", same[1:] + "b") < 1


KEPT = [
    *((f"a{chr(code)}b", "ab") for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))),
    *(
        (f"a{sign}b", f"a{sign}b")
        for sign in ("\u200c", "\u200d", "\u200e", "\u200f", "\u061c", "\xa0", "\u202f")
    ),
    *(
        (f"a{sign}b", "a b")
        for sign in ("\n", "\r\n", "\u2028", "\u2029", "\x85", "\x7f", "\ufeff", "\t", "\x0b")
    ),
    ("\xa0: a\u202f", "\xa0: a\u202f"),
    ("\ufeff a \n", "a"),
    ("", ""),
    (" \t\n ", ""),
]


@pytest.mark.parametrize(("typed", "kept"), KEPT, ids=lambda text: ascii(text))
def test_signs_that_turn_lines_round_go_and_those_that_join_letters_stay(typed: str, kept: str) -> None:
    assert one_line(typed) == kept
