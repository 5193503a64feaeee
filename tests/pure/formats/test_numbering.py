"""The printed numbering of a document: kept as label, gaps and doubles named, nothing mended."""

import pytest

from consult.formats.markdown_in import ImportedNarrative, read_narrative

NUMBERING = {"numbering-start", "numbering-gap", "numbering-double", "numbering-order", "numbering-parent"}


def read(*headings: str) -> ImportedNarrative:
    """Read a document of these headings; a leading `>` puts one a level lower."""
    lines = [f"{'###' if heading.startswith('>') else '##'} {heading.lstrip('> ')}" for heading in headings]
    return read_narrative("# Title\n\n" + "\n\nText.\n\n".join(lines) + "\n\nText.\n")


def labels(*headings: str) -> list[tuple[str, str]]:
    return [(section.label, section.heading) for section in read(*headings).sections]


def remarks(*headings: str) -> list[tuple[str, dict[str, str | int]]]:
    return [(n.code.value, dict(n.params)) for n in read(*headings).notices if n.code.value in NUMBERING]


@pytest.mark.parametrize(
    ("printed", "label", "heading"),
    [
        ("3. Rights", "3.", "Rights"),
        ("3) Rights", "3)", "Rights"),
        ("(3) Rights", "(3)", "Rights"),
        ("3: Rights", "3:", "Rights"),
        ("2.1. Rights", "2.1.", "Rights"),
        ("2.1.4) Rights", "2.1.4)", "Rights"),
        ("IV. Rights", "IV.", "Rights"),
        ("iv) rights", "iv)", "rights"),
        ("(a) Rights", "(a)", "Rights"),
        ("B. Rights", "B.", "Rights"),
        ("Article 5", "Article 5", ""),
        ("Article 5 Rights", "Article 5", "Rights"),
        ("ARTICLE 5: Rights", "ARTICLE 5:", "Rights"),
        ("Article 5 – Rights", "Article 5 –", "Rights"),
        ("Artículo 5. Derechos", "Artículo 5.", "Derechos"),
        ("Part II Rights", "Part II", "Rights"),
        ("Annex A Rights", "Annex A", "Rights"),
        ("§ 4 Rights", "§ 4", "Rights"),
        ("§4a. Rights", "§4a.", "Rights"),
        ("المادة 3 الماء", "المادة 3", "الماء"),
        ("٣. الماء", "٣.", "الماء"),
        ("أ. الماء", "أ.", "الماء"),
        ("**3.** *Rights*", "3.", "Rights"),
    ],
)
def test_a_printed_number_becomes_the_label(printed: str, label: str, heading: str):
    assert labels(printed) == [(label, heading)]


@pytest.mark.parametrize(
    "words",
    [
        "2030 Agenda",
        "17 goals",
        "1.5 degrees",
        "Goal 5",
        "Rights",
        "A right",
        "I demand",
        "3.5.",
        "No. 3rd",
        "MIX. x",
        "Mild. x",
        "COVID 19: lessons",
        "World War II",
        "12 July 2021",
        "3rd right",
        "U.N. reform",
        "St. Mary",
    ],
)
def test_words_that_only_look_like_a_number_stay_words(words: str):
    expected = [("3.5.", "")] if words == "3.5." else [("", words)]
    assert labels(words) == ([("MIX.", "x")] if words == "MIX. x" else expected)


@pytest.mark.parametrize("words", [r"3\. Rights", "&#51;. Rights", r"\(a) Rights", "Article&nbsp;5 Rights"])
def test_a_number_that_the_source_marks_as_words_is_no_label(words: str):
    assert labels(words)[0][0] == ""


def test_bare_numbers_and_unknown_words_are_labels_where_they_are_repeated():
    assert labels("1 Water", "2 Land") == [("1", "Water"), ("2", "Land")]
    assert labels("Goal 1: Water", "Goal 2: Land") == [("Goal 1:", "Water"), ("Goal 2:", "Land")]
    assert labels("Makala 1 Maji", "Makala 2 Ardhi") == [("Makala 1", "Maji"), ("Makala 2", "Ardhi")]
    assert labels("1.1 Water", "1.2 Land") == [("1.1", "Water"), ("1.2", "Land")]


def test_a_bare_decimal_number_is_a_label_below_its_printed_number():
    assert labels("1. Water", "> 1.1 Wells", "2. Land") == [("1.", "Water"), ("1.1", "Wells"), ("2.", "Land")]


def test_a_gap_is_named_and_not_mended():
    assert labels("1. A", "2. B", "5. C") == [("1.", "A"), ("2.", "B"), ("5.", "C")]
    assert remarks("1. A", "2. B", "5. C") == [("numbering-gap", {"after": "2.", "found": "5."})]


def test_a_double_is_named_with_the_line_of_the_first():
    narrative = read("1. A", "2. B", "2. C", "3. D")
    assert [section.label for section in narrative.sections] == ["1.", "2.", "2.", "3."]
    [notice] = narrative.notices
    assert (notice.line, notice.code.value, notice.params) == (
        11,
        "numbering-double",
        {"label": "2.", "first_line": 7},
    )


def test_doubled_numbers_and_a_gap_after_them_are_both_named():
    assert [code for code, _ in remarks("1. A", "2. B", "3. C", "3. D", "5. E")] == [
        "numbering-double",
        "numbering-gap",
    ]


def test_a_numbering_that_does_not_begin_at_one_is_named():
    assert remarks("3. A", "4. B") == [("numbering-start", {"found": "3."})]


def test_numbers_out_of_order_are_named():
    assert remarks("1. A", "3. B", "2. C")[1] == ("numbering-order", {"after": "3.", "found": "2."})


def test_a_number_below_another_chapter_is_named():
    assert remarks("1. A", "> 1.1 B", "2. C", "> 3.1 D") == [
        ("numbering-parent", {"parent": "2.", "found": "3.1"})
    ]


@pytest.mark.parametrize(
    "headings",
    [
        ("1. A", "> 1. B", "> 2. C", "2. D", "> 1. E", "> 2. F"),
        ("1. A", "> 1.1 B", "> 1.2 C", "2. D", "> 2.1 E"),
        ("Part I A", "> Article 1 B", "> Article 2 C", "Part II D", "> Article 3 E"),
        ("0. A", "1. B"),
        ("I. A", "II. B", "III. C", "IV. D", "V. E", "VI. F"),
        ("A. a", "B. b", "C. c", "D. d", "E. e"),
        ("a) a", "b) b", "c) c"),
        ("Introduction", "1. A", "Interlude", "2. B", "Annex A x", "Annex B y"),
        ("٠. أ", "١. ب", "٢. ج"),
    ],
)
def test_a_numbering_in_order_is_not_remarked_upon(headings: tuple[str, ...]):
    assert remarks(*headings) == []


def test_an_i_between_h_and_j_is_a_letter():
    letters = [f"{letter}. x{letter}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
    assert remarks(*letters) == []


def test_a_gap_is_found_in_every_way_of_counting():
    assert remarks("I. A", "III. B") == [("numbering-gap", {"after": "I.", "found": "III."})]
    assert remarks("a) A", "c) B") == [("numbering-gap", {"after": "a)", "found": "c)"})]
    assert remarks("Article 1 A", "Article 3 B") == [
        ("numbering-gap", {"after": "Article 1", "found": "Article 3"})
    ]
    assert remarks("1. A", "> 1.1 B", "> 1.3 C")[0] == ("numbering-gap", {"after": "1.1", "found": "1.3"})
    assert remarks("١. أ", "٣. ب") == [("numbering-gap", {"after": "١.", "found": "٣."})]
