"""The demonstration in other languages: most of it in French, one section stale, drafts in Spanish and Arabic."""

from collections.abc import Iterator

import pytest
from flask import Flask

from consult.contributions.rendered import newest_rendering
from consult.core.clock import freeze
from consult.core.database import db
from consult.demonstration.loader import load_demonstration
from consult.demonstration.stage import Stage
from consult.translations.board import Board, board_of
from consult.translations.credits import credits_of
from consult.translations.renderings import rendering_task, waiting
from consult.translations.tasks import Task
from tests.conftest import NOON


@pytest.fixture(scope="module")
def stage(site: Flask, database: object) -> Iterator[Stage]:
    with site.app_context(), freeze(NOON):
        yield load_demonstration()
        db.session.rollback()
        db.session.remove()
    database.reset()  # type: ignore[attr-defined]


@pytest.fixture
def board(stage: Stage) -> Board:
    return board_of(stage.revisions["1.0"])


def test_french_is_mostly_ready_with_one_section_stale_and_one_to_review(board: Board) -> None:
    assert [board.count("fr", state) for state in ("reviewed", "stale", "waiting")] == [6, 1, 1]
    assert board.at("rights", "fr").since == "1.0"


def test_spanish_and_arabic_are_begun(board: Board) -> None:
    assert [board.count("es", state) for state in ("waiting", "draft", "reviewed")] == [1, 1, 0]
    assert [board.count("ar", state) for state in ("reviewed", "draft")] == [1, 1]


def test_each_sentence_has_its_line_and_nobody_reviews_their_own(stage: Stage) -> None:
    for told in stage.demo.translations:
        place = next(p for p in stage.revisions[told.of].places if p.section.key == told.key)
        task = Task(stage.narrative, told.language, place.section, place.text)
        wanted = sum(part.is_words for part in task.parts)
        lines = len([line for line in told.sentences.splitlines() if line])
        assert lines == wanted if told.reviewer or told.is_sent else lines < wanted, told.key
        assert task.row is not None
        assert task.row.reviewer_id is None or task.row.reviewer_id != task.row.translator_id


def test_those_who_translated_are_named(stage: Stage) -> None:
    french = credits_of(stage.revisions["1.0"])["fr"]
    assert french.translators == ["Leïla Ben Ghedira-Nour"]
    assert french.reviewers == ["Marguerite Wabanshore"]


def test_of_two_changes_to_the_french_text_one_is_worded_in_english_and_one_waits(stage: Stage) -> None:
    rows = [stage.contributions[told.key] for told in stage.demo.crossings]
    assert [row.text.base_text.language for row in rows] == ["fr", "fr"]
    first, other = (newest_rendering(row) for row in rows)
    assert other is None
    assert first is not None
    assert (first.by.display_name, first.state(NOON)) == ("Leïla Ben Ghedira-Nour", "waiting")
    assert [row for row in waiting(stage.narrative)] == rows[1:]
    (spot,) = rendering_task(rows[0]).spots
    assert "older than the states" in spot.source
