"""By which marks a text is known, and that copies with some words edited are found by them."""

from random import Random

import pytest

from consult.text.likeness import (
    ALIKE,
    FEWEST_WORDS,
    MARKS_ASKED,
    MARKS_KEPT,
    SIMILAR,
    alike,
    marks_asked,
    marks_kept,
    plain_words,
    share_of_words,
)

SENTENCE = "The wells of our villages have been dry for three summers"
TURNS = 400


@pytest.mark.parametrize("text", ["", "…", "I agree.", "Tamsir said that himself", "one two three four five"])
def test_a_text_of_a_few_words_has_no_marks(text: str) -> None:
    assert len(plain_words(text)) < FEWEST_WORDS
    assert marks_kept(text) == marks_asked(text) == []


def test_a_mark_is_a_number_of_32_bits_with_a_sign() -> None:
    marks = marks_asked(" ".join(f"word{number}" for number in range(500)))
    assert len(marks) == len(set(marks)) == MARKS_ASKED
    assert all(-(2**31) <= mark < 2**31 for mark in marks)


def test_marks_are_few_and_those_kept_are_the_first_of_those_asked_for() -> None:
    long = " ".join(f"word{number}" for number in range(500))
    assert marks_kept(long) == marks_asked(long)[:MARKS_KEPT]
    assert len(marks_kept(SENTENCE)) == MARKS_KEPT
    assert len(marks_asked(SENTENCE)) == len(SENTENCE.split()) - 2, "as many as there are runs of three words"


@pytest.mark.parametrize(
    ("text", "is_same"),
    [
        (SENTENCE.upper(), True),
        (SENTENCE.replace(" ", ",\n"), True),
        (f"“{SENTENCE}!”", True),
        (" ".join(reversed(SENTENCE.split())), False),
    ],
)
def test_case_and_punctuation_make_no_other_marks_and_another_order_does(text: str, is_same: bool) -> None:
    assert (marks_kept(text) == marks_kept(SENTENCE)) is is_same


def test_a_text_that_repeats_itself_has_each_mark_once() -> None:
    again = "no water no life " * 30
    assert len(marks_kept(again)) == len(set(marks_kept(again))) == 4


@pytest.mark.parametrize(
    ("exchanged", "is_similar", "is_copy"),
    [
        (0, True, True),
        (1, True, True),
        (2, True, False),
        (3, True, False),
        (5, False, False),
        (10, False, False),
    ],
)
def test_from_which_share_texts_are_similar_and_from_which_they_are_one(
    exchanged: int, is_similar: bool, is_copy: bool
) -> None:
    assert (SIMILAR, ALIKE) == (0.6, 0.85)
    words = SENTENCE.split()[:10]
    other = [*words[: 10 - exchanged], *(f"else{number}" for number in range(exchanged))]
    assert (share_of_words(words, other, SIMILAR) > 0) is is_similar
    assert (share_of_words(words, other, ALIKE) > 0) is is_copy
    assert bool(alike([" ".join(words), " ".join(other)])) is is_copy


def test_the_share_is_of_the_words_of_both() -> None:
    assert share_of_words(["a", "b", "c"], ["a", "b", "c", "d", "e"]) == pytest.approx(6 / 8)
    assert share_of_words(["a", "b"], ["c", "d"]) == 0


def edited(words: list[str], share: float, draw: Random, vocabulary: list[str]) -> list[str]:
    """Exchange, add or leave out such a share of the words, one at least."""
    left = list(words)
    for _ in range(max(1, round(len(words) * share))):
        place, act = draw.randrange(len(left)), draw.choice(("exchange", "exchange", "add", "drop"))
        if act == "exchange":
            left[place] = draw.choice(vocabulary)
        elif act == "add":
            left.insert(place, draw.choice(vocabulary))
        elif len(left) > FEWEST_WORDS:
            del left[place]
    return left


@pytest.mark.parametrize(("share", "least"), [(0.05, 0.99), (0.1, 0.97), (0.2, 0.9)])
@pytest.mark.parametrize("is_spoken", [False, True])
def test_copies_with_some_words_edited_share_a_mark_and_are_similar(
    share: float, least: float, is_spoken: bool
) -> None:
    draw = Random(int(share * 100))
    vocabulary = ["".join(draw.choices("aeioulnrstdm", k=draw.randint(2, 8))) for _ in range(2_000)]
    weights = (
        [1 / (place + 2) for place in range(2_000)] if is_spoken else None
    )  # as words of a language are used
    found = 0
    for _ in range(TURNS):
        words = draw.choices(vocabulary, weights, k=draw.randint(8, 60))
        copy = edited(words, share, draw, vocabulary)
        is_candidate = set(marks_kept(" ".join(words))) & set(marks_asked(" ".join(copy)))
        found += bool(is_candidate) and share_of_words(words, copy, SIMILAR) > 0
    assert found / TURNS >= least
