"""The normal form of texts that come in."""

import pytest

from consult.text import normalise


def test_paragraphs_lines_and_letters_get_one_form():
    assert normalise("\ufeff  E\u0301tat \r\n\r\n\r\n \r\nfin\t\r\n") == "État\n\nfin"


def test_single_line_ends_stay():
    assert normalise("- a\r- b") == "- a\n- b"


def test_the_normal_form_of_a_normal_form_is_itself():
    text = normalise("\n \ufeff\ufeff x \u2029 y \u2028z\n")
    assert normalise(text) == text


@pytest.mark.parametrize(
    ("text", "message"), [("ab\x00", "NUL at offset 2"), ("\ud83d!", "U\\+D83D at offset 0")]
)
def test_what_no_text_may_hold_is_named_with_its_place(text, message):
    with pytest.raises(ValueError, match=message):
        normalise(text)
