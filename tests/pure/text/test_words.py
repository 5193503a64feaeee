"""Words: what is one token, and which tokens are the same."""

import pytest

from consult.text import is_typographic
from consult.text.words import cut, cut_base, fold, gap, is_word, pieces, tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("non-state l'eau l’eau", ["non-state", " ", "l'eau", " ", "l’eau"]),
        ("12,5 1.234,56 3.5.", ["12,5", " ", "1.234,56", " ", "3.5", "."]),
        ("a--b 'quoted'", ["a", "-", "-", "b", " ", "'", "quoted", "'"]),
        ("¿Qué? ¡Sí!", ["¿", "Qué", "?", " ", "¡", "Sí", "!"]),
        ("« Oui\u202f! »", ["«", " ", "Oui", "\u202f", "!", " ", "»"]),
        ("المُجْتَمَع، نعم؟", ["المُجْتَمَع", "،", " ", "نعم", "؟"]),
        ("می\u200cشود", ["می\u200cشود"]),
        ("e\u0301te\u0301", ["e\u0301te\u0301"]),
        ("**bold** _so_ snake_case", ["**", "bold", "**", " ", "_", "so", "_", " ", "snake_case"]),
        ("## Head\n\n\nx\n y", ["##", " ", "Head", "\n\n\n", "x", "\n ", "y"]),
        ("👩‍👧!", ["👩‍👧", "!"]),
        ("", []),
    ],
)
def test_words_marks_and_blanks_are_tokens(text, expected):
    assert tokens(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("l’eau", "l'eau"),
        ("“", '"'),
        (" ", "\u00a0"),
        (" ", " \t"),
        ("E\u0301", "É"),
        ("non‑state", "non-state"),
    ],
)
def test_typography_alone_makes_no_other_key(one, other):
    assert fold(one) == fold(other)
    assert is_typographic(one, other)


@pytest.mark.parametrize(
    ("one", "other"), [("a", "A"), (" ", "\n"), ("\n", "\n\n"), ("حق", "حـق"), ("«", '"'), ("a", "á")]
)
def test_what_may_be_the_point_of_a_change_is_another_key(one, other):
    assert fold(one) != fold(other)
    assert not is_typographic(one, other)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", False),
        ("a", "a", False),
        ("", "\u00a0", True),
        ("", "\n", False),
        ("a b", "a\u00a0b", True),
        ("a b", "a c", False),
        ("ab", "a b", False),
    ],
)
def test_a_wording_differs_in_typography_alone_or_not(old, new, expected):
    assert is_typographic(old, new) == expected


def test_letters_and_digits_make_a_word():
    assert [is_word(token) for token in ("a", "٣", "12,5", "l’eau", ".", " ", "**", "\u200d")] == [
        True
    ] * 4 + [False] * 4


def test_pieces_end_after_sentences_and_lines():
    assert pieces("One. Two!  Three?\nFour 3.5 five… Six؟ End") == [
        "One. ",
        "Two!  ",
        "Three?\n",
        "Four 3.5 five… ",
        "Six؟ ",
        "End",
    ]
    assert pieces("One.") == ["One."]
    assert pieces("a\n\n b") == ["a\n\n ", "b"]


def test_a_cut_text_knows_where_its_tokens_and_words_are():
    words = cut("One. Two\n\nthree")
    assert words.pieces == ["One. ", "Two\n\n", "three"]
    assert list(words.starts) == [0, 3, 5, 6]
    assert list(words.offsets) == [0, 3, 4, 5, 8, 10, 15]
    assert [list(places) for places in words.word_spans] == [[0, 5, 10], [3, 8, 15]]
    assert words.keys == ["One", ".", " ", "Two", "\n\n", "three"]


@pytest.mark.parametrize(
    "text", ["One two", "One. Two\n\nthree", "a\n" * 3_000 + "b", "One two. " * 1_000 + "c"]
)
def test_tokens_and_keys_are_one_list_where_typography_folds_nothing(text):
    plain, curly = cut(text), cut(f"{text} l’eau")
    assert plain.tokens is plain.keys
    assert curly.tokens == [*plain.tokens, *tokens(" l’eau")]
    assert curly.keys == [*plain.keys, " ", "l'eau"]


@pytest.mark.parametrize("length", [10, 30_000])
def test_a_base_is_cut_as_any_text(length):
    text = "Ab c. " * length
    assert cut_base(text).tokens == cut(text).tokens == tokens(text)
    assert (cut_base(text) is cut_base(text)) == (length == 10)


@pytest.mark.parametrize(
    ("left", "right", "between"),
    [
        ("Water is a right", "of all", " "),
        ("in 2020", "nobody", " "),
        ("الماء", "حق", " "),
        ("حقٌّ", "للجميع", " "),
        ("right", ", won by all", ""),
        ("right ", "of all", ""),
        ("(", "of all", ""),
        ("l’", "eau", ""),
        ("non-", "state", ""),
        ("水是", "权利", ""),
        ("สิทธิ", "มนุษยชน", ""),
        ("", "of all", ""),
        ("right", "", ""),
    ],
)
def test_a_gap_keeps_two_words_two(left, right, between):
    assert gap(left, right) == between
