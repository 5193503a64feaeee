"""What goes when it is no longer needed: rows of surveys that were taken out, and files that nobody began to read."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from consult.core.database import db
from consult.core.transaction import unit_of_work

from .files import drop_file
from .findable import forget_words
from .models import Survey, SurveyRow

REMOVED = 10_000
UNUSED = timedelta(days=2)
"""After so long a file that nobody started to read is dropped."""


def remove_next() -> bool:
    """Remove some rows of a survey that failed or was taken out; say whether there were any."""
    gone = sa.select(Survey.id).where(Survey.state.in_(("failed", "withdrawn")))
    with unit_of_work():
        first = db.session.execute(
            sa.select(SurveyRow.survey_id, SurveyRow.number)
            .where(SurveyRow.survey_id.in_(gone))
            .order_by(SurveyRow.survey_id, SurveyRow.number)
            .limit(1)
        ).one_or_none()
        if first is None:
            return False
        below = first.number + REMOVED
        forget_words(first.survey_id, below)
        db.session.execute(
            sa.delete(SurveyRow).where(SurveyRow.survey_id == first.survey_id, SurveyRow.number < below)
        )
        return True


def forget_next(at: datetime) -> bool:
    """Drop one file that was uploaded and never read; say whether there was one."""
    with unit_of_work():
        survey = db.session.scalar(
            sa.select(Survey).where(Survey.state == "uploaded", Survey.created_at < at - UNUSED).limit(1)
        )
        if survey is None:
            return False
        drop_file(survey.file_key)
        survey.file_key, survey.sample = None, []
        survey.state, survey.withdrawn_at = "withdrawn", at
        return True
