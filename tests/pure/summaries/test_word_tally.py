"""Words and repeated texts of very many contributions: counted some at a time, with the results of `apart`."""

import random

import numpy as np
import pytest

from consult.summaries import word_tally
from consult.summaries.apart import Said, mark_of, strength, words_apart, words_used
from consult.summaries.word_tally import TextTally, WordTally, strengths_of
from consult.text.likeness import alike, is_like, plain_words

VOCABULARY = [f"word{letter}{other}" for letter in "abcdefgh" for other in "xyz"]


def said_by_chance(seed: int, number: int = 600, people: int = 40) -> list[Said]:
    draw = random.Random(seed)
    found = []
    for place in range(number):
        group = draw.choice(("africa", "asia", "europe"))
        own = VOCABULARY[:6] if group == "asia" else VOCABULARY[6:12]
        words = [*draw.choices(VOCABULARY, k=4), *draw.choices(own, k=2), *(["lonely"] * (place < 30))]
        person = 7 if place < 30 else draw.choice((draw.randrange(people), -place, 2**31 - 1 - place))
        found.append(Said(place, draw.choice(("en", "fr")), group, person, " ".join(words)))
    return found


@pytest.mark.parametrize("together", [1, 100_000])
def test_words_that_come_some_at_a_time_set_groups_apart_as_if_all_were_at_hand(
    monkeypatch: pytest.MonkeyPatch, together: int
) -> None:
    monkeypatch.setattr(word_tally, "TOGETHER", together)
    for seed in range(3):
        said, tally = said_by_chance(seed), WordTally()
        for one in said:
            tally.add(one.language, one.group, one.person, [mark_of(word) for word in words_used(one.text)])
        found = [
            (one.language, one.group, one.mark, one.here, one.elsewhere, round(one.strength, 9))
            for one in tally.loud()
        ]
        assert found == [
            (one.language, one.group, mark_of(one.word), one.here, one.elsewhere, round(one.strength, 9))
            for one in words_apart(said)
        ]
        assert len({(language, group) for language, group, *_rest in found}) > 2


@pytest.mark.parametrize(("people", "told"), [((5, 9), False), ((5, 9, 6), True), ((-3, 0), False)])
def test_a_word_is_told_where_three_people_use_it_however_often_two_do(
    people: tuple[int, ...], told: bool
) -> None:
    tally = WordTally()
    for number in range(60):
        tally.add("en", "africa", people[number % len(people)], [1, 2])
        tally.add("en", "europe", number, [1])
    assert [one.mark for one in tally.loud() if one.group == "africa"] == ([2] if told else [])


def test_nothing_said_and_one_group_alone_stand_out_in_nothing() -> None:
    tally = WordTally()
    assert tally.loud() == []
    for number in range(40):
        tally.add("en", "africa", number, [1, 2, 3])
        tally.add("fr", "europe", number, [])
    assert tally.loud() == []


def test_the_strengths_of_many_are_those_of_each() -> None:
    figures = [(8, 100, 10, 1000), (3, 50, 300, 1000), (5, 1000, 5, 1000)]
    here, all_here, whole, everywhere = (np.array(column) for column in zip(*figures, strict=True))
    found = strengths_of(here, all_here, whole, int(everywhere[0]))
    assert found.tolist() == pytest.approx([strength(*one) for one in figures])


def campaign(seed: int) -> list[str]:
    """Letters that are sent again with a word changed, short remarks, and texts of their own."""
    draw = random.Random(seed)
    letters = [" ".join(draw.choices(VOCABULARY, k=24)) for _ in range(4)]
    texts = ["", "…", "Yes.", "yes"]
    for _ in range(200):
        words = draw.choice(letters).split()
        for _change in range(draw.choice((0, 0, 1, 3, 6))):
            words[draw.randrange(len(words))] = draw.choice(VOCABULARY)
        texts.append(" ".join(words) + draw.choice(("", ".", "!")))
    texts += [" ".join(draw.choices(VOCABULARY, k=12)) for _ in range(50)]
    draw.shuffle(texts)
    return texts


@pytest.mark.parametrize("seed", range(4))
def test_repeated_texts_are_found_by_their_marks_as_among_all_texts(seed: int) -> None:
    texts, tally = campaign(seed), TextTally()
    words = [plain_words(text) for text in texts]
    for one in words:
        tally.add(one)
    sets = tally.sets()
    pairs = tally.pairs()
    assert len(set(pairs)) == len(pairs) < len(texts) ** 2 / 2
    for one, other in pairs:
        if not sets.are_one(one, other) and is_like(words[one], words[other]):
            sets.join(one, other)
    assert sets.of_several() == alike(texts)


def test_no_texts_are_alike_where_there_are_none() -> None:
    tally = TextTally()
    assert (tally.pairs(), tally.sets().of_several()) == ([], [])
    tally.add(())
    assert (tally.pairs(), tally.sets().of_several()) == ([], [])
