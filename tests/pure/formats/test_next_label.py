"""Which number a section gets that comes in among others."""

import pytest

from consult.formats.next_label import is_taken, next_label

NEW = "?"


def label_in(outline: str, *gone: str) -> str:
    """Return the label for the section `?` of an outline: one section a word, `>` for each further depth."""
    places = []
    for word in outline.split("; "):
        depth = 1 + len(word) - len(word.lstrip(">"))
        places.append((depth, word.lstrip(">").removesuffix("-")))
    at = next(index for index, (_depth, label) in enumerate(places) if label == NEW)
    places[at] = (places[at][0], "")
    return next_label(places, at, gone)


@pytest.mark.parametrize(
    ("outline", "label"),
    [
        ("1.; 2.; ?", "3."),
        ("1.; ?; 2.", "1a."),
        ("1.; 1a.; ?; 2.", "1b."),
        ("1.; 1a.; ?", "2."),
        ("1; >1.1; >1.2; >?; 2", "1.3"),
        ("1; >1.1; >?; >1.2; 2", "1.1a"),
        ("1; >1.1; 2; >?", "2.1"),
        ("1.; >1.1; 2.; >?", "2.1"),
        ("1; >1.1; >>1.1.1; >1.2; >>?", "1.2.1"),
        ("Article 1; Article 2; ?", "Article 3"),
        ("I; >Article 1; >Article 2; >?; II; >Article 3", "Article 2a"),
        ("المادة ٣; ?", "المادة ٤"),
        ("I.; II.; III.; ?", "IV."),
        ("III.; ?; IV.", "IIIa."),
        ("iv); ?", "v)"),
        ("Article IV; ?", "Article V"),
        ("(a); (b); ?", "(c)"),
        ("(a); ?; (b)", "(a1)"),
        ("(a); (a1); ?; (b)", "(a2)"),
        ("1; >(a); >(b); >?; 2; >(a); >(b); >(c)", "(c)"),
        ("1; >(a); >(b); 2; >?", "(a)"),
        ("§ 9; ?; § 11", "§ 10"),
    ],
)
def test_the_next_free_number_of_its_place_is_taken(outline: str, label: str) -> None:
    assert label_in(outline) == label


@pytest.mark.parametrize(
    "outline",
    ["-; ?; -", "?", "?; 1.; 2.", "-; ?; 1.", "1; >?", "1; >-; 2; >?", "I; >Article 4; II; >?", "Annex; ?"],
)
def test_none_is_made_up_where_the_neighbours_show_none(outline: str) -> None:
    assert label_in(outline) == ""


def test_the_number_of_a_section_that_goes_is_not_given_to_another() -> None:
    assert label_in("1.; ?", "2.") == "1a."
    assert label_in("1.; ?; 3.", "2.", "1a.") == "1b."
    assert label_in("1; >1.1; 2; >?", "2.1") == ""


def test_more_sections_than_letters_get_no_number() -> None:
    letters = "; ".join(f"1{letter}" for letter in "abcdefghijklmnopqrstuvwxyz")
    assert label_in(f"1; {letters}; ?; 2") == ""


def test_a_number_is_taken_by_what_is_counted_with_it() -> None:
    through = [(1, "1."), (2, "1.1"), (1, ""), (2, "2.1")]
    assert is_taken(through, 2, "1")
    assert not is_taken(through, 2, "2.1")
    assert not is_taken(through, 2, "")
    anew = [(1, "1"), (2, "(a)"), (2, "(b)"), (1, "2"), (2, "(a)"), (2, "")]
    assert is_taken(anew, 5, "a)")
    assert not is_taken(anew, 5, "(b)")
