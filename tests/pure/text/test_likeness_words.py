"""What counts as a word when texts are compared, and that the order in which they came makes no difference."""

import random

import pytest

from consult.text.likeness import ALIKE, alike, distinct, plain_words

TEN = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ()),
        ("… — !", ()),
        ("Don't", ("don", "t")),
        ("STRASSE Straße", ("strasse", "strasse")),  # a language's own small and great letters
        ("ﬁne", ("fine",)),  # one sign for two letters
        ("e\u0301tat État", ("état", "état")),  # a mark of its own or within the letter
        ("٣ آبار، ماء", ("٣", "آبار", "ماء")),
        ("किताब", ("किताब",)),  # marks belong to the word
        ("well-being_now", ("well", "being", "now")),
        ("２０２６", ("2026",)),
    ],
)
def test_words_are_compared_without_case_marks_and_width(text: str, words: tuple[str, ...]) -> None:
    assert plain_words(text) == words


@pytest.mark.parametrize(
    ("changed", "together"),
    [
        # each word that was exchanged counts twice of the twenty in both texts: one is 0.9, two are 0.8
        (0, True),
        (1, True),
        (2, False),
        (10, False),
    ],
)
def test_how_many_words_may_differ(changed: int, together: bool) -> None:
    assert ALIKE == 0.85
    other = TEN[: 10 - changed] + [f"else{number}" for number in range(changed)]
    assert bool(alike([" ".join(TEN), " ".join(other)])) is together


@pytest.mark.parametrize("seed", range(8))
def test_sets_are_the_same_in_whatever_order_texts_came(seed: int) -> None:
    texts = [
        " ".join(TEN),
        " ".join([*TEN[:9], "hundred"]),
        " ".join(TEN).upper(),
        "I agree.",
        "i AGREE",
        "I agree with you",
        "Water is owed to all who live by the river and by the sea",
    ]
    expected = {frozenset(texts[number] for number in members) for members in alike(texts)}
    assert [len(members) for members in alike(texts)] == [3, 2]
    mixed = random.Random(seed).sample(texts, len(texts))
    assert {frozenset(mixed[number] for number in members) for members in alike(mixed)} == expected
    assert all(members == sorted(members) for members in alike(mixed))
    assert distinct(mixed) == 5
