"""The words of surveys in the search: put into its index by the worker in steps, taken out with the survey.

Each answer to an open question is found by itself: nothing in the index tells which answers one person gave.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from consult.consultations.models import GuidingQuestion
from consult.core.database import db
from consult.core.search_index import Findable, add_to_index, put_into_index, take_out_of_index
from consult.core.transaction import unit_of_work

from .models import Survey, SurveyRow, SurveyWords
from .reading import PARTING
from .services import questions_of

KIND = "survey"
STEP = 1_000
"""So many rows are put into the index in one transaction: others can write in between."""


def index_next() -> bool:
    """Put some rows of a survey into the index; say whether there were any to be put."""
    with unit_of_work():
        survey = db.session.scalar(_waiting().limit(1))
        return survey is not None and _step(survey)


def index_all_words() -> int:
    """Put the words of all surveys into an empty index, in one transaction; return how many answers."""
    db.session.execute(sa.delete(SurveyWords))
    db.session.execute(sa.update(Survey).values(found_to=0))
    db.session.expire_all()
    while (survey := db.session.scalar(_waiting().limit(1))) is not None:
        _step(survey)
    return db.session.scalar(sa.select(sa.func.count()).select_from(SurveyWords)) or 0


def forget_words(survey_id: int, below: int) -> None:
    """Take the words of a survey's rows with a smaller number out of the index."""
    mine = (SurveyWords.survey_id == survey_id, SurveyWords.number < below)
    take_out_of_index(KIND, sa.select(SurveyWords.id).where(*mine))
    db.session.execute(sa.delete(SurveyWords).where(*mine))


def find_words_anew(keys: Collection[tuple[int, ...]]) -> None:
    """Let rows (each a survey and a number) be found by the words that they hold now, and by no others."""
    for survey_id, number in keys:
        asked = sa.select(SurveyWords).where(SurveyWords.survey_id == survey_id, SurveyWords.number == number)
        row = db.session.get_one(SurveyRow, (survey_id, number))
        survey = db.session.get_one(Survey, survey_id)
        said = dict(_said(_open_ones(survey), row.words))
        for one in db.session.scalars(asked).all():
            put_into_index(_findable(survey, one.id, row.language, said.get(one.question_id, "")))


def words_to(survey: Survey, question: GuidingQuestion, together: str) -> str:
    """Return the words to one question out of those of a row."""
    return dict(_said(_open_ones(survey), together)).get(question.id, "")


def _waiting() -> sa.Select[Any]:
    return (
        sa.select(Survey)
        .where(Survey.state == "done", Survey.found_to <= Survey.position)
        .order_by(Survey.id)
        .with_for_update(skip_locked=True)
    )


def _step(survey: Survey) -> bool:
    """Put the next rows into the index, and say so in the survey: both are one transaction. The headings are row 1."""
    rows = db.session.execute(
        sa.select(SurveyRow.number, SurveyRow.language, SurveyRow.words)
        .where(SurveyRow.survey_id == survey.id, SurveyRow.number > survey.found_to)
        .order_by(SurveyRow.number)
        .limit(STEP)
        .with_for_update(read=True)  # whoever blacks words out meanwhile waits, and finds them in the index
    ).all()
    asked = _open_ones(survey)
    said = [
        (number, language, question_id, words)
        for number, language, together in rows
        for question_id, words in _said(asked, together)
    ]
    if said:
        values = [
            {"survey_id": survey.id, "question_id": question_id, "number": number}
            for number, _language, question_id, _words in said
        ]
        made = sa.insert(SurveyWords).returning(SurveyWords.id, sort_by_parameter_order=True)
        ids = db.session.scalars(made, values)
        add_to_index(
            [
                _findable(survey, made_id, language, words)
                for made_id, (_number, language, _question, words) in zip(ids, said, strict=True)
            ]
        )
    survey.found_to = rows[-1].number if len(rows) == STEP else survey.position + 1
    db.session.flush()
    return True


def _open_ones(survey: Survey) -> list[int]:
    return [question.id for question in questions_of(survey)[1]]


def _said(asked: Sequence[int], together: str) -> Iterable[tuple[int, str]]:
    """Yield the words of a row with the id of the question that each answers."""
    return (
        (asked_id, words) for asked_id, words in zip(asked, together.split(PARTING), strict=False) if words
    )


def _findable(survey: Survey, words_id: int, language: str, words: str) -> Findable:
    return Findable(KIND, words_id, survey.narrative_id, language, "", words)
