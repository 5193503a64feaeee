"""Digests and marks by which a sentence is found again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.text.recall import MOST_MARKS, digest_of, marks_of, most_similar

LONG = "Public services are how the promises of states reach a kitchen, a classroom or a hospital bed"


@pytest.mark.parametrize(
    "same", [LONG.upper(), LONG + "!", "  " + LONG.replace(",", "  –"), "«" + LONG + "»"]
)
def test_case_and_punctuation_make_no_difference(same: str) -> None:
    assert digest_of(same) == digest_of(LONG)
    assert marks_of(same) == marks_of(LONG)


def test_another_word_makes_another_digest_and_keeps_most_marks() -> None:
    other = LONG.replace("kitchen", "village")
    assert digest_of(other) != digest_of(LONG)
    assert len(set(marks_of(other)) & set(marks_of(LONG))) >= len(marks_of(LONG)) // 2


def test_small_words_alone_mark_nothing_and_short_sentences_are_known_by_their_words() -> None:
    assert marks_of("of the in a to is it") == []
    assert marks_of("") == []
    assert set(marks_of("Who decides")) & set(marks_of("Who really decides"))


@given(st.text(max_size=200))
def test_marks_are_few_numbers_that_every_database_takes(text: str) -> None:
    marks = marks_of(text)
    assert len(marks) <= MOST_MARKS
    assert all(0 <= mark < 2**31 for mark in marks)
    assert len(digest_of(text)) == 32


def test_the_most_similar_come_first_without_the_same_and_without_the_unlike() -> None:
    others = [
        LONG,
        LONG + " today",
        "Something else entirely, with no word of it",
        LONG.replace("are how", "is where"),
    ]
    found = most_similar(LONG, others)
    assert [place for place, _share in found] == [1, 3]
    assert all(0.6 <= share < 1 for _place, share in found)
    assert most_similar(LONG, others, most=1) == found[:1]
