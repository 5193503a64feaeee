"""Where the passage of a search result begins and ends, to the sign."""

import re

import pytest

from consult.text.excerpts import BEFORE, LENGTH, excerpt, marked
from consult.text.stems import asked


def shown(text: str, query: str = "water", language: str = "en") -> str:
    return str(excerpt(text, language, asked(query, ["ar", "en", "fr"])).html)


def bare(html: str) -> str:
    return html.replace("<mark>", "").replace("</mark>", "")


def filled(length: int) -> str:
    """Return so many signs of words of four letters and a space."""
    return ("xxxx " * (length // 5 + 1))[:length]


@pytest.mark.parametrize("length", [LENGTH - 1, LENGTH])
def test_a_text_of_the_whole_length_is_shown_to_its_end(length: int) -> None:
    text = "x" * length
    assert shown(text) == text


@pytest.mark.parametrize("before", [0, 100, 141, 200, LENGTH - len("water")])
def test_a_text_that_fits_is_shown_whole_wherever_the_word_stands(before: int) -> None:
    text = filled(before) + "water"
    text = text.replace("xwater", " water").ljust(LENGTH, ".")
    assert bare(shown(text)) == text
    assert "<mark>water</mark>" in shown(text)


@pytest.mark.parametrize("apart", range(20, 181, 20))
@pytest.mark.parametrize("before", [0, 60, 100, 130, 140, 300])
def test_two_words_that_fit_into_a_passage_are_both_shown(before: int, apart: int) -> None:
    text = f"{filled(before)} water {filled(apart - 1)} right {filled(600)}"
    made = shown(text, "water right")
    assert "<mark>water</mark>" in made
    assert ("<mark>right</mark>" in made) or apart > LENGTH - BEFORE - 30 - len("water  right")
    assert len(bare(made)) <= LENGTH + len("…  …")


def test_one_sign_more_is_cut_and_that_is_said() -> None:
    assert shown("x" * (LENGTH + 1)) == "x" * (LENGTH - 30) + " …", "no white space is near: it is cut early"
    words = filled(LENGTH + 1)
    assert bare(shown(words)).endswith("xxxx …")
    assert words.startswith(shown(words).removesuffix(" …") + " ")


STARTS = [
    # signs before the word, whether the beginning of the text is shown
    (0, True),
    (LENGTH // 2 - 5, True),  # the word ends just in the middle of a passage from the beginning
    (LENGTH // 2 - 4, False),
    (LENGTH, False),
]


@pytest.mark.parametrize(("before", "from_beginning"), STARTS)
def test_the_beginning_is_shown_while_the_word_stands_in_its_first_half(
    before: int, from_beginning: bool
) -> None:
    text = filled(before // 5 * 5).ljust(before, "-")[:before]
    text = f"{text[:-1]} water {filled(600)}" if before else f"water {filled(600)}"
    made = shown(text)
    assert "<mark>water</mark>" in made
    assert made.startswith("… ") is not from_beginning
    if not from_beginning:
        head = made.removeprefix("… ").split("<mark>")[0]
        assert BEFORE - 6 <= len(head) <= BEFORE, "it begins at the first space of the sixty signs before"


def test_a_word_longer_than_the_passage_is_shown_to_the_last_of_its_signs_that_count() -> None:
    long = "w" * 40 + "x" * 400
    made = shown(f"{filled(300)}{long} {filled(300)}", long)
    assert f"<mark>{long}</mark>" in made


@pytest.mark.parametrize(
    ("apart", "together"),
    [(100, True), (LENGTH - BEFORE - 30 - len("waterright"), True), (LENGTH - BEFORE, False)],
)
def test_words_count_together_while_one_passage_holds_both(apart: int, together: bool) -> None:
    # A lone word stands first; further on both stand so far apart.
    text = f"{filled(400)} water {filled(400)} water{' ' * apart}right {filled(400)}"
    made = shown(text, "water right")
    assert ("<mark>right</mark>" in made) is together
    assert made.count("<mark>water</mark>") == 1


def test_words_of_the_query_count_and_not_how_often_one_of_them_stands() -> None:
    text = f"{'water ' * 5}{filled(600)} one water, one right. {filled(300)}"
    assert "one <mark>water</mark>, one <mark>right</mark>" in shown(text, "water right")


def test_a_word_that_is_cut_by_the_end_of_the_passage_is_not_marked() -> None:
    made = shown("water " + "x" * (LENGTH - 8) + "water" + "x " * 20)
    assert made.count("<mark>") == 1


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("Water, WATER, water", "en", ("Water", "WATER", "water")),
        ("water water", "en", ("water",)),
        ("L’eau et les eaux", "fr", ("eau", "eaux")),
        ("nothing", "en", ()),
    ],
)
def test_the_words_that_were_found_are_named_once_as_they_stand(
    text: str, language: str, words: tuple[str, ...]
) -> None:
    assert excerpt(text, language, asked("water eau", ["en", "fr"])).words == words


@pytest.mark.parametrize(
    "text", ["<water>", "a & water & b", "\"water\" 'water'", "&lt;water&gt;", "water<br>"]
)
def test_what_stands_around_a_marked_word_is_escaped(text: str) -> None:
    for made in (shown(text), str(marked(text, "en", asked("water", ["en"])))):
        assert set(re.findall(r"<[^>]*>", made)) == {"<mark>", "</mark>"}
        assert made.count("<mark>water</mark>") == text.count("water")


def test_a_line_is_marked_whole_however_long_and_of_no_wish_nothing_is_marked() -> None:
    line = f"{filled(500)} water {filled(500)}"
    assert bare(str(marked(line, "en", asked("water", ["en"])))) == line
    assert marked("The water", "en", []) == "The water"
    assert shown("The water", "the") == "The water"
