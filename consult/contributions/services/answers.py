"""Answers to guiding questions: one for each person, question and voice; a second one edits the first."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from consult.consultations.models import GuidingQuestion
from consult.core.database import db
from consult.core.errors import InvalidInput
from consult.people.at_hand import AnyPerson

from ..models import Answer
from .own import Edit, edit_contribution, lower_visibility
from .sending import Sending, arrives_late, speaking_for
from .wordings import base_place, kept_text, send_new

SCALE = ("1", "2", "3", "4", "5")
"""What an answer on a scale holds, from the least to the most."""


def submit_answer(
    question: GuidingQuestion,
    actor: AnyPerson,
    at: datetime,
    *,
    sending: Sending,
    body: str = "",
    choices: Sequence[str] = (),
) -> Answer:
    """Answer a guiding question; return the answer.

    `choices` are the options' own words: a number of SCALE for a scale, for a ranking in their order, for a
    matrix one for each statement in their order, "" where it has no answer. While the consultation is open, a second
    answer with the same voice edits the first, and may show less than the first did. Raises WrongState before
    opening, InvalidInput for an empty answer or one that would show more than before.
    """
    late = arrives_late(question.consultation, at)
    chosen, words = check_answer(question, choices, body)
    before = None if late else my_answer(question, actor, sending, at)
    if before is not None:
        if sending.visibility != before.visibility:
            lower_visibility(before, actor, at, sending.visibility)
        edit_contribution(before, actor, at, Edit(body=words, choices=chosen, language=sending.language))
        return before
    row = Answer(question=question, section=question.section, choices=chosen)
    section = question.section
    base = base_place(question.consultation, section).text if section else None
    send_new(row, question.consultation, actor, at, sending, body=words, base=base)
    return row


def my_answer(question: GuidingQuestion, actor: AnyPerson, sending: Sending, at: datetime) -> Answer | None:
    """Return what a person answered to a question with a voice, or None."""
    asked = sa.select(Answer).where(
        Answer.question_id == question.id,
        Answer.person_id == actor.id,
        Answer.voice == sending.voice,
        Answer.status == "submitted",
    )
    if sending.voice == "organisation":
        organisation = speaking_for(actor, sending, at)
        asked = asked.where(Answer.organisation_id == (organisation.id if organisation else None))
    return db.session.scalar(asked.order_by(Answer.id).limit(1))


def check_answer(
    question: GuidingQuestion, choices: Sequence[str], body: str
) -> tuple[list[str] | None, str]:
    """Return the choices and words to keep. Raises InvalidInput when nothing is said or an option is unknown."""
    words = kept_text(body, field="body")
    if question.kind == "open":
        if not words:
            raise InvalidInput(_l("Write something before you send it."), field="body")
        return None, words
    offered = offered_by(question)
    if question.is_matrix:
        return _each_chosen(question.statements, offered, choices), words
    chosen = [option for option in offered if option in choices]
    is_order = question.kind == "ranking"
    field = "ranking" if is_order else "choices"
    several = is_order or question.kind == "multiple"
    if len(chosen) != len(set(choices)) or (not several and len(chosen) > 1):
        raise InvalidInput(_l("Choose from the options that are offered."), field=field)
    if is_order and len(chosen) != len(choices):
        raise InvalidInput(_l("Give each option one place at most."), field=field)
    if not chosen:
        raise InvalidInput(_l("Choose an option before you send it."), field=field)
    return list(choices) if is_order else chosen, words


def offered_by(question: GuidingQuestion) -> tuple[str, ...]:
    """Return what an answer holds for each option of a question, in their order; nothing for an open one."""
    return SCALE if question.is_scale else tuple(question.options)


def _each_chosen(statements: Sequence[str], offered: Sequence[str], choices: Sequence[str]) -> list[str]:
    if len(choices) != len(statements) or not {"", *offered}.issuperset(choices):
        raise InvalidInput(_l("Choose from the options that are offered."), field="matrix")
    if not any(choices):
        raise InvalidInput(_l("Choose an option for one statement at least."), field="matrix")
    return list(choices)
