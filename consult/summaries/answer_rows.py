"""The answers to a consultation's guiding questions: those that everybody may read, counted by the database."""

import json
from collections import defaultdict
from typing import Any

import sqlalchemy as sa

from consult.consultations.models import Consultation, GuidingQuestion
from consult.contributions.models import Contribution
from consult.contributions.services.answers import offered_by
from consult.contributions.veil import veiled
from consult.core.database import db
from consult.people.models import Region

from .crossed import Given
from .narrowed import Narrowed
from .rows import counted
from .survey_rows import survey_counts


def given_to(consultation: Consultation) -> dict[int, Given]:
    """Return what was answered to each question of a consultation, by the question's id."""
    found: dict[int, Given] = defaultdict(Given)
    places = {
        question.id: {option: place for place, option in enumerate(offered_by(question))}
        for question in consultation.questions
    }
    kinds = {question.id: question.kind for question in consultation.questions}
    for question_id, region, choices, number in db.session.execute(_sent(consultation)):
        known, said = places.get(question_id, {}), json.loads(choices or "null") or ()
        options = [known.get(one) for one in said]
        found[question_id].add_answer(kinds.get(question_id, "single"), region or "", options, number)
    for question_id, given in survey_counts(consultation).items():
        found[question_id].add_all(given)
    return found


def answers_sent(
    question: GuidingQuestion, region: str, option: int | None, statement: int | None = None
) -> list[int]:
    """Return the ids of the answers to a question that everybody may read, in order of arrival.

    Of a region ("": of any), and that chose an option, or put it first (None: any); of a matrix for a statement.
    """
    consultation = question.consultation
    asked = counted((Contribution.id,), [consultation], Narrowed(region=region)).where(
        Contribution.question_id == question.id
    )
    if statement is not None:
        chosen = Contribution.choices[statement].as_string()
        asked = asked.where(chosen != "" if option is None else chosen == offered_by(question)[option])
    elif option is not None:
        kept, told = json.dumps(offered_by(question)[option]), sa.cast(Contribution.choices, sa.Text)
        is_first = told.startswith(f"[{kept}", autoescape=True)
        asked = asked.where(is_first if question.kind == "ranking" else told.contains(kept, autoescape=True))
    return list(db.session.scalars(asked.order_by(Contribution.submitted_at, Contribution.id)))


def _sent(consultation: Consultation) -> sa.Select[Any]:
    """Return the question for the answers: question, region, options as they are kept, and how many there are."""
    region: sa.Label[Any] = veiled(Region.code, "region", [consultation.id]).label("told_region")
    choices = sa.cast(Contribution.choices, sa.Text).label("kept_choices")
    told: tuple[Any, ...] = (sa.literal_column("told_region"), sa.literal_column("kept_choices"))
    return (
        counted((Contribution.question_id, region, choices, sa.func.count()), [consultation], Narrowed())
        .where(Contribution.question_id.is_not(None))
        .group_by(Contribution.question_id, *told)
    )
