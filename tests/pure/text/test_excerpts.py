"""The passage that a list of results shows, with the wanted words marked."""

import pytest

from consult.text.excerpts import BEFORE, LENGTH, excerpt, marked
from consult.text.stems import asked

FILLER = "Nothing to see in these words here. "


def found(text: str, query: str, language: str = "en"):  # type: ignore[no-untyped-def]
    return excerpt(text, language, asked(query, ["ar", "en", "es", "fr"]))


def bare(html: str) -> str:
    return html.replace("<mark>", "").replace("</mark>", "").strip("… ")


def test_a_short_text_is_shown_whole_with_each_inflected_word_marked() -> None:
    made = found("Water is a right. The waters are rights, too.", "right water")
    assert made.html == (
        "<mark>Water</mark> is a <mark>right</mark>. The <mark>waters</mark> are <mark>rights</mark>, too."
    )
    assert made.words == ("Water", "right", "waters", "rights")


def test_markup_in_a_text_is_shown_as_text() -> None:
    made = found("<b>water</b> & <script>alert(1)</script> water", "water")
    assert made.html == (
        "&lt;b&gt;<mark>water</mark>&lt;/b&gt; &amp; &lt;script&gt;alert(1)&lt;/script&gt; <mark>water</mark>"
    )


def test_the_passage_with_most_of_the_words_is_chosen() -> None:
    text = f"A right. {FILLER * 20}Water is a right of all. {FILLER * 20}Water."
    made = found(text, "water right")
    assert "<mark>Water</mark> is a <mark>right</mark> of all" in made.html
    assert made.html.startswith("… ")
    assert made.html.endswith(" …")


def test_of_passages_that_hold_as_many_the_first_is_chosen() -> None:
    made = found(f"{FILLER * 20}One water. {FILLER * 20}Two water.", "water")
    assert "One <mark>water</mark>" in made.html
    assert "Two" not in made.html


@pytest.mark.parametrize("place", range(0, 40, 3))
def test_a_passage_is_a_piece_of_the_text_of_bounded_length_cut_between_words(place: int) -> None:
    words = (FILLER * 12).split()
    words[place * 2] = "water"
    text = " ".join(words)
    made = bare(found(text, "water").html)
    assert made in text
    assert len(made) <= LENGTH + len("water")
    assert "water" in made
    assert f" {made} " in f" {text} ", "no word is cut in two"
    assert text.index("water") - text.index(made) <= max(LENGTH // 2, BEFORE)


def test_where_nothing_is_found_the_beginning_is_shown() -> None:
    made = found(FILLER * 20, "water")
    assert made.html.startswith("Nothing to see")
    assert made.words == ()
    assert found("", "water").html == ""


def test_arabic_words_are_marked_with_what_is_written_together_with_them() -> None:
    made = found("نطالب بالحُقُوق والمُسَاواة", "حقوق مساواة", "ar")
    assert made.html == "نطالب <mark>بالحُقُوق</mark> <mark>والمُسَاواة</mark>"


def test_a_text_without_spaces_is_cut_all_the_same() -> None:
    made = found("x" * 2_000, "water")
    assert len(made.html) < LENGTH + 5


def test_a_text_full_of_the_word_is_marked_quickly_and_not_without_end() -> None:
    made = found("water " * 50_000, "water")
    assert made.html.count("<mark>") < 100


def test_a_heading_is_marked_whole() -> None:
    wanted = asked("services", ["en"])
    assert marked("What we mean by <public> services", "en", wanted) == (
        "What we mean by &lt;public&gt; <mark>services</mark>"
    )
    assert marked("Nothing", "en", wanted) == "Nothing"
