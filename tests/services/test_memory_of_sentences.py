"""What the memory of sentences keeps, what it offers, to which narrative, and in which order."""

from datetime import timedelta

import pytest
from flask import Flask

from consult.core.clock import now
from consult.core.database import db
from consult.narratives.models import Narrative
from consult.translations.memory import (
    LOOKED_AT,
    MOST_EQUAL,
    keep_sentences,
    pair_of,
    recall,
    remember,
    sentence_by_id,
    similar,
)
from consult.translations.models import MemoryMark, MemorySentence
from tests.factories import make_narrative
from tests.translating import WATER, Translating, make_translating

PAIR = "en>fr"
RIGHT = "Water is a right of every community."


@pytest.fixture
def work(app: Flask) -> Translating:
    return make_translating(app)


def keep(
    narrative: Narrative, source: str, target: str, minutes: int = 0, pair: str = PAIR
) -> MemorySentence:
    return remember(narrative.id, pair, source, target, now() + timedelta(minutes=minutes))


def offered(narrative: Narrative, *sentences: str, pair: str = PAIR) -> list[list[str]]:
    return [[one.target for one in found] for found in recall(narrative, pair, sentences)]


def test_only_approved_words_are_kept_each_pair_once(work: Translating) -> None:
    work.post(work.leila, WATER)
    work.post(work.leila, WATER, step="send")
    assert db.session.query(MemorySentence).count() == 0
    work.post(work.iker, WATER, step="review")
    rows = db.session.query(MemorySentence).order_by(MemorySentence.id).all()
    assert [row.target for row in rows] == WATER
    assert {(row.narrative_id, row.pair) for row in rows} == {(work.narrative.id, pair_of("en", "fr"))}
    assert keep_sentences(work.task(), WATER, now()) == 0
    assert keep_sentences(work.task(), ["Eau", "", WATER[2], ""], now()) == 1
    assert keep_sentences(work.task(language="ar"), ["الماء", "", "", ""], now()) == 1  # of another language


def test_an_approval_with_a_meant_gap_keeps_no_empty_words(work: Translating) -> None:
    work.post(work.leila, [*WATER[:3], ""], step="send", gaps="yes")
    work.post(work.iker, [*WATER[:3], ""], step="review")
    assert [row.target for row in db.session.query(MemorySentence).all()] == WATER[:3]


def test_equal_sentences_are_offered_newest_first_each_once_and_not_many(work: Translating) -> None:
    for number in range(MOST_EQUAL + 2):
        keep(work.narrative, RIGHT, f"Un droit {number}.", number)
    keep(work.narrative, RIGHT, "Un droit 0.", 99)  # used again: it is the newest now
    assert offered(work.narrative, RIGHT) == [["Un droit 0.", "Un droit 4.", "Un droit 3."]]
    (found,) = recall(work.narrative, PAIR, [RIGHT])
    assert all(one.is_equal and one.source == RIGHT for one in found)


def test_case_and_punctuation_make_no_other_sentence(work: Translating) -> None:
    keep(work.narrative, RIGHT, "Un droit.")
    assert offered(work.narrative, RIGHT.upper(), RIGHT.rstrip("."), RIGHT + "!") == [["Un droit."]] * 3


def test_similar_ones_are_offered_where_there_is_no_equal_one_the_nearest_first(work: Translating) -> None:
    near = keep(work.narrative, "Water is a human right of every community.", "Proche.")
    keep(work.narrative, "Water is a right, some say, of every large community on earth.", "Moins proche.")
    keep(work.narrative, "Nobody pays at the door of a school.", "Autre chose.")
    found = similar(work.narrative, PAIR, RIGHT)
    assert [one.target for one in found][:1] == ["Proche."]
    assert "Autre chose." not in [one.target for one in found]
    assert [one.share for one in found] == sorted((one.share for one in found), reverse=True)
    assert all(0.6 <= one.share < 1 and not one.is_equal for one in found)
    assert (found[0].public_id, found[0].source) == (near.public_id, near.source)
    keep(work.narrative, RIGHT, "La même.")
    assert offered(work.narrative, RIGHT) == [["La même."]]


def test_each_pair_of_languages_has_a_memory_of_its_own(work: Translating) -> None:
    keep(work.narrative, RIGHT, "Un droit.")
    keep(work.narrative, RIGHT, "حق.", pair="en>ar")
    keep(work.narrative, RIGHT, "The same.", pair="fr>en")
    assert offered(work.narrative, RIGHT) == [["Un droit."]]
    assert offered(work.narrative, RIGHT, pair="en>ar") == [["حق."]]
    assert offered(work.narrative, RIGHT, pair="en>sw") == [[]]


AUDIENCES = [("public", True), ("members", False), ("link", False), ("invited", False)]


@pytest.mark.parametrize(("audience", "is_offered"), AUDIENCES)
def test_of_other_narratives_only_public_ones_are_offered(
    work: Translating, audience: str, is_offered: bool
) -> None:
    other = make_narrative(slug="other", read_audience=audience)
    row = keep(other, RIGHT, "D’ailleurs.")
    near = RIGHT.replace("every", "each")
    wanted = [["D’ailleurs."]] * 2 if is_offered else [[], []]
    assert offered(work.narrative, RIGHT, near) == wanted
    assert (sentence_by_id(work.narrative, row.public_id) is row) is is_offered
    # Within itself it is always offered, and an open narrative gives to a closed one.
    assert offered(other, RIGHT, near) == [["D’ailleurs."]] * 2
    assert sentence_by_id(other, row.public_id) is row
    keep(work.narrative, "Health care is free for all of us.", "Gratuits.")
    assert offered(other, "Health care is free for all of us.") == [["Gratuits."]]


def test_words_of_a_closed_narrative_cannot_be_taken_by_their_name(work: Translating) -> None:
    other = make_narrative(slug="other", read_audience="invited")
    row = keep(other, RIGHT, "Un secret.")
    work.post(work.leila, ["Eau", "", "", ""], take=f"1-{row.public_id}")
    assert work.row().wordings == ["Eau", "", "", ""]
    other.read_audience = "public"
    work.post(work.leila, ["Eau", "", "", ""], take=f"1-{row.public_id}")
    assert work.row().wordings == ["Eau", "Un secret.", "", ""]


def test_a_closed_narrative_with_many_sentences_hides_none_of_the_readable_ones(work: Translating) -> None:
    mine = keep(work.narrative, RIGHT.replace("every", "each"), "À nous.")
    other = make_narrative(slug="other", read_audience="invited")
    for number in range(LOOKED_AT + 5):
        keep(other, RIGHT.replace("every", f"any {number}"), "À eux.")
    assert [one.public_id for one in similar(work.narrative, PAIR, RIGHT)] == [mine.public_id]


def test_what_has_no_words_is_neither_marked_nor_asked_for(work: Translating) -> None:
    row = keep(work.narrative, "— 12 —", "— 12 —")
    assert similar(work.narrative, PAIR, "") == []
    assert similar(work.narrative, PAIR, "— !") == []
    assert offered(work.narrative) == []
    marks = db.session.query(MemoryMark).filter_by(sentence_id=row.id).all()
    assert len({mark.mark for mark in marks}) == len(marks)
    assert sentence_by_id(work.narrative, "") is None


def test_a_sentence_that_repeats_itself_is_marked_once(work: Translating) -> None:
    row = keep(work.narrative, "water water " * 200, "eau")
    assert db.session.query(MemoryMark).filter_by(sentence_id=row.id).count() <= 12
