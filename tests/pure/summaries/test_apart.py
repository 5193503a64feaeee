"""Words that set groups apart, and texts that were sent more than once."""

from math import log, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.summaries.apart import (
    MOST_WORDS,
    SURE,
    Said,
    in_groups,
    repeated_texts,
    strength,
    too_many,
    words_apart,
)

COMMON = "the people of every place say that water is life"


def said(
    group: str, texts: list[str], *, first: int = 0, language: str = "en", person: int = 0
) -> list[Said]:
    """Contributions of a group, each of a person of its own (or all of the one given)."""
    return [
        Said(first + number, language, group, person or first + number, text)
        for number, text in enumerate(texts)
    ]


def two_regions(loud: str = "drought", number: int = 30, **values: object) -> list[Said]:
    """Two regions that say the same; one of them also a word of its own."""
    africa = said("africa", [f"{COMMON} {loud}"] * number, **values)  # type: ignore[arg-type]
    return [*africa, *said("europe", [COMMON] * number, first=1000, **values)]  # type: ignore[arg-type]


def test_the_word_of_one_region_stands_out_there_and_no_word_of_all() -> None:
    (word,) = words_apart(two_regions())
    assert (word.group, word.word, word.here, word.elsewhere) == ("africa", "drought", 30, 0)
    assert word.strength >= SURE


def test_few_contributions_prove_nothing() -> None:
    assert words_apart(two_regions(number=4)) == []


def test_a_word_that_one_person_repeats_is_not_their_regions() -> None:
    assert words_apart(two_regions("drought drought drought", person=7)) == []
    once = said("africa", [f"{COMMON} drought " * 200]) + said("europe", [COMMON] * 30, first=100)
    assert words_apart(once) == [], "a contribution counts a word once"


@pytest.mark.parametrize("word", ["12", "2026", "of", "٣٠٠"])
def test_numbers_and_the_shortest_words_are_left_out(word: str) -> None:
    assert words_apart(two_regions(word)) == []


@pytest.mark.parametrize("word", ["الجفاف", "sécheresse", "DROUGHT", "干旱问题"])
def test_words_of_any_script_are_words(word: str) -> None:
    assert [one.word for one in words_apart(two_regions(word))] == [word.casefold()]


def test_each_language_is_compared_with_itself_only() -> None:
    english = said("africa", [COMMON] * 30) + said("europe", [COMMON] * 30, first=100)
    french = said("africa", ["l’eau est la vie"] * 30, first=200, language="fr")
    assert words_apart(english + french) == [], "French is no word of Africa"
    everything = [*two_regions(), *two_regions("sécheresse", language="fr")]
    assert [(one.language, one.word) for one in words_apart(everything)] == [
        ("en", "drought"),
        ("fr", "sécheresse"),
    ]


def test_one_group_alone_is_apart_from_nothing() -> None:
    assert words_apart(said("africa", [f"{COMMON} drought"] * 40)) == []
    assert words_apart([]) == []


def test_only_the_strongest_are_told() -> None:
    words = " ".join(f"word{letter}" for letter in "abcdefghijklmnop")
    found = [one for one in words_apart(two_regions(words, number=60)) if one.group == "africa"]
    assert len(found) == MOST_WORDS
    assert [one.strength for one in found] == sorted((one.strength for one in found), reverse=True)


def test_the_strength_is_that_of_the_published_formula() -> None:
    # 8 of 100 words here, 10 of 1,000 in all: the prior of 100 words has one of it.
    here, there = (8 + 1) / (100 + 100 - 9), (2 + 1) / (900 + 100 - 3)
    assert strength(8, 100, 10, 1000) == pytest.approx((log(here) - log(there)) / sqrt(1 / 9 + 1 / 3))


@given(st.integers(1, 40), st.integers(0, 40), st.integers(41, 500), st.integers(41, 500))
def test_who_says_it_more_often_is_apart_and_the_other_the_contrary(
    here: int, there: int, all_here: int, all_there: int
) -> None:
    whole, everywhere = here + there, all_here + all_there
    one = strength(here, all_here, whole, everywhere)
    other = strength(there, all_there, whole, everywhere)
    assert one == pytest.approx(-other)
    if here / all_here > whole / everywhere:
        assert one > 0


LETTER = (
    "We ask that public water stays in public hands, for all who live here and for those who come after us."
)


def test_a_letter_that_many_send_is_one_text_with_all_its_senders() -> None:
    rows = [
        Said(1, "en", "africa", 1, LETTER, organisation=10),
        Said(2, "en", "africa", 2, LETTER.replace("public hands", "common hands"), organisation=10),
        Said(3, "en", "europe", 3, LETTER.upper(), organisation=20),
        Said(4, "en", "", 4, LETTER),
        Said(5, "en", "asia", 5, "Something else altogether, about roads and clinics."),
    ]
    (one,) = repeated_texts(rows)
    assert (one.first, one.number) == (1, 4)
    assert one.organisations == 2, "that of whom it may not be said is not counted"
    assert one.regions == ("africa", "europe")
    assert one.text == LETTER
    assert too_many([one]) == 3


def test_nothing_sent_twice_is_counted_as_it_is() -> None:
    rows = [Said(1, "en", "africa", 1, LETTER), Said(2, "en", "asia", 2, "Roads.")]
    assert repeated_texts(rows) == []
    assert too_many([]) == 0
    assert repeated_texts([]) == []


def test_the_same_contributions_can_be_put_in_other_groups() -> None:
    rows = said("africa", ["a", "b", "c"])
    assert [(one.contribution, one.group) for one in in_groups(rows, {0: "water", 2: "health"})] == [
        (0, "water"),
        (2, "health"),
    ]
