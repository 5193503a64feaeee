"""What a search finds in surveys held elsewhere: a question of a survey, and how many of its answers hold the words.

Answers are not listed one by one: in no order could two of them be put together as one person's.
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from consult.contributions.models import Contribution
from consult.contributions.queries import counts_for_everybody
from consult.core.database import db
from consult.core.search_index import SearchEntry
from consult.narratives.models import Narrative
from consult.surveys.models import Survey, SurveyWords, spread_order

SURVEY = "survey"
_APART = 1 << 31
"""More than any id."""


def surveys_read(read: Sequence[int], facilitated: Sequence[int]) -> list[int]:
    """Return the ids of the surveys whose words may be read, by the ids of consultations read and facilitated."""
    for_reader = sa.or_(Survey.words_for == "readers", Survey.consultation_id.in_(facilitated))
    asked = (
        sa.select(Survey.id)
        .join(Contribution, Contribution.id == Survey.report_id)
        .where(Survey.state == "done", Survey.consultation_id.in_(read), for_reader, *counts_for_everybody())
    )
    return list(db.session.scalars(asked))


def words_seen(near: sa.Subquery, surveys: Sequence[int], narrative: str) -> sa.Select[Any]:
    """Return a row for each survey, question and language with a hit, in the columns of `finding`.

    `thing_id`: of the answers found, one in the order of the page of words; `number`: how many they are.
    """
    order = spread_order(SurveyWords.number, SurveyWords.question_id)
    first = sa.func.min(order * _APART + SurveyWords.id)
    columns: tuple[Any, ...] = (
        sa.literal(SURVEY).label("kind"),
        sa.cast(first % _APART, sa.Integer).label("thing_id"),
        SearchEntry.language,
        sa.literal(SURVEY).label("shown_kind"),
        sa.false().label("in_heading"),
        sa.func.max(Survey.finished_at).label("moment"),
        sa.cast(sa.null(), sa.Integer).label("position"),
        sa.func.count().label("number"),
        SurveyWords.question_id.label("last"),  # the order of questions, not of rows
    )
    asked = (
        sa.select(*columns)
        .select_from(SearchEntry)
        .join(near, near.c.id == SearchEntry.id)
        .join(SurveyWords, sa.and_(SearchEntry.kind == SURVEY, SurveyWords.id == SearchEntry.thing_id))
        .join(Survey, Survey.id == SurveyWords.survey_id)
        .where(SurveyWords.survey_id.in_(surveys))
        .group_by(SurveyWords.survey_id, SurveyWords.question_id, SearchEntry.language)
    )
    if narrative:
        named = sa.select(Narrative.id).where(Narrative.slug == narrative)
        return asked.where(SearchEntry.narrative_id.in_(named))
    return asked
