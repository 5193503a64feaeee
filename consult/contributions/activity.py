"""The counts of a consultation's contributions, for its page and its verbs."""

import sqlalchemy as sa

from consult.consultations.activity import Activity
from consult.consultations.models import Consultation, GuidingQuestion
from consult.core.database import db

from .models import Contribution
from .queries import counts_for_everybody


def activity(consultation: Consultation, person_id: int | None) -> Activity:
    """Return how many contributions of each kind everybody may count, and what a person has sent."""
    rows = db.session.execute(
        sa.select(Contribution.kind, sa.func.count())
        .where(Contribution.consultation_id == consultation.id, *counts_for_everybody())
        .group_by(Contribution.kind)
    )
    own = _sent_by(consultation, person_id) if person_id else []
    return Activity(
        counts={kind: count for kind, count in rows},
        own=len(own),
        answered=frozenset(question for question in own if question),
    )


def has_answers(question: GuidingQuestion) -> bool:
    """Say whether anybody has begun an answer, sent or not."""
    found = sa.select(Contribution.id).where(Contribution.question_id == question.id).limit(1)
    return db.session.scalar(found) is not None


def _sent_by(consultation: Consultation, person_id: int) -> list[int | None]:
    """Return for each contribution that a person has sent the id of the question that it answers, or None."""
    return list(
        db.session.scalars(
            sa.select(Contribution.question_id).where(
                Contribution.consultation_id == consultation.id,
                Contribution.person_id == person_id,
                Contribution.status == "submitted",
            )
        )
    )
